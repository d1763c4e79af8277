# Verifying what was published; second reviews of what is drawn later
draw-verified-held = Files that were held: { $files }
draw-verified-absent = Not there, so not held (not every draw has them): { $files }
problem-draw-no-folder = { $path } is no folder. Name the folder with what was published, or each file with --population, --plan, --seed-record and --proof.
problem-draw-full-plan-changed = Not verified: { $path }, line { $line } is not what was sealed: its SHA-256 is { $here }, the seed record says { $sealed }. Ask whoever published it for the original plan.json.
problem-draw-full-plan-missing = Not verified: { $path } is not there (missing from line { $line }). The seed record { $record } names a plan.json with the SHA-256 { $digest }. Put the one published with the seal beside it, or name it with --plan-json.
problem-draw-full-plan-unsealed = Not verified: { $path }, from line { $line }, was never sealed: the seed record { $record } has no planjson=, so this draw has no plan.json. Ask whoever published it.
problem-draw-second-missing = Not verified: { $path } is not there (missing from line { $line }). The sealed plan.json has { $share } re-verified by two people independently, so the list has to be published. Put second.tsv beside it, or name it with --second.
