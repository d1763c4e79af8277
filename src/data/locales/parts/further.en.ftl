# Replacements, drawing on, late tranches, rotation.

## Steps
step-recheck-stands-in = { $project }: next ticket, to be rechecked
step-sample-further = Drew on for { $year }: { $random } at random in all

## What cannot be done
problem-sample-not-drawn = Nothing was drawn yet. Seal and draw in public first, then replace or draw on.
problem-sample-stages = “{ $value }” is no plan of several looks. Write the tolerable rate, for the draw how many are accepted and with how many one goes on, then each further draw as +COUNT:ACCEPT-GO_ON, the last with ACCEPT alone: 5% 1-3 +150:4.
problem-sample-stages-many = The looks draw { $total } in all, and the random frame has { $frame }. Draw fewer.
problem-sample-rotation = “{ $value }” is no rotation. Write 2 to 9 years, such as 3; by projects it is 3 project.
problem-draw-full-plan = { $path } is no plan file of ours ({ $detail }). Use the plan.json that was published with the seal.
problem-sample-none-late = No self-evaluation came after the seal: there is nothing to seal as a further tranche.
problem-sample-late-first = Nothing was drawn for { $year } yet: late self-evaluations can simply be sealed with the others.
problem-replace-as = Say with --as what became of it: not_applicable, frame_error or postponed.
problem-replace-refused = Whoever refuses is not replaced and counts as untrue. Record the outcome only (wenxiao recheck outcome).
problem-replace-not-drawn = { $project } was not drawn at random: no ticket stands in for it.
problem-replace-certain = { $project } is examined in any case and is not replaced. Record its outcome.
problem-replace-method = The stratum of { $project } was drawn by { $method }, which has no order of single tickets: it cannot be replaced.
problem-replace-besides = { $project } lies beyond the tickets that are examined: it is not replaced.
problem-replace-already = { $by } stands in for { $project } already.
problem-replace-here = The next ticket, { $by }, is on the list already: record what became of { $project } and it stands in.
problem-replace-exhausted = All { $frame } of { $stratum } were drawn: no ticket is left to stand in for { $project }. Record its outcome only.
problem-further-nothing-declared = No plan of several looks was sealed. To draw on, say how many in all and why (--to, --reason).
problem-further-open = { $open } are not examined yet; a plan of several looks goes on when all are.
problem-further-accepted = { $found } found untrue, no more than { $accept }: by the declared plan this is the end, nothing more is drawn.
problem-further-stopped = { $found } found untrue (accepted { $accept }, going on up to { $most }): by the declared plan this is the end, nothing more is drawn.

## Replacements
recheck-reason-n = next ticket
recheck-reason-e = drawn later
replace-would = The next ticket would stand in: { $of } → { $by }
replace-done = The next ticket stands in: { $of } → { $by }
replace-ticket = { $stratum } has { $frame }, { $drawn } drawn; the next is ticket { $place }, { $key }: { $ticket }
replace-none = Nobody was replaced.
replace-column-of = Drawn
replace-column-outcome = Outcome
replace-column-by = Stands in
replace-owed = next ticket not drawn yet
replace-exhausted = stratum exhausted

## Drawing on and late tranches
further-total = At random { $from } become { $to } ({ $more } more); all that was drawn stays
further-stratum = { $stratum }: { $from } → { $to }
further-stage = Look { $stage } of the plan that was declared when it was sealed ({ $known } results known): counts in what is concluded
further-counts = No result is known yet: what is drawn on counts as drawn at random
further-besides = { $known } results are known: what is drawn on is told as found and concludes nothing
sample-look = draw { $more }, accept with up to { $accept } untrue, go on with up to { $most };
sample-look-last = draw { $more } more, accept with up to { $accept } in all
sample-stages = Looks: { $looks }. With { $bad } untrue ({ $tolerable }) it accepts by mistake in { $risk }% (simple random draw of all)
sample-tranche = Tranche { $number }: only what came after the seal before it
sample-late = { $year }: { $sealed } sealed, { $late } came since and are not among them: seal them as the next tranche (wenxiao sample seal --tranche)

