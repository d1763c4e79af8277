# Reviewing, storing, undoing, importing, exchanging, checking: what was done, why not, and what to do next.

## Database
problem-database-missing = There is no database { $path }. Build the sample one with wenxiao demo, or import your own tables with wenxiao import.
problem-database-no-file = This is no regular file and cannot be a database: { $path }. Name the database file with --db.
problem-not-our-database = This is not a database of wenxiao: { $path }; it was not touched. Check the path in --db or WENXIAO_DB; tables are taken in with import.
problem-database-too-new = The database { $path } was written by a newer program (schema { $version }, this program knows { $known }); it was not touched. Update wenxiao first.
problem-database-too-old-to-read = The database { $path } has an older schema, which cannot be brought up to date read-only. Copy it to a place that can be written and open it once.
problem-database-on-network = The database lies on a network share ({ $kind }): { $path }. Locks are not reliable there and data would be damaged. Move it to a local disk and exchange with colleagues by bundles.
problem-database-cannot-create = Cannot make a database: { $path } ({ $detail }). Check the permissions of the folder, or name another place with --db.
problem-database-cannot-open = Cannot open the database: { $path } ({ $detail }). Check the permissions of file and folder and try again.
problem-database-unreachable = The database file cannot be opened any more ({ $detail }). Everything confirmed is stored; check that the disk is there and permissions are unchanged, then open again.
problem-database-log-waits = The database { $path } has records that wait in its -wal file, and its place is read-only, so they cannot be read. Copy the database together with the -wal file to a place that can be written and open it there.
problem-database-busy = Another program is writing this database and did not finish within 10 seconds ({ $detail }). Try again later; this step was not stored.
problem-database-full = The disk is full, this step was not stored ({ $detail }); everything confirmed before is. Make room and try again.
problem-database-in-use = Somebody is using this database: { $path }. Try again when all other windows are closed.
problem-database-read-only =
    { $detail ->
        [read-only-asked] The database was opened read-only; this step was not stored.
        [read-only-folder] The folder of the database cannot be written, so it was opened read-only; this step was not stored. Check its permissions, or copy the database to a place that can be written.
        [read-only-file] The database file cannot be written, so it was opened read-only; this step was not stored. Check its permissions, or copy the database to a place that can be written.
       *[other] The database cannot be written; this step was not stored ({ $detail }). Check the permissions of file and folder.
    }
problem-database-damaged = The content of the database is not as it must be ({ $detail }): another program changed it, or the disk fails. Write nothing more, look with wenxiao doctor, then put the latest backup back with wenxiao restore.
problem-disk-error = The disk failed ({ $detail }); this step was not stored. Make a copy on another disk with wenxiao backup now, and have this disk checked.
problem-cannot-write = Cannot write { $path } ({ $detail }). Check permissions and disk space, or take another place.

read-only-asked = opened read-only
read-only-folder = folder cannot be written, read-only
read-only-file = file cannot be written, read-only
read-only-no-key = no signing key on this machine, read-only

## Person and key
problem-nobody-introduced = Nobody has said who works here. Give name and office first: the workstation asks when it opens, or run wenxiao key new --name NAME --office OFFICE.
problem-already-introduced = “{ $name }” works here already. If somebody else takes over, make another key with key new.
problem-name-empty = The name is empty. Please give a name.
problem-name-too-long = Name and office hold 64 characters each at most. Please shorten them.
problem-key-missing = This database has records of this device, but its signing key is not on this machine, so it can only be read. Put the key folder back; if it is lost, make another key with key new. What is stored stays valid.
problem-key-exists = There is a key file already: { $path }; it was not overwritten.
problem-key-cannot-read = Cannot read the key file: { $path } ({ $detail }). Check its permissions and open again.
problem-key-cannot-write = Cannot write the key folder: { $path } ({ $detail }). Check permissions and disk space and try again.
problem-key-shared = Others can read the key file: { $path }. Take the permissions back (chmod 600) and open again; if it may have leaked, make another key with key new.
problem-key-damaged = The key file is damaged: { $path } ({ $detail }). Put a copy of it back; without one, move it away and make another key with key new.
problem-not-a-key-card = This is no key card. A card is one line that begins with wenxiao-key: and comes from wenxiao key show on the other side; copy the whole line.
problem-key-weak = The key on this card is not safe and was not enrolled. Ask for the card of a key made anew with key new.
problem-other-workspace = The card belongs to another workspace ({ $theirs }), ours is { $ours }; it was not enrolled. Check on both sides which database is open (a sample and a real database never exchange).
problem-own-key = This is this station's own card. Enrol the card of the other side.

