# Keys: keymap files, hints, which-key, palette, key card

## Keymap files
problem-keymap-line = { $file } line { $line } is no TOML: { $detail }.
problem-keymap-no-table = { $file } line { $line }: "{ $value }" is in no key table; write a line [table] first, then "key" = "command".
problem-keymap-scope = { $file } line { $line }: there is no key table "{ $value }"; did you mean [{ $near }]?
problem-keymap-key = { $file } line { $line }: "{ $value }" names no key; did you mean { $near }?
problem-keymap-no-text = { $file } line { $line }: the command of "{ $value }" must stand in quotes, e.g. "queue.filter".
problem-keymap-twice = { $file } line { $line }: the key "{ $value }" has a command in line { $first } already; keep one.
problem-keymap-command = { $file } line { $line }: there is no command "{ $value }"; did you mean { $near }?
problem-keymap-place = { $file } line { $line }: the command "{ $value }" belongs to the table [{ $table }].
problem-keymap-nothing = { $file } line { $line }: there is no "{ $value }" in [{ $table }] to unbind; perhaps it is misspelt.
problem-keymap-other-key = { $file } line { $line }: terminals send "{ $value }" as { $near }; write { $near } or take another key.
problem-keymap-never-sent = { $file } line { $line }: terminals never send "{ $value }"; take another key.
problem-keymap-types = { $file } line { $line }: "{ $value }" types text in fields and cannot be a command there; take a Ctrl or function key.
problem-keymap-shadowed = { $file } line { $line }: "{ $value }" is hidden by the shorter "{ $by }" ({ $command }); to give that up write "{ $by }" = "".
problem-keymap-primary = { $file } line { $line }: in [{ $table }] "{ $value }" has no key that works under a Chinese input method; its key was { $key }.
problem-keymap-refused = { $file } is not used at all and the keys stay as they were: the actions above are needed every minute and must have a key.
problem-keymap-name = There is no keymap "{ $value }"; did you mean { $near }? There are: { $known }. default is used.

## Command line: keys
keys-check-sound = { $file } is sound.
cli-arg-keymap = keys: default, vi, numpad, one-handed
cli-name-keymap = KEYMAP
cli-keys-arg-card = as a card of one A5 page
cli-keys-arg-check = look through a file of keys and list all problems
cli-name-check = FILE
cli-keys-arg-svg = draw the card into this file

## Which-key: the list shown to whoever hesitates for 0.4 s
which-key-after = after { $keys } you can press
which-key-page = keys of this page
which-key-foot = the next key still acts; which_key = false turns this off
which-key-more = more keys

## A wrong key
told-key-elsewhere = "{ $key }" is "{ $command }" on the page "{ $place }"; not here.
told-keys-here = Here:
told-input-method = An input method is on: digits, space, Enter and signs work; Han text looks commands up, Enter runs them.

## Palette
palette-rule = command: name, key, pinyin or what it does
palette-elsewhere = (page "{ $place }")
told-command-elsewhere = "{ $command }" belongs to the page "{ $place }"; go there first.

## Key card
card-title = wenxiao keys ({ $map })
card-input-method = Under an input method: digits, space, Enter, arrows, F-keys, Ctrl and signs work as they are.
card-han = Han text looks commands up; Enter runs.
card-function-keys = F-keys taken: Esc and at once a digit (Esc 4 = F4, Esc 0 = F10).
card-undo = To undo: { $undo }, as often as you like.


## Page of the manual (docs/keys.md)
keys-page-title = Keys
keys-page-made = This page is made by `wenxiao keys --markdown` and shows the default keys; `wenxiao keys --card` prints a card of one A5 page.
keys-page-notation = Of several keys of a command the first one is shown on the screens; it works under a Chinese input method, too: `，。；：？！、【】《》` are the keys they stand for. Where a terminal or input method keeps a function key for itself, press Esc and within half a second a digit: Esc 4 is F4, Esc 0 is F10.
keys-page-maps = Other keymaps: `vi`, `numpad` (numeric keypad), `one-handed` (the left hand); choose one among the settings or add `--keymap NAME`.
keys-page-own = Your own keys go into keymap.toml in the configuration folder and are laid over the chosen map; `wenxiao keys --check FILE` lists everything that is wrong with it at once. A file that leaves an action of every minute without a key that works under a Chinese input method is not used at all.
