# What a spot check proves: statements, planning and drawing on, refused figures. The program chooses the wording by rule.

estimate-random = Of a random frame of { $population } projects, { $drawn } were drawn by department with a public seed and rechecked; { $found } self-evaluations did not hold. With { $confidence }% confidence, at most { $most } of the random frame ({ $upper }%) do not hold; point estimate { $share }%.
estimate-random-internal = Of a random frame of { $population } projects, { $drawn } were drawn at random and rechecked; { $found } self-evaluations did not hold. With { $confidence }% confidence, at most { $most } of the random frame ({ $upper }%) do not hold; point estimate { $share }%.
estimate-clean = Of a random frame of { $population } projects, { $drawn } were drawn at random and rechecked; none was found not to hold. None found does not mean none exists: with { $confidence }% confidence, at most { $most } ({ $upper }%) do not hold.
estimate-census = All { $population } projects of the random frame were rechecked; { $found } do not hold. Everything was examined, so there is no sampling error.
estimate-department-random = { $department }: of { $population } projects of the random part, { $drawn } were drawn at random and rechecked; { $found } do not hold. With { $confidence }% confidence, at most { $most } ({ $upper }%) do not hold.
estimate-department-clean = { $department }: of { $population } projects of the random part, { $drawn } were drawn at random and rechecked; all hold. None found does not mean none exists: with { $confidence }% confidence, at most { $most } ({ $upper }%) do not hold.
estimate-department-census = { $department }: all { $population } projects of the random part were rechecked; { $found } do not hold. Everything was examined, so there is no sampling error.
estimate-department-small = { $department }: of { $population } projects of the random part, { $drawn } were drawn at random; { $found } do not hold. The sample is small: facts only, no judgement of the department as a whole.
estimate-department-none = { $department }: no project was drawn; no judgement.
estimate-department-not-statistical = { $department }: none of the { $units } projects examined was drawn at random; { $found } do not hold. This speaks of the projects examined only, not of the department as a whole.
estimate-not-statistical = The sample was recommended by offices or chosen by amount and the like: { $units } projects examined, { $found } do not hold. The result speaks of the projects examined only, not of all self-evaluations.

estimate-not-public = The seed was not taken in public: the estimates above are for internal use and no public conclusion.
estimate-systematic = Drawn at even steps; precision approximated as for simple random sampling.
estimate-worst-case = More than 5% of those drawn are not done: the high end counts them all as not holding, the low end all as holding. Finish the rechecks, or give the reason.
estimate-refused = { $units } of them refused or had no evidence and count as not holding; without them the random part has { $found }.
estimate-replaced = { $units } of those drawn were replaced as not applicable, more than 5%: the estimate covers applicable projects only, their number itself estimated.
estimate-uneven = Departments were drawn at different rates; the largest weight is { $ratio } times the mean, which widens the limit. Allocate in proportion next time, or treat the departments drawn too thinly apart.
estimate-met = With { $confidence }% confidence, no more than { $limit }% do not hold: met.
estimate-missed = With { $confidence }% confidence, more than { $limit }% do not hold: not met.
estimate-open = The sample does not tell whether more than { $limit }% do not hold; at the present rate about { $total } must be drawn ({ $more } more).
estimate-open-uneven = The sample does not tell whether more than { $limit }% do not hold; departments were drawn at different rates: first draw more where the rate is low.

estimate-certain = Also, all { $units } projects that are large, recommended by offices, flagged by checks or due by rotation were rechecked; { $found } do not hold. They were not chosen at random: this speaks of them only, nothing is inferred.
estimate-certain-incomplete = Also, { $units } projects that are large, recommended by offices, flagged by checks or due by rotation must be rechecked; { $unexamined } are still open, and of those done { $found } do not hold. They were not chosen at random: this speaks of them only, nothing is inferred.
estimate-total = Both parts together are { $population } projects; about { $count } do not hold, with { $confidence }% confidence at most { $most }; { $known } of them are established.
estimate-targeted = After the draw, { $units } more were picked and examined; { $found } do not hold. They count neither as random nor as certain, and nothing is inferred.
estimate-excluded = Before the draw, { $units } projects ({ $amount } 万元) were excluded for the reasons listed; the conclusion does not cover them.

