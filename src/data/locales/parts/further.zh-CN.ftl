# 替补、加抽、补报、轮评。

## 操作
step-recheck-stands-in = { $project }：递补抽中，下达复核任务
step-sample-further = { $year } 年度加抽：随机共 { $random } 项

## 不能做的事
problem-sample-not-drawn = 还没有抽取过。请先封存并当众取种抽取，再替补或加抽。
problem-sample-stages = “{ $value }”读不成分阶段方案。请写：可容忍比例、首次抽取后接受数-续抽数、每次加抽 +数量:接受数-续抽数，最后一次只写接受数，如 5% 1-3 +150:4。
problem-sample-stages-many = 分阶段方案共要抽 { $total } 项，随机总体只有 { $frame } 项。请减少加抽数。
problem-sample-rotation = “{ $value }”读不成轮评周期。请写 2 至 9 年，如 3；按项目轮评写 3 project。
problem-draw-full-plan = { $path } 不是本程序写出的方案文件（{ $detail }）。请用封存时公布的 plan.json。
problem-sample-none-late = 封存以后没有新到的自评表，没有可补封的。
problem-sample-late-first = { $year } 年度还没有抽取过，不必分批：新到的自评表可以直接封存。
problem-replace-as = 请用 --as 写明未能复核的情形：not_applicable 不适用、frame_error 清单有误、postponed 延期。
problem-replace-refused = 拒不提供或无法取证的不替补，计为不实。请只记情形（wenxiao recheck outcome）。
problem-replace-not-drawn = { $project } 不是随机抽中的，没有可替补的签。
problem-replace-certain = { $project } 是必抽项目，不替补。请记明未能复核的情形。
problem-replace-method = { $project } 所在的层按 { $method } 抽取，没有逐签的次序，不能替补。
problem-replace-besides = { $project } 不在抽取的次序之内，不替补。
problem-replace-already = { $project } 已由 { $by } 替补。
problem-replace-here = 下一签 { $by } 已经在名单上：只要记明 { $project } 未能复核的情形，它就递补上来。
problem-replace-exhausted = { $stratum } 的 { $frame } 项已全部抽出，没有下一签可替补 { $project }。请只记未能复核的情形。
problem-further-nothing-declared = 封存时没有申报分阶段方案。要加抽，请写明抽到多少项和理由（--to、--reason）。
problem-further-open = 还有 { $open } 项没有复核完，分阶段方案要等全部完成才能决定是否加抽。
problem-further-accepted = 发现不实 { $found } 项，不超过接受数 { $accept }：按分阶段方案到此为止，不再加抽。
problem-further-stopped = 发现不实 { $found } 项（接受数 { $accept }，续抽数 { $most }）：按分阶段方案到此为止，不再加抽。

## 替补
recheck-reason-n = 递补
recheck-reason-e = 事后加抽
replace-would = 将由下一签替补：{ $of } → { $by }
replace-done = 已由下一签替补：{ $of } → { $by }
replace-ticket = { $stratum } 共 { $frame } 项，抽 { $drawn } 项；下一签第 { $place } 签 { $key }，签值 { $ticket }
replace-none = 没有替补过。
replace-column-of = 原抽中
replace-column-outcome = 情形
replace-column-by = 递补
replace-owed = 下一签尚未抽出
replace-exhausted = 该层已无下一签

## 加抽与补报
further-total = 随机抽取由 { $from } 项加到 { $to } 项（加 { $more } 项），已抽中的全部保留
further-stratum = { $stratum }：{ $from } → { $to }
further-stage = 按封存时申报的分阶段方案第 { $stage } 次抽取（已有结果 { $known } 项），计入推断
further-counts = 还没有任何复核结果，加抽的与先前一样计入随机部分
further-besides = 已有 { $known } 项复核结果：事后加抽的只列示所查事实，不计入推断
sample-look = 抽 { $more } 项，不实不超过 { $accept } 即接受，不超过 { $most } 续抽；
sample-look-last = 再抽 { $more } 项，累计不实不超过 { $accept } 即接受
sample-stages = 分阶段：{ $looks }。总体不实达 { $bad } 项（{ $tolerable }）而误判接受的总风险 { $risk }%（按全体简单随机）
sample-tranche = 第 { $number } 批：只含此前封存以后新到的自评表
sample-late = { $year } 年度已封存 { $sealed } 项，此后新到 { $late } 项未列入：请作为下一批补封（wenxiao sample seal --tranche）

