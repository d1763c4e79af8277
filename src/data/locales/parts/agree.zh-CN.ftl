# 同一问题多处一致处理：采纳与不采纳机审草稿、前后一致、逐条说明机审

## 批量采纳或不采纳机审草稿
many-left-draft-answered = 这条机审草稿已有人处理
many-left-draft-incomplete = 草稿里有须手工补全的内容，请逐个采纳
many-left-drafts = 还有 { $drafts } 处机审草稿未处理
many-reason-drafts = 还有机审草稿未处理
many-without-draft = 其余 { $targets } 项没有这条机审草稿
many-only-with-draft = 光标处没有待处理的机审草稿：请先把光标移到标着“待”的一行，再批量采纳或不采纳。
many-draft-here = 机审草稿：{ $check }
many-act-accept = 采纳机审 { $check } 的草稿：{ $text }
many-act-dismiss = 不采纳机审 { $check }：{ $reason }
command-many-accept = 采纳机审
command-many-accept-description = 采纳机审：这条规则的草稿在队列里还有待处理的，全部照原文采纳
command-many-dismiss = 不采纳
command-many-dismiss-description = 不采纳：这条规则的草稿在队列里还有待处理的，全部以同一理由不采纳
cli-many-accept = 采纳一条机审规则的全部待处理草稿
cli-many-dismiss = 以同一理由不采纳一条机审规则的全部待处理草稿
cli-many-dismiss-arg-reason = 不采纳的理由
problem-many-check-drafts-nothing = 机审 { $check } 现在不出草稿（只作提示、静默或停用），没有什么可以采纳或不采纳。要恢复，请在规则页（队列里按 *）把它设为出草稿。
problem-many-dismissal-needs-reason = 批量不采纳机审 { $check } 须写明理由，什么也没有写入。请写一句理由再试。

## 前后一致：同样写法的别处怎样审
command-review-consistency = 别处怎样审
command-review-consistency-description = 同样写法的指标别处怎样审：列出审法不同的，回车打开
title-consistency = 前后一致
elsewhere-words = 同样写“{ $value }”的另有 { $rows } 处：{ $ways }
elsewhere-figure = 同名同值的另有 { $rows } 处：{ $ways }
elsewhere-between = ，
elsewhere-passed = { $rows } 处无问题
elsewhere-opinion = { $rows } 处已提意见
elsewhere-returned = { $rows } 处退回
elsewhere-differs = [不一致]
elsewhere-short = 别处：{ $ways }
elsewhere-short-passed = 无{ $rows }
elsewhere-short-opinion = 提{ $rows }
elsewhere-short-returned = 退{ $rows }
consistency-rule = 同样写法的别处怎样审
consistency-asked = 第 { $row } 条 { $name } { $value }（本条：{ $own }）。{ $elsewhere }
consistency-open = 未审
consistency-more = 另有 { $rows } 处没有列出
consistency-opinion = 意见 { $classes }
consistency-differs = 不同
consistency-mine = { $who }（本人）
consistency-line = 第 { $row } 条 { $name }　{ $who }　{ $when }
consistency-text = 意见：{ $text }
consistency-empty = 别处没有已审的同样写法。文字型的看目标值，数值型的看指标名称和值；别人的决定要先导入数据包才看得到。
consistency-head-differs = 比较
consistency-head-decision = 决定
consistency-head-project = 项目
consistency-head-department = 主管部门
consistency-head-who = 谁
consistency-head-when = 时间
cli-consistency = 同样写法的指标别处怎样审：不写项目则列出全库审法不同的写法
cli-consistency-arg-project = 项目编码、全称或标识；不写则看全库
cli-consistency-arg-row = 第几条指标；不写则看全部各条
consistency-none = 没有审法不同的同样写法。
consistency-count = 审法不同的同样写法有 { $count } 种，列出 { $shown } 种：
consistency-none-here = { $project }：别处没有已审的同样写法。
consistency-row-line = - { $mark }{ $decision }　{ $project }（{ $department }）第 { $row } 条　{ $who }　{ $when }

## 逐条说明机审：check --explain
cli-check-arg-explain = 说明各条机审怎样得出：规则、版本、依据、用到的数和门槛；写明一条规则（如 T035）时也说明为什么没有报
explain-beside = 参照：上年目标 { $target }，上年自评 { $evaluation }，项目清单 { $list }，有同类可比的指标 { $peers } 条
explain-there = 有
explain-not-there = 无
explain-check = { $check } { $name }（版本 { $version }）
explain-source = 依据：{ $source }
explain-changed = 本地改过：{ $source }
explain-threshold = 门槛 { $name } = { $value }（{ $source }）
explain-off = 本地已停用，不查。
explain-not = 没有报：表中没有符合条件的内容。这条规则报的是：{ $why }
explain-fires = { $place }［{ $severity }］：{ $why }
explain-used = 用到：{ $facts }
explain-charged = 同一处由 { $check } 提出，不重复计
explain-row = 第 { $row } 条
explain-whole = 总体目标
explain-step-fires = { $place }：报
explain-step-quiet = { $place }：不报
explain-missing = （表上没有）
explain-yes = 是
explain-no = 否
explain-failed = 算不出：{ $detail }
explain-nothing = 没有一条规则报。要看某一条为什么没有报，请写 --explain 加规则名，如 --explain T035。
rules-failed = 出错
rules-informs = 只提示
