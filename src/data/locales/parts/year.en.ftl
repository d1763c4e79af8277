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

## What units are asked for
cli-recheck-request = Lists the papers that units are asked for, or writes the notice
cli-recheck-request-arg-projects = Code, exact name or key of each project
cli-recheck-request-arg-department = All open rechecks of a department
cli-recheck-request-arg-due = The day by which the papers are to come, such as 2025-06-30 or +10w (10 working days)
cli-recheck-request-arg-out = File to write: docx, html, xlsx or txt
paper-request-title = Papers wanted for the recheck of the self-evaluations of { $year }
paper-request-to = To { $units }
paper-request-and = { ", " }
paper-request-intro = To verify the results of the self-evaluations of { $year }, please provide evidence for the { $projects } projects below.
paper-request-due = Please provide it by { $due }.
paper-request-how = Please state number of the indicator, page and source with each paper; stamp copies, and attach original files of electronic data. Where there is none, please say why in writing.
paper-request-row = { $no } { $name } (target { $target }, filed { $actual })
paper-request-note = These are the papers that such indicators usually take; those of them that prove the figure are enough.
paper-column-asked-rows = Indicators
paper-column-here = Received
problem-requests-nothing = Department "{ $department }" has no open recheck. Check its name, or name projects by code.
phase-fingerprint = taking the fingerprint of the file (MB)
problem-evidence-missing = There is no such file: { $path }. Check the path; leave it empty for papers that are no file.
problem-evidence-no-folder = There is no such folder: { $path }. Name the folder in which the evidence lies.
