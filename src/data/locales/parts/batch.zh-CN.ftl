# 批量处理、撤销、操作记录

phase-comparing = 核对
phase-acting = 批量记录

## 未列入的原因
many-left-key-lane = 1000 万元及以上，须逐个审核
many-left-contested = 有冲突，须先解决
many-left-closed = 已定级
many-left-gone = 已不在本库
many-left-same = 已有同样的意见
many-left-no-row = 没有相同的指标
many-left-rows-decided = 相关各条都已审过
many-left-put-off-already = 没有待审的条目，或都已标稍后
many-left-put-off = 第 { $row } 条标了稍后
many-left-has-opinions = 已有意见、整改要求或退回的条目，不能批量定优
many-left-needs-opinion = 没有意见，不能定为中或差
many-left-no-unit = 没有责任单位
many-left-slot =
    { $slot ->
        [indicator] 标准语要指标名称，这里没有
        [target] 标准语要指标值，这里没有
        [level2] 标准语要二级指标，这里没有
        [unit] 标准语要计量单位，这里没有
        [weight] 标准语要权重，这里没有
        [last_year] 标准语要上年值，这里没有
        [funds] 标准语要金额，这里没有
       *[other] 标准语里有须手工填写的内容
    }
## 各原因的总称，清单用；不含单个项目的细节
many-reason-put-off = 有标稍后的条目
many-reason-slot = 标准语的内容填不全

problem-many-targets = 选中 { $count } 个项目，一次最多 { $most } 个。请用筛选缩小范围，分几次处理。
problem-many-events = 这一步要写 { $count } 条记录，一次最多 { $most } 条，否则别人要等太久。请少选一些项目，分几次处理。
problem-many-nothing = 选中的项目都不能这样处理，什么也没有写入。请看各自的原因，改选项目或换一种处理。
problem-many-changed = 预览后 { $targets } 项中有 { $changed } 项变了，什么也没有写入。请重看预览再定。
problem-steps-changed = 在您查看之后又有了新的操作或撤销，这一步没有做。请重新查看操作记录再选。
problem-no-such-event = 本库没有这一步的记录。请按操作记录里的编号再试。

## 操作
step-many-what =
    { $step ->
        [step-opinion-added] 按条提意见，类别 { $category }
        [step-opinion-added-whole] 提意见，类别 { $category }
        [step-draft-accepted] 按条采纳机审 { $check }，类别 { $category }
        [step-draft-accepted-whole] 采纳机审 { $check }，类别 { $category }
        [step-finding-dismissed] 不采纳机审 { $check }
        [step-finding-dismissed-whole] 不采纳机审 { $check }
        [step-passed] 无问题
        [step-returned] 退回重填
        [step-later] 稍后
        [step-graded-excellent] 审结，定为优
        [step-graded-good] 审结，定为良
        [step-graded-fair] 审结，定为中
        [step-graded-poor] 审结，定为差
       *[step-earlier] 多项操作
    }
step-many =
    { $targets ->
        [1] { $project }：{ step-many-what }，共 { $events } 条
       *[other] 批量 { $targets } 个项目：{ step-many-what }，共 { $events } 条
    }
step-many-undone =
    { $targets ->
        [1] 撤销：{ $project }：{ step-many-what }，共 { $events } 条
       *[other] 撤销批量 { $targets } 个项目：{ step-many-what }，共 { $events } 条
    }
step-many-redone =
    { $targets ->
        [1] 重做：{ $project }：{ step-many-what }，共 { $events } 条
       *[other] 重做批量 { $targets } 个项目：{ step-many-what }，共 { $events } 条
    }
step-undone-several = 撤销 { $steps } 步

