# 审核、保存、撤销、导入、交换、检查：做了什么，为什么没有做成，下一步怎么办。

## 数据库
problem-database-missing = 没有数据库文件：{ $path }。先运行 wenxiao demo 建样例库，或用 wenxiao import 导入自己的表。
problem-database-no-file = 这不是普通文件，不能当作数据库：{ $path }。请用 --db 指定数据库文件。
problem-not-our-database = 这不是问效的数据库：{ $path }，没有改动它。请核对 --db 或 WENXIAO_DB 的路径；表格请用 import 导入。
problem-database-too-new = 数据库 { $path } 由更新的程序写成（结构版本 { $version }，本程序到 { $known }），没有改动它。请先升级问效。
problem-database-too-old-to-read = 数据库 { $path } 的结构较旧，只读时不能升级。请复制到可写的位置再打开一次。
problem-database-on-network = 数据库在网络盘（{ $kind }）上：{ $path }。网络盘的锁不可靠，会损坏数据。请把它移到本机磁盘，用交换包（bundle）与同事交换。
problem-database-cannot-create = 不能新建数据库：{ $path }（{ $detail }）。请检查文件夹的权限，或用 --db 换一个位置。
problem-database-cannot-open = 打不开数据库：{ $path }（{ $detail }）。请检查文件和文件夹的权限后重试。
problem-database-unreachable = 数据库文件打不开了（{ $detail }）。已确认的内容都已保存；请检查磁盘是否还在、权限是否变动，再重新打开。
problem-database-log-waits = 数据库 { $path } 还有没并入的记录（旁边的 -wal 文件），所在位置只读，无法读全。请把数据库连同 -wal 文件复制到可写的位置再打开。
problem-database-busy = 另一个程序正在写这个数据库，等了 10 秒仍未空出（{ $detail }）。请稍后重试；刚才这一步没有写入。
problem-database-full = 磁盘空间不足，这一步没有写入（{ $detail }）；此前确认的内容都已保存。请清理磁盘后重试。
problem-database-in-use = 有人正在使用这个数据库：{ $path }。请等其他窗口都退出后再试。
problem-database-read-only =
    { $detail ->
        [read-only-asked] 数据库是以只读方式打开的，这一步没有写入。
        [read-only-folder] 数据库所在文件夹不能写入，已按只读打开，这一步没有写入。请检查文件夹权限，或把数据库复制到可写的位置。
        [read-only-file] 数据库文件不能写入，已按只读打开，这一步没有写入。请检查文件权限，或把数据库复制到可写的位置。
       *[other] 数据库不能写入，这一步没有写入（{ $detail }）。请检查文件和文件夹的权限。
    }
problem-database-damaged = 数据库内容不对（{ $detail }），可能被别的程序改过或磁盘出错。请不要再写入，运行 wenxiao doctor 查看，再用 wenxiao restore 恢复最近的备份。
problem-disk-error = 读写磁盘出错（{ $detail }），这一步没有写入。请立即用 wenxiao backup 备份到另一个磁盘，并检查本磁盘。
problem-cannot-write = 不能写入 { $path }（{ $detail }）。请检查权限和磁盘空间，或换一个位置。

read-only-asked = 以只读方式打开
read-only-folder = 文件夹不能写入，只读
read-only-file = 文件不能写入，只读
read-only-no-key = 本机没有签名密钥，只读

## 使用人与密钥
problem-nobody-introduced = 还没有登记使用人。请先登记姓名和处室：打开工作站时填写，或运行 wenxiao key new --name 姓名 --office 处室。
problem-already-introduced = 本机已登记为“{ $name }”。换人使用时请用 key new 另建密钥。
problem-name-empty = 姓名不能为空。请填写姓名。
problem-name-too-long = 姓名和处室各不超过 64 个字。请缩短。
problem-key-missing = 数据库里有本机的记录，但签名密钥不在这台机器上，只能查看。请放回密钥文件夹；找不回时用 key new 另建密钥，已有记录不受影响。
problem-key-exists = 密钥文件已经存在：{ $path }，没有覆盖。
problem-key-cannot-read = 读不了密钥文件：{ $path }（{ $detail }）。请检查权限后重新打开。
problem-key-cannot-write = 写不了密钥文件夹：{ $path }（{ $detail }）。请检查权限和磁盘空间后重试。
problem-key-shared = 密钥文件别人也能读：{ $path }。请先收回权限（chmod 600），再重新打开；如果可能已经泄露，请用 key new 另建密钥。
problem-key-damaged = 密钥文件已损坏：{ $path }（{ $detail }）。请放回密钥文件的备份；没有备份时移走此文件，再用 key new 另建密钥。
problem-not-a-key-card = 这不是密钥名片。名片是一行文字，以 wenxiao-key: 开头，由对方运行 wenxiao key show 得到；请整行复制。
problem-key-weak = 这张名片上的密钥不安全，没有登记。请对方用 key new 另建密钥后再发名片。
problem-other-workspace = 名片属于另一个工作区（{ $theirs }），本机是 { $ours }，没有登记。请双方核对打开的是不是同一套数据库（样例库与正式库不能互换）。
problem-own-key = 这是本机自己的名片，不用登记。请登记对方的名片。

