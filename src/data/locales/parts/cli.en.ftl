# Words of the command line.


## Frame of help
cli-usage = Usage:
cli-heading-commands = Commands
cli-heading-arguments = Arguments
cli-heading-options = Options
cli-heading-global = Options of all commands
cli-name-command = COMMAND
cli-name-options = OPTIONS
cli-about =
    Wenxiao: workstation for budget performance review.
    Without a command it opens the screens.
cli-after-help = Usage of one command: wenxiao COMMAND --help
cli-panic =
    Something failed inside the program and it stopped. Everything confirmed is stored; open it again to go on.
    Please hand the log file to your administrator: { $log }

## Commands
cli-demo = Builds the sample database and opens it, for practice
cli-import = Reads target forms, self-evaluations, lists and other files, or folders of them; with --dry-run only previews them
cli-show = Shows one project with everything said about it
cli-value = Shows how printed indicator values are read
cli-list = Lists projects, opinions, demands, events or contests
cli-opinion = Records opinions or takes them back
cli-opinion-add = Records an opinion, or one per line of a file
cli-opinion-retract = Takes one of your opinions back
cli-decide = Decides a target review, or one row of it
cli-demand = Raises rectification demands
cli-demand-add = Raises one rectification demand
cli-export = Writes sheets for other systems and units
cli-export-opinions = Writes the sheet of review opinions
cli-bundle = Writes, takes in or examines exchange bundles
cli-bundle-export = Writes an exchange bundle for another station
cli-bundle-import = Takes in exchange bundles of other stations
cli-bundle-show = Shows what a bundle holds without taking it in
cli-bundle-verify = Verifies signature and completeness of a bundle
cli-digest = Shows the fingerprints: equal ones mean equal content
cli-undo = Takes your latest steps back
cli-redo = Does again what was taken back
cli-history = Lists your latest steps
cli-key = Identity of this station
cli-key-show = Shows this station's card, for others to enrol
cli-key-new = Registers who works here and makes a key
cli-trust = Stations that this one believes
cli-trust-enrol = Believes the station of a card
cli-trust-list = Lists the stations known here
cli-doctor = Checks database, chains, signatures and terminal
cli-backup = Writes a safety copy
cli-restore = Goes back to a safety copy; the present database is kept
cli-play = Runs the screens without a terminal: keys in, screens out
cli-keys = Lists all keys
cli-completions = Writes completions for a shell
cli-man = Writes the manual page

## Arguments
cli-arg-help = Shows this help
cli-arg-version = Shows the version
cli-arg-db = Database file; also WENXIAO_DB
cli-arg-lang = Language: zh-CN or en; also WENXIAO_LANG
cli-arg-profile = Rules of a place: default, zhejiang, ...
cli-arg-json = The answer is one JSON value
cli-arg-read-only = Look only: whatever would write to the database is refused
cli-arg-quiet = No progress and hints
cli-arg-dry-run = Shows what would happen, writes nothing
cli-arg-dir = Folder of the sample database
cli-arg-no-open = Builds only, opens no screen
cli-arg-files = One or more files
cli-arg-file = File
cli-arg-kind =
    Kind of table; auto (default) finds it by labels:
    target, self_evaluation, monitoring, budget_list,
    department_overall, indicator_library, reply,
    opinion_list, recheck_list
cli-arg-year = Fiscal year
cli-import-arg-year = Fiscal year of files that print none
cli-arg-region = Region code of files that print none
cli-arg-stage =
    Stage of the targets: compiled (default),
    approved, execution
cli-arg-project = Project code, exact name, or key as in lists
cli-import-arg-project = Project of files that name none
cli-arg-encoding = Encoding of csv files where detection errs
cli-arg-report = Reports cells that cannot be used or deserve a look: .xlsx is a workbook for the sender, .txt the preview of all files as text, anything else a folder with a workbook for each file
cli-import-arg-replace = Writes over existing reports
cli-arg-changes = Tells field by field what changes in changed projects
cli-arg-text = Text
cli-value-arg-text = Printed values, one or more
cli-arg-filter =
    Filter: words, year, state, amount, like
    "education 2025 unread >500万"
cli-arg-sort = Order, such as department (default), amount, name:desc; for columns see frequency
cli-arg-limit = At most so many
cli-arg-indicator = Indicator number; the whole target when absent
cli-arg-category = Class: C01 to C12, or the key of the class
cli-arg-demand = Demand that goes with the opinion
cli-arg-due = Due date: 2025-06-30, 6-30, +30, +10w (working days)
cli-arg-from =
    JSON lines from a file, - for standard input;
    each line is acknowledged by one line
