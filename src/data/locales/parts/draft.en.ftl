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
   *[other]  1/{ $count }
}
draft-rule = rule { $check } { $accepted } F1 why
draft-accepted = taken { $taken }/{ $all }
draft-unanswered = unanswered yet
draft-words = { $sign } { $class }: { $text }
draft-why = Why: { $text }
draft-demand = Demand: { $text }
draft-suggestion = {" "}Suggested: "{ $text }".
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
because-many-grave = Grave faults: { $grave }, three or more.
because-no-goal = The annual goal is blank, and that was charged.
line-draft-waits = a draft waits
line-draft = [check]
line-draft-words = Class { $class }. { $text } Rule { $check }, { $accepted }
line-draft-accepted = accepted by { $percent } per cent of { $all } answers
line-drafts-left = drafts that wait: { $drafts }, rows { $rows }
line-whole = whole target
line-reason-why = Why this is no fault: { $reasons }
