# 命令行的用语。


## 帮助的框架
cli-usage = 用法:
cli-heading-commands = 命令
cli-heading-arguments = 参数
cli-heading-options = 选项
cli-heading-global = 通用选项
cli-name-command = 命令
cli-name-options = 选项
cli-about = 问效：预算绩效审核工作站。不带命令时打开界面。
cli-after-help = 某个命令的用法：wenxiao 命令 --help
cli-panic =
    程序内部出错，已停止。已确认的内容都已保存，可重新打开继续。
    请把日志文件交给管理员：{ $log }

## 命令
cli-demo = 建立样例库并打开，供练习，不碰正式数据
cli-import = 读入目标表、自评表、清单等文件或整个文件夹；加 --dry-run 只预览，不存入
cli-show = 查看一个项目的全部内容
cli-value = 查看指标值文字被怎样理解
cli-list = 列出项目、意见、整改要求、事件或冲突
cli-opinion = 提出或撤回审核意见
cli-opinion-add = 提出一条审核意见，或从文件逐行提出
cli-opinion-retract = 撤回自己的一条意见
cli-decide = 定审核结果，或决定一条指标
cli-demand = 提出整改要求
cli-demand-add = 提出一条整改要求
cli-export = 导出给其他系统或单位的表
cli-export-opinions = 导出绩效目标评审意见表
cli-bundle = 导出、导入或检查交换包
cli-bundle-export = 导出交换包，给另一台工作站
cli-bundle-import = 合并其他工作站的交换包
cli-bundle-show = 查看交换包里有什么，不合并
cli-bundle-verify = 验证交换包的签名和完整性
cli-digest = 显示数据指纹，两台机器一致则内容一致
cli-undo = 撤销最近的操作
cli-redo = 重做撤销的操作
cli-history = 列出最近的操作
cli-key = 本机身份
cli-key-show = 显示本机名片，供他人登记
cli-key-new = 登记使用人，生成本机密钥
cli-trust = 登记和查看信任的工作站
cli-trust-enrol = 登记一台工作站的名片
cli-trust-list = 列出已登记的工作站
cli-doctor = 检查数据库、签名链和终端
cli-backup = 写一份安全备份
cli-restore = 用备份恢复，现有数据库另行保留
cli-play = 不用终端运行界面：输入按键，输出画面
cli-keys = 列出全部按键
cli-completions = 生成命令补全脚本
cli-man = 生成手册页

## 参数
cli-arg-help = 显示本帮助
cli-arg-version = 显示版本
cli-arg-db = 数据库文件；也可用 WENXIAO_DB 指定
cli-arg-lang = 语言：zh-CN 或 en；也可用 WENXIAO_LANG 指定
cli-arg-profile = 规则方案：default、zhejiang 等
cli-arg-json = 结果输出为一个 JSON 值
cli-arg-read-only = 只看：凡要写数据库的操作一律拒绝
cli-arg-quiet = 不显示进度和提示
cli-arg-dry-run = 只试运行，不写入任何内容
cli-arg-dir = 存放样例库的文件夹
cli-arg-no-open = 只建立，不打开界面
cli-arg-files = 一个或多个文件
cli-arg-file = 文件
cli-arg-kind =
    表的种类；默认 auto，按表头识别：
    target、self_evaluation、monitoring、budget_list、
    department_overall、indicator_library、reply、
    opinion_list、recheck_list
cli-arg-year = 预算年度
cli-import-arg-year = 预算年度，用于表中没有年度的文件
cli-arg-region = 财政区划代码，用于表中没有区划的文件
cli-arg-stage =
    目标所处阶段：compiled（编制，默认）、
    approved（批复）、execution（执行）