cli-arg-id = Identity of the opinion, at least its first 6 digits
cli-arg-reason = Reason
cli-arg-grade = Result: excellent, good, fair or poor
cli-arg-verdict = On the row: passed, returned or later
cli-arg-unit = Unit that must act; the project's unit by default
cli-arg-out = File to write
cli-arg-sheet = project (default) or department
cli-arg-replace = Writes over an existing file
cli-arg-full = Everything, not only what is new
cli-arg-steps = Number of steps, 1 by default
cli-arg-name = Name
cli-arg-office = Office
cli-arg-card = The text of a card, or a file that holds one
cli-arg-keys = Keys, like "4<enter><space><snap>"
cli-arg-size = Size of the screen, 80x24 by default
cli-arg-ansi = With colours
cli-arg-svg = Draws the last screen as an SVG picture
cli-arg-markdown = As a Markdown table
cli-arg-shell = bash, zsh, fish, powershell or elvish

## Placeholders
cli-name-db = FILE
cli-name-lang = LANGUAGE
cli-name-profile = NAME
cli-name-dir = FOLDER
cli-name-files = FILE
cli-name-file = FILE
cli-name-kind = KIND
cli-name-year = YEAR
cli-name-region = CODE
cli-name-stage = STAGE
cli-name-project = PROJECT
cli-name-encoding = ENCODING
cli-name-report = FILE|FOLDER
cli-name-text = TEXT
cli-name-what = WHAT
cli-name-filter = FILTER
cli-name-sort = ORDER
cli-name-limit = NUMBER
cli-name-indicator = NUMBER
cli-name-category = CLASS
cli-name-demand = TEXT
cli-name-due = DATE
cli-name-from = FILE
cli-name-id = ID
cli-name-reason = REASON
cli-name-grade = GRADE
cli-name-verdict = VERDICT
cli-name-unit = UNIT
cli-name-out = FILE
cli-name-sheet = SHEET
cli-name-steps = STEPS
cli-name-name = NAME
cli-name-office = OFFICE
cli-name-card = CARD
cli-name-keys = KEYS
cli-name-size = COLUMNSxROWS
cli-name-svg = FILE
cli-name-shell = SHELL

## Wrong usage
usage-unknown-command = There is no command “{ $value }”.
usage-missing-command = A command is missing. There are: { $known }.
usage-unknown-argument = There is no argument “{ $arg }”.
usage-missing-argument = Required arguments are missing: { $arg }.
usage-missing-value = “{ $arg }” needs a value.
usage-bad-value = “{ $arg }” cannot be “{ $value }”. There are: { $known }.
usage-bad-number = “{ $value }” cannot be used for “{ $arg }”.
usage-conflict = “{ $arg }” cannot be used together with “{ $other }”.
usage-number-of-values = “{ $arg }” has the wrong number of values.
usage-not-utf8 = An argument is not UTF-8.
usage-other = The command line makes no sense.
usage-suggestion = Did you mean: { $value }
usage-help = See --help.

## Lists
column-project = project
column-year = year
column-department = department
column-unit = unit
column-name = name
column-amount = funds (10,000 yuan)
column-rows = decided/rows
column-opinions = opinions
column-status = state
column-id = id
column-row = row
column-category = class
column-author = author
column-text = text
column-number = number
column-due = due
column-overdue = overdue
column-responsible-unit = responsible unit
column-at = time
column-kind = kind
column-state = state
column-decision = decision
column-version = version
column-step = step
column-level2 = level 2
column-indicator = indicator
column-target = target
column-last-year = last year
column-weight = weight
column-verdict = decision
column-printed = printed
column-comparator = sign
column-figure = figure
column-unit-of-measure = unit
column-remark = remark
column-office = office
column-fingerprint = fingerprint
column-check = check
column-detail = finding
column-place = place
column-keys = keys
column-meaning = meaning
label-goal = annual goal
label-goal-actual = actual
labelled = { $label }: { $value }
overdue-days =
    { $days ->
        [one] { $days } day
       *[other] { $days } days
    }
place-row = row { $row }
place-whole = whole target
show-kept = { $place }  { $heading }: { $text }
show-other-column = (column without heading)
show-opinion = Opinion, { $place }, { $category }: { $text } ({ $author })
show-demand = Demand { $number }, { $place }: { $text } (due { $due })
list-empty = Nothing matches.
list-count = { $count } in all.
step-taken-back = taken back
step-undoable = can be undone

## Values
value-number = number
value-percent = percent
value-range = range
value-date = date
value-duration = duration
value-qualitative = words
value-blank = blank
value-uncertain = uncertain, check the printed text

