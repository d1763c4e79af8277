# 各表之间的对应关系：目标、预算清单、运行监控、自评、上年。

links-table-budget-list = 预算清单
links-table-monitoring = 运行监控
links-table-self-evaluation = 绩效自评
links-table-last-year = 上年目标

links-by-by-hand = 人工指定
links-by-code = 代码一致
links-by-name-and-unit = 名称单位
links-by-name = 仅名称

links-standing-contested = 有冲突
links-standing-ambiguous = 有多个
links-standing-suspected = 代码不符
links-standing-missing = 缺少
links-standing-surplus = 多出
links-standing-apart = 不对应

links-only-all = 全部
links-only-open = 需人工确认
links-only-by-name = 按名称对上的
links-only-ambiguous = 有多个可能的
links-only-suspected = 代码不符的
links-only-contested = 有冲突的
links-only-missing = 目标缺少的
links-only-surplus = 表中多出的
links-only-linked = 已对上的

## 记录
step-linked =
    { $table ->
        [budget_list] 预算清单
        [monitoring] 运行监控
        [self_evaluation] 绩效自评
       *[last_year] 上年
    }“{ $of }”对应目标“{ $to }”
step-linked-to-none =
    { $table ->
        [budget_list] 预算清单
        [monitoring] 运行监控
        [self_evaluation] 绩效自评
       *[last_year] 上年
    }“{ $of }”不对应任何目标
problem-link-not-filed =
    { $year } 年的{ $table ->
        [budget_list] 预算清单
        [monitoring] 运行监控表
        [self_evaluation] 绩效自评表
        [last_year] 上年目标
       *[target] 绩效目标
    }中没有“{ $project }”。请核对项目代码、完整名称或列表中的编号，或用 --year 指明年度。
problem-link-taken = 目标“{ $project }”已由人工指定对应“{ $other }”，本次未保存。请先取消那一条，再重新指定。
problem-link-not-decided = 这一条没有人工指定，不需要取消。

## 界面
title-links = 各表对应
scope-links = 各表对应
command-home-links = 各表对应
command-home-links-description = 目标与预算清单、监控、自评、上年的对应关系
command-app-links = 各表对应
command-app-links-description = 目标与预算清单、监控、自评、上年的对应关系
command-links-confirm = 确认
command-links-confirm-description = 确认是同一项目；没有对上的，选择对应项目
command-links-not-same = 不是同一个
command-links-not-same-description = 表中这一条不对应任何目标
command-links-pick = 另选
command-links-pick-description = 按名称或代码查找，另选对应项目
command-links-clear = 取消指定
command-links-clear-description = 取消自己的人工指定，恢复自动对应
command-links-filter = 换一类
command-links-filter-description = 依次查看需确认、缺少、多出、按名称等各类
command-links-table = 换表
command-links-table-description = 只看一张表，或看全部
command-links-year = 换年度
command-links-year-description = 查看下一个年度
links-rule = { $year } 年目标与其他各表
links-head-forms = 条数
links-head-by-hand = 人工
links-head-code = 代码
links-head-name = 名称
links-head-missing = 缺少
links-head-surplus = 多出
links-head-ambiguous = 多个
links-head-suspected = 不符
links-head-contested = 冲突
links-list-rule = { $only } · { $table } · { $count } 条
links-all-tables = 全部表
links-candidates = { $count } 个目标可能对应
links-empty = 还没有任何表。请先导入绩效目标，再导入预算清单、监控表、自评表或上年目标。
links-empty-tables = 只有绩效目标，没有可对应的表。请导入同年的预算清单、监控表、自评表，或上年的目标、自评。
links-none-here = 这一类没有。按 Tab 换一类。
links-to-none = 不对应任何目标
links-detail-target = 目标：{ $form }
links-detail-form = 表中：{ $form }
links-detail-candidate = 可能：{ $form }
links-detail-said = { $name } 指定：{ $to }
links-pick-target = 为{ $table }中这一条选择目标
links-pick-form = 在{ $table }中选择对应的一条
links-pick-none = 没有符合的。请换一个词，或导入缺少的表。
told-links-no-form = 这一行只有目标，没有可判断的另一条。要指定，请按另选。
told-links-not-decided = 这一条没有人工指定，不需要取消。
told-links-certain = 已经确定，不需要确认。
told-links-nobody = 没有选中任何项目。

## 命令行
cli-links =
    列出目标与预算清单、监控、自评、上年的对应关系，以及缺少和多出的项目
cli-links-json =
    --json 的内容：year、years、tables（table targets forms by_hand code name_and_unit name missing surplus ambiguous
    suspected contested apart）、only、total、rows（table standing by target partner candidates candidates_total decisions）。
    standing：contested ambiguous suspected linked missing surplus apart；by：by_hand code name_and_unit name 或 null。
    target、partner：project key code name unit department amount kind year，没有时为 null。
cli-link = 人工指定对应关系
cli-link-set = 指定某表中一条对应哪个目标
cli-link-none = 指定某表中一条不对应任何目标
cli-link-clear = 取消自己的人工指定
cli-link-json =
    --json 的内容：table、year、partner、to、event、already、dry_run。--year 是目标的年度，表 last_year 中是上一年的项目。
cli-arg-only = 哪一类：open missing surplus by_name ambiguous suspected contested linked all（默认 open，需人工确认）
cli-name-only = 类别
cli-arg-table = 哪张表：budget_list monitoring self_evaluation last_year
cli-name-table = 表
cli-link-set-arg-project = 表中这一条的代码、完整名称或编号
cli-link-none-arg-project = 表中这一条的代码、完整名称或编号
cli-link-clear-arg-project = 表中这一条的代码、完整名称或编号
cli-arg-to = 目标的代码、完整名称或编号
cli-name-to = 目标
column-links-table = 表
column-links-forms = 条数
column-links-by-name = 按名称
column-links-target = 目标
column-links-partner = 表中
links-none = 这一类没有。用 --only 看其他类。
links-count = 共 { $total } 条，显示 { $shown } 条。
link-set = { $table }“{ $of }”已指定对应目标“{ $to }”。
link-set-to-none = { $table }“{ $of }”已指定不对应任何目标。
link-cleared = { $table }“{ $of }”的人工指定已取消。
link-already = { $table }“{ $of }”已经如此，没有改动。
link-dry-run = 这是试运行，没有写入。
show-partner = { $table }：{ $name }（{ $by }）
