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
   *[other]  1/{ $count }
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
because-many-grave = 严重问题 { $grave } 条，三条及以上。
because-no-goal = 年度目标空白，且已提意见。
line-draft-waits = 机审草稿待答
line-draft = [机审]
line-draft-words = 类别 { $class }。{ $text }规则 { $check }，{ $accepted }
line-draft-accepted = 采纳率百分之 { $percent }，共答 { $all } 次
line-drafts-left = 机审草稿待答 { $drafts } 条：第 { $rows } 条
line-whole = 整体
line-reason-why = 为什么不采纳：{ $reasons }
