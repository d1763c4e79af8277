## 抽查复核各页：收窄清单、自评机审、抽查结果按批次
command-rechecks-facets = 收窄
command-rechecks-facets-description = 按状态、哪次抽取、部门列出项数，选了就缩小清单
command-rechecks-check = 自评机审
command-rechecks-check-description = 对本年度全部自评表做一次自评机审，后台进行，Esc 停止
command-rechecks-leave = 清除筛选
command-rechecks-leave-description = 机审进行中先停止；有筛选先清除；都没有就返回上一页
rechecks-stop = 停止机审
rechecks-only-waiting = 待补佐证
rechecks-by-draw = 哪次抽取
rechecks-draw-first = 首批
rechecks-draw-late = 第 { $number } 批（补报）
rechecks-draw-other = 另一次抽取 { $sealed }
rechecks-draw-besides = 另行复核
rechecks-no-department = （未填部门）
rechecks-several = { $count ->
    [1] { $first }
   *[other] { $first }等 { $count } 个
}
rechecks-without = { $count ->
    [1] 不含{ $first }
   *[other] 不含{ $first }等 { $count } 个
}
rechecks-narrowed-and = {" · "}
rechecks-none-narrowed = 没有“{ $only }”的复核。按 { $clear } 清除筛选，或按 { $key } 换一类。
told-rechecks-cleared = 筛选已清除，回到“{ $only }”
told-rechecks-nothing = 这里没有复核，没有可收窄的。
told-rechecks-one-state = 状态一次看一类：移到要看的一类按 Enter，再按一次看全部。
told-rechecks-wide = 这一列没有条件可放宽。
told-rechecks-no-table = 这里没有频数表，各值后面就是项数。
told-rechecks-checking = 自评机审开始（{ $year } 年度），可以接着做别的
told-only-year = 只有这一个年度有自评表，没有别的年度可换。
told-results-whole-year = 改看全年各批合计
results-rule-draw = { " · " }只看{ $draw }（{ $key } 看全年）
results-write-year = 文件写的是全年各批，不限于正在看的这一批。
report-evaluations-looked = { $years } 年度：本次机审 { $looked } 份，另 { $fresh } 份没有变化、结果仍有效。
report-evaluations-found = 本次发现：
report-evaluations-errors = 必改：{ $count } 处
report-evaluations-warnings = 建议改：{ $count } 处
report-evaluations-infos = 提示：{ $count } 处
report-evaluations-missing = 缺自评（有批复目标而没有自评表）：{ $count } 个
report-evaluations-projects = 全年有必改问题的项目：{ $count } 个
report-evaluations-project = - { $project }（{ $department }）：必改 { $errors } 处
report-evaluations-see = 怎么看：复核清单“错”一列是必改数，按 { $order } 必改多的排前，打开后逐条列出；不在清单的按 { $find } 查找；缺自评名单用命令 { $missing }。
sample-planning-far = 正在推算：{ $phase } { $far }
sample-stop-planning = 停止推算
problem-sample-stopped = 推算已停止。改动任一项，或按 Enter，就再推算。
report-evaluations-next = 新的自评表还要机审：后台空闲时会自动进行；要现在做、看结果，到复核清单（{ $list }）按 { $check }。
rechecks-by-department = 部门
report-evaluations-title = 自评机审完成
