# The public draw: seal, seed, draw, verify.

cli-sample = The spot check's sample: public draw, verification, allocation
cli-sample-draw = Draws from the sealed population, plan and seed record; writes list, proof and record
cli-sample-verify = Computes everything again from the three sealed files and holds it against the proof; names file and line
cli-sample-allocate = Spreads a total over the strata (priority values; a larger total never lowers a share)
cli-sample-proof = Shows that a project was in the sealed population without showing the others
cli-arg-population = Sealed population, population.tsv
cli-arg-plan = Sealed plan, plan.tsv
cli-arg-seed-record = Seed record (seed.txt)
cli-arg-proof = Proof, proof.json
cli-name-population = FILE
cli-name-plan = FILE
cli-name-seed-record = FILE
cli-name-proof = FILE
cli-sample-draw-arg-out = Folder to write to (made if missing)
cli-arg-expand-to = Expand to so many drawn at random in all; everything drawn before stays
cli-name-expand-to = NUMBER
cli-arg-duty = Least share of all projects to be drawn at random (10%, 0.1 or 1/10; 10% if not given)
cli-name-duty = SHARE
cli-arg-force = Write over files that are there
cli-sample-verify-arg-list = Also hold the list drawn.tsv against it
cli-sample-verify-arg-record = Also hold the record record.txt against it
cli-name-list = FILE
cli-name-record = FILE
cli-arg-total = How many in all
cli-name-total = NUMBER
cli-sample-allocate-arg-minimum = At least so many of each stratum (1 if not given; all of smaller ones)
cli-name-minimum = NUMBER
cli-arg-stratum-rate = At least this share of each stratum (0 if not given)
cli-name-stratum-rate = SHARE
cli-sample-proof-arg-key = Key of the project in the population
cli-name-key = KEY

draw-record-title = Record of the public draw for the spot check of self-evaluations
draw-record-rehearsal = [REHEARSAL] This is no formal draw: its tickets differ from those of any formal draw.
draw-record-population = Population: { $all } units; random frame { $random }, certainty { $certainty }, excluded { $excluded }.
draw-record-frame = Fingerprint of the population: { $digest }
draw-record-plan = Fingerprint of the plan: { $digest }
draw-record-seed-record = Seed record (taken in public after the seal):
draw-record-line = {"  "}{ $text }
draw-record-seed = Seed: { $seed }
draw-record-public = Seed taken in public: sealed first, at least 64 bits of chance, a source outside the auditor's control, witnesses.
draw-record-not-public = Seed not taken in public: { $lacks }. For internal estimates only; nothing is concluded for the public.
draw-record-expanded = Expanded in the same order of tickets to { $total } drawn at random; everything drawn before stays.
draw-record-rate-random = Random rate: { $count } / { $all } = { $percent }% (this one is judged)
draw-record-rate-all = Rate of all examined (random and certainty): { $count } / { $all } = { $percent }% (told only, never judged)
draw-record-strata = Strata (units, drawn, method, cut-off ticket; a ticket not above the cut-off is drawn):
draw-record-stratum = {"  "}{ $stratum }: { $drawn } of { $frame }, { $method }, { $cut }
draw-record-list = Fingerprint of the list (drawn.tsv): { $digest }
draw-record-root = Root of the tree over the population: { $digest }
draw-record-proof = Fingerprint of the proof: { $digest }
draw-record-how = Anybody can verify this; a simple random draw can be repeated by a script that is not this program, or one project at a time:

draw-lack-entropy = the sources give less than 64 bits
draw-lack-outside = no source outside the auditor's control
draw-lack-witness = no witness
draw-lack-rehearsal = it is a rehearsal

draw-page-random = Drawn at random ({ $count })
draw-page-certain = Examined for certain ({ $count })
draw-page-certain-note = Not chosen at random: they speak for themselves only, nothing is inferred from them.
draw-column-place = No.
draw-column-stratum = Stratum
draw-column-unit = Project
draw-column-ticket = Ticket
draw-column-reason = Reason
draw-reason-a = large amount
draw-reason-d = due by rotation
draw-reason-f = flagged by checks
draw-reason-p = added after the draw for its amount
draw-reason-t = recommended by an office

