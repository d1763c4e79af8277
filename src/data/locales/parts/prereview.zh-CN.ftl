# Automatic checks over all targets.

phase-checking = 机审
phase-surroundings = 机审：比对同类与相似项目
report-prereview = 机审完成：{ $looked } 个目标，发现必改 { $errors } 处、建议改 { $warnings } 处、提示 { $infos } 处
report-prereview-fresh = 机审完成：表、设置都没有变化，结果仍然有效
problem-checks-running = 另一个程序正在机审本数据库：请等它完成后再试
cli-check-arg-all = 机审库中全部目标，结果供队列使用（只查有变化的）
cli-check-arg-anew = 与 --all 或 --evaluations 同用：没有变化的也重新检查
check-all-done = 机审完成：本次 { $looked } 个目标，发现必改 { $errors } 处、建议改 { $warnings } 处、提示 { $infos } 处；另有 { $unchanged } 个没有变化，结果仍然有效
check-without-target = X001 项目清单中有 { $count } 个项目没有绩效目标，请通知部门补报：
check-without-target-line = { $project }（{ $department }）：{ $file } { $sheet } 第 { $row } 行