## 轮评
sample-rotation-department = 部门
sample-rotation-project = 项目
sample-due-year = { $year } 年 { $count } 个
sample-due-load = 轮评（{ $of }，{ $years } 年一轮）到期：{ $load }
rotation-column-name = 部门或项目
rotation-column-since = 首见年度
rotation-column-last = 上次复核
rotation-column-deadline = 最迟

## 公示
sample-notice-stages = 分阶段方案 plan.json 指纹 { $digest }

## 命令行
cli-recheck-replace = 未能复核的随机项目由同层下一签替补；加 --dry-run 先看是谁
cli-recheck-replace-arg-outcome = 未能复核的情形（已记过的可不写）
cli-recheck-replacements = 列出全部替补：谁、为何、由谁递补
cli-sample-expand = 加抽：沿用同一次序，已抽中的保留；按申报的分阶段方案，或写明总数和理由
cli-sample-expand-arg-to = 随机抽取共多少项（不写则按分阶段方案的下一次）
cli-sample-expand-arg-reason = 加抽的理由
cli-sample-expand-arg-sealed = 哪一份总体（不写则为最新抽取的）
cli-sample-expand-arg-out = 同时把名单、证明、记录写到这个文件夹（没有则新建）
cli-sample-rotation = 轮评到期表：每个部门或项目最迟哪年须复核，今后几年各有多少到期
cli-sample-rotation-arg-years = 几年一轮（默认 3）
cli-sample-rotation-arg-of = 按部门 department 还是项目 project 轮评
cli-sample-plan-arg-rotation = 轮评到期的列入必抽：3 为三年一轮；3 project 按项目
cli-sample-seal-arg-rotation = 轮评到期的列入必抽：3 为三年一轮；3 project 按项目
cli-sample-plan-arg-stages = 事先申报的分阶段方案，如 5% 1-3 +150:4
cli-sample-seal-arg-stages = 事先申报的分阶段方案，如 5% 1-3 +150:4
cli-sample-plan-arg-tranche = 只含抽取以后新到的自评表（补报），作为下一批
cli-sample-seal-arg-tranche = 只封存抽取以后新到的自评表（补报），作为下一批，另行取种

## 复核页和抽样设计页
command-recheck-replace = 下一签替补
command-recheck-replace-description = 未能复核的随机项目由同层下一签替补，先看是谁
command-sample-further = 加抽补封
command-sample-further-description = 抽取以后：按同一次序加抽，或把新到的自评表作为下一批封存
recheck-place-instead = 递补：原抽中 { $name } 未能复核
recheck-place-replaced = 由下一签递补：{ $name }
recheck-place-owed = 下一签尚未抽出：按 { $key } 替补
recheck-place-exhausted = 该层已无下一签可替补
recheck-place-besides = 不在抽取次序之内（事后加抽或不再需要的递补）：只列示所查事实
replace-heading = 下一签替补
replace-how = 由签值次序决定，不能挑选；原项目留在名单上并注明情形。拒不提供的不替补，按“未能复核”记。
replace-do = 替补
further-heading = 加抽与补封
further-field-what = 做什么
further-field-total = 随机共（项）
further-what-total = 加抽到总数
further-what-look = 按申报的分阶段方案
further-what-late = 补封新到的自评表
further-type-total = 请填写随机抽取共多少项，按 Tab 看结果。
further-look-first = 请先看加抽的结果，再按一次。
further-late-how = 只含新到的，另行取种；此前的名单不变。按确认进入方案。
further-do = 加抽
further-do-late = 去做方案
sample-nothing-drawn = 还没有抽取，不能加抽。
sample-late-here = { $year } 年度已封存 { $sealed } 项，此后新到 { $late } 项未列入：按 { $key } 补封
sample-further-line = 加抽 { $times } 次：随机 { $from } → { $to } 项，计入推断 { $counts } 项 { $reason }
sample-replaced-line = 替补 { $replaced } 项，其中下一签尚未抽出 { $owed } 项
sample-field-rotation = 轮评周期（年）
sample-field-stages = 分阶段方案
cli-sample-verify-arg-replaced = 同时核对替补表 replaced.tsv：谁被替补、由哪一签递补
rechecks-part-stands-in = 递补 #{ $place }
