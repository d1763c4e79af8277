# 同类比对：同类依据、分布、降本测算、写入意见。

phase-taking-down = 登记指标名称
title-similar = 同类比对
title-similar-of = 同类比对 指标“{ $indicator }”{ $target } { $project }
scope-similar = 同类比对
command-review-similar = 同类比对
command-review-similar-description = 与各地各年做同一件事的项目比单位成本
command-similar-write = 写入意见
command-similar-write-description = 以“成本与资金不匹配”类写一条意见，附上本表
command-similar-exclude = 排除此条
command-similar-exclude-description = 不可比的不计入分布和测算；再按一次放回
command-similar-basis = 换口径
command-similar-basis-description = 按原指标值，或按金额除以数量

similar-rule = { $grounds } · { $basis }
similar-like-code = 指标库编码相同
similar-like-same = 名称相同
similar-like-name = 名称近似 { $near }
similar-like-both = 指标库编码相同或名称近似 { $near }
similar-like-nobody = 没有可比的
similar-basis-printed = 口径：指标值
similar-basis-each = 口径：{ $money } ÷ { $quantity }
similar-basis-funds = 口径：年度资金 ÷ { $quantity }
similar-basis-unit = { $basis }（{ $unit }）

similar-head-name = 单位和项目
similar-head-year = 年度
similar-head-figure = 比较值
similar-head-from = 取自
similar-head-quantity = 数量
similar-head-total = 总额
similar-head-remark = 说明
similar-from-actual = 实际
similar-from-target = 目标
similar-score = 得分 { $score }
similar-nothing = 未填
similar-line = 指标“{ $indicator }”目标 { $target }
similar-line-actual = 实际 { $actual }
similar-line-parts = { $quantity }{ $counted } 共 { $total }{ $money }
similar-listed = { $told }，{ $part }

similar-out-by-hand = 人工排除
similar-out-own-year = 本项目其他年度
similar-out-no-figure = 没有数值
similar-out-unsure = 数值读不准
similar-out-other-unit = 单位不同
similar-out-inexact = 换算除不尽
similar-out-no-money = 没有金额
similar-out-no-quantity = 没有数量
similar-out-missed = 未完成目标
similar-out-far-out = 离群
similar-out-count = { $reason } { $count } 条
similar-out-nobody = 没有排除的
similar-out = 未计入：{ $out }

similar-spread-rule = 分布（{ $unit }） { $counted }
similar-short = 计入 { $used }/{ $all } 条 · { $regions } 个区划 · { $years }
similar-short-few = 计入 { $used }/{ $all } 条 · { $regions } 个区划 · { $years }（不足 { $many } 条，只作参考）
similar-counted = 计入 { $used } 条（共 { $all } 条，{ $regions } 个区划，{ $years } 年，{ $actual } 条取实际值）
similar-counted-few = 计入 { $used } 条（共 { $all } 条，{ $regions } 个区划，{ $years } 年，{ $actual } 条取实际值），少于 { $many } 条，只作参考
similar-counted-none = 没有可以计入的（共 { $all } 条）
similar-quartiles = 中位数 { $median }  四分位 { $lower }-{ $upper }  最低 { $least }  最高 { $greatest }
similar-own = 本项目 { $figure }（低于它 { $below }，等于 { $equal }，高于 { $above }）
similar-own-above-all = 本项目 { $figure } 高于全部 { $below } 条
similar-own-below-all = 本项目 { $figure } 低于全部 { $above } 条

