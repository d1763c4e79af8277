# Sampling by the database: plan, seal, draw, give up, publish.

cli-sample-plan = Tries a sampling plan on the self-evaluations: population, numbers per department, both rates, what a clean sample would show; writes nothing
cli-sample-seal = Seals population and plan and tells their fingerprints; the seed is taken after that
cli-sample-abandon = Gives up, with a reason, a sealed population from which nothing was drawn
cli-sample-list = Lists everything that was sealed: waiting, drawn, given up
cli-sample-publish = Writes everything that is public: sealed files and notice; once drawn also list, proof, record and script
cli-arg-rate = Least share of all self-evaluations to be drawn at random (10%, 0.1 or 1/10; 10% if not given)
cli-name-rate = SHARE
cli-sample-plan-arg-minimum = At least so many of each department at random (1 if not given; all of smaller ones)
cli-sample-seal-arg-minimum = At least so many of each department at random (1 if not given; all of smaller ones)
cli-arg-floor = At least so many of one department at random, as DEPARTMENT=NUMBER; may be repeated
cli-name-floor = DEPARTMENT=NUMBER
cli-arg-cutoff = Examine for certain from this amount on, in 10,000 yuan
cli-name-cutoff = AMOUNT
cli-arg-recommend = Project recommended by an office (code or full name), examined for certain; @FILE has one a line; may be repeated
cli-name-recommend = PROJECT
cli-arg-flagged-from = Examine for certain where the points filed lie so far above those recomputed from the same form
cli-name-flagged-from = POINTS
cli-arg-exclude = Project left out, as CODE=REASON:GROUND; X1 not in scope, X2 duplicate, X3 secret, X4 withdrawn, X5 examined this year; may be repeated
cli-name-exclude = CODE=REASON:GROUND
cli-arg-source = Where the seed will come from, once for each source and in order, such as "20 ten-sided dice (audit office)"
cli-name-source = SOURCE
cli-sample-seal-arg-out = Also writes the two sealed files and a notice into this folder (made if missing)
cli-sample-publish-arg-out = Folder to write to (made if missing)
cli-sample-draw-arg-value = What came out of a source in public, once for each and in the order of the seal
cli-arg-outside = Number of a source that the auditor does not control (a published lottery); may be repeated
cli-name-outside = NUMBER
cli-arg-witness = Witness, as "NAME|OFFICE"; may be repeated
cli-name-witness = NAME|OFFICE
cli-sample-draw-arg-at = When it is drawn
cli-name-at = TIME
cli-arg-place = Where it is drawn
cli-name-place = PLACE
cli-arg-sealed = Which sealed population (at least 6 leading characters of its number; else the one that waits, or the newest)
cli-name-sealed = NUMBER

sample-head-department = department
sample-head-units = filed
sample-head-certain = certain
sample-head-frame = random frame
sample-head-drawn = drawn
sample-head-at-most = if clean, bad at most
sample-head-needs = needed for 20%
sample-proves = If all that is drawn is good: with 95% at most { $most } of the { $frame } in the random frame are bad ({ $percent }%, { $drawn } drawn).
sample-weak = ! Of { $weak } of { $all } departments one cannot say that at most 20% are bad, even if all that is drawn is good. To say it, raise them with --floor to the last column.
sample-certain-many = ! { $certain } examined for certain are more than half of the duty. They speak for themselves only; the random part has to meet the duty alone.
sample-without-target = { $count } self-evaluations have no approved target of the same project; they can only be recomputed from their own form.
sample-unknown = No self-evaluation is called: { $units }. Look again before sealing.
sample-sealed-next = Sealed, and cannot be changed any more. Publish both fingerprints, then take the seed in public, then wenxiao sample draw.
sample-abandoned = Given up; the reason stays on record. Another population may be sealed.
sample-none = Nothing was sealed yet. Try a plan first: wenxiao sample plan.
sample-head-id = number
sample-head-at = sealed at
sample-head-year = year
sample-head-state = state
sample-head-frame-digest = fingerprint
sample-head-remark = remark
sample-state-sealed = waiting
sample-state-drawn = drawn
sample-state-abandoned = given up

sample-notice-title = Notice: population sealed for the spot check of self-evaluations of { $year }
sample-notice-at = Sealed at (UTC): { $at }
sample-notice-drawn = { $random } of these will be drawn at random.
sample-notice-sources = After this notice the seed will be taken in public, in this order:
sample-notice-how = Anyone can hold the published files against these fingerprints:

problem-sample-exclusion = Cannot read the exclusion "{ $value }". Write CODE=X3:ground, with X1 to X5 and a ground.
problem-sample-floor = Cannot read the floor "{ $value }". Write DEPARTMENT=NUMBER.
problem-sample-cutoff = Cannot read the amount "{ $value }". Write a number above 0, in 10,000 yuan, such as 1000.
problem-sample-points = Cannot read the points "{ $value }". Write a number above 0, such as 15.
problem-sample-values = { $count } sources were sealed ({ $sources }), { $given } values were given. Give one --value for each, in order.
problem-sample-outside = There is no source number { $number }; { $count } were sealed.
problem-sample-witness = Cannot read the witness "{ $value }". Write "NAME|OFFICE"; neither may be empty.
problem-sample-no-such = No sealed population, or more than one, begins with "{ $text }". See wenxiao sample list and give at least 6 characters.
