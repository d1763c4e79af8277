# Home page and own figures.

home-work = My work { $year }
home-waiting = to review: { $projects } targets
home-waiting-more =   { $indicators } rows, { $amount } x10k yuan
home-key-lane = >=10M yuan: { $projects } to review
home-demands = demands: { $count }, overdue { $more }
home-contested = contested: { $count }
home-contested-links = contested: { $count }, links { $more }
home-not-exported = not exported: { $count } steps
home-events-waiting =   { $count } steps of colleagues are missing
home-states = States
home-coverage = Coverage and time
home-closed = closed { $done }/{ $all }  { $share }
home-closed-amount = x10k yuan { $done }/{ $all }  { $share }
home-mine = mine: { $projects }, { $amount } x10k yuan
home-pace-today = today: { $rate }
home-pace-lately = last 7 working days: { $rate }
home-left-projects = left by number: { $time }
home-left-amount = left by amount: { $time }
home-today-rule = Today
home-today = { $projects } targets, { $rows } rows, { $opinions } opinions
home-overdue = overdue: { $count }, oldest due { $due }
home-later = later: { $rows } in { $projects }, since { $since }
home-place = stopped at: { $name }, row { $row } { $when }
home-place-gone = (a target that is gone)
home-self-evaluations = { $count } self-evaluations of { $year }
home-classes = Opinions by class
told-place-gone = The target where you stopped is gone. This is the list it was in.

duration-minutes = { $count } min
duration-hours = { $count } h
amount-wan = { $amount } x10k
pace-rate = { $rate } decisions/h
pace-unknown = too early to say

command-home-figures = figures
command-home-figures-description = Own pace, classes and states by department, keys
scope-figures = Figures
title-figures = Figures
figures-only-here = on this machine, for you alone
hint-figures-pages = pages
hint-figures-columns = columns
command-figures-open = rows behind it
command-figures-open-description = The targets behind the number under the cursor
command-figures-pace = my pace
command-figures-pace-description = Decisions, time and decisions per hour by day
command-figures-classes = classes
command-figures-classes-description = Bars of the twelve classes; departments by class
command-figures-states = states
command-figures-states-description = Targets of each department by state, and the amount that waits
command-figures-keys = keys
command-figures-keys-description = Keys and seconds per decision, counted here
command-figures-next = next page
command-figures-next-description = To the next page of figures
command-figures-previous = previous page
command-figures-previous-description = To the previous page of figures
command-figures-left = left
command-figures-left-description = To the column on the left
command-figures-right = right
command-figures-right-description = To the column on the right
command-figures-clear = clear counts
command-figures-clear-description = Forgets all counted keys when pressed twice; no review is touched

figures-no-rows = There are no targets behind counted keys.
figures-clear-elsewhere = Only the page of keys can be cleared.
figures-clear-again = Once more forgets all keys counted here (no review is touched).
figures-cleared = Counted keys are forgotten.
figures-all = all
figures-no-department = (no department)
figures-class-bars = by class
figures-axes = dept \ class
figures-sum = sum
figures-all-classes = all classes
figures-no-opinions = No opinions this year yet.
figures-class-cell = { $department }: { $what } { $count }, { $share } of all opinions
figures-department = department
figures-open = to review
figures-open-amount = open x10k
figures-state-cell = { $department }: { $what } { $count }, { $amount } x10k yuan; { $all } in all
figures-status-queued = new
figures-status-re-review = again
figures-status-reviewing = begun
figures-status-opinioned = grade
figures-status-passed = pass
figures-status-negotiated = agree
figures-status-returned = back
figures-status-blocked = none
figures-status-contested = cont.

pace-day = day
pace-decisions = decided
pace-projects = targets
pace-rows = rows
pace-opinions = opin.
pace-time = time
pace-per-hour = per hour
pace-few = few
pace-none = No decisions in the last 31 days.
pace-summary = today { $today }; last 7 working days { $lately }
pace-definition = From your own steps in the log: two decisions less than 10 minutes apart belong together and the time between them counts; longer is a break, and the first decision after it has no pace. An act on many is one decision. Working days are days with decisions (7 before today, within 31 days). Below 10 decisions or 5 minutes there is no pace, below 3 closed targets no forecast. Decisions taken back later took their time and count.

keys-per-decision = { $keys } keys per decision, median { $median } s ({ $decisions } decisions; { $typed } characters typed)
keys-per-project = { $keys } keys per closed target ({ $projects }); row by row takes { $rows } at least
keys-saved = , { $share } saved
keys-definition = Row by row: 12 rows a target, 1 key each. Of more than 2 minutes without a key, 2 count.
keys-day = day
keys-keys = keys
keys-typed = typed
keys-decisions = decided
keys-each = per dec.
keys-project = /target
keys-median = median
keys-screen = page
keys-command = command
keys-uses = uses
keys-without-meaning = (no such key there)
keys-off = Counting keys is off (count_keys = false in settings.toml), and nothing was counted before.

help-figures-heading = What the figures mean
help-figures-counters = To review and closed count the version in force of this year's targets; amounts are annual funds; closed means a result that nobody contests. Mine are targets whose version in force has a result of yours.
help-figures-later = Later are rows you put off that nobody decided, in targets still open. Overdue demands have a date before today.
help-figures-keys = Counted keys stay on this machine: in no bundle and no exported file; count_keys = false in settings.toml turns it off.

cli-stats = own figures: progress, pace, keys
stats =
    { $year }: to review { $open } targets, { $open-amount } x10k yuan; closed { $closed }, { $closed-amount } x10k yuan
    from 10 million yuan on: to review { $lane }, { $lane-amount } x10k yuan
    closed by me { $mine }, { $mine-amount } x10k yuan; put off { $later } rows
    demands { $demands }, overdue { $overdue }; contested targets { $contested }, links { $links }
    decisions per hour: today { $today }, last 7 working days { $lately }
    time left (hours:minutes): by number { $by-number }, by amount { $by-amount }
    keys (counted on this machine only): { $keys } per decision, { $keys-project } per closed target, median { $median } s
