# The order of the queue: by what the checks make expected, some by chance; and the second look at what was passed.

phase-ordering = ordering the queue
sort-expected = by expected findings
find-column-expected = expected findings
queue-head-expected = exp.
queue-field-expected = whole findings expected, e.g. expected>=2
command-queue-expected = expected
command-queue-expected-description = order by the findings that the checks make expected, the most first, one target in ten by chance; once more brings the usual order back
queue-expected-random = random { $expected }
queue-why-unseen = The checks have not looked at it yet, so it comes last. Run wenxiao check first; then it can be put in order.
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
queue-why-between = ; {""}
queue-why-not-looked = not looked at by the checks
queue-why-drawn = yes
queue-why-not-drawn = no
why-input-errors = errors
why-input-warnings = warnings
why-input-checks = checks, the weightiest first
why-input-drawn = drawn to an earlier place
