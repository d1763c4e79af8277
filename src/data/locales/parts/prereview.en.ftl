# Automatic checks over all targets.

phase-checking = checking
phase-surroundings = comparing with like projects
report-prereview = Checks done: { $looked } targets; { $errors } to be put right, { $warnings } to be considered, { $infos } for information
report-prereview-fresh = Checks done: neither tables nor settings have changed, the findings hold
problem-checks-running = Another program is checking the targets of this database: please try again when it is done.
cli-check-arg-all = Check all targets of the database and keep what is found for the queue (only what has changed)
cli-check-arg-anew = With --all or --evaluations: also those about which nothing has changed
check-all-done = Checks done: { $looked } targets now; { $errors } to be put right, { $warnings } to be considered, { $infos } for information; { $unchanged } had not changed, their findings hold
check-without-target = X001 { $count } projects of the budget list have no target; please ask the departments to file them:
check-without-target-line = { $project } ({ $department }): { $file } { $sheet } row { $row }
