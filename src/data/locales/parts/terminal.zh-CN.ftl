# 终端：输入法、粘贴、剪贴板、外部编辑器、挂起、配色与边框。

told-behind-han = 中文后面紧跟的 { $key } 没有执行：看清找到的命令，再按一次。
told-paste-filter = 粘贴的文字放进了筛选，没有当作命令。
told-no-shell = 这里没有可返回的命令行，不能挂起。
told-nothing-to-copy = 光标处没有可复制的内容。
told-copy-long = 超过 { $limit } KB，没有复制：剪贴板放不下这么多。
told-no-clipboard = 这个终端不接受复制。
told-copied = 已交给终端复制 { $count } 字：{ $text }
told-copied-tmux = 已交给 tmux 复制 { $count } 字（须 set -g set-clipboard on）：{ $text }
told-editor-same = 在外部编辑器里没有改动。
told-editor-back = 已换成外部编辑器里写的。
told-small-window = 窗口 { $width }x{ $height } 不足 80x24，看不全；可用 --line

command-app-copy = 复制
command-app-copy-description = 复制光标所在的行、意见或数（OSC 52）
command-editor-outside = 外部编辑器
command-editor-outside-description = 用自己的编辑器（VISUAL 或 EDITOR）改这段文字

problem-terminal-dumb = 终端类型是“{ $term }”，不能画全屏。请换用别的终端，或用行模式：wenxiao --line。
problem-no-boxes = 设置里要框线，但测得本终端不是一格宽，或没有回答；改用 + - |。
problem-editor-none = 没有设置编辑器：先 export EDITOR=nano（或别的），再打开本程序。
problem-editor-busy = 终端里还有没收完的按键，没有打开编辑器。再按一次。
problem-editor-file = 不能在 { $path } 里放临时文件：{ $detail }。文字没有变。
problem-editor-start = 编辑器打不开：{ $detail }。文字没有变。
problem-editor-failed = 编辑器没有正常结束（{ $detail }）。文字没有变。
problem-editor-empty = 编辑器里没有留下文字，原来的保留。
problem-editor-read = 编辑器留下的文件读不出：{ $detail }。文字没有变。
problem-editor-long = 编辑器里写的超过 { $limit } KB，没有取回。
problem-editor-encoding = 编辑器存的不是 UTF-8，没有取回。
problem-editor-kept =
    { $why ->
        [long] 写得超过 { $limit } KB，没有取回。
        [encoding] 编辑器存的不是 UTF-8，没有取回。
        [read] 编辑器留下的文件读不出（{ $detail }）。
        [start] 编辑器打不开（{ $detail }）。
       *[failed] 编辑器没有正常结束（{ $detail }）。
    } 原来的文字没有变；编辑器里写的还在 { $path }

terminal-colours-none = 没有颜色
terminal-colours-sixteen = 16 色
terminal-colours-many = 256 色
terminal-colours-all = 全部颜色

setting-theme-high-contrast = 高对比
setting-theme-red-green = 色觉（红绿）
setting-theme-blue-yellow = 色觉（蓝黄）

cli-terminal = 看看终端：尺寸、颜色、编码、歧义宽度
terminal-row-term = 终端类型（TERM）
terminal-row-draws = 能画全屏
terminal-row-inside = 在哪个程序里
terminal-row-size = 窗口
terminal-row-encoding = 编码
terminal-row-colours = 颜色
terminal-row-screen = 第二屏
terminal-row-paste = 粘贴有标记
terminal-row-whole = 整帧显示
terminal-row-clipboard = 复制（OSC 52）
terminal-row-text-cells = 测得 ≥ 占
terminal-row-line-cells = 测得 ─ 占
terminal-row-layout = 歧义宽度字符按
terminal-row-frames = 边框
terminal-row-theme = 配色
terminal-row-editor = 外部编辑器
terminal-yes = 有
terminal-no = 没有
terminal-none = 无
terminal-not-asked = 没有问
terminal-no-answer = 终端没有回答
terminal-cells = { $cells } 格
terminal-size = { $columns } 列 { $rows } 行
terminal-size-small = { $columns } 列 { $rows } 行（不足 80x24，有的内容看不全）
terminal-no-color = 不用（NO_COLOR）
terminal-frames-box = 框线
terminal-frames-ascii = + - |
terminal-encoding-wrong = { $locale }（不是 UTF-8，画不了屏幕）
terminal-told-by = “有”“没有”按终端类型推断，宽度是量的。“歧义宽度”未回答时：中文环境按 2 格，其他按 1 格。
