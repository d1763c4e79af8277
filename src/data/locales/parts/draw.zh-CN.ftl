# 公开抽取：封存、取种、抽取、验证。

cli-sample = 抽查样本：公开抽取、验证、分配
cli-sample-draw = 按封存的总体、方案和取种记录抽取，写出名单、证明和公示记录
cli-sample-verify = 由三个封存文件重算一遍，逐项核对证明；不符时指出文件和行
cli-sample-allocate = 把总抽取数分配到各层（优先值法，逐一加抽不减少任何一层）
cli-sample-proof = 证明某个项目在封存的总体之内，不出示其他项目
cli-arg-population = 封存的总体 population.tsv
cli-arg-plan = 封存的方案 plan.tsv
cli-arg-seed-record = 取种记录（seed.txt）
cli-arg-proof = 证明文件 proof.json
cli-name-population = 文件
cli-name-plan = 文件
cli-name-seed-record = 文件
cli-name-proof = 文件
cli-sample-draw-arg-out = 写到哪个文件夹（没有则新建）
cli-arg-expand-to = 扩大到总共随机抽取多少个；原已抽中的全部保留
cli-name-expand-to = 个数
cli-arg-duty = 随机抽取至少占全部项目的比例（10%、0.1 或 1/10；默认 10%）
cli-name-duty = 比例
cli-arg-force = 覆盖已有的文件
cli-sample-verify-arg-list = 同时核对名单 drawn.tsv
cli-sample-verify-arg-record = 同时核对公示记录 record.txt
cli-name-list = 文件
cli-name-record = 文件
cli-arg-total = 总共抽取多少个
cli-name-total = 个数
cli-sample-allocate-arg-minimum = 每层至少抽几个（默认 1；不足的层全抽）
cli-name-minimum = 个数
cli-arg-stratum-rate = 每层至少抽多大比例（默认 0）
cli-name-stratum-rate = 比例
cli-sample-proof-arg-key = 项目在总体中的键
cli-name-key = 键

draw-record-title = 绩效自评抽查公开抽取记录
draw-record-rehearsal = 【演练】这不是正式抽取：演练的票号与正式抽取必然不同。
draw-record-population = 总体：共 { $all } 个，其中随机抽样总体 { $random } 个，必抽 { $certainty } 个，剔除 { $excluded } 个。
draw-record-frame = 总体指纹：{ $digest }
draw-record-plan = 方案指纹：{ $digest }
draw-record-seed-record = 取种记录（封存之后当众取得）：
draw-record-line = {"  "}{ $text }
draw-record-seed = 种子：{ $seed }
draw-record-public = 公开取种：总体和方案先封存，种子后产生，来源不少于 64 位随机数，有不受审核方控制的来源，有见证人。
draw-record-not-public = 未经公开取种：{ $lacks }。结果只作内部估计，不对外推断。
draw-record-expanded = 已按原票号顺序扩大到随机抽取 { $total } 个，原抽中的全部保留。
draw-record-rate-random = 随机抽取率：{ $count } / { $all } = { $percent }%（以此判断是否达到规定比例）
draw-record-rate-all = 全部抽查率（随机和必抽）：{ $count } / { $all } = { $percent }%（仅列示，不用于判断）
draw-record-strata = 各层（总数、抽取数、方法、截止票号；票号不大于截止票号的即抽中）：
draw-record-stratum = {"  "}{ $stratum }：{ $frame } 个抽 { $drawn } 个，{ $method }，{ $cut }
draw-record-list = 名单指纹（drawn.tsv）：{ $digest }
draw-record-root = 总体哈希树根：{ $digest }
draw-record-proof = 证明指纹：{ $digest }
draw-record-how = 任何人都可以验证；简单随机抽取的还可以用不属于本程序的脚本重抽，或逐个项目计算票号：

draw-lack-entropy = 随机来源不足 64 位
draw-lack-outside = 没有不受审核方控制的来源
draw-lack-witness = 没有见证人
draw-lack-rehearsal = 是演练

draw-page-random = 随机抽中的项目（{ $count } 个）
draw-page-certain = 必抽项目（{ $count } 个）
draw-page-certain-note = 非随机选取，只说明所查项目，不作总体推断。
draw-column-place = 序号
draw-column-stratum = 层
draw-column-unit = 项目
draw-column-ticket = 票号
draw-column-reason = 原因
draw-reason-a = 金额较大
draw-reason-d = 轮评到期
draw-reason-f = 核查有疑点
draw-reason-p = 抽后补足金额
draw-reason-t = 业务处室推荐

