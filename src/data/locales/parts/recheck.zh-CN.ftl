## 抽查复核：操作记录
step-sample-sealed = 封存 { $year } 年度抽查总体：{ $units } 项
step-sample-abandoned = 作废一份已封存的抽查总体
step-sample-drawn = { $year } 年度公开抽取：随机 { $random } 项，必抽 { $certain } 项
step-recheck-assigned = { $project }：随机抽中，下达复核任务
step-recheck-assigned-certain = { $project }：列入必抽，下达复核任务
step-recheck-refused = { $project }：拒不提供或无法取证
step-recheck-not-applicable = { $project }：不适用复核，由下一签替补
step-recheck-frame-error = { $project }：清单有误，由下一签替补
step-recheck-postponed = { $project }：延期复核
step-recheck-agrees = { $project } 第 { $row } 条：核实值与自评一致
step-recheck-value = { $project } 第 { $row } 条：核实值 { $value }
step-recheck-no-evidence = { $project } 第 { $row } 条：无佐证，待补
step-recheck-row-dropped = { $project } 第 { $row } 条：不适用，不计分
step-evidence-added = { $project }：登记佐证 @{ $number } { $name }
step-recheck-finished = { $project }：复核完成，核实得分 { $points }
step-recheck-confirmed = { $project }：核对通过复核结果
step-recheck-sent-back = { $project }：退回复核结果
step-recheck-objected = { $project }：登记单位异议
step-objection-upheld = { $project }：采纳单位异议，重新复核
step-objection-rejected = { $project }：不采纳单位异议

## 抽查复核：不能做的事
problem-no-self-evaluation = 本机没有这个项目这一年度的自评表。请先导入自评表（wenxiao import）。
problem-recheck-finished = { $project } 的复核已完成。要改动，请先撤回复核结果。
problem-recheck-not-finished = 这里还没有已完成的复核结果。
problem-recheck-value-empty = 第 { $row } 条的核实值是空的。请填写核实到的数，或按“与自评一致”“无佐证”。
problem-recheck-spent = “{ $value }”读不成执行数。请填写核实的全年执行数，单位万元，如 1198。
problem-recheck-execution = 预算执行率按国库执行数核实：请填写执行数，或按“与自评一致”。
problem-no-such-evidence = 没有登记过佐证 { $evidence }。请先登记佐证，再引用它的编号。
problem-too-much-evidence = 一个项目最多登记 { $most } 份佐证。
problem-evidence-name-empty = 佐证要有名称。
problem-recheck-reason-empty = 请写明理由。
problem-recheck-contested = 第 { $row } 条有两个不同的核实值。请先商定，再完成复核。
problem-recheck-rows-open = 还有 { $rows } 条没有核实，第一处在第 { $row } 条（0 为预算执行率）。逐条核实后才能完成复核。
problem-recheck-no-self-score = 自评表没有可读的总分，无法比较。请在自评表中补上得分后重新导入。
problem-recheck-second-person = 复核结果要由另一个人核对，不能自己核对自己的结果。
problem-no-such-objection = 没有登记过这条异议。

## 抽样：封存与抽取
problem-sample-rate = 抽评率“{ $value }”读不懂。请写成 10%、0.1 或 1/10，且大于 0、不超过 100%。
problem-sample-nothing = 本机还没有自评表，无从抽取。请先导入自评表（wenxiao import）。
problem-sample-nothing-of-year = 本机没有 { $year } 年度的自评表。请先导入，或换一个年度。
problem-sample-sources = 封存时要写明种子取自何处，每处一个名称，如“十面骰20次(监督处)”“某期公开开奖号码”；名称中不能有“|”。
problem-sample-unknown = 自评清单里没有“{ $unit }”。请核对编码或名称，没有封存任何内容。
problem-sample-exists = { $year } 年度已经封存或抽取过。要重来，请先写明理由作废尚未抽取的那一份（wenxiao sample abandon）。
problem-sample-several = 有几份封存的总体在等待抽取：{ $ids }。请指明其中一份。
problem-sample-not-sealed = 还没有封存总体。请先封存（wenxiao sample seal），公布指纹，再当众取种。
problem-sample-abandoned = 这份总体已作废（{ $reason }），不能抽取。
problem-sample-drawn = { $year } 年度已经抽取，不能重抽。需要加抽时沿用同一次序。
problem-sample-other-sources = 种子来源与封存时写明的不同。封存时：{ $sealed }；现在：{ $given }。
problem-sample-elsewhere = 这份总体封存在另一台机器上，本机没有清单文件，不能抽取或公示。请在封存的机器上操作。
problem-sample-changed = { $file } 与封存或抽取时的指纹不符：数据库被改动过。请运行 wenxiao doctor。
