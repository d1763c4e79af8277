# Independent second review: two re-verify the same self-evaluation unseen, and there is a result once differences are settled

scope-differences = Differences
title-differences = Differences

## What was done
step-second-asked = { $project }: independent second review wanted
step-second-settled-value = { $project } row { $row }: difference settled as { $value }
step-second-settled = { $project } row { $row }: difference settled
step-second-settled-whole = { $project }: settled whether it could be rechecked

## What cannot be
problem-second-none = No independent second review of { $project } is wanted.
problem-second-already = An independent second review of { $project } is wanted already.
problem-second-too-late = Two or more have worked on { $project } and may have seen each other's figures, so they are independent no longer. A second person can check the result.
problem-second-third = Two others re-verify { $project } independently, a third cannot. Once both are done you may settle differences.
problem-second-done = Both are done with { $project }; what they found independently stays as it is. Settle differences with a ground (wenxiao recheck settle).
problem-second-hidden = Two re-verify { $project } independently. What the other found is shown once both are done, and there is no result to speak of before. Wait for both.
problem-second-hidden-step = This step belongs to another person's independent review and is shown once both are done.
problem-second-open = { $project } has { $differences } differences that are not settled. Settle each with a ground, then give the result.
problem-second-result = { $project } has a joint result. To settle otherwise, whoever gave the result takes it back first.
problem-second-not-rechecked = It was settled that { $project } could not be rechecked, so there are no points to give.
problem-second-no-difference = The two do not differ here ({ $row }) in { $project }.
problem-second-whole = Whether it could be rechecked is settled by what one of the two said.
problem-second-nothing = This person found nothing of row { $row }. Take the other's value or another one.
problem-second-begun = Somebody has begun the independent review of { $project }. The wish for it cannot be taken back: that would show what is still hidden.
problem-sample-second = Cannot read "{ $value }" as a share of second reviews. Write 10%, 0.1 or 1/10, at most 100%; leave it empty for none.

## How it stands
second-mark = x2{" "}
second-other-done = other done
second-other-not-done = other not done
second-standing-free = Independent review by two, unseen by each other; you can be one of them; { $other }
second-standing-working = Independent review: { $other }; the other's work is shown once both are done
second-standing-waiting = Independent review: you are done, { $other }; differences are shown once both are
second-standing-taken = Independent review: two others are at it, a third cannot work on it
second-standing-differing = Independent review: both are done, differences not settled: { $open }
second-standing-settled = Independent review: both are done, nothing is left to settle
second-short-open = both done, open { $open }
told-second-open = Both are done, so what they found stays. { $key } settles differences
told-second-value = Type the value that counts

## The page of differences
second-heading = A was done first
second-detail = grounds
second-first = A
second-other = B
second-side = { $place } { $name } { $result } { $consequence }
second-said = { $place } { $name }: { $found }, { $points } points. { $formula } { $beside }
second-settled-by = settled as { $found } ({ $name }): { $reason }
second-head-first = A
second-head-other = B
second-head-settled = counts
second-head-points = pts
second-head-ground = ground
second-filed = Filed { $own }, target { $target }
second-sides = The two differ: { $sides }. { $key } settles it with a ground
second-visit = could be rechecked
second-rechecked = rechecked
second-nothing = nothing
second-open = open
second-left = open { $open }
second-can-finish = all settled: { $key } gives the result
second-has-result = has a result
second-no-differences = The two do not differ in any row.
command-recheck-second = second review
command-recheck-second-description = where the two differ; where none is wanted, ask for one; where there is no second person, release it
command-differences-first = take A
command-differences-first-description = what A found counts, with a ground
command-differences-second = take B
command-differences-second-description = what B found counts, with a ground
command-differences-other = otherwise
command-differences-other-description = something else counts, with a ground
command-differences-finish = result
command-differences-finish-description = all is settled: give the result by what counts
second-ask-heading = Ask for an independent second review
second-ask-text = Two re-verify it unseen by each other until both are done; differences are settled one by one, then there is a result. Say why.
second-ask-by = counts
second-ask-value = other value
second-ask-ground = ground
second-by-first = what A found
second-by-other = what B found
second-by-value = another value
second-by-agrees = as filed
second-by-no-evidence = no evidence
second-by-not-applicable = not applicable

## Sampling
sample-field-second = second reviews
sample-second = Of what is drawn at random { $count } will be re-verified by two independently, by lot
sample-notice-second = Of what is drawn { $share } will be re-verified by two independently, by lot from the same seed (fingerprint of plan.json { $digest }).

## Command line
cli-recheck-second = Ask for an independent second review of a project, or release it where there is no second person (--release); with a reason
cli-recheck-differences = Once both are done: where they differ, with points and what each leads to
cli-recheck-settle = Settle a difference: by one of the two, or otherwise, with a ground
cli-arg-visit = Settle whether it could be rechecked, no row
cli-arg-take = What the one found who was done first (first) or the other (second)
cli-name-take = WHOSE
cli-arg-second-share = Share of what is drawn at random that two re-verify independently (10%, 0.1 or 1/10; none if not given)
cli-name-second-share = SHARE

## Agreement
results-agreement-seconds = Two re-verified { $seconds } independently, { $open } of them with differences not settled; what follows is what each found before seeing the other.
results-agreement-verdicts = Whether a row is as filed, otherwise, without evidence or not applicable: compared { $rows }, the same { $same }.
results-agreement-grades-kappa = Agreement of grades (weighted kappa) { $value }, 95% interval { $low } to { $high }; it describes and is low where nearly all have one grade.
results-agreement-verdicts-kappa = Agreement row by row (kappa) { $value }, 95% interval { $low } to { $high }.
results-agreement-points-alpha = Agreement of totals (Krippendorff's alpha) { $value }, 95% interval { $low } to { $high }.

## Working paper
paper-second-title = Differences of the independent review
paper-second-side = { $place } { $person }: { $result }
