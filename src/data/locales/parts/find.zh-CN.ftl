# 筛选、统计与视图

filter-misread = 第 { $at } 个字起的“{ $word }”看不懂：{ $expected }
filter-misread-nearest = 第 { $at } 个字起的“{ $word }”看不懂：{ $expected } 是不是想写“{ $nearest }”？
filter-expected-field = 冒号前应是字段名，如 部门、单位、编码、名称、指标、意见、类、状态、年度、资金、意见数；只是要找这几个字，请加引号。
filter-expected-value = 后面还应写要找的内容。
filter-expected-state = 应是一种状态，如 待审、在审、通过、退回、未审。
filter-expected-class = 应是一个意见类别，如 2、C02 或类别名称。
filter-expected-year = 应是年度，如 2025 或 2024..2026。
filter-expected-amount = 应是金额，如 >500万、<=8000元、100万..2亿；不写单位按万元。
filter-expected-number = 应是整数，如 意见数>3、指标数:5..10。
filter-expected-sign = 这个字段只能用冒号（含有）或等号（正是）。
filter-expected-fewer = 条件太多，最多 50 个，请删去一些。

problem-no-such-view = 没有叫“{ $name }”的视图。用 view list 看看有哪些。
problem-view-there = 已有叫“{ $name }”的视图，内容不同，未覆盖。请换个名称，或确认替换。
problem-bad-view-name = 视图名称应有 1 到 { $most } 个字，不含换行等控制字符。
problem-too-many-views = 视图最多 { $most } 个，请先删去不用的。

sort-unit = 按单位
sort-code = 按编码
sort-name = 按名称
sort-rows = 按指标数
sort-decided = 按已定行数
sort-undecided = 按未定行数
sort-opinions = 按意见数
sort-demands = 按整改数
sort-version = 按版本

## 命令行
cli-list-arg-words =
    列什么：projects 项目（默认）、opinions 意见、demands 整改要求、events 事件、contests 冲突；
    其后是筛选条件，如 教育局 类2 未审 '>500万'、部门:jyj、-道路、意见:考核、100万..500万
cli-list-arg-view = 用已保存的视图，其后的条件再收窄
cli-frequency = 按一列统计：每个值有多少项目、多少资金
cli-frequency-arg-column = 列：year、department、unit、code、name、amount、status、rows、decided、undecided、opinions、demands、version、class
cli-frequency-arg-words = 筛选条件，与 list 相同
cli-frequency-arg-view = 用已保存的视图
cli-view = 视图：保存下来的筛选条件和排序
cli-view-list = 列出视图
cli-view-save = 保存视图
cli-view-rename = 给视图改名
cli-view-remove = 删除视图
cli-view-save-arg-name = 视图名称
cli-view-save-arg-words = 筛选条件，与 list 相同
cli-view-save-arg-replace = 替换同名视图
cli-view-rename-arg-name = 现在的名称
cli-view-rename-arg-to = 新名称
cli-view-remove-arg-name = 视图名称
cli-name-words = 条件
cli-name-column = 列
cli-name-view = 视图
column-value = 值
column-targets = 项目数
column-share = 占比
column-filter = 筛选条件
column-sort = 排序
frequency-none = （无）
frequency-no-opinion = （没有意见）
frequency-all = 合计
frequency-overlapping = 一个项目可有几类意见，各行相加会超过合计。
view-kept = 视图“{ $name }”已保存：{ $line }
view-would-keep = 将保存视图“{ $name }”：{ $line }
view-gone = 视图“{ $name }”已删除（原条件：{ $line }）
view-would-go = 将删除视图“{ $name }”：{ $line }

frequency-others = 其余 { $values } 个值
cli-arg-words = 筛选词，与筛选行写法相同