## 审核
problem-no-such-target = 这个项目的绩效目标不在本数据库里。请回到列表刷新，或先导入目标表。
problem-project-not-found = 找不到项目“{ $project }”。请写项目代码、完整名称或列表中的编号；用 wenxiao list projects 查看。
problem-project-ambiguous = “{ $project }”对应 { $count } 个项目。请改用项目代码，或下列编号之一：{ $keys }。
problem-no-such-row = 项目“{ $project }”没有第 { $row } 条指标，共 { $rows } 条。请核对指标序号。
problem-target-changed = “{ $project }”的目标已有新版本，刚才看到的是旧版，这一步没有写入。请重新打开该项目，看过新版再定。
problem-decided-meanwhile = 别处刚刚有了新的决定，和画面上看到的不一样，这一步没有写入。请重新打开该项目，看过再定。
problem-opinion-gone = 这条意见已经撤回或不存在。请刷新后再看。
problem-not-yours = 这不是您本人的意见或决定，不能改写或撤回。可以另提意见，或在“有冲突”中表明看法。
problem-text-empty = 内容是空的，没有保存。请写上意见或要求。
problem-text-too-long = 内容太长，最多 { $most } 字节（一个汉字占三个）。请分成几条。
problem-due-date = 期限“{ $value }”不是有效日期。请写成 2025-06-30。
problem-responsible-unit-empty = 整改要求缺少责任单位。请填写责任单位。
problem-verdict-needs-row = 逐条决定要指明哪一条指标；“已提意见”由提意见产生，不能直接设定。
problem-grade-needs-opinion = 定“中”或“差”要有依据：请先至少提一条意见或整改要求。
problem-key-lane-rows-open = 1000 万元以上的项目要逐条审核，第 { $row } 条还没有决定。请先审完各条再定级。
problem-nothing-to-undo = 没有可以撤销的操作。
problem-nothing-to-redo = 没有可以重做的操作。

## 导入、导出、交换、备份
problem-cancelled = 已按要求停止，没有写入任何内容。
problem-nothing-to-export = 没有可导出的内容。请先提意见，或换一个筛选条件；增量交换包已包含全部记录时，可用 --full 导出全部。
problem-event-signature = { $path } 里的记录 { $event } 签名不成立：有人改动过。没有接收任何内容，请告知对方并重新索取。
problem-batch-damaged = 批次 { $batch } 的内容与其摘要不符，没有接收任何内容。请对方运行 wenxiao doctor 后重新导出。
problem-backup-damaged = 这份备份不完整或已损坏（{ $detail }），没有使用。请换一份备份；要备份时先运行 wenxiao doctor。

## 进度
phase-reading = 读取
phase-storing = 存入
phase-publishing = 发布
phase-merging = 合并
phase-writing = 写出
phase-finishing = 收尾

