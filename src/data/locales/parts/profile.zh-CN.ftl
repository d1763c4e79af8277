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