## Rotation
sample-rotation-department = departments
sample-rotation-project = projects
sample-due-year = { $year }: { $count }
sample-due-load = Due by rotation ({ $of }, every { $years } years): { $load }
rotation-column-name = Department or project
rotation-column-since = Since
rotation-column-last = Examined
rotation-column-deadline = Due by

## Published
sample-notice-stages = Plan of several looks, plan.json: fingerprint { $digest }

## Command line
cli-recheck-replace = Replaces a drawn self-evaluation that cannot be examined by the next ticket of its stratum; --dry-run shows who
cli-recheck-replace-arg-outcome = What became of it (may be left out where it is recorded)
cli-recheck-replacements = Lists all replacements: who, why, by whom
cli-sample-expand = Draws on in the same order and keeps what was drawn: the next declared look, or a total with a reason
cli-sample-expand-arg-to = How many at random in all (left out: the next declared look)
cli-sample-expand-arg-reason = Why
cli-sample-expand-arg-sealed = Which population (left out: the newest that was drawn)
cli-sample-expand-arg-out = Also writes list, proof and record into this folder (made if it is not there)
cli-sample-rotation = Who is due by rotation: by when each department or project has to be examined, and how many in the coming years
cli-sample-rotation-arg-years = Everybody at least once in so many years (3)
cli-sample-rotation-arg-of = By department or by project
cli-sample-plan-arg-rotation = Whoever is due is examined in any case: 3 for every three years; 3 project by projects
cli-sample-seal-arg-rotation = Whoever is due is examined in any case: 3 for every three years; 3 project by projects
cli-sample-plan-arg-stages = Plan of several looks, declared beforehand: 5% 1-3 +150:4
cli-sample-seal-arg-stages = Plan of several looks, declared beforehand: 5% 1-3 +150:4
cli-sample-plan-arg-tranche = Only what came after the draw, as the next tranche
cli-sample-seal-arg-tranche = Seals only what came after the draw, as the next tranche with a seed of its own

## Recheck page and sampling page
command-recheck-replace = Next ticket
command-recheck-replace-description = Replace a drawn self-evaluation that cannot be examined by the next ticket of its stratum; who it is, is shown first
command-sample-further = Draw on
command-sample-further-description = After the draw: draw on in the same order, or seal what came late as the next tranche
recheck-place-instead = Stands in for { $name }, which could not be examined
recheck-place-replaced = The next ticket stands in: { $name }
recheck-place-owed = The next ticket is not drawn yet: { $key }
recheck-place-exhausted = No ticket of the stratum is left to stand in
recheck-place-besides = Beyond the tickets that are examined (drawn later, or no longer needed): told as found
replace-heading = Replace by the next ticket
replace-how = The order of tickets decides, nobody chooses; the original stays in the list with what became of it. Whoever refuses is not replaced: record the outcome.
replace-do = replace
further-heading = Draw on
further-field-what = What
further-field-total = At random in all
further-what-total = Draw on to a total
further-what-look = The next declared look
further-what-late = Seal what came late
further-type-total = Type how many at random in all; Tab shows what it comes to.
further-look-first = Look at what it comes to, then press once more.
further-late-how = Only what came late, with a seed of its own; earlier lists stay. Confirm to plan it.
further-do = draw on
further-do-late = plan it
sample-nothing-drawn = Nothing was drawn yet: there is nothing to draw on.
sample-late-here = { $year }: { $sealed } sealed, { $late } came since: { $key } seals them
sample-further-line = Drew on { $times } times: at random { $from } became { $to }, { $counts } count { $reason }
sample-replaced-line = { $replaced } replaced, the next ticket of { $owed } not drawn yet
sample-field-rotation = Rotation (years)
sample-field-stages = Looks
cli-sample-verify-arg-replaced = Also verifies replaced.tsv: who gave way, and which tickets stand in
rechecks-part-stands-in = next #{ $place }
