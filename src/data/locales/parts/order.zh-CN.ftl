# 队列的次序：按机审预计发现排，部分随机抽到；通过的抽查复看。

phase-ordering = 按预计发现排队
sort-expected = 按预计发现
find-column-expected = 预计发现
queue-head-expected = 预计
queue-field-expected = 预计发现几处（整数），如 预计发现>=2
command-queue-expected = 预计发现
command-queue-expected-description = 按机审预计的发现数排队，多的在前，每十项随机抽一项；再按一次恢复原来的次序
queue-expected-random = 随机 { $expected }
queue-why-unseen = 机审还没有看过这一项，排在最后。先运行 wenxiao check，看过以后才能按预计发现排。
queue-why-expected = 预计发现 { $expected }
queue-why-random = 随机抽到这里（每十项抽一项），本身预计 { $expected }
queue-why-errors = 错误 { $count } 处
queue-why-warnings = 提示 { $count } 处
queue-why-checks = 机审 { $checks }
queue-why-more-checks = { $names } 等，另 { $count } 条规则
queue-why-returned = 上年评为中或差
queue-why-amount = { $amount } 万元
queue-why-between = ；
queue-why-not-looked = 机审还没有看过
queue-why-drawn = 是
queue-why-not-drawn = 否
why-input-errors = 错误（处）
why-input-warnings = 提示（处）
why-input-checks = 机审规则，权重大的在前
why-input-drawn = 随机抽到前面
