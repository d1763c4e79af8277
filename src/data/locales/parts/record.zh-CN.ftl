## 封存文件随包传递
problem-attachment-too-large = 文件有 { $bytes } 字节，超过单个附件上限 { $limit } 字节，没有存入。请分部门封存。
problem-sample-members = { $path } 第 { $line } 行不是“键、项目、版本”三栏，或没有按键的次序排列。整个包没有读入；请向发送方要一份重新导出的包。
problem-sample-member-missing = 封存的清单没有写明“{ $unit }”是哪一份自评表，不能抽取。请作废这份总体（wenxiao sample abandon），重新封存。
check-attachments = 封存的文件
check-attachments-whole = 封存的 { $files } 个文件与摘要一致
check-attachments-changed = 封存的文件 { $file } 与摘要不符。请从备份恢复，或向封存的机器要一份完整的包（wenxiao export bundle --full）再读入

## 封存与抽取的进度
phase-reading-units = 读取自评清单
phase-sorting-units = 划分必抽与随机
phase-sealing = 封存总体
phase-drawing = 计算签号
phase-signing = 签署抽取结果
