# Acts on many, undo, history

phase-comparing = comparing
phase-acting = storing acts

## Why one is left out
many-left-key-lane = 10 million yuan or more: decided one by one
many-left-contested = contested: to be resolved first
many-left-closed = has a result
many-left-gone = no longer here
many-left-same = has this very opinion
many-left-no-row = no such indicator
many-left-rows-decided = all rows concerned are decided
many-left-put-off-already = no open row, or all put off already
many-left-put-off = row { $row } is put off
many-left-has-opinions = has opinions, demands or rows sent back: not Excellent in bulk
many-left-needs-opinion = Fair or Poor needs an opinion
many-left-no-unit = no responsible unit
many-left-slot =
    { $slot ->
        [indicator] the phrase asks for the indicator, there is none
        [target] the phrase asks for the target value, there is none
        [level2] the phrase asks for the second level, there is none
        [unit] the phrase asks for the unit, there is none
        [weight] the phrase asks for the weight, there is none
        [last_year] the phrase asks for last year's value, there is none
        [funds] the phrase asks for the amount, there is none
       *[other] the phrase has a slot to be filled by hand
    }
## Reasons as a whole, without what is particular to one target
many-reason-put-off = rows are put off
many-reason-slot = a slot of the phrase stays empty

problem-many-targets = { $count } targets are chosen, at most { $most } go together. Narrow the filter and act in several goes.
problem-many-events = This step would write { $count } records, at most { $most } go together, or others would wait too long. Choose fewer targets and act in several goes.
problem-many-nothing = Nothing can be done so to any of the chosen targets; nothing was stored. See the reasons, choose others or another act.
problem-many-changed = { $changed } of { $targets } changed since the preview: nothing stored. Look again.
problem-steps-changed = Something was done or undone since you looked; nothing was undone now. Look at the history again and choose.
problem-no-such-event = There is no record of this step here. Try again with a number from the history.

## Steps
step-many-what =
    { $step ->
        [step-opinion-added] opinions on rows, class { $category }
        [step-opinion-added-whole] opinion, class { $category }
        [step-draft-accepted] drafts of { $check } accepted, class { $category }
        [step-draft-accepted-whole] draft of { $check } accepted, class { $category }
        [step-finding-dismissed] drafts of { $check } dismissed
        [step-finding-dismissed-whole] drafts of { $check } dismissed
        [step-passed] no problem
        [step-returned] sent back
        [step-later] later
        [step-graded-excellent] closed as Excellent
        [step-graded-good] closed as Good
        [step-graded-fair] closed as Fair
        [step-graded-poor] closed as Poor
       *[step-earlier] several acts
    }
step-many =
    { $targets ->
        [1] { $project }: { step-many-what }, { $events } records
       *[other] { $targets } targets together: { step-many-what }, { $events } records
    }
step-many-undone =
    { $targets ->
        [1] undone: { $project }: { step-many-what }, { $events } records
       *[other] undone, { $targets } targets together: { step-many-what }, { $events } records
    }
step-many-redone =
    { $targets ->
        [1] redone: { $project }: { step-many-what }, { $events } records
       *[other] redone, { $targets } targets together: { step-many-what }, { $events } records
    }
step-undone-several = { $steps } steps undone

## Pages for marks and acts on many
command-queue-mark = mark
command-queue-mark-description = Mark or unmark the target under the cursor and go down
command-queue-mark-range = mark range
command-queue-mark-range-description = Mark everything from the last mark to here
command-queue-mark-all = mark all
command-queue-mark-all-description = Mark all that the filter leaves; unmark all when they are
command-queue-unmark = unmark
command-queue-unmark-description = Take all marks away
command-queue-many = act on marked
command-queue-many-description = Act on the marked targets: preview first, stored only when confirmed
command-queue-return = send back marked
command-queue-return-description = Marked targets: send undecided rows back (preview first)
command-queue-later = put off marked
command-queue-later-description = Marked targets: put undecided rows off (preview first)
command-queue-finish = close marked
command-queue-finish-description = Marked targets: no problem for open rows, and a result (preview first)
command-review-alike = rows alike
command-review-alike-description = One opinion on all rows of the queue with this value or name (preview first)
command-many-whole = on whole targets
command-many-whole-description = The same opinion on each whole target
command-many-value = same value
command-many-value-description = An opinion on each undecided row with the same target value
command-many-name = same name
command-many-name-description = An opinion on each undecided row with the same indicator name
command-many-return = send back
command-many-return-description = Send undecided rows back
command-many-later = later
command-many-later-description = Put undecided rows off
command-many-finish = close
command-many-finish-description = No problem for undecided rows, and a result
command-history-whose = other steps
command-history-whose-description = Everybody's, my own, this target's steps in turn
command-history-undo-to = undo up to here
command-history-undo-to-description = Undo back to the step under the cursor, that step included; how many is told first
scope-many = Acts on many
scope-history = History

title-many = Act on many
marks = { $count } marked
marks-with-amount = { $count } marked, { $amount } x 10k yuan
marks-hidden = , { $count } of them not listed
marks-none = Nothing is marked. { $key } marks one, { $all } marks all, then act on them.
marks-no-start = No beginning yet: mark one, then move the cursor to the other end.

many-heading = Act on many: { $count }
many-only-alike = From a row, opinions on rows alike can be given; for other acts mark targets in the queue.
many-alike-row = This row: { $name }, { $value }
many-alike-value = Target value as printed, e.g. 适量, ≥95%:
many-alike-name = Name of the indicator:
many-alike-empty = Write a value or a name.
many-alike-needs-row = Put the cursor on a row first.
many-own-explained = A demand may be left out; each target's own unit is responsible.
many-field-text = Opinion
many-field-demand = Demand
many-field-due = Due
many-looking = Comparing, one moment ...
many-nothing-to-do = Nothing can be done so to any of them; nothing was stored.
many-unnamed = (no longer here)
many-on-whole = whole targets
many-on-value = rows that say “{ $value }”
many-on-name = rows named “{ $name }”
many-act-opinion = Opinion on { $spot }, { $class }: { $text }
many-act-demand = ; demand: { $text }, due { $due }
many-act-return = Send undecided rows back
many-act-later = Put undecided rows off
many-act-finish = No problem for undecided rows, result { $grade }
many-chosen = { $targets } chosen, { $amount } x 10k yuan
many-changes = { $targets } will change, { $amount } x 10k yuan; { $rows } rows, { $events } records
many-changes-nothing = None of them can be dealt with so.
many-rows-left = { $rows } rows of these are decided or put off and stay as they are
many-left = Left out, { $targets }:
many-left-reason = - { $reason }: { $targets }, { $amount } x 10k yuan

history-rule-all = everybody's steps
history-rule-mine = my steps
history-rule-target = steps on this target
history-partly = [partly]
history-not-yours = This step cannot be undone: it is not yours, or is undone already.
history-not-here = There is no target to open for this step.
history-step-heading = The { $count } records of this step
history-back-heading = Undo up to here
history-back-count = Undoes the latest { $steps } steps; each can be redone after.
history-back-hidden = { $steps } of them are not in this list.
many-choose-class = { $spot }: choose a class
hint-many = choose an act

## Command line
cli-many = Acts on all targets that a filter leaves; see what would change with --dry-run first
cli-many-opinion = The same opinion: on each target, or on each row alike
cli-many-return = Sends undecided rows back
cli-many-later = Puts undecided rows off
cli-many-finish = No problem for undecided rows, and a result
cli-arg-value = Only on rows with this printed target value
cli-arg-indicator-name = Only on indicators of this name
many-left-line = left out: { $name }: { $reason }
many-done = Stored: { $step }