draw-duty-met = 随机抽取已达到 { $rate }（至少 { $need } 个）。
draw-duty-not-met = 随机抽取未达到 { $rate }：至少要 { $need } 个。必抽的不能顶替；请扩大随机抽取（--expand-to { $need }）。
draw-file-written = 已写出 { $path }
draw-file-unchanged = { $path } 内容相同，未改动
draw-verified = 验证通过：由封存文件重算，随机抽中 { $count } 个，逐项一致。种子 { $seed }
draw-inclusion-row = 行：{ $row }
draw-inclusion-place = 位置：第 { $place } 行，共 { $rows } 行
draw-inclusion-leaf = 本行指纹：{ $digest }
draw-inclusion-node = 相邻指纹：{ $digest }
draw-inclusion-root = 树根：{ $digest }

problem-draw-too-large = { $path } 超过 { $most } MiB，未读取。请核对是不是封存的文件。
problem-draw-not-utf8 = { $path } 第 { $line } 行不是 UTF-8 文字。请使用封存时写出的原文件，不要用表格软件另存。
problem-draw-character = { $path } 第 { $line } 行有不允许的字符 { $code }。封存文件只能含文字、制表符和换行（LF）；请使用原文件。
problem-draw-no-line-end = { $path } 第 { $line } 行之后缺少换行，文件可能被截断。请使用原文件。
problem-draw-heading = { $path } 第 { $line } 行不是规定的表头。应为（制表符分隔）：{ $expected }
problem-draw-fields = { $path } 第 { $line } 行有 { $found } 栏，应为 { $expected } 栏（制表符分隔）。
problem-draw-number = { $path } 第 { $line } 行 { $column } 栏的“{ $value }”不是规范的非负整数（不带符号、小数和前导零）。
problem-draw-absurd = { $path } 第 { $line } 行 { $column } 栏的 { $value } 大得不合情理（上限 { $most }）。请核对单位是不是分。
problem-draw-key = { $path } 第 { $line } 行的键“{ $value }”不可用：须为 1 至 120 字节，首尾无空格。
problem-draw-key-twice = { $path } 第 { $line } 行的键“{ $value }”重复。同一项目只能出现一次。
problem-draw-unsorted = { $path } 第 { $line } 行的“{ $value }”没有按字节顺序排列。请使用封存时写出的原文件。
problem-draw-stratum = { $path } 第 { $line } 行的层“{ $value }”不可用：须为 1 至 120 字节，首尾无空格，不含“|”。
problem-draw-stratum-twice = { $path } 第 { $line } 行的层“{ $value }”重复。
problem-draw-status = { $path } 第 { $line } 行的状态“{ $value }”不认识。只有 R（随机）、C（必抽）、X（剔除）。
problem-draw-reason = { $path } 第 { $line } 行状态 { $status } 的原因“{ $value }”不对：R 不写原因；C 用 A、D、F、P、T；X 用 X1 至 X5；按顺序用逗号分隔。
problem-draw-empty = { $path } 第 { $line } 行之后没有内容，无从抽取。
problem-draw-method = { $path } 第 { $line } 行的方法“{ $value }”不认识。可用：srs、rivest、systematic、mus、seqpoisson、sieve=分、rolling=分子/分母。
problem-draw-more-than-there-are = { $path } 第 { $line } 行：层“{ $stratum }”要抽 { $drawn } 个，但只有 { $frame } 个。请改小抽取数并重新封存。
problem-draw-sieve-size = { $path } 第 { $line } 行：筛选法（sieve）的个数由金额和票号决定，n 应为 0，现为 { $drawn }。
problem-draw-frame-differs = { $path } 第 { $line } 行：方案说层“{ $stratum }”有 { $frame } 个，总体中状态为 R 的有 { $there } 个。方案和总体不是一起封存的，请核对文件。
problem-draw-not-planned = { $path } 第 { $line } 行：层“{ $stratum }”不在方案里。方案和总体不是一起封存的，请核对文件。
problem-draw-no-amount = { $path } 第 { $line } 行：层“{ $stratum }”按金额抽取（{ $method }），金额为 0 的项目没有机会被抽中。请把它们另立一层按个数抽取。
problem-draw-seed-line = { $path } 第 { $line } 行应以 { $expected } 开头。种子要在封存之后产生，记录里要写明总体和方案的指纹。
problem-draw-seed-digest = { $path } 第 { $line } 行的 { $name } 不是 64 位小写十六进制的指纹。
problem-draw-seed-numbered = { $path } 第 { $line } 行应写成 { $expected }：编号连续，三段用“|”分隔，都不为空。
problem-draw-seed-dice = { $path } 第 { $line } 行说是掷骰，结果“{ $value }”却不全是数字。请照掷出的数字填写，不加空格。
problem-draw-seed-no-source = { $path } 第 { $line } 行应有随机来源（source=1|名称|结果）。没有来源就没有种子。
problem-draw-seed-outside = { $path } 第 { $line } 行：outside= 后应为来源编号，从小到大用逗号分隔，如 outside=2,3。
problem-draw-seed-unknown = { $path } 第 { $line } 行不认识，或顺序不对。顺序为：frame、plan、planjson、parent、at、source、outside、witness。
problem-draw-seed-not-of-these = { $path } 第 { $line } 行：取种记录的 { $name } 是 { $recorded }，所给文件的指纹是 { $computed }。种子先于封存产生，或封存后文件被改动；请换回原文件，否则重新封存、重新取种。
problem-draw-not-nested = 层“{ $stratum }”的方法 { $method } 不能在原样本上扩大到 { $total } 个。请另行封存、取种。
problem-draw-total-above = 总数 { $total } 超过能抽的 { $most } 个。请改小总数。
problem-draw-total-below = 总数 { $total } 少于至少要抽的 { $least } 个。请改大总数，或降低各层下限后重新封存。
problem-draw-rate = “{ $value }”不是比例。请写成 10%、0.1 或 1/10，不超过 100%。
problem-draw-file-exists = { $path } 已存在且内容不同。请换一个文件夹，或加 --force 覆盖。
problem-draw-no-unit = { $path } 里没有键为“{ $unit }”的项目。请核对键，须与文件中的写法完全一致。
problem-draw-other-root = { $path } 的树根是 { $here }，由总体算出的是 { $computed }：证明不属于这个总体。
problem-draw-proof = { $path } 第 { $line } 行不是规范的证明文件：{ $detail }。请使用抽取时写出的原文件。
problem-draw-differs = 验证不通过：{ $path } 第 { $line } 行是“{ $here }”，重算应为“{ $computed }”。请向公布单位索取原文件核对。
problem-draw-proof-differs = 验证不通过：{ $path } 第 { $line } 行的 { $field } 是“{ $here }”，重算应为“{ $computed }”。证明与封存文件不符。
problem-draw-row-changed = 验证不通过：{ $path } 第 { $line } 行“{ $value }”与封存时不同（改动、新增或其前有删除）。请用封存的原文件。
problem-draw-row-missing = 验证不通过：{ $path } 第 { $line } 行起与封存时不同，缺少行。请用封存的原文件。
problem-draw-journal = { $path } 第 { $line } 行与前面各行接不上：有行被改动、删去或插入。

