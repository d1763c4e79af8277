# Automatic checks over all targets.

phase-checking = 机审
phase-surroundings = 机审：比对同类与相似项目
report-prereview = 机审完成：{ $looked } 个目标，发现必改 { $errors } 处、建议改 { $warnings } 处、提示 { $infos } 处
report-prereview-fresh = 机审完成：表、设置都没有变化，结果仍然有效
problem-checks-running = 另一个程序正在机审本数据库：请等它完成后再试
