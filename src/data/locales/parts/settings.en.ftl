# A person's settings: settings.toml and its screen.

problem-settings-theme = { $file } names a theme “{ $value }” that is not known; there are: { $known }. The default is used.

title-settings = Settings
settings-rule = Your settings (this machine only)
settings-file = Kept in: { $path }
told-settings-same = Nothing was changed
told-settings-kept = Settings kept in { $path }
told-settings-nowhere = There is nowhere to keep settings here
told-settings-later = Save or leave the opinion you are writing, then change settings
problem-settings-not-kept = The settings were not written to { $path }: { $detail }. The change holds for this session; the old file is untouched.

hint-keep = keep
setting-language = Language
setting-language-system = the system's
setting-language-zh-cn = 中文
setting-language-en = English
setting-language-text = Language of screens, help and reports. --lang and WENXIAO_LANG go before it.
setting-theme = Theme
setting-theme-dark = dark
setting-theme-light = light
setting-theme-mono = monochrome
setting-theme-text = Colours only repeat what words say. With NO_COLOR there are none; theme.toml in the configuration folder goes before this.
setting-glyphs = Frames
setting-glyphs-auto = automatic
setting-glyphs-ascii = ASCII
setting-glyphs-box = box lines
setting-glyphs-text = Box lines take two cells in some terminals and push tables askew; choose ASCII when you see that.
setting-hints = Key hints
setting-hints-auto = automatic
setting-hints-full = full
setting-hints-short = short
setting-hints-none = none
setting-hints-text = Automatic: what you know by heart is no longer shown, and comes back after two weeks without use.
setting-which-key = Keys that may follow
setting-which-key-on = on
setting-which-key-off = off
setting-which-key-text = 0.4 s after the first half of a key sequence, what may follow is listed; it never stands in the way of the next key.
setting-count-keys = Count keys
setting-count-keys-on = on
setting-count-keys-off = off
setting-count-keys-text = Counts your keys and seconds per decision, on this machine only; no bundle carries them.

command-app-settings = Settings
command-app-settings-description = Language, theme, frames, key hints, counting
command-home-settings = Settings
command-home-settings-description = Language, theme, frames, key hints, counting