## Review
problem-no-such-target = The target of this project is not in this database. Go back to the list, or import the target forms first.
problem-project-not-found = There is no project “{ $project }”. Give its code, its full name or the key shown in lists; see wenxiao list projects.
problem-project-ambiguous = “{ $project }” fits { $count } projects. Give the project code, or one of these keys: { $keys }.
problem-no-such-row = The project “{ $project }” has no row { $row }; it has { $rows }. Check the number.
problem-target-changed = There is a newer version of the target of “{ $project }” than the one you saw; this step was not stored. Open the project again and decide on the new version.
problem-decided-meanwhile = Somebody decided meanwhile, and it is not what your screen showed; this step was not stored. Open the project again, look, then decide.
problem-opinion-gone = This opinion was withdrawn or does not exist. Refresh and look again.
problem-not-yours = This is not your own opinion or decision and cannot be rewritten or withdrawn. Give an opinion of your own, or settle it among the contested.
problem-text-empty = The text is empty; nothing was stored. Write the opinion or the demand.
problem-text-too-long = The text is too long, at most { $most } bytes (a Chinese character takes three). Split it.
problem-due-date = “{ $value }” is no valid due date. Write it like 2025-06-30.
problem-responsible-unit-empty = The demand names no responsible unit. Please name one.
problem-verdict-needs-row = A decision on a row needs the number of the row; “opinion given” comes from giving an opinion and cannot be set.
problem-grade-needs-opinion = Fair and Poor need grounds: give at least one opinion or demand first.
problem-key-lane-rows-open = Projects from 10 million yuan on are reviewed row by row, and row { $row } is undecided. Decide every row before you grade.
problem-nothing-to-undo = There is nothing to undo.
problem-nothing-to-redo = There is nothing to redo.

## Import, export, exchange, backup
problem-cancelled = Stopped as asked; nothing was stored.
problem-nothing-to-export = There is nothing to export. Give opinions first, or change the filter; where a bundle already holds everything, --full exports all of it again.
problem-event-signature = The signature of record { $event } in { $path } does not hold: somebody changed it. Nothing was taken in; tell the sender and ask for it again.
problem-batch-damaged = The content of table { $batch } does not match its digest; nothing was taken in. Ask the sender to run wenxiao doctor and export again.
problem-backup-damaged = This backup is incomplete or damaged ({ $detail }) and was not used. Take another one; before making one, run wenxiao doctor.

## Progress
phase-reading = reading
phase-storing = storing
phase-publishing = publishing
phase-merging = merging
phase-writing = writing
phase-finishing = finishing

