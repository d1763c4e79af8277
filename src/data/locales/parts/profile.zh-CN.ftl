# 自定义规则：表达式与规则方案中的问题

problem-expression-unreadable = { $file } 第 { $line } 行“{ $name }”的表达式在第 { $column } 列读不下去：{ $detail }。写法见 docs/rules.md；改好后用 wenxiao rules test 检验。
problem-expression-unknown-name = { $file } 第 { $line } 行“{ $name }”的表达式第 { $column } 列：没有名为“{ $found }”的字段或定义，最接近的是“{ $near }”。可用的字段见 wenxiao rules fields。
problem-expression-unknown-function = { $file } 第 { $line } 行“{ $name }”的表达式第 { $column } 列：没有名为“{ $found }”的函数，最接近的是“{ $near }”。可用的函数见 wenxiao rules fields。
problem-expression-unknown-threshold = { $file } 第 { $line } 行“{ $name }”的表达式第 { $column } 列：没有名为“{ $found }”的阈值，最接近的是“{ $near }”。
problem-expression-row-only = { $file } 第 { $line } 行“{ $name }”第 { $column } 列：“{ $found }”是指标行的字段，而这条检查看的是整个项目（on = "target"）。请改用 on = "row"，或用“各……”列表字段。
problem-expression-kind = { $file } 第 { $line } 行“{ $name }”的表达式第 { $column } 列：“{ $part }”是{ $found ->
    [number] 数
    [text] 文字
    [yes-no] 是否
    [numbers] 数的列表
    [texts] 文字的列表
   *[threshold] 阈值名
}，此处要{ $wanted ->
    [number] 数
    [text] 文字
    [yes-no] 是否
    [numbers] 数的列表
    [texts] 文字的列表
   *[threshold] 阈值名
}。
problem-expression-arguments = { $file } 第 { $line } 行“{ $name }”的表达式第 { $column } 列：函数“{ $found }”括号里要依次写：{ $wanted }。
problem-expression-not-allowed = { $file } 第 { $line } 行“{ $name }”的表达式第 { $column } 列：这里不能写“{ $part }”。表达式只由字段、定义、常数、比较、四则运算、且或非和函数组成。
problem-expression-too-slow = { $file } 第 { $line } 行“{ $name }”的表达式工作量为 { $cost }，最多 { $most }。请少用相似度，或拆成几条检查。
problem-expression-too-deep = { $file } 第 { $line } 行“{ $name }”第 { $column } 列：表达式层层嵌套超过 { $most } 层（连同所用定义）。请改得平一些。
problem-expression-too-long = { $file } 第 { $line } 行“{ $name }”的表达式有 { $length } 字，最多 { $most } 字。请拆成定义或几条检查。
problem-expression-cycle = { $file } 第 { $line } 行：定义“{ $name }”绕回自身：{ $way }。请断开其中一处。
problem-expression-bad-name = { $file } 第 { $line } 行第 { $column } 列：定义不能叫“{ $name }”，它已是字段、函数或保留词，或不是一个词。
problem-expression-failed = { $file } 第 { $line } 行的检查“{ $name }”在项目“{ $project }”{ $row ->
    [0] 上
   *[other] 第 { $row } 行上
}算不出来：{ $detail }。此处没有得出结论，其他检查照常。请在表达式中先排除这种情形（如 数值 > 0 && …）。

problem-profile-unknown = { $file } 第 { $line } 行：[{ $section }] 中没有名为“{ $name }”的一项，已略过。可用的有：{ $known }。
problem-profile-missing = { $file } 第 { $line } 行：{ $section } 缺少 { $names }。请补上；此处沿用下一层规则方案的值。
problem-profile-too-many = { $file } 第 { $line } 行：[{ $section }] 多于 { $most } 项，从这一项起略过。
problem-profile-cycle = { $file }：规则方案互相沿用（extends），绕回自身：{ $way }。请断开其中一处；此处只用到绕回之前的各层。
problem-config-twice = { $file } 第 { $line } 行：“{ $name }”与第 { $first } 行重复，已略过。请删去其中一处或改名。
problem-example-differs = { $file } 第 { $line } 行：检查“{ $name }”在这个例子上{ $fires ->
    [yes] 查出了问题，例子说不该查出
   *[no] 没有查出问题，例子说该查出
}。请核对表达式或例子；各部分的值可先写小些再试。
problem-no-such-check = 没有名为“{ $check }”的检查。现有：{ $known }

cli-rules = 检查规则：列出、查看、检验规则方案，表达式可用的字段
cli-rules-list = 列出全部检查：类别、级别、是否启用、来源
cli-rules-show = 一条检查：用语、阈值及其来源、表达式
cli-rules-show-arg-check = 检查编号，如 T036
cli-rules-test = 逐行检查一个规则方案文件，并运行其中的例子
cli-rules-test-arg-file = 规则方案文件（.toml）
cli-rules-fields = 表达式可用的字段和函数
cli-rules-fields-arg-markdown = 输出为说明书的一页（docs/rules.md）

rules-column-check = 编号
rules-column-class = 类别
rules-column-severity = 级别
rules-column-state = 状态
rules-column-version = 版本
rules-column-name = 名称
rules-column-source = 来源
rules-column-id = 英文名
rules-column-chinese = 中文名
rules-column-kind = 种类
rules-column-on = 用于
rules-column-takes = 括号里
rules-column-value = 默认值
rules-state-on = 启用
rules-state-quiet = 安静
rules-state-off = 停用
rules-listed = 规则方案 { $profile }：启用 { $count } 条。看一条：wenxiao rules show 编号
rules-show-class = 类别  { $class }（{ $severity }）
rules-show-state = 状态  { $state }，版本 { $version }
rules-show-source = 来源  { $source }
rules-show-changed = 本地调整的来源  { $source }
rules-show-why = 依据  { $text }
rules-show-opinion = 意见  { $text }
rules-show-demand = 要求  { $text }
rules-show-when = 表达式（{ $place }）  { $text }
rules-show-on = 检查对象  { $on ->
    [row] 逐行
   *[target] 整个项目
}
rules-show-fields = 用到的字段  { $names }
rules-show-definition = 定义  { $name } = { $text }
rules-show-threshold = 阈值  { $name } = { $value }（{ $source }）
rules-test-sound = { $file }：没有问题。自定义检查 { $checks } 条，例子 { $examples } 个全部相符。
rules-test-wrong = { $file }：{ $problems } 处问题；可用的自定义检查 { $checks } 条。
rules-switch-unit-level = 目标表写到部门下的单位（T002）
rules-switch-cost-required = 每个项目都须有成本指标，缺少为错误（T020）
rules-switch-satisfaction-asked = 有服务对象的项目须有满意度指标（T021）
rules-switch-tiers-required = 文字指标须有分档（T030）
rules-switch-explanation-required = 比率指标须有指标解释（T034）
rules-switch-source-required = 须写明数据来源（T062）

own-on-row = 行
own-on-target = 项目
own-kind-number = 数
own-kind-text = 文字
own-kind-yes-no = 是否
own-kind-numbers = 数的列表
own-kind-texts = 文字的列表
own-kind-threshold = 阈值名