cli-arg-project = 项目代码、准确名称或列表中的键
cli-import-arg-project = 项目，用于表中没有项目的文件
cli-arg-encoding = csv 的编码，自动识别有误时指定
cli-arg-report = 把不能用和请核对的单元格写成报告：.xlsx 是退回报送单位的工作簿，.txt 是全部文件的文字预览，否则是每个文件一份工作簿的文件夹
cli-import-arg-replace = 覆盖已有的报告
cli-arg-changes = 逐项列出有变化的项目改了什么
cli-arg-text = 内容
cli-value-arg-text = 表上的指标值，可写多个
cli-arg-filter =
    筛选：词、年度、状态、金额，如
    “教育局 2025 未审 >500万”
cli-arg-sort = 排序，如 department（默认）、amount、name:desc；列名见 frequency 的说明
cli-arg-limit = 最多列出多少条
cli-arg-indicator = 指标序号；不写则针对整个项目
cli-arg-category = 意见类别：C01 至 C12，或类别的按键
cli-arg-demand = 随意见提出的整改要求
cli-arg-due = 期限：2025-06-30、6-30、+30、+10w（工作日）
cli-arg-from = 从文件逐行读 JSON，- 为标准输入；每行回执一行
cli-arg-id = 意见编号，至少前 6 位
cli-arg-reason = 理由
cli-arg-grade = 审核结果：excellent 优、good 良、fair 中、poor 差
cli-arg-verdict = 该条指标：passed 无问题、returned 退回、later 稍后
cli-arg-unit = 责任单位；默认为项目单位
cli-arg-out = 写到哪个文件
cli-arg-sheet = project 按项目（默认）或 department 按部门
cli-arg-replace = 覆盖已有文件
cli-arg-full = 全部内容，不只是新增的
cli-arg-steps = 步数，默认 1
cli-arg-name = 姓名
cli-arg-office = 处室
cli-arg-card = 名片文字，或存有名片的文件
cli-arg-keys = 按键，如 “4<enter><space><snap>”
cli-arg-size = 画面大小，默认 80x24
cli-arg-ansi = 输出带颜色
cli-arg-svg = 把最后一屏画成 SVG 图片
cli-arg-markdown = 输出为 Markdown 表格
cli-arg-shell = bash、zsh、fish、powershell 或 elvish

## 占位词
cli-name-db = 文件
cli-name-lang = 语言
cli-name-profile = 方案
cli-name-dir = 文件夹
cli-name-files = 文件
cli-name-file = 文件
cli-name-kind = 种类
cli-name-year = 年度
cli-name-region = 代码
cli-name-stage = 阶段
cli-name-project = 项目
cli-name-encoding = 编码
cli-name-report = 文件或文件夹
cli-name-text = 文字
cli-name-what = 内容
cli-name-filter = 条件
cli-name-sort = 排序
cli-name-limit = 条数
cli-name-indicator = 序号
cli-name-category = 类别
cli-name-demand = 文字
cli-name-due = 日期
cli-name-from = 文件
cli-name-id = 编号
cli-name-reason = 理由
cli-name-grade = 结果
cli-name-verdict = 决定
cli-name-unit = 单位
cli-name-out = 文件
cli-name-sheet = 表
cli-name-steps = 步数
cli-name-name = 姓名
cli-name-office = 处室
cli-name-card = 名片
cli-name-keys = 按键
cli-name-size = 列x行
cli-name-svg = 文件
cli-name-shell = 外壳

## 用法有误
usage-unknown-command = 没有命令“{ $value }”。
usage-missing-command = 缺少子命令。可用的有：{ $known }。
usage-unknown-argument = 不认识参数“{ $arg }”。
usage-missing-argument = 缺少必须的参数：{ $arg }。
usage-missing-value = 参数“{ $arg }”后面缺少值。
usage-bad-value = 参数“{ $arg }”不能是“{ $value }”。可用的有：{ $known }。
usage-bad-number = 参数“{ $arg }”的值“{ $value }”不能用。
usage-conflict = 参数“{ $arg }”不能与“{ $other }”同时使用。
usage-number-of-values = 参数“{ $arg }”的值的个数不对。
usage-not-utf8 = 参数中有不是 UTF-8 的文字。
usage-other = 命令写法有误。
usage-suggestion = 是不是要写：{ $value }
usage-help = 用法见 --help。