## Steps
step-device-started = { $name } began to work on this device
step-batch-published = imported { $source }: { $forms } projects
step-opinion-added = { $project } row { $row }: opinion, class { $category }
step-opinion-added-whole = { $project }: opinion, class { $category }
step-opinion-amended = { $project } row { $row }: opinion rewritten, class { $category }
step-opinion-amended-whole = { $project }: opinion rewritten, class { $category }
step-passed = { $project } row { $row }: no problem
step-returned = { $project } row { $row }: sent back
step-later = { $project } row { $row }: later
step-graded-excellent = { $project }: graded Excellent
step-graded-good = { $project }: graded Good
step-graded-fair = { $project }: graded Fair
step-graded-poor = { $project }: graded Poor
step-demand-issued = { $project } row { $row }: demand, due { $due }
step-demand-issued-whole = { $project }: demand, due { $due }
step-draft-accepted = { $project } row { $row }: draft { $check } accepted, class { $category }
step-draft-accepted-whole = { $project }: draft { $check } accepted, class { $category }
step-passed-no-fault = { $project } row { $row }: no problem, { $check } dismissed
step-finding-dismissed = { $project } row { $row }: { $check } dismissed
step-finding-dismissed-whole = { $project }: { $check } dismissed
step-earlier = { $project }: an earlier step
step-from-newer-version = a step of a newer version of the program
step-undone =
    undone: { $step ->
        [step-opinion-added] { step-opinion-added }
        [step-opinion-added-whole] { step-opinion-added-whole }
        [step-opinion-amended] { step-opinion-amended }
        [step-opinion-amended-whole] { step-opinion-amended-whole }
        [step-passed] { step-passed }
        [step-draft-accepted] { step-draft-accepted }
        [step-draft-accepted-whole] { step-draft-accepted-whole }
        [step-passed-no-fault] { step-passed-no-fault }
        [step-finding-dismissed] { step-finding-dismissed }
        [step-finding-dismissed-whole] { step-finding-dismissed-whole }
        [step-returned] { step-returned }
        [step-later] { step-later }
        [step-graded-excellent] { step-graded-excellent }
        [step-looked-agreed] { step-looked-agreed }
        [step-looked-fault] { step-looked-fault }
        [step-graded-good] { step-graded-good }
        [step-graded-fair] { step-graded-fair }
        [step-graded-poor] { step-graded-poor }
        [step-demand-issued] { step-demand-issued }
        [step-demand-issued-whole] { step-demand-issued-whole }
        [step-linked] { step-linked }
        [step-linked-to-none] { step-linked-to-none }
        [step-recheck-stands-in] { step-recheck-stands-in }
        [step-recheck-refused] { step-recheck-refused }
        [step-recheck-not-applicable] { step-recheck-not-applicable }
        [step-recheck-frame-error] { step-recheck-frame-error }
        [step-recheck-postponed] { step-recheck-postponed }
        [step-recheck-agrees] { step-recheck-agrees }
        [step-recheck-value] { step-recheck-value }
        [step-recheck-no-evidence] { step-recheck-no-evidence }
        [step-recheck-row-dropped] { step-recheck-row-dropped }
        [step-evidence-added] { step-evidence-added }
        [step-recheck-finished] { step-recheck-finished }
        [step-recheck-confirmed] { step-recheck-confirmed }
        [step-recheck-sent-back] { step-recheck-sent-back }
        [step-recheck-objected] { step-recheck-objected }
        [step-objection-upheld] { step-objection-upheld }
        [step-objection-rejected] { step-objection-rejected }
        [step-second-asked] { step-second-asked }
        [step-second-released] { step-second-released }
        [step-second-settled-value] { step-second-settled-value }
        [step-second-settled] { step-second-settled }
        [step-second-settled-whole] { step-second-settled-whole }
       *[step-earlier] { step-earlier }
    }
step-redone =
    done again: { $step ->
        [step-opinion-added] { step-opinion-added }
        [step-opinion-added-whole] { step-opinion-added-whole }
        [step-opinion-amended] { step-opinion-amended }
        [step-opinion-amended-whole] { step-opinion-amended-whole }
        [step-passed] { step-passed }
        [step-draft-accepted] { step-draft-accepted }
        [step-draft-accepted-whole] { step-draft-accepted-whole }
        [step-passed-no-fault] { step-passed-no-fault }
        [step-finding-dismissed] { step-finding-dismissed }
        [step-finding-dismissed-whole] { step-finding-dismissed-whole }
        [step-returned] { step-returned }
        [step-later] { step-later }
        [step-graded-excellent] { step-graded-excellent }
        [step-looked-agreed] { step-looked-agreed }
        [step-looked-fault] { step-looked-fault }
        [step-graded-good] { step-graded-good }
        [step-graded-fair] { step-graded-fair }
        [step-graded-poor] { step-graded-poor }
        [step-demand-issued] { step-demand-issued }
        [step-demand-issued-whole] { step-demand-issued-whole }
        [step-linked] { step-linked }
        [step-linked-to-none] { step-linked-to-none }
        [step-recheck-stands-in] { step-recheck-stands-in }
        [step-recheck-refused] { step-recheck-refused }
        [step-recheck-not-applicable] { step-recheck-not-applicable }
        [step-recheck-frame-error] { step-recheck-frame-error }
        [step-recheck-postponed] { step-recheck-postponed }
        [step-recheck-agrees] { step-recheck-agrees }
        [step-recheck-value] { step-recheck-value }
        [step-recheck-no-evidence] { step-recheck-no-evidence }
        [step-recheck-row-dropped] { step-recheck-row-dropped }
        [step-evidence-added] { step-evidence-added }
        [step-recheck-finished] { step-recheck-finished }
        [step-recheck-confirmed] { step-recheck-confirmed }
        [step-recheck-sent-back] { step-recheck-sent-back }
        [step-recheck-objected] { step-recheck-objected }
        [step-objection-upheld] { step-objection-upheld }
        [step-objection-rejected] { step-objection-rejected }
        [step-second-asked] { step-second-asked }
        [step-second-released] { step-second-released }
        [step-second-settled-value] { step-second-settled-value }
        [step-second-settled] { step-second-settled }
        [step-second-settled-whole] { step-second-settled-whole }
       *[step-earlier] { step-earlier }
    }