## Import
import-already = { $path }: this file was imported before, nothing changed.
import-table = { $path }: { $kind } { $year }, projects: { $projects }, indicators: { $indicators } (new: { $new }, changed: { $changed }).
import-reject = Rejected, { $path }: { $text }
import-warning = Note, { $path }: { $text }
complaint-row = row { $row }: { $reason }
complaint-cell = row { $row }, column { $column }: { $reason }
complaint-sheet-row = sheet “{ $sheet }”, row { $row }: { $reason }
complaint-sheet-cell = sheet “{ $sheet }”, row { $row }, column { $column }: { $reason }
dry-run-nothing-written = Dry run: nothing was written.

## Review
opinion-added = Opinion recorded: { $project }, { $place }, { $category }. Id { $id }.
opinion-already = The same opinion is there already: { $project }, { $place }, { $category }, id { $id }. Nothing changed.
opinion-would-be-added = Dry run: an opinion would be recorded: { $project }, { $place }, { $category }. { $id }
opinion-retracted = Opinion taken back: { $project }: { $text }
opinion-would-be-retracted = Dry run: this opinion would be taken back: { $project }: { $text }
lines-done = Lines accepted: { $good }, refused: { $bad }.
decided = Decided: { $project }, { $place }: { $decision }.
decided-already = Decided so before: { $project }, { $place }: { $decision }. Nothing changed.
would-be-decided = Dry run: would be decided: { $project }, { $place }: { $decision }.
demand-added = Demand { $number } raised: { $project }, responsible { $unit }, due { $due }.
demand-already = The same demand { $number } is there already: { $project }, responsible { $unit }, due { $due }. Nothing changed.
demand-would-be-added = Dry run: a demand { $number } would be raised: { $project }, responsible { $unit }, due { $due }.
step-would-be = Dry run, would concern: { $step }

## Files
sheet-written = Written: { $path }, rows: { $rows }.
sheet-would-be-written = Dry run: would write { $path }, opinions: { $rows }.
sha256 = SHA-256: { $sha256 }
bundle-written = Bundle written: { $path }, events: { $events }, tables: { $batches }.
bundle-would-be-written = Dry run: would write the bundle { $path }.
bundle-read = { $path }: new events: { $new }, known: { $known }.
bundle-pending =  { $count } of them wait for earlier events; ask the sender for a full bundle.
bundle-quarantined =  { $count } of them are by stations not enrolled here and have no effect yet; see trust enrol.
bundle-contested =  Targets contested because of it: { $count }; both sides are kept. One of the two changes or withdraws a decision.
bundle-facts = { $path }: sender { $sender }, written { $at }, events: { $events }, tables: { $batches }.
bundle-sound = Sound: { $path }, sender { $sender }, written { $at }, events: { $events }, tables: { $batches }.
bundle-unchecked = The keys of the signers of { $count } events are not in the bundle; they are checked when it is taken in.
bundle-sender-unknown = The sender is not enrolled here; compare the fingerprint, then use trust enrol.
backup-written = Safety copy written: { $path }.
restored = { $database } is restored.
restored-kept = The earlier database is kept at { $kept }.

## Station
digest =
    events { $events }
    set    { $set }
    state  { $state }
key-card =
    { $name }, { $office }
    device { $replica }
    fingerprint { $fingerprint }
    card:
key-card-hint = Hand the card to other stations, and compare the fingerprint in person or by telephone.
introduced-by-system = Nobody was registered here; registered as the system's user “{ $name }”. Use key new for another name.
key-already = Registered before; nothing changed.
trust-enrolled = Enrolled { $name }, { $office }, fingerprint { $fingerprint }. Compare it in person or by telephone.
trust-yes = enrolled
trust-no = not enrolled
doctor-ok = ok
doctor-failed = failed
check-locale = locale
doctor-locale-is = language { $language }, system locale { $locale }
doctor-width = Terminal width: the bars below must stand in one line; if not, set ambiguous-width characters to narrow.
demo-built = Sample database built: { $database }, projects: { $projects }, indicators: { $indicators }.
demo-digest = fingerprint { $digest }

## Problems
problem-not-a-file = { $path } is no plain file. Name a file.
problem-bad-size = “{ $value }” is no size. Write 80x24.
problem-unknown-category = There is no class “{ $value }”. There are: { $known }.
problem-unknown-grade = There is no result “{ $value }”. There are: excellent good fair poor.
problem-nothing-to-decide = Use --grade for the result, or --indicator and --verdict for one row.
problem-no-such-opinion = There is no opinion { $id }. See list opinions; give at least 6 digits.
problem-ambiguous-opinion = { $id } stands for { $count } opinions. Give more digits.
problem-bad-json-line = Line { $line } is not the JSON it should be: { $detail }
problem-line-too-long = Line { $line } has more than { $most } bytes; it and what follows were not read.

demo-person = Demo reviewer
demo-office = Yunxi finance bureau, performance division
problem-locale = { $name }={ $value } is not UTF-8, so the screens cannot show Chinese. Use a UTF-8 locale, e.g. export { $name }=en_US.UTF-8.
