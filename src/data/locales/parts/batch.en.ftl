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
problem-many-changed = { $changed } of { $targets } targets changed since the preview; nothing was stored. Preview again, look, then decide.
problem-steps-changed = Something was done or undone since you looked; nothing was undone now. Look at the history again and choose.
problem-no-such-event = There is no record of this step here. Try again with a number from the history.

## Steps
step-many-what =
    { $step ->
        [step-opinion-added] opinions on rows, class { $category }
        [step-opinion-added-whole] opinion, class { $category }
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