problem-seal-empty = 没有项目可封存。请先导入自评表，或放宽筛选条件。
problem-seal-key = 项目“{ $unit }”的键不可用：须为 1 至 120 字节，首尾无空格，不含控制字符。请先补正项目编码。
problem-seal-key-twice = 键“{ $unit }”出现两次。请先合并或剔除（X2）重复的项目，再封存。
problem-seal-stratum = 项目“{ $unit }”的层“{ $stratum }”不可用：须为 1 至 120 字节，首尾无空格，不含“|”和控制字符。请先补正主管部门。
problem-seal-amount = 项目“{ $unit }”的金额 { $amount } 元为负或大得不合情理。请先核对金额和单位。
problem-seal-exclusion = 剔除项目“{ $unit }”要有剔除代码（X1 至 X5）、理由和责任人。
problem-seal-known = 项目“{ $unit }”已在先前封存的总体里，不能再作补报项目抽取。
problem-seal-no-stratum = 方案提到的层“{ $stratum }”不在随机抽样总体里。请核对部门名称。
problem-seal-floor = 层“{ $stratum }”的下限 { $floor } 超过能抽的 { $most } 个。请降低下限，或提高该层的工作量上限。
problem-seal-nothing-random = 没有可随机抽取的项目：全部必抽或剔除。没有随机部分就不能推断总体；请减少必抽项目。
problem-seal-amounts = 除最后一个外全部必抽，仍达不到要求的金额比例。请降低金额比例或减少剔除。
problem-seal-options = { $path } 第 { $line } 行读不懂：{ $detail }。比例请写成带引号的文字，如 rate = "10%"。
problem-seal-option = { $path } 里 { $name } 的值“{ $value }”不可用。比例写成 10%、0.1 或 1/10（不超过 100%），金额写元数，方法见 docs/sampling.md。
