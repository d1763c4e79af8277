## 交换包（.wxb）

problem-bundle-unreadable = 读不了交换包 { $path }：{ $detail }。请确认文件在、盘没拔，再试一次；不行就请对方重新导出。
problem-bundle-not-a-file =
    { $path } { $what ->
        [folder] 是文件夹，不是交换包。请选里面的 .wxb 文件。
        [link] 是链接，不是文件本身。请选链接指向的那个 .wxb 文件。
       *[device] 是管道或设备，不是文件。请选 .wxb 文件。
    }
problem-bundle-empty = { $path } 是空文件（0 字节）。多半是拷贝没有完成：请重新拷贝，U 盘要先弹出再拔。
problem-bundle-not-a-bundle = { $path } 不是交换包（.wxb）。请确认选对了文件；表格请用导入。
problem-bundle-text-mode = { $path } 在传送中被当作文本改动过（换行或编码变了），已经不能用。请对方重新导出，用 U 盘、共享文件夹或邮件附件（二进制方式）传送。
problem-bundle-too-large = { $path } 太大（{ $length } 字节，最多 { $limit } 字节），没有读取。请对方分次导出增量包。
problem-bundle-cut-short = { $path } 不完整：应有 { $expected } 字节，实有 { $length } 字节。请重新拷贝；还是这样就请对方重新导出。
problem-bundle-trailing = { $path } 末尾多出 { $extra } 字节，不予接收。请向对方重要一份原件。
problem-bundle-changed-meanwhile = 读取 { $path } 时文件正在变动。请等对方写完再导入。
problem-bundle-major = { $path } 是更新的格式（第 { $major } 版），本程序读不了。请先升级问效。
problem-bundle-manifest-length = { $path } 文件头损坏：清单长度不对。请重新拷贝或请对方重新导出。
problem-bundle-payload-length = { $path } 文件头损坏：内容长度不对。请重新拷贝或请对方重新导出。
problem-bundle-signature-length = { $path } 文件头损坏：签名长度不对。请重新拷贝或请对方重新导出。
problem-bundle-reserved = { $path } 文件头损坏：保留字节不为零。请重新拷贝或请对方重新导出。
problem-bundle-suite = { $path } 用了本程序不认识的签名算法（{ $suite }）。请先升级问效。
problem-bundle-unknown-key = { $path } 的签名人不在本工作区的名册里，没有读取。公钥指纹：{ $fingerprint }。请打电话向对方核对指纹，登记后再导入。
problem-bundle-signature = { $path } 的签名不成立（公钥指纹 { $fingerprint }）：文件损坏或被改动过。没有接收任何内容，请对方重新导出。
problem-bundle-manifest = { $path } 的清单有误（{ $detail }），不予接收。请把这条提示发给对方，并请对方升级后重新导出。
problem-bundle-workspace = { $path } 属于另一个工作区（{ $theirs }），本机是 { $ours }。请确认选对了文件和数据库。
problem-bundle-critical = { $path } 要求本程序尚不具备的功能：{ $needs }。请先升级问效。
problem-bundle-schema = { $path } 里的记录是更新的版本（{ $version }）。请先升级问效。
problem-bundle-algorithm = { $path } 的压缩方式（{ $algorithm }）本程序不认识。请先升级问效。
problem-bundle-expands = { $path } 声称展开后有 { $raw } 字节，超过允许的 { $limit } 字节，不予展开。请向对方核实这个文件的来历。
problem-bundle-payload-digest = { $path } 的内容与清单的摘要不符：传送中损坏。请重新拷贝或请对方重新导出。
problem-bundle-stream = { $path } 的压缩内容不合规定。没有接收任何内容，请对方重新导出。
problem-bundle-raw-length = { $path } 展开后的长度与清单不符。没有接收任何内容，请向对方核实这个文件的来历。
problem-bundle-raw-digest = { $path } 展开后的内容与清单的摘要不符。没有接收任何内容，请对方重新导出。
problem-bundle-record = { $path } 里的记录格式不对。没有接收任何内容，请对方升级后重新导出。
problem-bundle-event = { $path } 的第 { $number } 条记录不合规定（{ $detail }）。没有接收任何内容，请把这条提示发给对方。
problem-bundle-order = { $path } 的第 { $number } 条记录重复或次序不对。没有接收任何内容，请对方重新导出。
problem-bundle-ranges = { $path } 里的记录与清单所列的起止不符。没有接收任何内容，请对方重新导出。
problem-bundle-blobs = { $path } 里的批次与清单所列不符。没有接收任何内容，请对方重新导出。
problem-bundle-blob = { $path } 里的批次 { $id } 与其摘要不符。没有接收任何内容，请对方重新导出。
problem-bundle-event-signature = { $path } 里的记录 { $id } 签名不成立：有人改动过。请不要导入，并告知对方。
problem-bundle-staging = 复制交换包到本机时出错：{ $detail }。请清理磁盘空间后再导入 { $path }。
problem-bundle-own-blob = 本机批次 { $id } 与其摘要不符：数据库损坏。没有导出 { $path }；请先备份，再从同事的交换包或备份恢复这个批次。
problem-bundle-unwritable = 写不了 { $path }：{ $detail }。请检查剩余空间和写权限，再导出一次；没有留下半个文件。
problem-bundle-exists = { $path } 已经存在，没有覆盖。请换个文件名，或确认后选择覆盖。
problem-bundle-too-much = 要导出的内容超过一个交换包的上限（{ $limit } 字节）：{ $path }。请改为导出增量包，或分批导出。
problem-bundle-read-back = 写完 { $path } 后从盘上读回，内容不一致：这个盘不可靠，文件已删除。请换一个盘再导出。
