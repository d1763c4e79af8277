# Reading departments' tables, writing sheets.

problem-file-missing = 找不到文件：{ $path }。请核对路径后重试。
problem-file-not-readable = 没有读取权限：{ $path }。请检查文件权限。
problem-file-broken = 读取文件失败：{ $path }（{ $detail }）。
problem-file-is-folder = 这是一个文件夹，不是文件：{ $path }。请指定其中的文件。
problem-file-is-device = 这是管道或设备，不是普通文件：{ $path }。请先另存为普通文件。
problem-file-too-large = 文件超过 { $mib } MiB：{ $path }。请拆分后分批导入。
problem-file-empty = 文件是空的：{ $path }。请向报送单位重新索取。
problem-not-a-workbook = 不是可以读取的工作簿：{ $path }。请用表格软件打开后另存为 xlsx 或 csv。
problem-html-not-workbook = 这是网页，只是取了工作簿的名字：{ $path }。请用表格软件打开后另存为 xlsx。
problem-xml-not-workbook = 这是 XML 文件，只是取了工作簿的名字：{ $path }。请用表格软件打开后另存为 xlsx。
problem-xlsb-not-read = 不读取 xlsb 二进制工作簿：{ $path }。请另存为 xlsx。
problem-workbook-encrypted = 工作簿设有打开密码：{ $path }。请取消密码后重试。
problem-workbook-truncated = 工作簿不完整或已损坏：{ $path }（{ $detail }）。请重新复制或向报送单位索取。
problem-xml-entities = 工作簿里有不该出现的文档类型定义（{ $entry }），已拒绝：{ $path }。
problem-zip-entries = 工作簿里有 { $entries } 个条目，最多 { $most } 个，已拒绝：{ $path }。
problem-zip-duplicate = 工作簿里有重名条目 { $entry }，内容无法确定，已拒绝：{ $path }。请用表格软件打开后另存。
problem-zip-entry-name = 工作簿里有可疑的条目名 { $entry }，已拒绝：{ $path }。
problem-zip-ratio = 工作簿解压后膨胀超过 { $ratio } 倍，疑似压缩炸弹，已拒绝：{ $path }。
problem-zip-size = 工作簿解压后超过 { $mib } MiB，已拒绝：{ $path }。请拆分后分批导入。
problem-zip-text = 工作簿里有一段文字超过 { $mib } MiB（{ $entry }），已拒绝：{ $path }。
problem-cell-too-far-right = 工作表“{ $sheet }”的 { $cell } 有内容，超出最多 { $most } 列的范围：{ $path }。请清除多余单元格后重试。
problem-cell-too-far-down = 工作表“{ $sheet }”的 { $cell } 有内容，超出最多 { $most } 行的范围：{ $path }。
problem-too-many-cells = 工作表“{ $sheet }”到 { $cell } 已超过 { $most } 个单元格：{ $path }。请拆分后分批导入。
problem-too-many-merges = 工作表“{ $sheet }”的合并单元格多得不正常，已拒绝：{ $path }。
problem-csv-quote = 第 { $row } 行的引号没有结束：{ $path }。请补上引号后重试。
problem-csv-columns = 第 { $row } 行超过 { $most } 列：{ $path }。请核对分隔符。
problem-csv-rows = 超过 { $most } 行：{ $path }。请拆分后分批导入。
problem-csv-cells = 到第 { $row } 行已超过 { $most } 个单元格：{ $path }。请拆分后分批导入。
problem-csv-unknown = 没有认识的表格：{ $path }。读到的文字：{ $headings }。请在界面按 Ctrl+N 认表，或用 wenxiao mapping propose 生成对应关系。
problem-encoding-unknown = 不认识的编码：{ $encoding }。可用 utf-8、gb18030、utf-16le、big5。
problem-encoding-broken = 第 { $row } 行、第 { $byte } 个字节（{ $bytes }）不是有效的 { $encoding } 文字：{ $path }。请核对编码，或用表格软件另存为 UTF-8。
problem-no-cells = 文件里没有任何内容：{ $path }。
problem-no-known-table = 工作表 { $sheets } 里没有认识的表格：{ $path }。读到的文字：{ $headings }。请在界面按 Ctrl+N 认表，或用 wenxiao mapping propose 生成对应关系。
problem-no-project-named = 指标表没有写明项目：{ $path }。请在表头上方写“项目名称”，或在导入时指定项目（--project）。
problem-no-year = 文件里没有写明年度：{ $path }。请在导入时指定年度（--year）。
problem-no-usable-row = { $path } 没有一行可用，共剔除 { $rejects } 行；首处在工作表“{ $sheet }”第 { $row } 行第 { $column } 列：{ $reason ->
    [reason-no-project] 没有项目名称和代码
    [reason-duplicate-project] 项目重复
    [reason-cell-too-long] 单元格过长
    [reason-cell-nul] 含空字符
   *[other] 见剔除清单
}。
problem-import-stopped = 导入已停止，什么都没有写入：{ $path }。
problem-file-exists = 文件已存在：{ $path }。请换一个名字，或明确要求覆盖。
problem-folder-missing = 文件夹不存在：{ $path }。请先建好文件夹。
problem-folder-not-writable = 不能写入这个位置：{ $path }（{ $detail }）。请换一个文件夹。
problem-disk-full = 磁盘空间不足或超出限额，没有写成：{ $path }。请清理后重试。
problem-write-failed = 写文件失败：{ $path }（{ $detail }）。
problem-export-ending = 不能导出为这种文件：{ $path }。可用的后缀：{ $endings }。
problem-cell-too-long-to-export = 第 { $row } 行“{ $project }”的意见超过表格单元格上限 { $most } 字。请精简意见后再导出。

