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

## 公示记录：表
problem-sample-exclusions = { $path } 第 { $line } 行不是“键、原因、负责人、理由”四栏，或没有按键的次序排列。整个包没有读入；请向发送方要一份重新导出的包。
draw-page-strata = 各层抽取情况（{ $count } 层）
draw-page-strata-note = 票号不大于截止票号的即抽中。
draw-page-excluded = 排除的项目（{ $count } 个）
draw-page-excluded-note = 封存前排除，不参加抽取，结论不涉及；计入应抽基数。
draw-column-frame = 总数
draw-column-drawn = 抽取数
draw-column-method = 方法
draw-column-cut = 截止票号
draw-column-ground = 理由
draw-column-by = 负责人
draw-reason-x1 = 不在范围
draw-reason-x2 = 重复
draw-reason-x3 = 涉密
draw-reason-x4 = 封存前撤销
draw-reason-x5 = 本年已查

## 几份总体并存
command-sample-other = 换一份
command-sample-other-description = 转到另一份封存或已抽取的总体（几个年度并存时）
sample-no-other = 只有这一份封存的总体，没有别的可换。
sample-step-of = 第 { $place }/{ $count } 份 · { $step }
problem-sample-several-stand = 有几份封存的总体：{ $ids }。请用 --sealed 指明一份，写年度或编号的前 6 位。
rechecks-elsewhere = ；{ $year } 年度另有 { $count } 项待复核
