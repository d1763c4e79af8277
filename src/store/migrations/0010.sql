-- Schema 10: the order by expected findings, lots, and what was looked at a second time.

-- `attention` is what the checks make expected on the form in force, in thousandths of a finding; NULL where they have not
-- looked. Some targets have the number of a place that they were drawn to (model/lot.rs); so the order holds them and an index
-- has it. `lot` is the number that decides both.
ALTER TABLE target ADD COLUMN attention INTEGER;
ALTER TABLE target ADD COLUMN lot INTEGER NOT NULL DEFAULT 0;
UPDATE target SET
    attention = (SELECT p.expected FROM prereview p WHERE p.form = target.form),
    lot = (SELECT lot_number(f.project, f.year,
                             (SELECT min(b.id) FROM batch_line l CROSS JOIN batch b ON b.local = l.batch
                              WHERE l.form = f.local AND b.published = 1))
           FROM form f WHERE f.local = target.form)
WHERE EXISTS (SELECT 1 FROM form f WHERE f.local = target.form);
CREATE INDEX target_by_expected ON target (attention DESC, amount DESC, code, item);

-- Versions that were looked at again after they had been passed; `found` is 1 where a fault was found.
CREATE TABLE second_look (
    version BLOB    PRIMARY KEY,
    found   INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Targets that were passed without a word, in the order in which they are drawn: 4 passed, 5 negotiated.
CREATE INDEX target_passed ON target (year, lot, form) WHERE status IN (4, 5) AND opinions = 0 AND demands = 0;

-- Second looks that came from newer stations while this one did not know the kind are found by what they speak of from now on.
-- The bytes stay as they are.
DROP TRIGGER event_is_never_changed;
UPDATE event SET version = unhex(json_extract(CAST(body AS TEXT), '$.data.on.version'))
WHERE kind = 'looked.again' AND version IS NULL AND json_valid(CAST(body AS TEXT))
  AND length(unhex(json_extract(CAST(body AS TEXT), '$.data.on.version'))) = 32;
CREATE TRIGGER event_is_never_changed BEFORE UPDATE ON event BEGIN SELECT RAISE(ABORT, 'events are never changed'); END;

-- The program folds them at its next start.
INSERT INTO meta (key, value) SELECT 'to_fold', '11'
WHERE EXISTS (SELECT 1 FROM event WHERE kind = 'looked.again')
ON CONFLICT (key) DO UPDATE SET value = excluded.value;