reason-cell-too-long = 单元格超过 { $kib } KiB，整行未导入
reason-cell-nul = 单元格含空字符（NUL），整行未导入
reason-no-project = 没有项目名称和代码，未导入
reason-duplicate-project = 与第 { $row } 行是同一项目，未导入
reason-no-year = 没有写明年度，未导入；请指定年度
reason-hidden-sheet = 工作表是隐藏的，已照样读取
reason-hidden-rows = 隐藏的行也已读取：第 { $rows } 行
reason-hidden-columns = 隐藏的列也已读取：{ $columns } 列
reason-sheet-unknown = 工作表里没有认识的表格，未导入
reason-column-unknown = 不认识的列“{ $heading }”，原文随行保留，不参与检查
reason-column-beside = 列“{ $heading }”与前面的列含义相同，只取前一列，本列原文随行保留
reason-no-indicator = 这一行没有指标名称和指标值，未导入：“{ $text }”
reason-points-of-several = 一格里写了几个指标，共 { $points } 分，分值没有拆分
reason-kind-by-columns = 标题没有写明是什么表，按各列读作{ $kind ->
    [self_evaluation] 绩效自评表
   *[other] 绩效目标申报表
}；如不对，请在导入时指定表种（--kind）
reason-areas = 指标值按地区分列：各地区相同的取该值，不同的逐一列出；请与原表核对
reason-amount-not-exact = 金额“{ $value }”不是确切的数，原文保留
reason-amount-as-shown = 单元格里的数比显示的“{ $value }”更细，不足一分，按显示的金额读取
reason-year-differs = 按 { $year } 年度读取，表中另写有 { $other } 年度
reason-mid-term-assumed = 左右两组指标没有写明哪组是中期，按左中期、右年度读取
reason-project-repeated = 与工作表“{ $sheet }”第 { $row } 行是同一项目，两份都已读取
reason-sheet-names-no-project = 工作表里的指标没有写明项目，未导入；请在表头上方写“项目名称”，或导入时指定项目
problem-file-changed = 文件在读入之后改过了，报告对不上：{ $path }。请重新读入后再写报告。
problem-cells-scattered = 工作表“{ $sheet }”的单元格散布得太远（围成的区域超过 { $most } 格），不读入：{ $path }。请把远处的单元格删掉，或另存为 xlsx。
changed-others = 其他列
reason-differs-from-first = 同一项目各行的“{ $heading }”不一致：以第一行的“{ $first }”为准，请核对