## 列表
column-project = 项目代码
column-year = 年度
column-department = 主管部门
column-unit = 实施单位
column-name = 项目名称
column-amount = 年度资金（万元）
column-rows = 已审/指标
column-opinions = 意见
column-status = 状态
column-id = 编号
column-row = 序号
column-category = 类别
column-author = 经办人
column-text = 内容
column-number = 台账号
column-due = 期限
column-overdue = 超期
column-responsible-unit = 责任单位
column-at = 时间
column-kind = 种类
column-state = 情况
column-decision = 审核结果
column-version = 版本
column-step = 操作
column-level2 = 二级指标
column-indicator = 绩效指标
column-target = 指标值
column-last-year = 上年
column-weight = 分值
column-verdict = 审核
column-printed = 原文
column-comparator = 符号
column-figure = 数值
column-unit-of-measure = 单位
column-remark = 备注
column-office = 处室
column-fingerprint = 指纹
column-check = 检查
column-detail = 结果
column-place = 位置
column-keys = 按键
column-meaning = 作用
label-goal = 年度目标
label-goal-actual = 实际完成
labelled = { $label }：{ $value }
overdue-days = 超期 { $days } 天
place-row = 第 { $row } 条
place-whole = 整个项目
show-kept = { $place }　{ $heading }：{ $text }
show-other-column = （无标题列）
show-opinion = 意见　{ $place }　{ $category }：{ $text }（{ $author }）
show-demand = 整改　{ $number }　{ $place }：{ $text }（期限 { $due }）
list-empty = 没有符合条件的内容。
list-count = 共 { $count } 条。
step-taken-back = 已撤销
step-undoable = 可撤销

## 指标值
value-number = 数值
value-percent = 百分比
value-range = 区间
value-date = 日期
value-duration = 时长
value-qualitative = 定性
value-blank = 空
value-uncertain = 不能确定，请核对原文

## 导入
import-already = { $path }：此文件已导入过，没有变化。
import-table = { $path }：{ $kind } { $year } 年，项目 { $projects } 个，指标 { $indicators } 条（新 { $new }，变更 { $changed }）。
import-reject = 未导入　{ $path }：{ $text }
import-warning = 请注意　{ $path }：{ $text }
complaint-row = 第 { $row } 行：{ $reason }
complaint-cell = 第 { $row } 行第 { $column } 列：{ $reason }
complaint-sheet-row = 工作表“{ $sheet }”第 { $row } 行：{ $reason }
complaint-sheet-cell = 工作表“{ $sheet }”第 { $row } 行第 { $column } 列：{ $reason }
dry-run-nothing-written = 试运行：没有写入任何内容。

## 审核
opinion-added = 已提意见：{ $project }，{ $place }，{ $category }。编号 { $id }。
opinion-already = 已有相同的意见：{ $project }，{ $place }，{ $category }，编号 { $id }。没有变化。
opinion-would-be-added = 试运行：将提意见：{ $project }，{ $place }，{ $category }。{ $id }
opinion-retracted = 已撤回意见：{ $project }：{ $text }
opinion-would-be-retracted = 试运行：将撤回意见：{ $project }：{ $text }
lines-done = 受理 { $good } 行，退回 { $bad } 行。
decided = 已决定：{ $project }，{ $place }：{ $decision }。
decided-already = 此前已如此决定：{ $project }，{ $place }：{ $decision }。没有变化。
would-be-decided = 试运行：将决定：{ $project }，{ $place }：{ $decision }。
demand-added = 已提出整改要求 { $number }：{ $project }，责任单位 { $unit }，期限 { $due }。
demand-already = 已有相同的整改要求 { $number }：{ $project }，责任单位 { $unit }，期限 { $due }。没有变化。
demand-would-be-added = 试运行：将提出整改要求{ $number }：{ $project }，责任单位 { $unit }，期限 { $due }。
step-would-be = 试运行，将涉及：{ $step }

