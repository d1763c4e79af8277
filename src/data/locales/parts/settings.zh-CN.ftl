# 个人设置：settings.toml 与设置页。

problem-settings-theme = { $file } 里的配色“{ $value }”不认识，可用的有：{ $known }；现用默认配色。

title-settings = 设置
settings-rule = 个人设置（只在本机）
settings-file = 保存在：{ $path }
told-settings-same = 设置没有变化
told-settings-kept = 设置已保存：{ $path }
told-settings-nowhere = 这里没有保存设置的地方
told-settings-later = 先存下或放下正在写的意见，再改设置
problem-settings-not-kept = 设置没有保存到 { $path }：{ $detail }。改动只在本次有效，原文件没有动。

hint-keep = 保存
setting-language = 语言
setting-language-system = 跟随系统
setting-language-zh-cn = 中文
setting-language-en = English
setting-language-text = 界面、帮助和报告用的语言。--lang 和 WENXIAO_LANG 优先于这里。
setting-theme = 配色
setting-theme-dark = 深色底
setting-theme-light = 浅色底
setting-theme-mono = 单色
setting-theme-text = 颜色只重复文字已说的内容。设置了 NO_COLOR 时不用颜色；配置目录里的 theme.toml 优先于这里。
setting-glyphs = 框线
setting-glyphs-auto = 自动
setting-glyphs-ascii = ASCII
setting-glyphs-box = 制表线
setting-glyphs-text = 制表线在有的终端占两格，会把表格撑歪；看到错位就用 ASCII。
setting-hints = 按键提示
setting-hints-auto = 自动
setting-hints-full = 全
setting-hints-short = 简
setting-hints-none = 无
setting-hints-text = 自动：用熟的命令不再提示，两周不用又会出现。
setting-which-key = 后续键提示
setting-which-key-on = 开
setting-which-key-off = 关
setting-which-key-text = 按了组合键的前一半停 0.4 秒，列出接下来可按的键；不挡下一键。
setting-count-keys = 按键统计
setting-count-keys-on = 开
setting-count-keys-off = 关
setting-count-keys-text = 统计自己每个判断的按键数和秒数，只存在本机，不随交换包传出。

command-app-settings = 设置
command-app-settings-description = 语言、配色、框线、按键提示和统计
command-home-settings = 设置
command-home-settings-description = 语言、配色、框线、按键提示和统计
