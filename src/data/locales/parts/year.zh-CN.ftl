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

## 资料清单与调阅通知
cli-recheck-request = 列出要单位提供的佐证资料，或写成调阅资料通知
cli-recheck-request-arg-projects = 项目编码、全名或标识，可多个
cli-recheck-request-arg-department = 该部门所有未完成的复核
cli-recheck-request-arg-due = 要求提供的日期，如 2025-06-30、+10w（10 个工作日）
cli-recheck-request-arg-out = 写成文件：docx、html、xlsx 或 txt
paper-request-title = { $year } 年度绩效自评抽查复核调阅资料通知
paper-request-to = { $units }：
paper-request-and = 、
paper-request-intro = 为核实 { $year } 年度项目支出绩效自评结果，请就下列 { $projects } 个项目提供佐证资料。
paper-request-due = 请于 { $due } 前提供。
paper-request-how = 资料请注明对应的指标序号、页码和数据来源；复印件加盖公章，电子数据附原始文件。确实没有的，请书面说明原因。
paper-request-row = { $no } { $name }（指标值 { $target }，自评 { $actual }）
paper-request-note = 所列为各类指标通常的材料，按实际提供其中能证明的即可。
paper-column-asked-rows = 涉及指标
paper-column-here = 已收到
problem-requests-nothing = 部门“{ $department }”没有未完成的复核。请核对部门名称，或直接写项目编码。
phase-fingerprint = 计算文件指纹（MB）
problem-evidence-missing = 没有这个文件：{ $path }。请核对路径；纸质材料没有文件的，此项留空。
problem-evidence-no-folder = 没有这个文件夹：{ $path }。请写佐证文件所在的文件夹。
