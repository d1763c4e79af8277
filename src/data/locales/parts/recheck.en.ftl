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

## Sampling: sealing and drawing
problem-sample-rate = The rate "{ $value }" cannot be read. Write 10%, 0.1 or 1/10: above 0 and at most 100%.
problem-sample-nothing = There are no self-evaluations here to draw from. Import them first (wenxiao import).
problem-sample-nothing-of-year = There are no self-evaluations of { $year } here. Import them, or choose another year.
problem-sample-sources = Sealing says where the seed will come from, one name each, such as "20 throws of a ten-sided die (audit office)"; a name holds no "|".
problem-sample-unknown = No self-evaluation is called "{ $unit }". Check the code or name; nothing was sealed.
problem-sample-exists = A population of { $year } is sealed or drawn from already. To start anew, give up the one that was not drawn from, with a reason (wenxiao sample abandon).
problem-sample-several = Several sealed populations wait to be drawn from: { $ids }. Name one.
problem-sample-not-sealed = No population is sealed. Seal one (wenxiao sample seal), publish its fingerprints, then take the seed in public.
problem-sample-abandoned = This population was given up ({ $reason }) and cannot be drawn from.
problem-sample-drawn = { $year } is drawn already and is not drawn again. More is drawn in the same order.
problem-sample-other-sources = The sources of the seed are others than were sealed. Sealed: { $sealed }; now: { $given }.
problem-sample-elsewhere = This population was sealed on another machine; its files are not here. Draw and publish where it was sealed.
problem-sample-changed = { $file } does not have the fingerprint it had when it was sealed or drawn: the database was changed. Run wenxiao doctor.
