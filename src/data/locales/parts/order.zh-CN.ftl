# 队列的次序：按机审预计发现排，部分随机抽到；通过的抽查复看。

phase-ordering = 按预计发现排队
sort-expected = 按预计发现
find-column-expected = 预计发现
queue-head-expected = 预计
queue-field-expected = 预计发现几处（整数），如 预计发现>=2
command-queue-expected = 预计发现
command-queue-expected-description = 按机审预计的发现数排队，多的在前，每十项随机抽一项；再按一次恢复原来的次序
queue-expected-random = 随机 { $expected }
queue-why-unseen = 机审还没有看过这一项，排在最后。先运行 wenxiao check --all，看过以后才能按预计发现排。
queue-why-expected = 预计发现 { $expected }
queue-why-random = 随机抽到这里（每十项抽一项），本身预计 { $expected }
queue-why-errors = 必改 { $count } 处
queue-why-warnings = 建议改 { $count } 处
queue-why-checks = 机审 { $checks }
queue-why-more-checks = { $names } 等，另 { $count } 条规则
queue-why-returned = 上年评为中或差
queue-why-amount = { $amount } 万元
queue-why-and = { $before }；{ $more }
queue-why-not-looked = 机审还没有看过
queue-why-drawn = 是
queue-why-not-drawn = 否
why-input-errors = 必改（处）
why-input-warnings = 建议改（处）
why-input-checks = 机审规则，权重大的在前
why-input-drawn = 随机抽到前面

queue-field-second-look = 待复看的：1 是，0 否；也可只写 复看
queue-filter-second-look = 复看
command-queue-second-look = 待复看
command-queue-second-look-description = 只列抽到复看、还没有复看的项目
command-review-second-look = 复看
command-review-second-look-description = 记下复看结论：没有问题直接回车，有问题写明是什么
title-second-look = 复看
second-look-ask = 没有问题，直接按 Enter。有问题，先写明是什么问题，再按 Enter；写下以后，还要照常提意见、改定级。
second-look-fault = 有问题
second-look-proves = 复看：通过 { $passed } 项，复看 { $counted } 项，有问题 { $faults } 项；漏审率至多 { $rate }%（95%，单侧）。应看 { $sample } 项，已看 { $done } 项。
second-look-nothing-yet = 复看：通过 { $passed } 项，应看 { $sample } 项，已看 { $done } 项；从第一签起还没有接连看过的，漏审率不知道。
second-look-unknown = 不知道
second-look-none-passed = 这一年还没有通过（优或良、没有意见）的项目，没有可复看的。
second-look-waits = 待复看
second-look-agreed = 没有问题
second-look-line = { $at }. { $state }  { $code }  { $name }
second-look-said = 已记复看结论：{ $project }
second-look-said-already = 复看结论早已记下，没有重复写入：{ $project }
second-look-would-be-said = 只试运行，没有写入：{ $project }
told-second-look-not-passed = 只有通过了（优或良）而且没有意见和整改要求的，才复看。
problem-second-look-not-passed = { $project }没有通过，或者有意见、整改要求，不能复看。复看只看通过了的：用 wenxiao second-look list 列出。
problem-second-look-needs-reason = 复看发现问题要写明是什么问题。请写明后再记。
step-looked-agreed = { $project }：复看，没有问题
step-looked-fault = { $project }：复看，发现问题
why-input-passed = 通过（项）
why-input-sample = 应复看（项）
why-input-looked = 已复看（项）
why-input-counted = 从第一签起接连看完（项）
why-input-faults = 其中有问题（项）
why-input-most = 漏审至多（项）

cli-second-look = 复看：随机抽查通过了的项目，算出漏审率的上限
cli-second-look-list = 列出抽到的项目、各自的结论和漏审率的上限
cli-second-look-list-arg-year = 预算年度，默认最近一年
cli-second-look-list-arg-limit = 最多列多少项
cli-second-look-agree = 复看过，没有问题
cli-second-look-agree-arg-project = 项目代码、完整名称或编号
cli-second-look-agree-arg-year = 预算年度
cli-second-look-found = 复看发现问题；记下以后，照常提意见、改定级
cli-second-look-found-arg-project = 项目代码、完整名称或编号
cli-second-look-found-arg-reason = 是什么问题
cli-second-look-found-arg-year = 预算年度
cli-second-look-json =
    JSON：list 为 year、figures（passed、sample、done、counted、faults、most、percent）、sample（同 list 的行，另有
    place、found）；agree 和 found 为 project、year、found、event、already、dry_run、figures。found：null 未看，
    true 有问题。
