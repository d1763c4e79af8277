# Basic words. Those of the command line, the screens and other parts are below parts/.

app-name = Wenxiao
app-title = Wenxiao, workstation for budget performance review

## States of review
status-queued = queued
status-re-review = filed again
status-reviewing = in review
status-opinioned = to be graded
status-passed = passed
status-negotiated = negotiated
status-returned = returned
status-blocked = not arranged
status-contested = contested

## Words of the filter, separated by blanks
filter-words-unread = unread new
filter-words-open = open
filter-words-done = done decided

## Results
grade-excellent = Excellent
grade-good = Good
grade-fair = Fair
grade-poor = Poor

## Decisions on a row
verdict-passed = no problem
verdict-opinion = opinion given
verdict-returned = sent back
verdict-later = later

## Kinds of table
kind-target = target form
kind-self-evaluation = self-evaluation
kind-monitoring = monitoring report
kind-budget-list = budget list
kind-department-overall = department overall target
kind-indicator-library = indicator library
kind-reply = rectification reply
kind-opinion-list = opinions list
kind-recheck-list = recheck list

## Stages, orders, horizons
stage-compiled = compiled
stage-approved = approved
stage-execution = execution
sort-department = by department
sort-amount = by amount
sort-year = by year
sort-status = by state
horizon-annual = annual
horizon-mid-term = mid-term

## Severities
severity-error = error
severity-warning = warning
severity-info = info

## What a result leads to (Cai Yu [2015] No. 88, article 25)
consequence-arrange = goes on to the next step of budget arrangement
consequence-negotiate = is perfected directly after consulting the unit, then goes on to the next step
consequence-resubmit = is revised by the unit and filed again through the procedure
consequence-exclude = may not enter the next step of budget arrangement
consequence-prioritise = has priority
consequence-support = is supported
consequence-cut = budget is cut
consequence-cancel = is cancelled or suspended

## Problems of all parts
problem-internal = Something failed inside the program: { $detail }. Everything confirmed is stored; please hand the log file to your administrator.
problem-not-found = There is no file { $path }. Check the path and try again.
problem-not-readable = { $path } cannot be read: { $detail }. Check its permissions, or take another file.
problem-not-writable = { $path } cannot be written: { $detail }. Check permissions and disk space, or take another place.
problem-no-home = There is no data folder for this user. Set WENXIAO_HOME, or name a database with --db.
problem-bad-date = “{ $value }” is no date. Write 2025-06-30, 6-30 or +30 (in 30 days).
problem-bad-filter = The filter makes no sense. { $detail }

## Configuration files
problem-config-line = Configuration file { $file }, line { $line }: { $detail }. The built-in content is used here; correct the line and open again.
problem-config-value = Configuration file { $file }, line { $line }: “{ $value }” cannot be used for { $field }. The built-in content is used here; correct the line and open again.
problem-config-unreadable = Configuration file { $file } cannot be read: { $detail }. The built-in content is used.
problem-unknown-profile = There is no profile “{ $name }”. There are: { $known }.
