## Pages of the spot check: narrowing the list, checks of self-evaluations, results of one draw
command-rechecks-facets = narrow
command-rechecks-facets-description = states, draws and departments with counts, to narrow the list by
command-rechecks-check = check
command-rechecks-check-description = run the checks over all self-evaluations of the year, in the background; Esc stops them
command-rechecks-leave = clear
command-rechecks-leave-description = stop the checks, else clear the filter, else leave the page
rechecks-stop = stop checks
rechecks-only-waiting = papers awaited
rechecks-by-draw = draw
rechecks-draw-first = first draw
rechecks-draw-late = late tranche { $number }
rechecks-draw-other = another draw { $sealed }
rechecks-draw-besides = beyond the draws
rechecks-no-department = (no department)
rechecks-several = { $count ->
    [1] { $first }
   *[other] { $first } and others ({ $count })
}
rechecks-without = { $count ->
    [1] without { $first }
   *[other] without { $first } and others ({ $count })
}
rechecks-narrowed-and = {" - "}
rechecks-none-narrowed = No recheck is “{ $only }”. { $clear } clears the filter, { $key } chooses others.
told-rechecks-cleared = Filter cleared: { $only }
told-rechecks-nothing = There are no rechecks here, nothing to narrow.
told-rechecks-one-state = One state at a time: Enter on the one to see, once more shows all.
told-rechecks-wide = Nothing is asked of this column.
told-rechecks-no-table = No table here: the counts stand behind the values.
told-rechecks-checking = Checking the self-evaluations of { $year }; go on with other work meanwhile
told-only-year = Only this year has self-evaluations.
told-results-whole-year = Now of all draws of the year
results-rule-draw = { " - " }only { $draw } ({ $key }: whole year)
results-write-year = The file tells of all draws of the year, not only of the one on screen.
report-evaluations-looked = { $years }: { $looked } looked at now, { $fresh } had not changed and their findings hold.
report-evaluations-found = Found now:
report-evaluations-errors = to be put right: { $count }
report-evaluations-warnings = to be considered: { $count }
report-evaluations-infos = for information: { $count }
report-evaluations-missing = approved targets without a self-evaluation: { $count }
report-evaluations-projects = projects of the year with something to be put right: { $count }
report-evaluations-project = - { $project } ({ $department }): { $errors } to be put right
report-evaluations-see = To see them: the column “err” of the rechecks counts them, { $order } puts the most first, an open recheck lists them row by row; { $find } finds those that are not listed; the missing ones are told by { $missing }.
sample-planning-far = working it out: { $phase } { $far }
sample-stop-planning = stop
problem-sample-stopped = The plan was not worked out to its end. Change a field or press Enter to begin again.
report-evaluations-next = The checks have still to look at these self-evaluations: they run by themselves when nothing else is to be done. To run them now and see what they find: { $check } in the rechecks ({ $list }).
rechecks-by-department = department
report-evaluations-title = Self-evaluations checked
