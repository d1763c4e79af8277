## 自评机审
cli-check-arg-evaluations = 检查数据库中某年度（或各年度）全部自评表
phase-missing-evaluations = 自评机审：查缺报的自评表
problem-no-evaluations = 数据库中还没有自评表。请先导入自评表（wenxiao import）。
problem-no-evaluations-of-year = 数据库中没有 { $year } 年的自评表。请导入该年自评表，或换一个年度。
check-evaluations-done = 自评机审完成（{ $years } 年）：本次 { $looked } 份自评表，发现必改 { $errors } 处、建议改 { $warnings } 处、提示 { $infos } 处；另有 { $unchanged } 份没有变化，结果仍然有效；共 { $flagged } 个项目有必改问题
check-without-evaluation = E035 有 { $count } 个批复项目没有自评表，请通知单位补报：
check-without-evaluation-line = { $project } { $code }（{ $department }）：{ $file } 第 { $row } 行
report-evaluations = 自评机审完成：{ $looked } 份自评表，必改 { $errors } 处、建议改 { $warnings } 处；缺自评 { $missing } 个
report-evaluations-fresh = 自评机审完成：自评表、复核和设置都没有变化，结果仍然有效；缺自评 { $missing } 个
check-evaluations-flagged = { $project } { $code }（{ $department }，{ $year } 年）：必改 { $errors } 处
check-evaluations-next = 逐项查看：wenxiao recheck show 项目代码
column-recheck-errors = 必改
