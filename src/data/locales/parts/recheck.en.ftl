## Spot check: the record of steps
step-sample-sealed = population of { $year } sealed: { $units } units
step-sample-abandoned = a sealed population given up
step-sample-drawn = drawn in public for { $year }: { $random } at random, { $certain } in any case
step-recheck-assigned = { $project }: drawn at random, to be rechecked
step-recheck-assigned-certain = { $project }: examined in any case, to be rechecked
step-recheck-refused = { $project }: papers refused or not to be had
step-recheck-not-applicable = { $project }: nothing to recheck, the next ticket takes its place
step-recheck-frame-error = { $project }: should not have been on the list, the next ticket takes its place
step-recheck-postponed = { $project }: recheck put off
step-recheck-agrees = { $project } row { $row }: verified as self-evaluated
step-recheck-value = { $project } row { $row }: verified value { $value }
step-recheck-no-evidence = { $project } row { $row }: no evidence, asked for
step-recheck-row-dropped = { $project } row { $row }: not applicable, not scored
step-evidence-added = { $project }: evidence @{ $number } { $name }
step-recheck-finished = { $project }: recheck finished, { $points } points verified
step-recheck-confirmed = { $project }: recheck confirmed
step-recheck-sent-back = { $project }: recheck sent back
step-recheck-objected = { $project }: objection of the unit
step-objection-upheld = { $project }: objection upheld, to be rechecked anew
step-objection-rejected = { $project }: objection rejected

## Spot check: what cannot be done
problem-no-self-evaluation = There is no self-evaluation of this project and year here. Import it first (wenxiao import).
problem-recheck-finished = The recheck of { $project } is finished. To change it, take the result back first.
problem-recheck-not-finished = There is no finished result here.
problem-recheck-value-empty = The verified value of row { $row } is empty. Type the figure that was found, or press "agrees" or "no evidence".
problem-recheck-spent = "{ $value }" cannot be read as spending. Type the verified spending of the year in 万元, such as 1198.
problem-recheck-execution = The execution rate is verified by the treasury's figure: type the spending, or press "agrees".
problem-no-such-evidence = There is no evidence { $evidence }. Register it first, then refer to its number.
problem-too-much-evidence = At most { $most } pieces of evidence can be registered for one project.
problem-evidence-name-empty = Evidence needs a name.
problem-recheck-reason-empty = Please give a reason.
problem-recheck-contested = Row { $row } has two different verified values. Settle it before the recheck is finished.
problem-recheck-rows-open = { $rows ->
        [one] One row is not verified yet: row { $row }
       *[other] { $rows } rows are not verified yet, the first is row { $row }
    } (0 is the execution rate). A recheck is finished once every row is verified.
problem-recheck-no-self-score = The self-evaluation has no total that can be read, so there is nothing to compare with. Complete it and import it again.
problem-recheck-second-person = Another person must check the result; nobody checks their own.
problem-no-such-objection = There is no such objection.
