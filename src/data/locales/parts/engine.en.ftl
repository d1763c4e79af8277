# Words of review, database and identity.


## Steps
step-device-started = { $name } began to work on a device
step-batch-published = table “{ $source }” imported, forms: { $forms }
step-opinion-added = opinion { $category } on row { $row }: { $project }
step-opinion-added-whole = opinion { $category } on the whole target: { $project }
step-opinion-amended = opinion { $category } rewritten: { $project }
step-passed = row { $row } has no problem: { $project }
step-returned = row { $row } sent back: { $project }
step-later = row { $row } left for later: { $project }
step-graded-excellent = result Excellent: { $project }
step-graded-good = result Good: { $project }
step-graded-fair = result Fair: { $project }
step-graded-poor = result Poor: { $project }
step-demand-issued = demand raised (due { $due }): { $project }
step-undone = taken back: { $step }
step-redone = done again: { $step }
step-withdrawn = withdrawn: { $step }
step-earlier = an earlier step
step-from-newer-version = a step of a newer version of the program

## Progress
phase-reading = reading
phase-storing = storing
phase-publishing = publishing
phase-writing = writing
phase-merging = merging
phase-finishing = finishing

## Checks
check-file = database file
check-file-whole = whole
check-file-damaged = damaged: { $detail }. Restore the latest safety copy.
check-chain = chains
check-chain-whole = events: { $events }, every chain holds
check-chain-broken = broken at event { $event }. Restore a safety copy, or ask another station for a full bundle.
check-signatures = signatures
check-signatures-good = events: { $events }, every signature holds
check-signatures-bad = the signature of event { $event } does not hold: data was changed. Restore a safety copy.
check-batches = imported tables
check-batches-whole = tables: { $batches }, unchanged
check-batches-changed = table { $batch } was changed. Restore a safety copy.
check-tables = folded tables
check-tables-equal = equal to a rebuild from the events
check-tables-differ = differ from a rebuild. The events are whole; hand the log to your administrator.
check-key = identity
check-key-known = { $name }, the key is here
check-key-nobody = nobody is registered yet
check-key-moved = { $name }; the database was copied or moved here, a new chain began
check-key-restored = { $name }; an older copy was restored, a new chain began
check-key-missing = the key is not on this machine: only reading. Use key new to register again.

## Why nothing can be stored
read-only-asked = opened for reading only
read-only-file = the database file cannot be written
read-only-folder = the folder of the database cannot be written
read-only-no-key = the key is not on this machine

## Database
problem-database-missing = There is no database { $path }. Import a file or a bundle first, or build the sample with demo.
problem-database-no-file = { $path } is no file. Name the database file with --db.
problem-database-cannot-open = The database cannot be opened: { $detail }. Check the permissions of file and folder.
problem-database-cannot-create = The database { $path } cannot be made: { $detail }. Check permissions, or name another place with --db.
problem-database-on-network = { $path } lies on a network share ({ $kind }), where data is not safe. Put it on a local disk and exchange bundles.
problem-database-read-only = Nothing can be stored now: { $detail }. Nothing changed; check permissions and open again.
problem-database-busy = The database is busy ({ $detail }). Nothing was written; try again soon, or close what else is writing.
problem-database-in-use = The database { $path } is in use. Close the other windows and try again.
problem-database-too-new = The database { $path } was written by a newer program (format { $version }, known up to { $known }). Upgrade the program.
problem-database-too-old-to-read = The database { $path } must be upgraded first, which reading alone cannot do. Open it for writing once.
problem-database-damaged = The database is damaged: { $detail }. Write nothing more; restore the latest safety copy.
problem-not-our-database = This is no database of Wenxiao and was left alone. Name another file with --db.
problem-disk-full = The disk is full: { $detail }. Nothing is half written; free some space and try again.
problem-disk-error = The disk failed: { $detail }. Make a safety copy soon and check the disk.
problem-cannot-write = { $path } cannot be written: { $detail }. Check permissions, or take another place.
problem-backup-damaged = The safety copy is damaged: { $detail }. Take another one.
problem-batch-damaged = The table { $batch } is not as it should be. Ask the sender for a full bundle again.
problem-event-signature = In { $path } the signature of event { $event } does not hold; nothing of the bundle was taken in. Ask the sender again.
problem-cancelled = Stopped; nothing half-done stays.

## Identity
problem-nobody-introduced = Nobody is registered here. Use key new --name NAME --office OFFICE first.
problem-name-empty = The name is empty. Give a name.
problem-name-too-long = Name or office is too long, at most 64 characters.
problem-key-exists = Someone is registered here already ({ $path }).
problem-key-missing = The key of this database is not on this machine, so it can only be read. Use key new, or put the key file back.
problem-key-cannot-read = The key file { $path } cannot be read: { $detail }. Check its permissions.
problem-key-cannot-write = The key file { $path } cannot be written: { $detail }. Check permissions and disk space.
problem-key-damaged = The key file { $path } is damaged: { $detail }. Put a copy back, or use key new.
problem-key-shared = Others can read the key file { $path }. Make it private (chmod 600).
problem-key-weak = The key on the card is weak and was not enrolled. Ask for a new key.
problem-not-a-key-card = This is no card. Use the card that key show prints.
problem-other-workspace = The other side belongs to another workspace ({ $theirs }, here { $ours }); they do not exchange.
problem-own-key = This is this station's own card; there is nothing to enrol.

## Review
problem-project-not-found = There is no project “{ $project }”. Check code or exact name; see list projects.
problem-project-ambiguous = “{ $project }” stands for { $count } projects; use a code or key: { $keys }
problem-no-such-target = The target of this project is not here. Refresh the list, or import the form first.
problem-target-changed = “{ $project }” has a newer version; nothing was stored. Open it again.
problem-decided-meanwhile = Something else was decided here meanwhile; nothing was stored. Open it again and decide anew.
problem-text-empty = The text is empty. Write the opinion or demand.
problem-text-too-long = The text is too long. Split it.
problem-due-date = “{ $value }” is no due date. Write it like 2025-06-30.
problem-responsible-unit-empty = There is no responsible unit. Say who must act.
problem-opinion-gone = This opinion was taken back or is not here. Refresh.
problem-not-yours = This was said by somebody else; only they can change it or take it back.
problem-verdict-needs-row = A decision on a row must name the row. Add --indicator.
problem-grade-needs-opinion = Fair and poor need at least one opinion or demand first.
problem-key-lane-rows-open = From 10 million yuan every row must be decided first; row { $row } is still open.
problem-nothing-to-undo = There is nothing to take back.
problem-nothing-to-redo = There is nothing to do again.
problem-nothing-to-export = No opinion or demand matches; no file was written. Widen the filter.
