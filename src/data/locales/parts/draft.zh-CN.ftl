problem-draft-answered = 机审 { $check } 在这里您已经答过了。要改，先撤回那条意见或撤销那一步。

# 机审草稿（审核页）
command-review-edit = 改写草稿
command-review-edit-description = 把机审草稿放进编辑页改写后再提；没有草稿时自己写意见
hint-accept-draft = 采纳
hint-edit-draft = 改写
review-head-machine = 机
mark-waiting = 待
draft-box = { $name }　机审草稿{ $count ->
    [1] {""}
   *[other] {"  "}1/{ $count }
}
draft-rule = 规则 { $check } { $accepted } F1 看依据
draft-accepted = 采纳 { $taken }/{ $all }
draft-unanswered = 尚无人答
draft-words = { $sign } { $class }：{ $text }
draft-why = 依据：{ $text }
draft-demand = 要求：{ $text }
draft-suggestion = 建议改为“{ $text }”。
draft-told = { $words }（规则 { $check }，{ $accepted }）
draft-told-charged = { $words }（规则 { $check }；同一事实已由 { $by } 提出，不重复计）
draft-waiting-label = 待答
draft-answered-label = 已答
draft-hint-label = 提示
draft-quiet-label = 静默
draft-charged-label = 已并
sheet-machine = 机审
said-dismissed-label = 不采纳
said-dismissed = { $author } { $when }：机审 { $check }。{ $reason }
said-agreed-label = 同样采纳
said-agreed = { $author } { $when }
told-drafts-left = 还有 { $drafts } 条机审草稿没有答：先答这一条（回车采纳，空格无问题，Tab 改写）。
told-reason-needed = 这条机审是严重问题：不采纳须写明理由。按数字选一条，或自己写。
dismiss-why = 不采纳的理由
dismiss-own-words = 按数字选用，或自己写后按回车（自己写的以数字开头时先打一个空格）：
dismiss-reason-checked = 已核对原件，填报无误
dismiss-reason-other-rule = 行业或本地另有规定
dismiss-reason-misread = 机审读错了数值或单位
dismiss-reason-elsewhere = 其他条目或附件已经说明
dismiss-reason-not-for-this = 此规则不适用于本类项目
because-nothing = 没有人提出问题。
because-form-only = 只有表述问题或提示。
because-faults = 有须改正的问题。
because-grave = 严重问题 { $grave } 条，其中有要素缺失、指标缺项或成本资金，最高到中。
because-several-grave = 严重问题 { $grave } 条，三条及以上。
because-no-goal = 年度目标空白，且已提意见。
line-draft-waits = 机审草稿待答
line-draft = [机审]
line-draft-words = 类别 { $class }。{ $text }规则 { $check }，{ $accepted }
line-draft-accepted = 采纳率百分之 { $percent }，共答 { $all } 次
line-drafts-left = 机审草稿待答 { $drafts } 条：第 { $rows } 条
line-whole = 整体
line-reason-why = 为什么不采纳：{ $reasons }

# 机审规则页
command-app-rules = 机审规则
command-app-rules-description = 机审规则一览：各规则采纳多少、现在出草稿还是静默，可以由您放回或静默
command-rules-turn = 静默或放回
command-rules-turn-description = 静默这条规则，或把静默的放回来出草稿；只在本机，随时可改
command-rules-auto = 按回答定
command-rules-auto-description = 取消您的设定，按大家的回答决定
scope-rules = 机审规则
title-rules = 机审规则
rules-rule = 出草稿 { $drafts }　提示 { $hints }　静默 { $quiet }　停用 { $off }
rules-head-check = 规则
rules-head-name = 名称
rules-head-class = 类别
rules-head-state = 状态
rules-head-accepted = 采纳
rules-head-edited = 改写
rules-head-dismissed = 不采纳
rules-head-all = 回答
rules-head-share = 率
voice-drafts = 出草稿
voice-hint = 提示
voice-quiet = 静默
voice-off = 停用
rules-class = 类别
rules-severity = 程度
rules-state = 状态
rules-reason = 为什么
rules-version = 版本
rules-source = 来源
rules-opinion = 意见草稿
rules-demand = 要求草稿
rules-looks-at = 看什么
rules-answers = 回答
rules-before = 旧版回答
rules-before-answers = 第 { $version } 版：{ $answers }
rules-answers-words = 采纳 { $accepted }，改写后采纳 { $edited }，不采纳 { $dismissed }
rules-why-person = 由您设定（按回答应为{ $voice }）。
rules-why-off = 本地规则已停用。
rules-why-place = 本地规则设为静默。
rules-why-few = 已答 { $all } 次，满 { $least } 次才按采纳率调整。
rules-why-drafts = { $all } 次回答采纳 { $taken } 次，不低于 { $hint }%。
rules-why-hint = { $all } 次回答只采纳 { $taken } 次，低于 { $hint }%：只提示，不等回答。
rules-why-quiet = { $all } 次回答只采纳 { $taken } 次，低于 { $quiet }%：静默，在详情里可见。
hint-put-back = 放回
hint-silence = 静默
told-rule-off = 本地规则停用了这一条，不能在这里放回。
told-rule-kept = 规则 { $check }：{ $voice }。已存，只在本机有效。
why-draft = 机审 { $check }
why-charged = 同一事实已由 { $by } 提出，不重复计。
why-check-source-profile = 本地规则

# 命令行：回答机审草稿
cli-opinion-accept = 采纳一条机审草稿
cli-opinion-dismiss = 不采纳一条机审草稿
cli-arg-check = 机审规则，例如 T035
cli-opinion-accept-arg-text = 改写后的意见；不写则用草稿原文
cli-opinion-accept-arg-demand = 改写后的整改要求；写空则不提要求
cli-opinion-dismiss-arg-reason = 不采纳的理由；严重问题必须写
problem-no-such-finding = “{ $project }”{ $row ->
    [0] 整个项目
   *[other] 第 { $row } 条
}没有机审 { $check } 的发现。那里有：{ $known }。请核对序号和规则。
problem-dismissal-needs-reason = 机审 { $check } 是严重问题：不采纳须写明理由（--reason）。
draft-is-accepted = 已采纳：{ $project } { $place }，机审 { $check }
draft-is-dismissed = 已记不采纳：{ $project } { $place }，机审 { $check }
draft-already-answered = 此前已答过，未重复写入：{ $project } { $place }，机审 { $check }
draft-would-be-answered = 试运行，未写入：{ $project } { $place }，机审 { $check }
