# A person's settings: settings.toml and its screen.

problem-settings-theme = { $file } names a theme “{ $value }” that is not known; there are: { $known }. The default is used.
