-- Schema 12: the spot check.

-- The exact files of a sealed population, deflated, by the event that sealed it: what a draw is repeated from. `units` says
-- which self-evaluation each line of the population is.
CREATE TABLE sealed (
    event      BLOB PRIMARY KEY,
    population BLOB NOT NULL,
    plan       BLOB NOT NULL,
    units      BLOB NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX event_of_draw ON event (kind, local) WHERE kind IN ('sample.sealed', 'sample.abandoned', 'sample.drawn');

-- Rechecks, folded from the log: one line for each self-evaluation that something was said of. Part: 0 random, 1 in any case,
-- NULL neither (looked at after the draw). Points are decimals as text.
CREATE TABLE recheck (
    version   BLOB PRIMARY KEY,
    project   BLOB    NOT NULL,
    year      INTEGER NOT NULL,
    status    INTEGER NOT NULL,
    draw      BLOB,
    part      INTEGER,
    stratum   TEXT    NOT NULL,
    place     INTEGER NOT NULL,
    reasons   TEXT    NOT NULL,
    outcome   TEXT,
    filed     TEXT,
    own       TEXT,
    verified  TEXT,
    grade     TEXT,
    deviation TEXT,
    state     TEXT    NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX recheck_by_year ON recheck (year DESC, stratum, part, place, version);
CREATE INDEX recheck_by_project ON recheck (project, year);

-- What came from newer stations while this one did not know the kinds is found by what it speaks of from now on. The bytes
-- stay as they are.
DROP TRIGGER event_is_never_changed;
UPDATE event SET version = unhex(json_extract(CAST(body AS TEXT), '$.data.on.version'))
WHERE kind GLOB 'recheck.*' AND version IS NULL AND json_valid(CAST(body AS TEXT))
  AND length(unhex(json_extract(CAST(body AS TEXT), '$.data.on.version'))) = 32;
CREATE TRIGGER event_is_never_changed BEFORE UPDATE ON event BEGIN SELECT RAISE(ABORT, 'events are never changed'); END;

-- The program folds them at its next start.
INSERT INTO meta (key, value) SELECT 'to_fold', '12' WHERE EXISTS (SELECT 1 FROM event WHERE kind GLOB 'recheck.*')
ON CONFLICT DO NOTHING;