draw-duty-met = Drawn at random meets { $rate } (at least { $need }).
draw-duty-not-met = Drawn at random is short of { $rate }: at least { $need } are needed. Certainty items do not count; draw more (--expand-to { $need }).
draw-file-written = Written: { $path }
draw-file-unchanged = { $path } is the same already; left as it is
draw-verified = Verified: computed again from the sealed files, { $count } drawn at random, everything agrees. Seed { $seed }
draw-inclusion-row = Row: { $row }
draw-inclusion-place = Place: row { $place } of { $rows }
draw-inclusion-leaf = Fingerprint of the row: { $digest }
draw-inclusion-node = Neighbour: { $digest }
draw-inclusion-root = Root: { $digest }

problem-draw-too-large = { $path } is larger than { $most } MiB and was not read. Check that it is the sealed file.
problem-draw-not-utf8 = { $path }, line { $line }: no UTF-8 text. Use the file as it was sealed, not saved again by a spreadsheet.
problem-draw-character = { $path }, line { $line }: character { $code } is not allowed. Sealed files hold text, tabs and LF only; use the original file.
problem-draw-no-line-end = { $path }: no line end after line { $line }; the file may be cut off. Use the original file.
problem-draw-heading = { $path }, line { $line }: not the heading it must have (tab-separated): { $expected }
problem-draw-fields = { $path }, line { $line }: { $found } fields, { $expected } expected (tab-separated).
problem-draw-number = { $path }, line { $line }, { $column }: “{ $value }” is no plain whole number (no sign, fraction or leading zeros).
problem-draw-absurd = { $path }, line { $line }, { $column }: { $value } is absurdly large (at most { $most }). Check that the unit is fen.
problem-draw-key = { $path }, line { $line }: the key “{ $value }” cannot be used: 1 to 120 bytes, no blank at its ends.
problem-draw-key-twice = { $path }, line { $line }: the key “{ $value }” is there twice. A project may stand there once.
problem-draw-unsorted = { $path }, line { $line }: “{ $value }” is not in the order of bytes. Use the file as it was sealed.
problem-draw-stratum = { $path }, line { $line }: the stratum “{ $value }” cannot be used: 1 to 120 bytes, no blank at its ends, no “|”.
problem-draw-stratum-twice = { $path }, line { $line }: the stratum “{ $value }” is there twice.
problem-draw-status = { $path }, line { $line }: unknown status “{ $value }”. There are R (random), C (certainty), X (excluded).
problem-draw-reason = { $path }, line { $line }: status { $status } cannot have the reasons “{ $value }”: none for R; A, D, F, P, T for C; X1 to X5 for X; in order, with commas.
problem-draw-empty = { $path }: nothing after line { $line }, so nothing can be drawn.
problem-draw-method = { $path }, line { $line }: unknown method “{ $value }”. There are srs, rivest, systematic, mus, seqpoisson, sieve=FEN, rolling=A/B.
problem-draw-more-than-there-are = { $path }, line { $line }: { $drawn } are to be drawn of stratum “{ $stratum }”, which has { $frame }. Draw fewer and seal again.
problem-draw-sieve-size = { $path }, line { $line }: the size of a sieve follows from amounts and tickets; n must be 0, not { $drawn }.
problem-draw-frame-differs = { $path }, line { $line }: the plan says stratum “{ $stratum }” has { $frame }, the population has { $there } with status R. They were not sealed together; check the files.
problem-draw-not-planned = { $path }, line { $line }: stratum “{ $stratum }” is not in the plan. They were not sealed together; check the files.
problem-draw-no-amount = { $path }, line { $line }: stratum “{ $stratum }” is drawn by amount ({ $method }), and an amount of 0 has no chance. Put such projects into a stratum of their own.
problem-draw-seed-line = { $path }, line { $line } must begin with { $expected }. The seed is taken after the seal, and its record names both fingerprints.
problem-draw-seed-digest = { $path }, line { $line }: { $name } is no fingerprint of 64 lower-case hexadecimal digits.
problem-draw-seed-numbered = { $path }, line { $line } must look like { $expected }: numbered in turn, three parts with “|”, none empty.
problem-draw-seed-dice = { $path }, line { $line } speaks of dice, but “{ $value }” is not all digits. Write the digits as thrown, without blanks.
problem-draw-seed-no-source = { $path }, line { $line } must be a source of chance (source=1|label|value). Without one there is no seed.
problem-draw-seed-outside = { $path }, line { $line }: outside= takes numbers of sources in ascending order with commas, like outside=2,3.
problem-draw-seed-unknown = { $path }, line { $line } is unknown or out of order. The order is frame, plan, planjson, parent, at, source, outside, witness.
problem-draw-seed-not-of-these = { $path }, line { $line }: the record's { $name } is { $recorded }, the file given has { $computed }. The seed was taken before the seal, or a file was changed after it: bring the original files, or seal and draw a seed again.
problem-draw-not-nested = The method { $method } of stratum “{ $stratum }” cannot be expanded to { $total } on top of what was drawn. Seal and take a seed anew.
problem-draw-total-above = A total of { $total } is more than the { $most } that can be drawn. Lower it.
problem-draw-total-below = A total of { $total } is less than the { $least } that must be drawn. Raise it, or lower the floors and seal again.
problem-draw-rate = “{ $value }” is no share. Write 10%, 0.1 or 1/10, at most 100%.
problem-draw-file-exists = { $path } is there with other content. Take another folder, or add --force to write over it.
problem-draw-no-unit = { $path } has no project with the key “{ $unit }”. Write it exactly as it stands in the file.
problem-draw-other-root = The root in { $path } is { $here }, the population gives { $computed }: the proof is of another population.
problem-draw-proof = { $path }, line { $line }: no proof in its canonical form: { $detail }. Use the file as it was written by the draw.
problem-draw-differs = Not verified: { $path }, line { $line } is “{ $here }”, computed again it is “{ $computed }”. Ask whoever published it for the original file.
problem-draw-proof-differs = Not verified: { $path }, line { $line }: { $field } is “{ $here }”, computed again it is “{ $computed }”. The proof does not follow from the sealed files.
problem-draw-row-changed = Not verified: { $path }, line { $line } “{ $value }” is not what was sealed (changed, put in, or one before it left out). Use the sealed file.
problem-draw-row-missing = Not verified: { $path } is not what was sealed from line { $line } on; rows are missing. Use the sealed file.
problem-draw-journal = { $path }, line { $line } does not follow from the lines before it: one was changed, left out or put in.

