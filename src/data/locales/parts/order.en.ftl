# The order of the queue: by what the checks make expected, some by chance; and the second look at what was passed.

phase-ordering = ordering the queue
sort-expected = by expected findings
find-column-expected = expected findings
queue-head-expected = exp.
queue-field-expected = whole findings expected, e.g. expected>=2
command-queue-expected = expected
command-queue-expected-description = order by the findings that the checks make expected, the most first, one target in ten by chance; once more brings the usual order back
queue-expected-random = random { $expected }
queue-why-unseen = The checks have not looked at it yet, so it comes last. Run wenxiao check --all first; then it has a place.
queue-why-expected = { $expected } findings expected
queue-why-random = drawn to this place (one in ten), { $expected } expected
queue-why-errors = { $count ->
    [one] 1 error
   *[other] { $count } errors
}
queue-why-warnings = { $count ->
    [one] 1 warning
   *[other] { $count } warnings
}
queue-why-checks = checks { $checks }
queue-why-more-checks = { $names } and { $count } more
queue-why-returned = fair or poor last year
queue-why-amount = { $amount } x 10k yuan
queue-why-and = { $before }; { $more }
queue-why-not-looked = not looked at by the checks
queue-why-drawn = yes
queue-why-not-drawn = no
why-input-errors = errors
why-input-warnings = warnings
why-input-checks = checks, the weightiest first
why-input-drawn = drawn to an earlier place

queue-field-second-look = waits for a second look: 1 or 0; or just second-look
queue-filter-second-look = second-look
command-queue-second-look = second look
command-queue-second-look-description = only what was drawn for a second look and not looked at again yet
command-review-second-look = second look
command-review-second-look-description = what came of a second look: Enter where nothing is wrong, the fault otherwise
title-second-look = Second look
second-look-ask = Nothing is wrong: press Enter. A fault: write what it is, then press Enter; afterwards give an opinion and another result as usual.
second-look-fault = fault
second-look-proves = Second look: of { $passed } passed, { $counted } looked at again, { $faults } with faults; miss rate at most { $rate }% (95%, one-sided). { $done } of { $sample } drawn are done.
second-look-nothing-yet = Second look: { $passed } passed, { $done } of { $sample } drawn are done; none from the first lot on yet, so the miss rate is not known.
second-look-unknown = not known
second-look-none-passed = No target of the year was passed (excellent or good, no opinion), so there is nothing to look at again.
second-look-waits = waits
second-look-agreed = nothing wrong
second-look-line = { $at }. { $state }  { $code }  { $name }
second-look-said = Second look noted: { $project }
second-look-said-already = This second look was noted before, nothing written: { $project }
second-look-would-be-said = Dry run, nothing written: { $project }
told-second-look-not-passed = A second look is for targets that were passed (excellent or good) without opinion or demand.
problem-second-look-not-passed = { $project } was not passed, or has opinions or demands. A second look is for what was passed: see wenxiao second-look list.
problem-second-look-needs-reason = A fault found at a second look needs words. Write what the fault is and try again.
step-looked-agreed = { $project }: second look, nothing wrong
step-looked-fault = { $project }: second look, a fault
why-input-passed = passed
why-input-sample = drawn
why-input-looked = looked at again
why-input-counted = from the first lot on without a gap
why-input-faults = with faults
why-input-most = missed at most

cli-second-look = A second look: a random sample of what was passed, and the most that was missed
cli-second-look-list = The sample, what came of it, and the limit of the miss rate
cli-second-look-list-arg-year = Fiscal year, the newest by default
cli-second-look-list-arg-limit = Most lines
cli-second-look-agree = Looked again, nothing is wrong
cli-second-look-agree-arg-project = Code, full name or key of the project
cli-second-look-agree-arg-year = Fiscal year
cli-second-look-found = A fault was found; afterwards give an opinion and another result as usual
cli-second-look-found-arg-project = Code, full name or key of the project
cli-second-look-found-arg-reason = The fault
cli-second-look-found-arg-year = Fiscal year
cli-second-look-json =
    JSON: list has year, figures (passed, sample, done, counted, faults, most, percent) and sample (rows as of list, with
    place and found); agree and found have project, year, found, event, already, dry_run, figures. found: null not looked at
    yet, true a fault.
