# 审核、数据库和本机身份的用语。


## 步骤
step-device-started = { $name } 开始在本机使用
step-batch-published = 导入“{ $source }”，{ $forms } 份
step-opinion-added = 第 { $row } 条提意见 { $category }：{ $project }
step-opinion-added-whole = 整个项目提意见 { $category }：{ $project }
step-opinion-amended = 改写意见 { $category }：{ $project }
step-passed = 第 { $row } 条无问题：{ $project }
step-returned = 第 { $row } 条退回重填：{ $project }
step-later = 第 { $row } 条稍后：{ $project }
step-graded-excellent = 定级 优：{ $project }
step-graded-good = 定级 良：{ $project }
step-graded-fair = 定级 中：{ $project }
step-graded-poor = 定级 差：{ $project }
step-demand-issued = 提出整改要求（期限 { $due }）：{ $project }
step-undone = 撤销：{ $step }
step-redone = 重做：{ $step }
step-withdrawn = 撤回：{ $step }
step-earlier = 较早的一步
step-from-newer-version = 较新版本的程序所作的操作

## 进度
phase-reading = 读取
phase-storing = 写入
phase-publishing = 完成导入
phase-writing = 写文件
phase-merging = 合并
phase-finishing = 收尾

## 检查
check-file = 数据库文件
check-file-whole = 完好
check-file-damaged = 已损坏：{ $detail }。请用最近的备份恢复。
check-chain = 事件链
check-chain-whole = 事件 { $events } 条，前后相连
check-chain-broken = 在事件 { $event } 处断开。请用最近的备份恢复，或向其他工作站索取完整的交换包。
check-signatures = 签名
check-signatures-good = 事件 { $events } 条，签名都对
check-signatures-bad = 事件 { $event } 的签名不对，数据被改动过。请用最近的备份恢复。
check-batches = 导入批次
check-batches-whole = 批次 { $batches } 个，内容未变
check-batches-changed = 批次 { $batch } 的内容被改动过。请用最近的备份恢复。
check-tables = 汇总表
check-tables-equal = 与按事件重算的结果一致
check-tables-differ = 与按事件重算的结果不一致。事件完好，请把日志交给管理员。
check-key = 本机身份
check-key-known = { $name }，密钥在本机
check-key-nobody = 尚未登记使用人
check-key-moved = { $name }，数据库是复制或移动来的，已从新的编号继续
check-key-restored = { $name }，数据库是从旧备份恢复的，已从新的编号继续
check-key-missing = 密钥不在本机，只能查看。请用 key new 重新登记。

## 只读的原因
read-only-asked = 按只读方式打开
read-only-file = 数据库文件不可写
read-only-folder = 数据库所在文件夹不可写
read-only-no-key = 密钥不在本机

## 数据库
problem-database-missing = 没有数据库 { $path }。请先导入文件、合并交换包，或用 demo 建立样例库。
problem-database-no-file = { $path } 不是文件。请用 --db 指定数据库文件。
problem-database-cannot-open = 数据库打不开：{ $detail }。请检查文件和文件夹的权限。
problem-database-cannot-create = 不能建立数据库 { $path }：{ $detail }。请检查权限，或用 --db 换一个位置。
problem-database-on-network = { $path } 在网络盘（{ $kind }）上，网络盘不能保证数据安全。请放到本机磁盘，用交换包与他人交换。
problem-database-read-only = 现在不能写入：{ $detail }。内容没有改变；请检查权限后重新打开。
problem-database-busy = 数据库正忙（{ $detail }）。没有写入；请稍候再试，或关掉其他正在写入的窗口。
problem-database-in-use = 数据库 { $path } 正在被使用。请关掉其他窗口后再试。
problem-database-too-new = 数据库 { $path } 由较新的程序写成（格式 { $version }，本程序到 { $known }）。请升级程序。
problem-database-too-old-to-read = 数据库 { $path } 需要先升级格式，只读方式做不到。请用可写的方式打开一次。
problem-database-damaged = 数据库已损坏：{ $detail }。请不要继续写入，用 restore 恢复最近的备份。
problem-not-our-database = 这不是问效的数据库，没有改动它。请用 --db 指定别的文件。
problem-disk-full = 磁盘已满：{ $detail }。没有写入一半的内容；腾出空间后重试。
problem-disk-error = 磁盘读写出错：{ $detail }。请尽快备份，并检查磁盘。
problem-cannot-write = 不能写入 { $path }：{ $detail }。请检查权限，或换一个位置。
problem-backup-damaged = 备份已损坏：{ $detail }。请换一份备份。
problem-batch-damaged = 批次 { $batch } 的内容不对。请向发送方重新索取完整的交换包。
problem-event-signature = { $path } 中事件 { $event } 的签名不对，整个包没有合并。请向发送方重新索取。
problem-cancelled = 已停止，没有留下做了一半的内容。

## 身份
problem-nobody-introduced = 本机尚未登记使用人。请先用 key new --name 姓名 --office 处室 登记。
problem-name-empty = 姓名不能为空。
problem-name-too-long = 姓名或处室太长，最多 64 个字。
problem-key-exists = 本机已登记使用人（{ $path }）。
problem-key-missing = 本机没有这个数据库的密钥，只能查看。请用 key new 重新登记，或把密钥文件放回原处。
problem-key-cannot-read = 不能读取密钥文件 { $path }：{ $detail }。请检查权限。
problem-key-cannot-write = 不能写入密钥文件 { $path }：{ $detail }。请检查权限和磁盘空间。
problem-key-damaged = 密钥文件 { $path } 已损坏：{ $detail }。请把备份的密钥放回，或用 key new 重新登记。
problem-key-shared = 密钥文件 { $path } 可被他人读取。请改为只有本人可读（chmod 600）。
problem-key-weak = 名片中的密钥不安全，没有登记。请对方重新生成密钥。
problem-not-a-key-card = 这不是工作站名片。请使用 key show 输出的名片。
problem-other-workspace = 对方属于另一个工作空间（{ $theirs }，本机 { $ours }），不能互相交换。
problem-own-key = 这是本机自己的名片，不用登记。

## 审核
problem-project-not-found = 没有项目“{ $project }”。请核对代码或准确名称，列表见 list projects。
problem-project-ambiguous = “{ $project }”对应 { $count } 个项目，请改用代码或键：{ $keys }
problem-no-such-target = 这个项目的目标不在本机。请刷新列表，或先导入目标表。
problem-target-changed = “{ $project }”已有新版本，未保存。请重新打开后再审。
problem-decided-meanwhile = 这一处刚刚有别的决定，未保存。请重新打开，看过后再定。
problem-text-empty = 内容不能为空。请写明意见或要求。
problem-text-too-long = 内容太长。请分成几条。
problem-due-date = 看不懂期限“{ $value }”。请写成 2025-06-30。
problem-responsible-unit-empty = 没有责任单位。请写明由谁整改。
problem-opinion-gone = 这条意见已撤回或不存在。请刷新。
problem-not-yours = 这是他人的意见，只有本人可以改写或撤回。
problem-verdict-needs-row = 逐条决定要指明第几条指标。请加 --indicator。
problem-grade-needs-opinion = 定为中或差，须先至少提一条意见或整改要求。
problem-key-lane-rows-open = 1000 万元以上的项目须逐条审完才能定级；第 { $row } 条还没有决定。
problem-nothing-to-undo = 没有可以撤销的操作。
problem-nothing-to-redo = 没有可以重做的操作。
problem-nothing-to-export = 没有符合条件的意见或整改要求，没有写文件。请放宽筛选条件。