similar-sums-rule = 降本测算
similar-by-median = 按中位数
similar-by-standard = 按标准值
similar-by-standard-of = 按“{ $source }”
similar-sum = { $name } { $yardstick }：{ $quantity } × { $yardstick } = { $expected }{ $money }，本项目 { $own }{ $money }，可压 { $saved }{ $money }（{ $percent }%）
similar-sum-none = { $name } { $yardstick }：{ $quantity } × { $yardstick } = { $expected }{ $money }，本项目 { $own }{ $money }，低 { $saved }{ $money }（{ $percent }%），无可压
similar-sum-short = { $name } { $yardstick }：{ $quantity } × { $yardstick } = { $expected }{ $money }，可压 { $saved }（{ $percent }%）
similar-sum-none-short = { $name } { $yardstick }：{ $quantity } × { $yardstick } = { $expected }{ $money }，无可压
similar-sum-least = { $name } { $yardstick }：可压 { $saved }{ $money }（{ $percent }%）
similar-sum-none-least = { $name } { $yardstick }：无可压
similar-sum-refused = { $name }：不测算，{ $reason }
similar-no-sum-too-few = 可比的只有 { $used } 条，不足 { $fewest } 条
similar-no-sum-not-money = 这一口径不是单位成本，按 3 换口径
similar-no-sum-no-quantity = 本项目没有对应的数量指标
similar-no-sum-several-quantities = 本项目有几个数量指标都可对应，请按 3 选一个
similar-no-sum-no-standard = 没有标准值
similar-no-sum-other-unit = 标准值的单位不同
similar-no-sum-too-large = 数字位数太多，算不准

similar-taking-down = { $far }。完成后自动列出；以前登记过的不再重复。
similar-taken = 已登记 { $count } 份表的指标名称。
similar-waiting = 还有 { $count } 份表没有登记指标名称，没有比到。
similar-failed = 没有读出。按 Esc 返回后再试。
similar-nobody = 没有做同一件事的项目。请导入其他区划或往年的目标、自评。
told-similar-no-figure = 这一条没有可以比较的数值。请在成本或数量指标上按 ; 。
told-similar-one-basis = 这一条只有一种口径。
told-similar-out = 已排除：{ $name }。再按一次放回。
told-similar-back = 已放回：{ $name }。

similar-opinion-above = 指标“{ $indicator }”申报 { $target }，高于同类中位数 { $median }（{ $used } 条，四分位 { $lower }-{ $upper }），请说明依据或压减。
similar-opinion-below = 指标“{ $indicator }”申报 { $target }，低于同类中位数 { $median }（{ $used } 条，四分位 { $lower }-{ $upper }），请说明能否保证质量。
similar-opinion-equal = 指标“{ $indicator }”申报 { $target }，与同类中位数相同（{ $used } 条，四分位 { $lower }-{ $upper }）。
similar-opinion-nobody = 指标“{ $indicator }”没有可比的同类项目，请说明测算依据。
similar-opinion-basis = { $basis }；{ $grounds }；{ $counted }。
similar-opinion-out = 未计入：{ $out }。
similar-opinion-by-hand = 人工排除：{ $names }。
similar-opinion-table = 同类比对表（{ $unit }）：
similar-opinion-more = 另有 { $count } 条未列。

similar-source-unit = 单位
similar-source-year = 年度
similar-source-region = 区划
similar-source-code = 项目代码
similar-source-row = 可比指标
similar-source-file = 来源
similar-source-place = { $source } { $sheet } 第 { $row } 行
similar-source-funds = 年度资金
similar-source-goal = 年度目标
similar-source-rows = 全部指标

## 命令行
cli-similar = 与各地各年做同一件事的项目比单位成本，看分布和降本测算
cli-similar-json =
    --json 的内容：project key name year row indicator target basis（kind money quantity）bases units（figure money quantity）
    own（figure quantity total）lines（project key year region code name unit indicator like near target actual figure from
    quantity total score excluded）spread（count least lower median upper greatest below equal above）excluded（reason count）
    median standard（yardstick quantity expected own saved percent，或 refused）more waiting。
cli-similar-arg-project = 项目代码、完整名称或编号
cli-similar-arg-row = 第几条指标；不写时取第一条可按金额比的
cli-similar-arg-basis = 第几种口径，从 1 起
cli-arg-without = 排除的项目编号和年度，如 key:2020；可以写几次
cli-name-row = 条
cli-name-basis = 口径
cli-name-without = 编号:年度
similar-more = 同类很多，只比了最近的一部分。
problem-similar-without = “{ $text }”不是“编号:年度”。编号见 similar --json 的 key。
