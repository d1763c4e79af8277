# The same matter in many places treated alike: drafts of checks, consistency, checks explained

## Answers to the drafts of a check in many targets
many-left-draft-answered = somebody has answered this draft
many-left-draft-incomplete = the draft has to be completed by hand: accept it singly
many-left-drafts = { $drafts } drafts of checks wait for an answer
many-reason-drafts = drafts of checks wait for an answer
many-without-draft = { $targets } others have no such draft
many-only-with-draft = No draft waits under the cursor: move to a row marked as waiting first, then accept or dismiss its draft everywhere.
many-draft-here = Draft of { $check }
many-act-accept = Accept the drafts of { $check }: { $text }
many-act-dismiss = Dismiss the drafts of { $check }: { $reason }
command-many-accept = accept drafts
command-many-accept-description = Accept: this check's drafts, as they stand, wherever they wait in the queue
command-many-dismiss = dismiss drafts
command-many-dismiss-description = Dismiss: this check's drafts, for one reason, wherever they wait in the queue
cli-many-accept = Accepts all waiting drafts of a check
cli-many-dismiss = Dismisses all waiting drafts of a check for one reason
cli-many-dismiss-arg-reason = Why it is no fault
problem-many-check-drafts-nothing = Check { $check } drafts nothing now (it hints, is quiet or off), so there is nothing to accept or dismiss. To change that, turn it up on the page of rules (* in the queue).
problem-many-dismissal-needs-reason = Dismissing the drafts of { $check } in many targets needs a reason; nothing was stored. Give one and try again.

## Consistency: how the same was decided elsewhere
command-review-consistency = same elsewhere
command-review-consistency-description = How rows elsewhere that say the same were decided; what contradicts first, Enter opens it
title-consistency = Consistency
elsewhere-words = “{ $value }” on { $rows } other rows: { $ways }
elsewhere-figure = { $rows } others of this name and value: { $ways }
elsewhere-between = , 
elsewhere-passed = { $rows } passed
elsewhere-opinion = { $rows } with an opinion
elsewhere-returned = { $rows } sent back
elsewhere-differs = [differs]
elsewhere-short = elsewhere { $ways }
elsewhere-short-passed = { $rows } ok
elsewhere-short-opinion = { $rows } op
elsewhere-short-returned = { $rows } back
consistency-rule = How the same was decided elsewhere
consistency-asked = Row { $row } { $name } { $value } (here: { $own }). { $elsewhere }
consistency-open = open
consistency-more = { $rows } more are not listed
consistency-opinion = opinion { $classes }
consistency-differs = /=
consistency-mine = { $who } (me)
consistency-line = row { $row } { $name }  { $who }  { $when }
consistency-text = Opinion: { $text }
consistency-empty = Nobody decided a row elsewhere that says the same. Words are compared by the value, figures by name and value; what others decided is known here once their bundle was imported.
consistency-head-differs = cmp
consistency-head-decision = decision
consistency-head-project = project
consistency-head-department = department
consistency-head-who = who
consistency-head-when = when
cli-consistency = How rows elsewhere that say the same were decided; without a project, what was decided in several ways anywhere
cli-consistency-arg-project = Code, exact name or key of the project; all of them without one
cli-consistency-arg-row = Number of the indicator; all of them without one
consistency-none = Nothing that says the same was decided in several ways.
consistency-count = { $count } wordings were decided in several ways; { $shown } are listed:
consistency-none-here = { $project }: nobody decided a row elsewhere that says the same.
consistency-row-line = - { $mark }{ $decision }  { $project } ({ $department }) row { $row }  { $who }  { $when }

## Checks explained: check --explain
cli-check-arg-explain = How the checks came to their answers: rule, version, source, numbers and thresholds; of one check (e.g. T035) also why it does not fire
explain-beside = Beside it: last year's target { $target }, last year's self-evaluation { $evaluation }, budget list { $list }, rows with peers { $peers }
explain-there = yes
explain-not-there = no
explain-check = { $check } { $name } (version { $version })
explain-source = source: { $source }
explain-changed = changed here: { $source }
explain-threshold = threshold { $name } = { $value } ({ $source })
explain-off = Turned off here: it does not look.
explain-not = Does not fire: nothing on the form meets its condition. What it tells is: { $why }
explain-fires = { $place } [{ $severity }]: { $why }
explain-used = used: { $facts }
explain-charged = the same fact is charged by { $check } and counted once
explain-row = row { $row }
explain-whole = whole target
explain-step-fires = { $place }: fires
explain-step-quiet = { $place }: does not fire
explain-missing = (not on the form)
explain-yes = yes
explain-no = no
explain-failed = cannot be worked out: { $detail }
explain-nothing = No check fires. For why one does not, name it: --explain T035.
rules-failed = failed
rules-informs = informs