step-withdrawn =
    withdrawn: { $step ->
        [step-opinion-added] { step-opinion-added }
        [step-opinion-added-whole] { step-opinion-added-whole }
        [step-opinion-amended] { step-opinion-amended }
        [step-opinion-amended-whole] { step-opinion-amended-whole }
        [step-passed] { step-passed }
        [step-draft-accepted] { step-draft-accepted }
        [step-draft-accepted-whole] { step-draft-accepted-whole }
        [step-passed-no-fault] { step-passed-no-fault }
        [step-finding-dismissed] { step-finding-dismissed }
        [step-finding-dismissed-whole] { step-finding-dismissed-whole }
        [step-returned] { step-returned }
        [step-later] { step-later }
        [step-graded-excellent] { step-graded-excellent }
        [step-looked-agreed] { step-looked-agreed }
        [step-looked-fault] { step-looked-fault }
        [step-graded-good] { step-graded-good }
        [step-graded-fair] { step-graded-fair }
        [step-graded-poor] { step-graded-poor }
        [step-demand-issued] { step-demand-issued }
        [step-demand-issued-whole] { step-demand-issued-whole }
        [step-linked] { step-linked }
        [step-linked-to-none] { step-linked-to-none }
        [step-recheck-stands-in] { step-recheck-stands-in }
        [step-recheck-refused] { step-recheck-refused }
        [step-recheck-not-applicable] { step-recheck-not-applicable }
        [step-recheck-frame-error] { step-recheck-frame-error }
        [step-recheck-postponed] { step-recheck-postponed }
        [step-recheck-agrees] { step-recheck-agrees }
        [step-recheck-value] { step-recheck-value }
        [step-recheck-no-evidence] { step-recheck-no-evidence }
        [step-recheck-row-dropped] { step-recheck-row-dropped }
        [step-evidence-added] { step-evidence-added }
        [step-recheck-finished] { step-recheck-finished }
        [step-recheck-confirmed] { step-recheck-confirmed }
        [step-recheck-sent-back] { step-recheck-sent-back }
        [step-recheck-objected] { step-recheck-objected }
        [step-objection-upheld] { step-objection-upheld }
        [step-objection-rejected] { step-objection-rejected }
        [step-second-asked] { step-second-asked }
        [step-second-released] { step-second-released }
        [step-second-settled-value] { step-second-settled-value }
        [step-second-settled] { step-second-settled }
        [step-second-settled-whole] { step-second-settled-whole }
       *[step-earlier] { step-earlier }
    }

## Checks (doctor)
check-file = database file
check-chain = chain of records
check-signatures = signatures
check-batches = imported tables
check-tables = derived tables
check-key = key
check-file-whole = the file is whole
check-file-damaged = the file is damaged: { $detail }. Put the latest backup back with wenxiao restore
check-log = records
check-devices = devices
check-part-damaged = this part cannot be read ({ $detail }). Restore a backup
check-log-filed = records and their index agree, { $events } records
check-log-misfiled = the index of record { $event } does not fit its content. Restore a backup
check-devices-known = devices and records agree, { $devices } devices
check-devices-differ = device { $device } differs between the list of devices and the records. Restore a backup
check-chain-whole = the chains are whole, { $events } records
check-chain-broken = a chain is broken at { $event }. Restore a backup, or ask colleagues for full bundles (--full)
check-signatures-good = every signature holds, { $events } records
check-signatures-bad = the signature of record { $event } does not hold. Restore a backup
check-batches-whole = { $batches } imported tables match their digests
check-batches-changed = the content of table { $batch } does not match its digest. Restore a backup, or import the table again
check-tables-equal = the derived tables equal a rebuild from the records
check-tables-differ = the derived tables differ from a rebuild. The records are there; hand the log file to your administrator
check-key-known = the key is on this machine, { $name } works here
check-key-nobody = nobody has said who works here
check-key-missing = the key of this database is not on this machine, it can only be read. Put the key folder back, or make another key with key new
check-key-moved = the database came from elsewhere; the records of { $name } continue under a new numbering
check-key-restored = an older copy was restored; the records of { $name } continue under a new numbering
