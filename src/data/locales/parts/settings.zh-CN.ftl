# 个人设置：settings.toml 与设置页。

problem-settings-theme = { $file } 里的配色“{ $value }”不认识，可用的有：{ $known }；现用默认配色。
