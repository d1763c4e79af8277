# 按键：键位文件、提示、候选按键、命令行、按键卡

## 键位文件
problem-keymap-line = { $file } 第 { $line } 行不合 TOML 写法：{ $detail }。
problem-keymap-no-table = { $file } 第 { $line } 行：“{ $value }”不在键位表里；先写一行 [表名]，再写 "键" = "命令"。
problem-keymap-scope = { $file } 第 { $line } 行：没有名为“{ $value }”的键位表，是不是 [{ $near }]？
problem-keymap-key = { $file } 第 { $line } 行：“{ $value }”不是按键，是不是 { $near }？
problem-keymap-no-text = { $file } 第 { $line } 行：“{ $value }”的命令要写在引号里，例如 "queue.filter"。
problem-keymap-twice = { $file } 第 { $line } 行：“{ $value }”这个键在第 { $first } 行已有命令；留一个。
problem-keymap-command = { $file } 第 { $line } 行：没有命令“{ $value }”，是不是 { $near }？
problem-keymap-place = { $file } 第 { $line } 行：命令“{ $value }”应写在键位表 [{ $table }] 里。
problem-keymap-nothing = { $file } 第 { $line } 行：[{ $table }] 里没有“{ $value }”可取消；看看是不是写错了。
problem-keymap-other-key = { $file } 第 { $line } 行：终端把“{ $value }”当作 { $near } 送来，请直接写 { $near } 或换一个键。
problem-keymap-never-sent = { $file } 第 { $line } 行：终端不会送来“{ $value }”，请换一个键。
problem-keymap-types = { $file } 第 { $line } 行：“{ $value }”在输入栏里是文字，不能作命令；用 Ctrl 组合或功能键。
problem-keymap-shadowed = { $file } 第 { $line } 行：“{ $value }”被更短的“{ $by }”（{ $command }）挡住，按不出来；不要那个键就写 "{ $by }" = ""。
problem-keymap-primary = { $file } 第 { $line } 行：[{ $table }] 里“{ $value }”没有开着中文输入法也能按的键；原来的键是 { $key }。
problem-keymap-refused = { $file } 整个没有采用，仍用原来的按键：上面所列的是每分钟都用的动作，不能没有键。
problem-keymap-name = 没有名为“{ $value }”的键位，是不是 { $near }？可用的有：{ $known }；现用 default。

## 命令行 keys
keys-check-sound = { $file } 没有问题。
cli-arg-keymap = 键位：default、vi、numpad、one-handed
cli-name-keymap = 键位
cli-keys-arg-card = 输出为一页 A5 按键卡
cli-keys-arg-check = 检查一个键位文件，列出全部问题
cli-name-check = 文件
cli-keys-arg-svg = 把按键卡画成图片，写入此文件

## 候选按键：犹豫 0.4 秒后出现
which-key-after = { $keys } 之后可按
which-key-page = 本页按键
which-key-foot = 不挡下一键；设置 which_key = false 可关
which-key-more = 还有下一键

## 按错了键
told-key-elsewhere = “{ $key }”在“{ $place }”页是“{ $command }”，这里没有。
told-keys-here = 可用：
told-input-method = 中文输入法开着：数字、空格、回车、符号键可直接用；打汉字是找命令，看清再按 Enter。

## 命令行
palette-rule = 命令：拼音首字母、全拼、汉字、英文、按键都行
palette-elsewhere = （“{ $place }”页）
told-command-elsewhere = “{ $command }”是“{ $place }”页的命令，先到那一页再用。

## 按键卡
card-title = 问效按键卡（{ $map }）
card-input-method = 中文输入法开着：数字、空格、回车、方向键、F 键、Ctrl 组合照常；，。；：？！、【】《》同半角。
card-han = 打出的汉字是找命令，看清再按 Enter。
card-function-keys = F 键被占用：先 Esc 紧接着按数字（Esc 4 = F4，Esc 0 = F10）。
card-undo = 怎样撤销：{ $undo }，可一直按。


## 按键手册页（docs/keys.md）
keys-page-title = 按键
keys-page-made = 本页由 `wenxiao keys --markdown` 生成，写的是默认键位；`wenxiao keys --card` 印出一页 A5 按键卡。
keys-page-notation = 同一命令有几个键的，排在最前的一个显示在界面上，开着中文输入法也能按：`，。；：？！、【】《》` 等同半角键。F 键被终端或输入法占用时，先按 Esc 紧接着（半秒内）按数字：Esc 4 就是 F4，Esc 0 就是 F10。
keys-page-maps = 其他键位：`vi`、`numpad`（数字小键盘）、`one-handed`（左手），在设置页选，或加 `--keymap 名称`。
keys-page-own = 自己的键位写在配置目录的 keymap.toml，叠在所选键位之上；`wenxiao keys --check 文件` 一次列出全部问题。不给每分钟都用的动作留下中文输入法下能按的键，这样的文件整个不采用。