estimate-contradicted = { $department }: declared { $declared }% not holding; of { $drawn } drawn at random { $found } do not hold, more than the { $limit } allowed. The spot check contradicts the declared level.
estimate-not-contradicted = { $department }: declared { $declared }% not holding; of { $drawn } drawn at random { $found } do not hold, no more than the { $limit } allowed. The spot check does not contradict the declared level.

estimate-grades = { $share }% graded themselves higher than the recheck ({ $confidence }% interval { $lower }%–{ $upper }%).
estimate-points = Own scores are { $points } points above the recheck on average ({ $confidence }% interval { $lower }–{ $upper } points).
estimate-points-below = Own scores are { $points } points below the recheck on average ({ $confidence }% interval { $lower }–{ $upper } points).
estimate-points-alone = Own scores are { $points } points above the recheck on average; with one item drawn there is no interval.
estimate-points-below-alone = Own scores are { $points } points below the recheck on average; with one item drawn there is no interval.
estimate-few-differences = Few items differ; the interval is for orientation only.

estimate-amount-over = By usual monetary unit sampling, { $projected } 万元 are reported too high, with { $confidence }% confidence at most { $upper } 万元 (basic precision { $basic } 万元; { $found } 万元 established among items examined in full).
estimate-amount-under = By usual monetary unit sampling, { $projected } 万元 are reported too low, with { $confidence }% confidence at most { $upper } 万元 (basic precision { $basic } 万元; { $found } 万元 established among items examined in full). Too high and too low are not netted.
estimate-amount-mean = Many items differ; estimated also by the mean per unit: { $misreported } 万元 too high, net (interval { $lower }–{ $upper } 万元).
estimate-amount-unreported = Amounts that nobody reported cannot be found by sampling reported ones.

estimate-clusters = { $drawn } whole departments with { $units } projects were drawn; mean { $mean } ({ $confidence }% interval { $lower }–{ $upper }). Precision depends on departments, not on projects.
estimate-clusters-alone = { $drawn } whole departments with { $units } projects were drawn; mean { $mean }. Too few departments to infer others.

estimate-inflation = { $department }: { $drawn } rechecked at random, own scores { $mean } points too high on average; { $points } points after allowing for sample size ({ $confidence }% interval { $lower }–{ $upper } points), place { $place }.
estimate-inflation-alone = { $department }: { $drawn } rechecked at random, own scores { $mean } points too high on average; too few for an interval, place { $place } for now.
estimate-inflation-census = { $department }: all { $drawn } projects rechecked, own scores { $mean } points too high on average, place { $place }.
estimate-inflation-none = { $department }: nothing rechecked at random; not ranked.

estimate-plan-enough = { $drawn } of { $population } projects are enough: to tell with { $confidence }% confidence whether fewer than { $limit }% do not hold takes { $need }. If all drawn hold, one may say at most { $most } ({ $upper }%) do not.
estimate-plan-short = { $drawn } of { $population } projects are not enough: to tell with { $confidence }% confidence whether fewer than { $limit }% do not hold takes { $need }. Even if all drawn hold, one may only say at most { $most } ({ $upper }%) do not.
estimate-plan-department-enough = { $department }: { $drawn } of { $population } projects carry a conclusion of its own ({ $need } needed at { $confidence }%, { $limit }%). If all drawn hold, one may say at most { $most } ({ $upper }%) do not.
estimate-plan-department-short = { $department }: { $drawn } of { $population } projects carry no conclusion of its own ({ $need } needed at { $confidence }%, { $limit }%). Even if all drawn hold, one may only say at most { $most } ({ $upper }%) do not.
estimate-coach-clean = Draw { $more } more ({ $total } in all): if all hold, one may say with { $confidence }% confidence that no more than { $limit }% do not hold.
estimate-coach-rate-met = At the present rate, after { $more } more ({ $total } in all) one may say with { $confidence }% confidence that no more than { $limit }% do not hold.
estimate-coach-rate-missed = At the present rate, after { $more } more ({ $total } in all) one may say with { $confidence }% confidence that more than { $limit }% do not hold.