problem-seal-empty = There are no projects to seal. Import self-evaluations first, or widen the filter.
problem-seal-key = The key of project “{ $unit }” cannot be used: 1 to 120 bytes, no blank at its ends, no control characters. Correct its code first.
problem-seal-key-twice = The key “{ $unit }” is there twice. Merge the projects or exclude one (X2) before sealing.
problem-seal-stratum = Project “{ $unit }”: the stratum “{ $stratum }” cannot be used: 1 to 120 bytes, no blank at its ends, no “|” or control characters. Correct its department first.
problem-seal-amount = Project “{ $unit }”: { $amount } yuan is negative or absurdly large. Check amount and unit first.
problem-seal-exclusion = Excluding project “{ $unit }” takes a code (X1 to X5), a ground and a name.
problem-seal-known = Project “{ $unit }” was in a population sealed before; it cannot be drawn as a late one.
problem-seal-no-stratum = The plan speaks of stratum “{ $stratum }”, which the random frame has not. Check the name of the department.
problem-seal-floor = The floor { $floor } of stratum “{ $stratum }” is above the { $most } that can be drawn. Lower it, or raise the cap.
problem-seal-nothing-random = Nothing is left to draw at random: all are certainty or excluded. Without a random part nothing can be inferred; lower the certainty items.
problem-seal-amounts = Even with all but one unit examined for certain the share of amounts is not reached. Lower the share or exclude less.
problem-seal-options = { $path }, line { $line } cannot be understood: { $detail }. Write shares as text in quotes, like rate = "10%".
problem-seal-option = { $path }: the value “{ $value }” of { $name } cannot be used. Shares are 10%, 0.1 or 1/10 (at most 100%), amounts are in yuan, methods are in docs/sampling.md.
