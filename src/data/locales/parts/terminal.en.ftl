# Terminals: input methods, paste, clipboard, own editor, suspension, themes and frames.

told-behind-han = { $key } right behind Chinese text was not carried out: read what was found, then press it again.
told-paste-filter = The pasted text became a filter; it was not taken for commands.
told-no-shell = There is no shell to go back to, so this cannot be suspended.
told-nothing-to-copy = There is nothing to copy at the cursor.
told-copy-long = More than { $limit } KB: not copied, a clipboard does not take so much.
told-no-clipboard = This terminal takes nothing for the clipboard.
told-copied = Handed { $count } characters to the terminal's clipboard: { $text }
told-copied-tmux = Handed { $count } characters to tmux (needs: set -g set-clipboard on): { $text }
told-editor-same = Nothing was changed in your editor.
told-editor-back = Replaced by what you wrote in your editor.
told-small-window = { $width }x{ $height } is below 80x24: some things are cut

command-app-copy = Copy
command-app-copy-description = Copy the row, opinion or number at the cursor (OSC 52)
command-editor-outside = Own editor
command-editor-outside-description = Change this text in your own editor (VISUAL or EDITOR)

problem-terminal-dumb = The terminal calls itself “{ $term }” and cannot show screens. Use another one, or line mode: wenxiao --line.
problem-no-boxes = The settings ask for box lines, but this terminal does not draw them one cell wide, or did not say; + - | are used.
problem-editor-none = No editor is set: export EDITOR=nano (say), then open this again.
problem-editor-busy = A key has not arrived whole yet, so the editor was not opened. Press again.
problem-editor-file = No temporary file can be put in { $path }: { $detail }. The text is unchanged.
problem-editor-start = The editor cannot be started: { $detail }. The text is unchanged.
problem-editor-failed = The editor did not end well ({ $detail }). The text is unchanged.
problem-editor-empty = The editor left no text; the old one stays.
problem-editor-read = What the editor left cannot be read: { $detail }. The text is unchanged.
problem-editor-long = More than { $limit } KB were written in the editor; not taken.
problem-editor-encoding = The editor did not save UTF-8; not taken.
problem-editor-kept =
    { $why ->
        [long] More than { $limit } KB were written; not taken.
        [encoding] The editor did not save UTF-8; not taken.
        [read] What the editor left cannot be read ({ $detail }).
        [start] The editor cannot be started ({ $detail }).
       *[failed] The editor did not end well ({ $detail }).
    } The text is unchanged; what you wrote is still in { $path }

terminal-colours-none = no colours
terminal-colours-sixteen = 16 colours
terminal-colours-many = 256 colours
terminal-colours-all = all colours

setting-theme-high-contrast = high contrast
setting-theme-red-green = red-green eyes
setting-theme-blue-yellow = blue-yellow eyes

cli-terminal = What the terminal is like: size, colours, encoding, ambiguous widths
terminal-row-term = Terminal (TERM)
terminal-row-draws = Shows screens
terminal-row-inside = Inside of
terminal-row-size = Window
terminal-row-encoding = Encoding
terminal-row-colours = Colours
terminal-row-screen = Second screen
terminal-row-paste = Announces pastes
terminal-row-whole = Whole frames
terminal-row-clipboard = Copying (OSC 52)
terminal-row-text-cells = ≥ was measured as
terminal-row-line-cells = ─ was measured as
terminal-row-layout = Ambiguous width counts
terminal-row-frames = Frames
terminal-row-theme = Theme
terminal-row-editor = Own editor
terminal-yes = yes
terminal-no = no
terminal-none = none
terminal-not-asked = not asked
terminal-no-answer = no answer
terminal-cells = { $cells ->
    [one] { $cells } cell
   *[other] { $cells } cells
}
terminal-size = { $columns } columns, { $rows } rows
terminal-size-small = { $columns } columns, { $rows } rows (less than 80x24: some things are cut)
terminal-no-color = not used (NO_COLOR)
terminal-frames-box = box lines
terminal-frames-ascii = + - |
terminal-encoding-wrong = { $locale } (not UTF-8: screens cannot be shown)
terminal-told-by = Yes and no are told from the name of the terminal, widths are measured. Without an answer, ambiguous characters count 2 cells in Chinese setups, else 1.
