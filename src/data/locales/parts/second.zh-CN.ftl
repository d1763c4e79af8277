# 独立复核：两人互不相见地复核同一份自评，处理差异后才有结果

scope-differences = 两人差异
title-differences = 两人差异

## 操作记录
step-second-asked = { $project }：要求两人独立复核
step-second-settled-value = { $project } 第 { $row } 条：两人差异已定为 { $value }
step-second-settled = { $project } 第 { $row } 条：两人差异已定
step-second-settled-whole = { $project }：能否复核的差异已定

## 不能做的事
problem-second-none = { $project } 没有要求两人独立复核。
problem-second-already = { $project } 已经要求两人独立复核，不必再提。
problem-second-too-late = { $project } 已有两人以上复核，彼此的数可能已经看过，不能再作独立复核。可由第二人核对结果。
problem-second-third = { $project } 已由另外两人独立复核，第三人不能再填。两人都完成后，可以参与处理差异。
problem-second-done = { $project } 两人都已完成，各自的独立结果不能再改或撤回。有不同的，请在差异中写明依据再定（wenxiao recheck settle）。
problem-second-hidden = { $project } 正在由两人独立复核，另一人的内容在两人都完成之前不显示，也还没有可核对的结果。请等两人都完成。
problem-second-hidden-step = 这一步属于另一人的独立复核，两人都完成之前不显示。
problem-second-open = { $project } 还有 { $differences } 处差异没有定。请逐处写明依据定下来，再出结果。
problem-second-result = { $project } 已经有两人合成的结果。要改差异的处理，请先由出结果的人撤回结果。
problem-second-not-rechecked = { $project } 已定为未能复核，没有得分可出。
problem-second-no-difference = { $project } 这一处（{ $row }）两人没有差异。
problem-second-whole = 能否复核只能取两人之一的说法。
problem-second-nothing = 第 { $row } 条，这个人没有填核实值。请取另一人的，或另定。
problem-second-begun = { $project } 的独立复核已有人开始，不能再收回这个要求：收回会让两人的内容提前公开。
problem-sample-second = 独立复核的比例“{ $value }”读不懂。请写成 10%、0.1 或 1/10，不超过 100%；不要的留空。

## 怎么样了
second-mark = 双{" "}
second-other-done = 另一人已完成
second-other-not-done = 另一人未完成
second-standing-free = 独立复核：要两人互不相见地复核，你可以是其中一人；{ $other }
second-standing-working = 独立复核：{ $other }；两人都完成后才显示对方的内容
second-standing-waiting = 独立复核：你已完成，{ $other }；两人都完成后才显示差异
second-standing-taken = 独立复核：已由另外两人在做，第三人不能填
second-standing-differing = 独立复核：两人都已完成，还有 { $open } 处差异没有定
second-standing-settled = 独立复核：两人都已完成，没有待定的差异
second-short-open = 两人都已完成 未定 { $open } 处
told-second-open = 两人都已完成，独立结果不能再改。差异请按 { $key } 处理
told-second-value = 请填写另定的核实值

## 差异的页面
second-heading = 两人差异（甲先完成）
second-detail = 依据
second-first = 甲
second-other = 乙
second-side = { $place } { $name } { $result } { $consequence }
second-said = { $place } { $name }：{ $found }，{ $points } 分 { $formula } { $beside }
second-settled-by = 定为 { $found }（{ $name }）：{ $reason }
second-head-first = 甲
second-head-other = 乙
second-head-settled = 采用
second-head-points = 得分
second-head-ground = 依据
second-filed = 自评值 { $own }，目标 { $target }
second-sides = 两人不一致：{ $sides }。按 { $key } 写明依据处理
second-visit = 能否复核
second-rechecked = 已复核
second-nothing = 未填
second-open = 未定
second-left = 未定 { $open } 处
second-can-finish = 都已定，按 { $key } 出结果
second-has-result = 已有结果
second-no-differences = 两人所填没有差异。
command-recheck-second = 独立复核
command-recheck-second-description = 看两人的差异；没有要求独立复核的，可在这里要求；没有第二人的，可在这里免去
command-differences-first = 取甲
command-differences-first-description = 采用甲填的，写明依据
command-differences-second = 取乙
command-differences-second-description = 采用乙填的，写明依据
command-differences-other = 另定
command-differences-other-description = 两人之外另定核实值，写明依据
command-differences-finish = 出结果
command-differences-finish-description = 差异都已定，按采用的值出复核结果
second-ask-heading = 要求两人独立复核
second-ask-text = 两人各自复核，都完成之前互不显示；之后逐处处理差异，才有结果。请写明为什么。
second-ask-by = 采用
second-ask-value = 另定的值
second-ask-ground = 依据
second-by-first = 甲的
second-by-other = 乙的
second-by-value = 另定一值
second-by-agrees = 与自评一致
second-by-no-evidence = 无佐证
second-by-not-applicable = 不适用

## 抽样
sample-field-second = 独立复核比例
sample-second = 随机抽中的项目中，{ $count } 项另由签号定为两人独立复核
sample-notice-second = 抽中项目的 { $share } 由同一种子定签，两人独立复核（plan.json 指纹 { $digest }）。

## 命令行
cli-recheck-second = 要求两人独立复核一个项目；没有第二人时免去（--release）。都要写明理由
cli-recheck-differences = 两人都完成后，列出差异和各自的得分、后果
cli-recheck-settle = 处理一处差异：取一人的，或另定，写明依据
cli-arg-visit = 处理“能否复核”的差异，不是哪一条
cli-arg-take = 采用先完成者的（first）或后完成者的（second）
cli-name-take = 谁的
cli-arg-second-share = 随机抽中的项目中，由两人独立复核的比例（10%、0.1 或 1/10；默认不要求）
cli-name-second-share = 比例

## 一致程度
results-agreement-seconds = 两人独立复核 { $seconds } 个，其中 { $open } 个还有差异没有定；以下按两人看到对方之前所填。
results-agreement-verdicts = 各条是否有佐证、是否与自评一致的判断，两人比 { $rows } 条，相同 { $same } 条。
results-agreement-grades-kappa = 等级的一致程度（加权 kappa）{ $value }，95% 区间 { $low } 至 { $high }；只作描述，多数为同一等级时会偏低。
results-agreement-verdicts-kappa = 逐条判断的一致程度（kappa）{ $value }，95% 区间 { $low } 至 { $high }。
results-agreement-points-alpha = 总分的一致程度（Krippendorff α）{ $value }，95% 区间 { $low } 至 { $high }。

## 底稿
paper-second-title = 两人独立复核的差异
paper-second-side = { $place } { $person }：{ $result }