## 标记与批量处理的页面
command-queue-mark = 标记
command-queue-mark-description = 标记或取消标记光标所在的项目，光标下移
command-queue-mark-range = 标记一段
command-queue-mark-range-description = 从上次标记处到光标处，全部标记
command-queue-mark-all = 全部标记
command-queue-mark-all-description = 标记筛选出的全部项目；已全部标记时，全部取消
command-queue-unmark = 取消标记
command-queue-unmark-description = 取消全部标记
command-queue-many = 批量
command-queue-many-description = 对标记的项目批量处理：先预览，确认后才写入
command-queue-return = 批量退回
command-queue-return-description = 标记的项目：未审各条退回重填（先预览）
command-queue-later = 批量稍后
command-queue-later-description = 标记的项目：未审各条标稍后（先预览）
command-queue-finish = 批量审结
command-queue-finish-description = 标记的项目：未审各条记无问题，并定级（先预览）
command-review-alike = 同样的条目
command-review-alike-description = 队列里与本条指标值或名称相同的条目，一并提意见（先预览）
command-many-whole = 整项意见
command-many-whole-description = 提意见：每个项目提一条同样的意见
command-many-value = 同值意见
command-many-value-description = 提意见：指标值相同的未审条目各提一条，如都写“适量”的
command-many-name = 同名意见
command-many-name-description = 提意见：指标名称相同的未审条目各提一条
command-many-return = 退回重填
command-many-return-description = 退回重填：未审各条退回
command-many-later = 稍后
command-many-later-description = 稍后：未审各条标稍后
command-many-finish = 审结
command-many-finish-description = 审结：未审各条记无问题，并定级
command-history-whose = 换范围
command-history-whose-description = 全部、本人、本项目的操作轮换
command-history-undo-to = 撤销到此
command-history-undo-to-description = 撤销到光标所在的一步（含这一步），先看清要撤几步
scope-many = 批量处理
scope-history = 操作记录

title-many = 批量处理
marks = 已标记 { $count } 项
marks-with-amount = 已标记 { $count } 项 { $amount } 万元
marks-hidden = （{ $count } 项不在列表中）
marks-none = 还没有标记项目。{ $key } 标记一项，{ $all } 标记全部，再批量处理。
marks-no-start = 还没有起点：先标记一项，再把光标移到另一头。

many-heading = 批量处理：{ $count } 项
many-only-alike = 从一条指标开始时，只能对相同的条目提意见；其他批量处理请在队列里标记后进行。
many-alike-row = 本条：{ $name }，{ $value }
many-alike-value = 指标值（照表上的写法，如 适量、≥95%）：
many-alike-name = 指标名称（三级指标）：
many-alike-empty = 请写指标值或名称。
many-alike-needs-row = 请先把光标放到一条指标上。
many-own-explained = 整改要求可以不写；责任单位是各项目自己的单位。
many-field-text = 意见
many-field-demand = 整改要求
many-field-due = 期限
many-looking = 正在核对，请稍候 ...
many-nothing-to-do = 没有可以这样处理的项目，什么也没有写入。
many-unnamed = （已不在本库）
many-on-whole = 整个项目
many-on-value = 指标值为“{ $value }”的条目
many-on-name = 指标名称为“{ $name }”的条目
many-act-opinion = { $spot }提意见，{ $class }：{ $text }
many-act-demand = ；整改要求：{ $text }，期限 { $due }
many-act-return = 未审各条退回重填
many-act-later = 未审各条标稍后
many-act-finish = 未审各条记无问题，定为{ $grade }
many-chosen = 选中 { $targets } 项，{ $amount } 万元
many-changes = 将改动 { $targets } 项，{ $amount } 万元；{ $rows } 条指标，写 { $events } 条记录
many-changes-nothing = 没有一项可以这样处理。
many-rows-left = 其中 { $rows } 条已审或已标稍后，保持不变
many-left = 不列入 { $targets } 项：
many-left-reason = - { $reason }：{ $targets } 项，{ $amount } 万元

history-rule-all = 全部操作
history-rule-mine = 本人的操作
history-rule-target = 本项目的操作
history-partly = [部分撤]
history-not-yours = 这一步不能撤销：不是您的，或已经撤销。
history-not-here = 这一步没有可打开的项目。
history-step-heading = 这一步的 { $count } 条记录
history-back-heading = 撤销到此
history-back-count = 将撤销最近的 { $steps } 步；之后可以逐步重做。
history-back-hidden = 其中 { $steps } 步不在现在的列表里。
many-choose-class = { $spot }：选意见类别
hint-many = 选一种处理

## 命令行
cli-many = 对筛选出的项目批量处理：先用 --dry-run 看会改动什么
cli-many-opinion = 提同样的意见：每个项目一条，或相同的指标各一条
cli-many-return = 未审各条退回重填
cli-many-later = 未审各条标稍后
cli-many-finish = 未审各条记无问题，并定级
cli-arg-value = 只对指标值这样写的条目
cli-arg-indicator-name = 只对这个名称的指标
many-left-line = 不列入：{ $name }：{ $reason }
many-done = 已写入：{ $step }