## 操作记录
step-device-started = { $name } 开始在本机工作
step-batch-published = 导入 { $source }：{ $forms } 个项目
step-opinion-added = { $project } 第 { $row } 条：提意见，类别 { $category }
step-opinion-added-whole = { $project }：提意见，类别 { $category }
step-opinion-amended = { $project } 第 { $row } 条：改写意见，类别 { $category }
step-opinion-amended-whole = { $project }：改写意见，类别 { $category }
step-passed = { $project } 第 { $row } 条：无问题
step-returned = { $project } 第 { $row } 条：退回重填
step-later = { $project } 第 { $row } 条：稍后
step-graded-excellent = { $project }：定为优
step-graded-good = { $project }：定为良
step-graded-fair = { $project }：定为中
step-graded-poor = { $project }：定为差
step-demand-issued = { $project } 第 { $row } 条：提整改要求，期限 { $due }
step-demand-issued-whole = { $project }：提整改要求，期限 { $due }
step-draft-accepted = { $project } 第 { $row } 条：采纳机审 { $check }，类别 { $category }
step-draft-accepted-whole = { $project }：采纳机审 { $check }，类别 { $category }
step-passed-no-fault = { $project } 第 { $row } 条：无问题，不采纳机审 { $check }
step-finding-dismissed = { $project } 第 { $row } 条：不采纳机审 { $check }
step-finding-dismissed-whole = { $project }：不采纳机审 { $check }
step-earlier = { $project }：此前的一步
step-from-newer-version = 更新版本的程序所做的一步
step-undone =
    撤销：{ $step ->
        [step-opinion-added] { step-opinion-added }
        [step-opinion-added-whole] { step-opinion-added-whole }
        [step-opinion-amended] { step-opinion-amended }
        [step-opinion-amended-whole] { step-opinion-amended-whole }
        [step-passed] { step-passed }
        [step-draft-accepted] { step-draft-accepted }
        [step-draft-accepted-whole] { step-draft-accepted-whole }
        [step-passed-no-fault] { step-passed-no-fault }
        [step-finding-dismissed] { step-finding-dismissed }
        [step-finding-dismissed-whole] { step-finding-dismissed-whole }
        [step-returned] { step-returned }
        [step-later] { step-later }
        [step-graded-excellent] { step-graded-excellent }
        [step-looked-agreed] { step-looked-agreed }
        [step-looked-fault] { step-looked-fault }
        [step-graded-good] { step-graded-good }
        [step-graded-fair] { step-graded-fair }
        [step-graded-poor] { step-graded-poor }
        [step-demand-issued] { step-demand-issued }
        [step-demand-issued-whole] { step-demand-issued-whole }
        [step-linked] { step-linked }
        [step-linked-to-none] { step-linked-to-none }
        [step-recheck-stands-in] { step-recheck-stands-in }
        [step-recheck-refused] { step-recheck-refused }
        [step-recheck-not-applicable] { step-recheck-not-applicable }
        [step-recheck-frame-error] { step-recheck-frame-error }
        [step-recheck-postponed] { step-recheck-postponed }
        [step-recheck-agrees] { step-recheck-agrees }
        [step-recheck-value] { step-recheck-value }
        [step-recheck-no-evidence] { step-recheck-no-evidence }
        [step-recheck-row-dropped] { step-recheck-row-dropped }
        [step-evidence-added] { step-evidence-added }
        [step-recheck-finished] { step-recheck-finished }
        [step-recheck-confirmed] { step-recheck-confirmed }
        [step-recheck-sent-back] { step-recheck-sent-back }
        [step-recheck-objected] { step-recheck-objected }
        [step-objection-upheld] { step-objection-upheld }
        [step-objection-rejected] { step-objection-rejected }
        [step-second-asked] { step-second-asked }
        [step-second-released] { step-second-released }
        [step-second-settled-value] { step-second-settled-value }
        [step-second-settled] { step-second-settled }
        [step-second-settled-whole] { step-second-settled-whole }
       *[step-earlier] { step-earlier }
    }
step-redone =
    重做：{ $step ->
        [step-opinion-added] { step-opinion-added }
        [step-opinion-added-whole] { step-opinion-added-whole }
        [step-opinion-amended] { step-opinion-amended }
        [step-opinion-amended-whole] { step-opinion-amended-whole }
        [step-passed] { step-passed }
        [step-draft-accepted] { step-draft-accepted }
        [step-draft-accepted-whole] { step-draft-accepted-whole }
        [step-passed-no-fault] { step-passed-no-fault }
        [step-finding-dismissed] { step-finding-dismissed }
        [step-finding-dismissed-whole] { step-finding-dismissed-whole }
        [step-returned] { step-returned }
        [step-later] { step-later }
        [step-graded-excellent] { step-graded-excellent }
        [step-looked-agreed] { step-looked-agreed }
        [step-looked-fault] { step-looked-fault }
        [step-graded-good] { step-graded-good }
        [step-graded-fair] { step-graded-fair }
        [step-graded-poor] { step-graded-poor }
        [step-demand-issued] { step-demand-issued }
        [step-demand-issued-whole] { step-demand-issued-whole }
        [step-linked] { step-linked }
        [step-linked-to-none] { step-linked-to-none }
        [step-recheck-stands-in] { step-recheck-stands-in }
        [step-recheck-refused] { step-recheck-refused }
        [step-recheck-not-applicable] { step-recheck-not-applicable }
        [step-recheck-frame-error] { step-recheck-frame-error }
        [step-recheck-postponed] { step-recheck-postponed }
        [step-recheck-agrees] { step-recheck-agrees }
        [step-recheck-value] { step-recheck-value }
        [step-recheck-no-evidence] { step-recheck-no-evidence }
        [step-recheck-row-dropped] { step-recheck-row-dropped }
        [step-evidence-added] { step-evidence-added }
        [step-recheck-finished] { step-recheck-finished }
        [step-recheck-confirmed] { step-recheck-confirmed }
        [step-recheck-sent-back] { step-recheck-sent-back }
        [step-recheck-objected] { step-recheck-objected }
        [step-objection-upheld] { step-objection-upheld }
        [step-objection-rejected] { step-objection-rejected }
        [step-second-asked] { step-second-asked }
        [step-second-released] { step-second-released }
        [step-second-settled-value] { step-second-settled-value }
        [step-second-settled] { step-second-settled }
        [step-second-settled-whole] { step-second-settled-whole }
       *[step-earlier] { step-earlier }
    }
