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
