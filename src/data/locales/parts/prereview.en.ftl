# Automatic checks over all targets.

phase-checking = checking
phase-surroundings = comparing with like projects
report-prereview = Checks done: { $looked } targets; { $errors } to be put right, { $warnings } to be considered, { $infos } for information
report-prereview-fresh = Checks done: neither tables nor settings have changed, the findings hold
problem-checks-running = Another program is checking the targets of this database: please try again when it is done.