step-withdrawn =
    撤回：{ $step ->
        [step-opinion-added] { step-opinion-added }
        [step-opinion-added-whole] { step-opinion-added-whole }
        [step-opinion-amended] { step-opinion-amended }
        [step-opinion-amended-whole] { step-opinion-amended-whole }
        [step-passed] { step-passed }
        [step-draft-accepted] { step-draft-accepted }
        [step-draft-accepted-whole] { step-draft-accepted-whole }
        [step-passed-no-fault] { step-passed-no-fault }
        [step-finding-dismissed] { step-finding-dismissed }
        [step-finding-dismissed-whole] { step-finding-dismissed-whole }
        [step-returned] { step-returned }
        [step-later] { step-later }
        [step-graded-excellent] { step-graded-excellent }
        [step-looked-agreed] { step-looked-agreed }
        [step-looked-fault] { step-looked-fault }
        [step-graded-good] { step-graded-good }
        [step-graded-fair] { step-graded-fair }
        [step-graded-poor] { step-graded-poor }
        [step-demand-issued] { step-demand-issued }
        [step-demand-issued-whole] { step-demand-issued-whole }
        [step-linked] { step-linked }
        [step-linked-to-none] { step-linked-to-none }
        [step-recheck-stands-in] { step-recheck-stands-in }
        [step-recheck-refused] { step-recheck-refused }
        [step-recheck-not-applicable] { step-recheck-not-applicable }
        [step-recheck-frame-error] { step-recheck-frame-error }
        [step-recheck-postponed] { step-recheck-postponed }
        [step-recheck-agrees] { step-recheck-agrees }
        [step-recheck-value] { step-recheck-value }
        [step-recheck-no-evidence] { step-recheck-no-evidence }
        [step-recheck-row-dropped] { step-recheck-row-dropped }
        [step-evidence-added] { step-evidence-added }
        [step-recheck-finished] { step-recheck-finished }
        [step-recheck-confirmed] { step-recheck-confirmed }
        [step-recheck-sent-back] { step-recheck-sent-back }
        [step-recheck-objected] { step-recheck-objected }
        [step-objection-upheld] { step-objection-upheld }
        [step-objection-rejected] { step-objection-rejected }
        [step-second-asked] { step-second-asked }
        [step-second-released] { step-second-released }
        [step-second-settled-value] { step-second-settled-value }
        [step-second-settled] { step-second-settled }
        [step-second-settled-whole] { step-second-settled-whole }
       *[step-earlier] { step-earlier }
    }

## 检查（doctor）
check-file = 数据库文件
check-chain = 记录链
check-signatures = 签名
check-batches = 导入的表
check-tables = 汇总表
check-key = 密钥
check-file-whole = 文件完好
check-file-damaged = 文件已损坏：{ $detail }。请用 wenxiao restore 恢复最近的备份
check-log = 记录
check-devices = 设备名册
check-part-damaged = 这一部分读不出来（{ $detail }）。请从备份恢复
check-log-filed = 记录与其索引一致，共 { $events } 条
check-log-misfiled = 记录 { $event } 的索引与内容不符。请从备份恢复
check-devices-known = 设备名册与记录一致，共 { $devices } 台
check-devices-differ = 设备 { $device } 在名册与记录里不一致。请从备份恢复
check-chain-whole = 记录链完整，共 { $events } 条
check-chain-broken = 记录链在 { $event } 处断开。请从备份恢复，或请同事重新导出完整交换包（--full）
check-signatures-good = 签名全部成立，共 { $events } 条
check-signatures-bad = 记录 { $event } 的签名不成立。请从备份恢复
check-batches-whole = 导入的 { $batches } 个批次与摘要一致
check-batches-changed = 批次 { $batch } 的内容与摘要不符。请从备份恢复，或重新导入该表
check-tables-equal = 汇总表与按记录重建的一致
check-tables-differ = 汇总表与按记录重建的不一致。记录仍在；请把日志文件交给管理员
check-key-known = 密钥在本机，使用人 { $name }
check-key-nobody = 还没有登记使用人
check-key-missing = 本机没有这个数据库的密钥，只能查看。请放回密钥文件夹，或用 key new 另建密钥
check-key-moved = 数据库是从别处移来的，{ $name } 的记录已另起一段编号
check-key-restored = 数据库恢复过较早的备份，{ $name } 的记录已另起一段编号
