# Verifying what was published; second reviews of what is drawn later
draw-verified-held = Files that were held: { $files }
draw-verified-absent = Not there, so not held (not every draw has them): { $files }
problem-draw-no-folder = { $path } is no folder. Name the folder with what was published, or each file with --population, --plan, --seed-record and --proof.
problem-draw-full-plan-changed = Not verified: { $path }, line { $line } is not what was sealed: its SHA-256 is { $here }, the seed record says { $sealed }. Ask whoever published it for the original plan.json.
problem-draw-full-plan-missing = Not verified: { $path } is not there (missing from line { $line }). The seed record { $record } names a plan.json with the SHA-256 { $digest }. Put the one published with the seal beside it, or name it with --plan-json.
problem-draw-full-plan-unsealed = Not verified: { $path }, from line { $line }, was never sealed: the seed record { $record } has no planjson=, so this draw has no plan.json. Ask whoever published it.
problem-draw-second-missing = Not verified: { $path } is not there (missing from line { $line }). The sealed plan.json has { $share } re-verified by two people independently, so the list has to be published. Put second.tsv beside it, or name it with --second.

## Released where there is no second person
step-second-released = { $project }: second review released: { $reason }
problem-second-released = The second review of { $project } is released: one person gives the result. To have it again, undo that step (while nobody has worked on it since).
problem-second-released-worked = Somebody has worked on { $project } since its second review was released and may have seen the other's figures: it cannot be independent again.
second-standing-released = Independent review: released by { $name } ({ $reason }); one person gives the result
second-short-released = second released
second-release-heading = No second person: release it
second-release-text = Where there really is no second person, say why: it is then rechecked by one, whatever anybody entered is shown, and agreement counts it as released. Otherwise leave.
results-agreement-released = Second reviews released because there was no second person: { $released }; they do not count as agreeing.
cli-arg-release = There is no second person, and why; one then gives the result
cli-sample-verify-arg-plan-json = plan.json; looked for beside the seed record unless given
cli-sample-verify-arg-second = second.tsv; looked for beside the seed record unless given
cli-sample-verify-arg-folder = Folder with what was published: every file in it is held, nothing else need be given
cli-name-release = REASON
