# Home page and own figures.

home-work = 我的工作 { $year }
home-waiting = 目标审核 待审 { $projects } 项
home-waiting-more =   { $indicators } 条指标 { $amount } 万元
home-key-lane = 实质性审核(>=1000万) 待审 { $projects } 项
home-demands = 整改要求 { $count } 条 超期 { $more } 条
home-contested = 意见冲突 { $count } 个待定
home-contested-links = 意见冲突 { $count } 个 对应冲突 { $more } 个
home-not-exported = 导出与交换 未导出 { $count } 条
home-events-waiting =   同事的操作 { $count } 条未到齐
home-states = 审核状态
home-coverage = 覆盖率与用时
home-closed = 已审结 { $done }/{ $all } 项  { $share }
home-closed-amount = 金额 { $done }/{ $all } 万元  { $share }
home-mine = 其中我审结 { $projects } 项 { $amount } 万元
home-pace-today = 今天 { $rate }
home-pace-lately = 近 7 个工作日 { $rate }
home-left-projects = 余下按项数 { $time }
home-left-amount = 余下按金额 { $time }
home-today-rule = 今天
home-today = 已定 { $projects } 项 { $rows } 条 意见 { $opinions } 条
home-overdue = 超期 { $count } 条 最早应于 { $due }
home-later = 稍后 { $rows } 条 ({ $projects } 项) 最早 { $since }
home-place = 上次停在：{ $name } 第 { $row } 条 { $when }
home-place-gone = （该项目已不在库中）
home-self-evaluations = { $year } 年自评表 { $count } 份
home-classes = 本年意见类别
told-place-gone = 上次停下的项目已不在库中。这里是它原来所在的清单。

duration-minutes = 约 { $count } 分钟
duration-hours = 约 { $count } 小时
amount-wan = { $amount } 万元
pace-rate = 每小时 { $rate } 次决定
pace-unknown = 还说不准

command-home-figures = 数字
command-home-figures-description = 自己的速度，各部门的意见类别和审核状态，按键统计
scope-figures = 数字
title-figures = 数字
figures-only-here = 只在本机，只给自己看
hint-figures-pages = 换页
hint-figures-columns = 左右选列
command-figures-open = 看明细
command-figures-open-description = 打开光标所在数字后面的项目清单
command-figures-pace = 我的速度
command-figures-pace-description = 按天看决定数、用时和每小时决定数
command-figures-classes = 意见类别
command-figures-classes-description = 十二类意见的条形图，部门与类别对照表
command-figures-states = 审核状态
command-figures-states-description = 各部门处在各状态的项目数，待审金额
command-figures-keys = 按键
command-figures-keys-description = 本机统计的按键数和每次决定的秒数
command-figures-next = 下一页
command-figures-next-description = 换到下一页数字
command-figures-previous = 上一页
command-figures-previous-description = 换到上一页数字
command-figures-left = 左一列
command-figures-left-description = 光标移到左边一列
command-figures-right = 右一列
command-figures-right-description = 光标移到右边一列
command-figures-clear = 清除按键统计
command-figures-clear-description = 清除本机的按键统计，连按两次生效，不影响审核记录

figures-no-rows = 按键统计后面没有项目清单。
figures-clear-elsewhere = 只有“按键”一页可以清除。
figures-clear-again = 再按一次，清除本机全部按键统计（审核记录不受影响）。
figures-cleared = 按键统计已清除。
figures-all = 全部部门
figures-no-department = （未填部门）
figures-class-bars = 各类条数
figures-axes = 部门 \ 类别
figures-sum = 合计
figures-all-classes = 全部类别
figures-no-opinions = 本年还没有意见。
figures-class-cell = { $department }：{ $what } { $count } 条，占全部意见 { $share }
figures-department = 部门
figures-open = 待审
figures-open-amount = 待审万元
figures-state-cell = { $department }：{ $what } { $count } 项 { $amount } 万元，该部门共 { $all } 项
figures-status-queued = 待审
figures-status-re-review = 重报
figures-status-reviewing = 在审
figures-status-opinioned = 待定
figures-status-passed = 通过
figures-status-negotiated = 协商
figures-status-returned = 退回
figures-status-blocked = 不予
figures-status-contested = 冲突

pace-day = 日期
pace-decisions = 决定
pace-projects = 项
pace-rows = 条
pace-opinions = 意见
pace-time = 用时
pace-per-hour = 每小时
pace-few = 太少
pace-none = 近 31 天还没有决定。
pace-summary = 今天 { $today }；近 7 个工作日 { $lately }
pace-definition = 从本人的操作记录算：相邻两次决定相隔不到 10 分钟，其间算用时；更长算休息，休息后的第一次不计速度。批量操作算一次决定。工作日是有决定的日子（今天以外最近 7 个，31 天内）。不足 10 次或 5 分钟不算速度，不足 3 个审结项目不算余下用时。后来撤销的决定也花了时间，计在内。

keys-per-decision = 每次决定 { $keys } 键，中位 { $median } 秒（{ $decisions } 次决定，另输入 { $typed } 字）
keys-per-project = 每个审结项目 { $keys } 键（{ $projects } 项）；逐条审核至少 { $rows } 键
keys-saved = ，少按 { $share }
keys-definition = 逐条：每项 12 条指标，每条 1 键。两次按键相隔超过 2 分钟的只计 2 分钟。
keys-day = 日期
keys-keys = 按键
keys-typed = 输入字
keys-decisions = 决定
keys-each = 键/决定
keys-project = 键/项
keys-median = 中位秒
keys-screen = 页面
keys-command = 命令
keys-uses = 次数
keys-without-meaning = （该页没有的键）
keys-off = 按键统计已关闭（settings.toml 中 count_keys = false），也没有以前的记录。

help-figures-heading = 数字的含义
help-figures-counters = 待审、已审结按当前年度目标的最新版本计，金额为年度资金；已审结是已有审核结果且无冲突的项目。“其中我审结”是最新版本上有本人结果的项目。
help-figures-later = 稍后是本人放下、至今没有人决定、项目也未审结的条目。超期是整改要求的期限早于今天。
help-figures-keys = 按键统计只在本机，不进交换包，不进导出文件；settings.toml 中 count_keys = false 关闭。

cli-stats = 自己的数字：进度、速度、按键
stats =
    { $year } 年：待审 { $open } 项 { $open-amount } 万元，已审结 { $closed } 项 { $closed-amount } 万元
    实质性审核（1000 万元以上）待审 { $lane } 项 { $lane-amount } 万元
    其中我审结 { $mine } 项 { $mine-amount } 万元，稍后 { $later } 条
    整改要求 { $demands } 条，超期 { $overdue } 条；意见冲突 { $contested } 个，对应冲突 { $links } 个
    每小时决定：今天 { $today }，近 7 个工作日 { $lately }
    余下用时（时:分）：按项数 { $by-number }，按金额 { $by-amount }
    按键（只在本机统计）：每次决定 { $keys } 键，每个审结项目 { $keys-project } 键，中位 { $median } 秒
