## Checks of self-evaluations
cli-check-arg-evaluations = All self-evaluations of the database, of one year (--year) or of every year
phase-missing-evaluations = looking for self-evaluations that are missing
problem-no-evaluations = There are no self-evaluations in the database yet. Import them first (wenxiao import).
problem-no-evaluations-of-year = There are no self-evaluations of { $year } in the database. Import them, or choose another year.
check-evaluations-done = Checks of self-evaluations done ({ $years }): { $looked } looked at now; { $errors } to be put right, { $warnings } to be considered, { $infos } for information; { $unchanged } had not changed, their findings hold; { $flagged } projects break a rule
check-without-evaluation = E035 { $count } approved projects have no self-evaluation; please ask the units to file it:
check-without-evaluation-line = { $project } { $code } ({ $department }): { $file } row { $row }
report-evaluations = Self-evaluations checked: { $looked }; { $errors } to be put right, { $warnings } to be considered; { $missing } missing
report-evaluations-fresh = Self-evaluations checked: nothing has changed, the findings hold; { $missing } missing
check-evaluations-flagged = { $project } { $code } ({ $department }, { $year }): { $errors } to be put right
check-evaluations-next = Row by row: wenxiao recheck show CODE
column-recheck-errors = errors
