problem-draft-answered = You have answered check { $check } here already. To change that, withdraw the opinion or undo the step first.

# Drafts of the automatic checks (review page)
command-review-edit = edit draft
command-review-edit-description = Open the draft of the check in the editor to give it in other words; without a draft write an opinion
hint-accept-draft = accept
hint-edit-draft = edit
review-head-machine = chk
mark-waiting = wait
draft-box = { $name }  draft{ $count ->
    [1] {""}
   *[other] {"  "}1/{ $count }
}
draft-rule = rule { $check } { $accepted } F1 why
draft-accepted = taken { $taken }/{ $all }
draft-unanswered = unanswered yet
draft-words = { $sign } { $class }: { $text }
draft-why = Why: { $text }
draft-demand = Demand: { $text }
draft-suggestion = Suggested: { $text }.
draft-told = { $words } (rule { $check }, { $accepted })
draft-told-charged = { $words } (rule { $check }; the same fact is charged by { $by } already)
draft-waiting-label = waits
draft-answered-label = answered
draft-hint-label = hint
draft-quiet-label = quiet
draft-charged-label = charged
sheet-machine = Automatic checks
said-dismissed-label = no fault
said-dismissed = { $author } { $when }: check { $check }. { $reason }
said-agreed-label = also accepted
said-agreed = { $author } { $when }
told-drafts-left = { $drafts } drafts wait for an answer: this one first (Enter accepts, Space no problem, Tab edits).
told-reason-needed = The check calls this grave: dismissing it needs a reason. Press a digit or write your own.
dismiss-why = Why this is no fault
dismiss-own-words = Press a digit, or write your own and Enter (a blank first when it begins with a digit):
dismiss-reason-checked = Checked against the original: filled in correctly
dismiss-reason-other-rule = Another rule of the sector or place applies
dismiss-reason-misread = The check misread the value or unit
dismiss-reason-elsewhere = Explained in another row or an attachment
dismiss-reason-not-for-this = The rule does not fit this kind of project
because-nothing = Nobody found anything.
because-form-only = Only errors of form or remarks.
because-faults = There are faults to be put right.
because-grave = Grave faults: { $grave }, among them missing elements, gaps or cost and funds: Fair at most.
because-several-grave = Grave faults: { $grave }, three or more.
because-no-goal = The annual goal is blank, and that was charged.
line-draft-waits = a draft waits
line-draft = [check]
line-draft-words = Class { $class }. { $text } Rule { $check }, { $accepted }
line-draft-accepted = accepted by { $percent } per cent of { $all } answers
line-drafts-left = drafts that wait: { $drafts }, rows { $rows }
line-whole = whole target
line-reason-why = Why this is no fault: { $reasons }

# The page of checks
command-app-rules = checks
command-app-rules-description = All automatic checks: how often each was accepted, whether it drafts or is quiet; silence one or put it back
command-rules-turn = quiet or back
command-rules-turn-description = Silence this check, or put a quiet one back so that it drafts; on this station only, at any time
command-rules-auto = by answers
command-rules-auto-description = Take your own setting back and leave it to the answers
scope-rules = Checks
title-rules = Automatic checks
rules-rule = drafts { $drafts }  hints { $hints }  quiet { $quiet }  off { $off }
rules-head-check = check
rules-head-name = name
rules-head-class = class
rules-head-state = state
rules-head-accepted = taken
rules-head-edited = edited
rules-head-dismissed = not
rules-head-all = all
rules-head-share = share
voice-drafts = drafts
voice-hint = hint
voice-quiet = quiet
voice-off = off
rules-class = class
rules-severity = severity
rules-state = state
rules-reason = why
rules-version = version
rules-source = source
rules-opinion = draft
rules-demand = demand
rules-looks-at = looks at
rules-answers = answers
rules-before = before
rules-before-answers = version { $version }: { $answers }
rules-answers-words = accepted { $accepted }, accepted in other words { $edited }, dismissed { $dismissed }
rules-why-person = Set by you (by the answers it would be: { $voice }).
rules-why-off = Turned off by the rules of the place.
rules-why-place = Made quiet by the rules of the place.
rules-why-few = Answered { $all } times; from { $least } on the share accepted decides.
rules-why-drafts = Accepted { $taken } times of { $all }, not below { $hint } per cent.
rules-why-hint = Accepted { $taken } times of { $all }, below { $hint } per cent: it hints and waits for no answer.
rules-why-quiet = Accepted { $taken } times of { $all }, below { $quiet } per cent: it is quiet, told in the details only.
hint-put-back = put back
hint-silence = silence
told-rule-off = The rules of the place have turned this one off; it cannot be put back here.
told-rule-kept = Check { $check }: { $voice }. Kept, on this station only.
why-draft = check { $check }
why-charged = The same fact is charged by { $by } already.
why-check-source-profile = rules of the place

# Command line: answers to drafts
cli-opinion-accept = Accept the draft of an automatic check
cli-opinion-dismiss = Dismiss the draft of an automatic check
cli-arg-check = Automatic check, e.g. T035
cli-opinion-accept-arg-text = Other words than the draft's
cli-opinion-accept-arg-demand = Another demand than the draft's; empty for none
cli-opinion-dismiss-arg-reason = Why it is no fault; grave findings need a reason
problem-no-such-finding = Check { $check } found nothing in { $project } { $row ->
    [0] as a whole
   *[other] row { $row }
}. Found there: { $known }. Look at the row number and the check.
problem-dismissal-needs-reason = Check { $check } calls this grave: dismissing it needs a reason (--reason).
draft-is-accepted = accepted: { $project } { $place }, check { $check }
draft-is-dismissed = dismissed: { $project } { $place }, check { $check }
draft-already-answered = answered before, not written again: { $project } { $place }, check { $check }
draft-would-be-answered = dry run, nothing written: { $project } { $place }, check { $check }
