# Links between tables: targets, budget list, monitoring, self-evaluations, the year before.

links-table-budget-list = budget
links-table-monitoring = monitoring
links-table-self-evaluation = self-eval.
links-table-last-year = last year

links-by-by-hand = by hand
links-by-code = same code
links-by-name-and-unit = name+unit
links-by-name = name only

links-standing-contested = contested
links-standing-ambiguous = several
links-standing-suspected = other code
links-standing-missing = missing
links-standing-surplus = surplus
links-standing-apart = set apart

links-only-all = all
links-only-open = to be confirmed
links-only-by-name = found by name
links-only-ambiguous = several possible
links-only-suspected = codes differ
links-only-contested = contested
links-only-missing = targets without one
links-only-surplus = without a target
links-only-linked = linked

## Steps
step-linked =
    { $table ->
        [budget_list] budget line
        [monitoring] monitoring report
        [self_evaluation] self-evaluation
       *[last_year] last year's
    } “{ $of }” belongs to the target “{ $to }”
step-linked-to-none =
    { $table ->
        [budget_list] budget line
        [monitoring] monitoring report
        [self_evaluation] self-evaluation
       *[last_year] last year's
    } “{ $of }” belongs to no target
problem-link-not-filed =
    There is no “{ $project }” among the { $table ->
        [budget_list] budget lines
        [monitoring] monitoring reports
        [self_evaluation] self-evaluations
        [last_year] projects of the year before
       *[target] targets
    } of { $year }. Check its code, its full name or the key shown in lists, or name the year with --year.
problem-link-taken = The target “{ $project }” was given “{ $other }” by hand; this step was not stored. Take that one back first, then decide anew.
problem-link-not-decided = Nobody decided this one by hand; there is nothing to take back.

## Screen
title-links = Links between tables
scope-links = Links
command-home-links = links
command-home-links-description = Targets and their budget lines, monitoring, self-evaluations, last year
command-app-links = Links
command-app-links-description = Targets and their budget lines, monitoring, self-evaluations, last year
command-links-confirm = confirm
command-links-confirm-description = Confirms that it is the same project; where nothing was found, chooses one
command-links-not-same = not the same
command-links-not-same-description = This form belongs to no target
command-links-pick = another
command-links-pick-description = Looks for another partner by name or code
command-links-clear = as found
command-links-clear-description = Takes your decision back; the program finds again
command-links-filter = next list
command-links-filter-description = Walks through what is to be confirmed, missing, surplus, found by name ...
command-links-table = table
command-links-table-description = One table alone, or all
command-links-year = year
command-links-year-description = The next year
links-rule = Targets of { $year } and the other tables
links-head-forms = forms
links-head-by-hand = hand
links-head-code = code
links-head-name = name
links-head-missing = miss.
links-head-surplus = surpl.
links-head-ambiguous = sev.
links-head-suspected = differ
links-head-contested = cont.
links-list-rule = { $only }, { $table }: { $count }
links-all-tables = all tables
links-candidates = { $count } targets possible
links-empty = There are no tables yet. Import targets first, then a budget list, monitoring reports, self-evaluations or last year's targets.
links-empty-tables = There are only targets, nothing to link them with. Import the budget list, monitoring reports or self-evaluations of the year, or the targets and self-evaluations of the year before.
links-none-here = There are none of these. Tab shows the next list.
links-to-none = no target
links-detail-target = target: { $form }
links-detail-form = form: { $form }
links-detail-candidate = possible: { $form }
links-detail-said = { $name } decided: { $to }
links-pick-target = The target of this form ({ $table })
links-pick-form = The form of this target ({ $table })
links-pick-none = Nothing fits. Try another word, or import what is missing.
told-links-no-form = This line has only a target and nothing to decide about. Choose another partner instead.
told-links-not-decided = Nobody decided this one by hand; there is nothing to take back.
told-links-certain = This is certain already.
told-links-nobody = Nothing is chosen.

## Command line
cli-links =
    Lists links of targets with budget list, monitoring, self-evaluations and last year, and what is missing or surplus
cli-links-json =
    --json answers: year, years, tables (table targets forms by_hand code name_and_unit name missing surplus ambiguous
    suspected contested apart), only, total, rows (table standing by target partner candidates candidates_total decisions).
    standing: contested ambiguous suspected linked missing surplus apart; by: by_hand code name_and_unit name or null.
    target, partner: project key code name unit department amount kind year, or null.
cli-link = Decides links between tables
cli-link-set = Says to which target a form of another table belongs
cli-link-none = Says that a form of another table belongs to no target
cli-link-clear = Takes your own decision on a link back
cli-link-json =
    --json answers: table, year, partner, to, event, already, dry_run. --year is that of the targets; the table last_year
    holds the projects of the year before.
cli-arg-only = Which: open missing surplus by_name ambiguous suspected contested linked all (default open: to be confirmed)
cli-name-only = WHICH
cli-arg-table = Table: budget_list monitoring self_evaluation last_year
cli-name-table = TABLE
cli-link-set-arg-project = Code, full name or key of the form in that table
cli-link-none-arg-project = Code, full name or key of the form in that table
cli-link-clear-arg-project = Code, full name or key of the form in that table
cli-arg-to = Code, full name or key of the target
cli-name-to = TARGET
column-links-table = table
column-links-forms = forms
column-links-by-name = by name
column-links-target = target
column-links-partner = form
links-none = There are none of these. --only shows others.
links-count = { $total } in all, { $shown } shown.
link-set = { $table } “{ $of }” belongs to the target “{ $to }” now.
link-set-to-none = { $table } “{ $of }” belongs to no target now.
link-cleared = { $table } “{ $of }”: your decision was taken back.
link-already = { $table } “{ $of }” is so already; nothing was changed.
link-dry-run = This was a trial, nothing was written.
show-partner = { $table }: { $name } ({ $by })