## 文件
sheet-written = 已写入 { $path }，共 { $rows } 行。
sheet-would-be-written = 试运行：将写入 { $path }，意见 { $rows } 条。
sha256 = SHA-256：{ $sha256 }
bundle-written = 已写入交换包 { $path }：事件 { $events } 条，批次 { $batches } 个。
bundle-would-be-written = 试运行：将写入交换包 { $path }。
bundle-read = { $path }：新事件 { $new } 条，已有 { $known } 条。
bundle-pending = 　其中 { $count } 条在等更早的事件，请向对方索取完整的交换包。
bundle-quarantined = 　其中 { $count } 条来自未登记的工作站，暂不生效；登记见 trust enrol。
bundle-contested = 　因此有 { $count } 个项目的决定有冲突，两边都已保留；请与对方商定，由其中一人改判或撤回。
bundle-facts = { $path }：发送方指纹 { $sender }，写出时间 { $at }，事件 { $events } 条，批次 { $batches } 个。
bundle-sound = 完好　{ $path }：发送方指纹 { $sender }，写出时间 { $at }，事件 { $events } 条，批次 { $batches } 个。
bundle-unchecked = 其中 { $count } 条的签名人密钥不在包内，合并时再验证。
bundle-sender-unknown = 发送方未在本机登记；请核对指纹后用 trust enrol 登记。
backup-written = 已备份到 { $path }。
restored = 已恢复 { $database }。
restored-kept = 原数据库保留在 { $kept }。

## 本机
digest =
    事件 { $events } 条
    集合指纹 { $set }
    状态指纹 { $state }
key-card =
    { $name }　{ $office }
    设备 { $replica }
    指纹 { $fingerprint }
    名片：
key-card-hint = 请把名片交给其他工作站登记，并当面或用电话核对指纹。
introduced-by-system = 本机尚未登记使用人，已按系统用户名“{ $name }”登记；改名用 key new。
key-already = 已登记过，没有变化。
trust-enrolled = 已登记 { $name }　{ $office }，指纹 { $fingerprint }。请当面或用电话核对。
trust-yes = 已登记
trust-no = 未登记
doctor-ok = 正常
doctor-failed = 有问题
check-locale = 语言
doctor-locale-is = 界面语言 { $language }，系统区域 { $locale }
doctor-width = 终端宽度检查：下面各行的竖线应对齐；不齐时请把终端的“歧义宽度字符”设为窄。
demo-built = 样例库已建立：{ $database }，项目 { $projects } 个，指标 { $indicators } 条。
demo-digest = 内容指纹 { $digest }

## 问题
problem-not-a-file = { $path } 不是普通文件。请指定一个文件。
problem-bad-size = 看不懂画面大小“{ $value }”。请写成 80x24。
problem-unknown-category = 没有意见类别“{ $value }”。可用的有：{ $known }。
problem-unknown-grade = 没有审核结果“{ $value }”。可用的有：excellent good fair poor。
problem-nothing-to-decide = 请用 --grade 定审核结果，或用 --indicator 和 --verdict 决定一条指标。
problem-no-such-opinion = 没有编号为 { $id } 的意见。编号见 list opinions，至少写前 6 位。
problem-ambiguous-opinion = 编号 { $id } 对应 { $count } 条意见。请多写几位。
problem-bad-json-line = 第 { $line } 行不是所需的 JSON：{ $detail }
problem-line-too-long = 第 { $line } 行超过 { $most } 字节，此行及以后没有读入。

demo-person = 体验审核员
demo-office = 云溪市财政局绩效处
problem-locale = 环境变量 { $name }={ $value } 不是 UTF-8，界面无法正确显示中文。请改用 UTF-8，例如：export { $name }=zh_CN.UTF-8。