estimate-bound-upper = At most: { $count } ({ $percent }%)
estimate-bound-lower = At least: { $count } ({ $percent }%)
estimate-bound-upper-rate = At most: { $percent }%
estimate-bound-lower-rate = At least: { $percent }%
estimate-size = Draw at least { $drawn }; up to { $accepted } not holding can be accepted.
estimate-size-everything = No sample suffices: all { $population } must be examined.

problem-estimate-drawn-above-population = { $drawn } drawn are more than the population of { $population }. Check the two numbers.
problem-estimate-found-above-drawn = { $found } found are more than { $drawn } drawn. Check the two numbers.
problem-estimate-risk = The risk “{ $risk }” is not between 0 and 1. Write a decimal or percent, such as 0.05 or 5% (95% confidence).
problem-estimate-risk-quarter = The risk “{ $risk }” cannot be used across departments: it must be above 0 and at most 0.25.
problem-estimate-tolerable = The tolerable rate “{ $tolerable }” must be above 0 and at most 1. Write a decimal or percent, such as 0.05 or 5%.
problem-estimate-expected = The expected rate “{ $expected }” must be at least 0 and below the tolerable rate “{ $tolerable }”; otherwise everything must be examined.
problem-estimate-margin = The margin or rate “{ $value }” must be above 0; a rate must be below 1.
problem-estimate-deviation = The standard deviation “{ $value }” must be above 0. Last year's differences between own score and recheck have one.
problem-estimate-size-out-of-reach = More than { $most } would be needed: the expected rate is too near the tolerable one. Relax one of them, or examine everything.
problem-estimate-number = “{ $value }” is no rate. Write a decimal or percent, such as 0.05 or 5%.
problem-estimate-population = “{ $value }” is no population. Write a whole number, or inf where it is so large that it does not matter.
problem-estimate-stratum-drawn = Department { $code }: { $drawn } drawn are more than its { $population } projects. Check the list.
problem-estimate-stratum-found = Department { $code }: { $found } found are more than were done ({ $drawn } drawn). Check the results.
problem-estimate-stratum-undrawn = Department { $code } has { $population } projects and none was drawn: nothing can be inferred about it. Draw from it, or exclude it with the reason.
problem-estimate-nothing-drawn = Nothing was drawn at random, so nothing can be inferred. Recommended and picked projects speak of themselves only.
problem-estimate-amount = An item drawn by value must have an amount above 0, not { $amount } 元. Exclude it from the list with the reason.

problem-estimate-drawn-too-many = More than { $most } drawn is not computed. Check the number.

cli-sample-bound = What a sample proves: the limits of the rate in the whole, exact
cli-sample-bound-arg-units = How many there are, or inf
cli-sample-bound-arg-drawn = How many were drawn at random
cli-sample-bound-arg-found = How many of them do not hold
cli-sample-bound-arg-risk = Risk that the limit is passed (0.05 by default, which is 95% confidence)
cli-sample-bound-arg-side = Which limits: upper, lower or two (half the risk each)
cli-sample-size = How many must be drawn for a wanted statement
cli-sample-size-arg-units = How many there are, or inf
cli-sample-size-arg-tolerable = Rate that would be too much, such as 5%
cli-sample-size-arg-expected = Rate that is expected, such as 2% (0 by default)
cli-sample-size-arg-risk = Risk of accepting what is too much (0.05 by default)
cli-name-units = NUMBER
cli-name-drawn = NUMBER
cli-name-found = NUMBER
cli-name-risk = RATE
cli-name-side = SIDE
cli-name-tolerable = RATE
cli-name-expected = RATE
