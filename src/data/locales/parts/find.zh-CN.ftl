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
