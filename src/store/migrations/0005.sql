-- Schema 5: units by number, opinions in the search index, saved views.

-- Units of the targets in force: few, so a filter by unit, an order by it and a count of each need not read a form.
CREATE TABLE unit (
    local INTEGER PRIMARY KEY,
    code  TEXT,
    name  TEXT NOT NULL
) STRICT;
CREATE INDEX unit_by_name ON unit (name, code);
INSERT INTO unit (code, name)
SELECT DISTINCT unit_code(f.body), unit_name(f.body) FROM target t CROSS JOIN form f ON f.local = t.form ORDER BY 2, 1;

-- At a million targets the index takes 12 bytes each (measured).
ALTER TABLE target ADD COLUMN unit INTEGER NOT NULL DEFAULT 0;
UPDATE target SET unit = (
    SELECT u.local FROM form f CROSS JOIN unit u ON u.name = unit_name(f.body) AND u.code IS unit_code(f.body)
    WHERE f.local = target.form);
CREATE INDEX target_by_unit ON target (unit);

-- The tokens are made anew: the last character of a text is found by itself now, and names by the initials of their
-- characters.
INSERT INTO search (search) VALUES ('delete-all');
INSERT INTO search (rowid, terms) SELECT t.form, search_terms(f.body) FROM target t CROSS JOIN form f ON f.local = t.form;

-- Live opinions and demands on the version in force, by the number of its form. The tokens are kept beside the index: an act
-- that changes none of them must not write them anew. People write thousands of these, not millions.
CREATE VIRTUAL TABLE said USING fts5(terms, tokenize = 'ascii');
INSERT INTO said (rowid, terms)
SELECT t.form, said_terms(r.state)
FROM review r CROSS JOIN form f ON f.version = r.version CROSS JOIN target t ON t.form = f.local
WHERE t.opinions > 0 OR t.demands > 0;

-- Local: never exported. A filter line, and an order, under a name.
CREATE TABLE saved_view (
    name TEXT PRIMARY KEY,
    line TEXT NOT NULL,
    sort TEXT NOT NULL
) STRICT, WITHOUT ROWID;
