-- Schema 4: what links between tables are found by, and the links people decided.

-- One line for each project, year and kind of table that is linked: the form in force. Keys are digests of texts made
-- comparable; `timeless` is the name without years.
CREATE TABLE filed (
    kind       TEXT    NOT NULL,
    year       INTEGER NOT NULL,
    project    BLOB    NOT NULL,
    code       TEXT,
    name       TEXT    NOT NULL,
    unit       TEXT    NOT NULL,
    department TEXT    NOT NULL,
    amount     INTEGER,
    code_key   BLOB,
    name_key   BLOB,
    timeless   BLOB,
    unit_key   BLOB,
    PRIMARY KEY (kind, year, project)
) STRICT, WITHOUT ROWID;
CREATE INDEX filed_by_code ON filed (kind, year, code_key) WHERE code_key IS NOT NULL;
CREATE INDEX filed_by_name ON filed (kind, year, name_key) WHERE name_key IS NOT NULL;
CREATE INDEX filed_by_timeless ON filed (kind, year, timeless) WHERE timeless IS NOT NULL;

-- Decisions in force. `partner` is NULL where it belongs to none; `contested` is 1 where people differ.
CREATE TABLE link (
    version   BLOB PRIMARY KEY,
    linked    TEXT    NOT NULL,
    year      INTEGER NOT NULL,
    project   BLOB    NOT NULL,
    partner   BLOB,
    contested INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX link_by_year ON link (linked, year, project);
CREATE INDEX link_by_partner ON link (linked, year, partner) WHERE partner IS NOT NULL;

-- Decisions that came from newer stations while this one did not know the kind are found by what they speak of from now
-- on. The bytes stay as they are.
DROP TRIGGER event_is_never_changed;
UPDATE event SET version = unhex(json_extract(CAST(body AS TEXT), '$.data.on.version'))
WHERE kind = 'project.linked' AND version IS NULL AND json_valid(CAST(body AS TEXT))
  AND length(unhex(json_extract(CAST(body AS TEXT), '$.data.on.version'))) = 32;
CREATE TRIGGER event_is_never_changed BEFORE UPDATE ON event BEGIN SELECT RAISE(ABORT, 'events are never changed'); END;

-- The program fills both tables at its next start.
INSERT INTO meta (key, value) SELECT 'to_file', '4' WHERE EXISTS (SELECT 1 FROM batch);
