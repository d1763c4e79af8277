## Sealed files travel in bundles
problem-attachment-too-large = The file has { $bytes } bytes, more than the { $limit } that one attachment may have; it was not kept. Seal by department.
problem-sample-members = Line { $line } of { $path } is not key, project and version, or stands out of the order of keys. Nothing of the bundle was read; ask its sender for one exported anew.
problem-sample-member-missing = The sealed list does not say which self-evaluation "{ $unit }" is, so it cannot be drawn. Give this population up (wenxiao sample abandon) and seal anew.
check-attachments = sealed files
check-attachments-whole = { $files } sealed files match their digests
check-attachments-changed = sealed file { $file } does not match its digest. Restore a backup, or take in a full bundle of the machine that sealed it (wenxiao export bundle --full)

## How far sealing and drawing are
phase-reading-units = Reading self-evaluations
phase-sorting-units = Setting certainty apart
phase-sealing = Sealing the population
phase-drawing = Computing tickets
phase-signing = Signing what was drawn

## Records for publication: tables
problem-sample-exclusions = Line { $line } of { $path } is not key, reason, person and ground, or stands out of the order of keys. Nothing of the bundle was read; ask its sender for one exported anew.
draw-page-strata = Drawn by stratum ({ $count })
draw-page-strata-note = A ticket not above the cut-off is drawn.
draw-page-excluded = Left out ({ $count })
draw-page-excluded-note = Left out before the sealing: not drawn from, and no conclusion speaks of them; the duty counts them.
draw-column-frame = Units
draw-column-drawn = Drawn
draw-column-method = Method
draw-column-cut = Cut-off ticket
draw-column-ground = Ground
draw-column-by = By
draw-reason-x1 = not in scope
draw-reason-x2 = duplicate
draw-reason-x3 = secret
draw-reason-x4 = withdrawn before the sealing
draw-reason-x5 = already examined this year

## Several populations at once
command-sample-other = another one
command-sample-other-description = Goes to another population that is sealed or drawn from, where several years stand
sample-no-other = Only this population is sealed; there is no other to go to.
sample-step-of = { $place }/{ $count } · { $step }
problem-sample-several-stand = Several populations stand: { $ids }. Name one with --sealed, by its year or the first 6 characters.
rechecks-elsewhere = ; { $count } of { $year } are to be done, too
