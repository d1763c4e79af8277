-- Schema 3: forms packed, names of forms by number, a search index.
--
-- Measured on 12,500 projects with twelve indicators each (48 MB of csv): the canonical text of a form takes 2,425 bytes, its
-- row 4,105 with what a page leaves unused. `packed` is a function of the program (model/packed.rs); text that it
-- cannot pack stays as it is and stays readable.

-- Kinds and stages by number: of the kind that nearly all forms are, they take no byte. Code and name are in the body and, of
-- targets, in the queue, where the search index finds them; of other forms a number made of their text (`sought`) does. So
-- long names do not lie in the database five times.
ALTER TABLE form RENAME TO form_before;
DROP INDEX form_by_project;
DROP INDEX form_by_code;
DROP INDEX form_by_name;
DROP INDEX form_by_kind;
CREATE TABLE form (
    local    INTEGER PRIMARY KEY,
    version  BLOB    NOT NULL UNIQUE,
    kind     INTEGER NOT NULL,
    project  BLOB    NOT NULL,
    year     INTEGER NOT NULL,
    stage    INTEGER NOT NULL,
    code_key INTEGER,
    name_key INTEGER,
    body     BLOB    NOT NULL
) STRICT;
INSERT INTO form (local, version, kind, project, year, stage, code_key, name_key, body)
SELECT local, version, kind_number(kind), project, year, stage_number(stage),
       CASE WHEN kind <> 'target' THEN sought(code) END, CASE WHEN kind <> 'target' THEN sought(name) END, packed(body)
FROM form_before ORDER BY local;
CREATE TABLE line (
    batch   INTEGER NOT NULL REFERENCES batch (local),
    ordinal INTEGER NOT NULL,
    form    INTEGER NOT NULL REFERENCES form (local),
    sheet   TEXT    NOT NULL,
    row     INTEGER NOT NULL,
    PRIMARY KEY (batch, ordinal)
) STRICT, WITHOUT ROWID;
INSERT INTO line SELECT batch, ordinal, form, sheet, row FROM batch_line ORDER BY batch, ordinal;
DROP TABLE batch_line;
DROP TABLE form_before;
ALTER TABLE line RENAME TO batch_line;
CREATE INDEX batch_line_by_form ON batch_line (form);
CREATE INDEX form_by_project ON form (project, year, kind);
CREATE INDEX form_by_code ON form (code_key) WHERE code_key IS NOT NULL;
CREATE INDEX form_by_name ON form (name_key) WHERE name_key IS NOT NULL;
-- Targets have lines of their own.
CREATE INDEX form_by_kind ON form (kind, year, project) WHERE kind <> 0;

-- Project, version and unit of a line are those of its form: of the 205 bytes of a line they took 80, their indexes 75.
ALTER TABLE target RENAME TO target_before;
DROP TRIGGER target_comes;
DROP TRIGGER target_goes;
DROP TRIGGER target_changes;
DROP INDEX target_by_department;
DROP INDEX target_by_amount;
DROP INDEX target_by_year;
DROP INDEX target_by_status;
CREATE TABLE target (
    item       INTEGER PRIMARY KEY,
    form       INTEGER NOT NULL UNIQUE,
    version_no INTEGER NOT NULL,
    year       INTEGER NOT NULL,
    code       TEXT,
    name       TEXT    NOT NULL,
    dept_code  TEXT    NOT NULL,
    department TEXT    NOT NULL,
    amount     INTEGER,
    indicators INTEGER NOT NULL,
    status     INTEGER NOT NULL,
    decided    INTEGER NOT NULL,
    opinions   INTEGER NOT NULL,
    demands    INTEGER NOT NULL
) STRICT;
INSERT INTO target SELECT item, form, version_no, year, code, name, dept_code, department, amount, indicators, status,
    decided, opinions, demands
FROM target_before ORDER BY item;
DROP TABLE target_before;
CREATE INDEX target_by_department ON target (dept_code, department, amount DESC, code, item);
CREATE INDEX target_by_amount ON target (amount DESC, code, item);
CREATE INDEX target_by_year ON target (year DESC, dept_code, department, amount DESC, code, item);
CREATE INDEX target_by_status ON target (status, amount DESC, code, item);
CREATE TRIGGER target_comes AFTER INSERT ON target BEGIN
    INSERT INTO tally (year, status, lane, projects, indicators, fen)
    VALUES (NEW.year, NEW.status, coalesce(NEW.amount >= 1000000000, 0), 1, NEW.indicators, coalesce(NEW.amount, 0))
    ON CONFLICT (year, status, lane) DO UPDATE SET projects = projects + 1, indicators = indicators + excluded.indicators,
        fen = CAST(fen + excluded.fen AS INTEGER);
END;
CREATE TRIGGER target_goes AFTER DELETE ON target BEGIN
    UPDATE tally SET projects = projects - 1, indicators = indicators - OLD.indicators,
        fen = CAST(fen - coalesce(OLD.amount, 0) AS INTEGER)
    WHERE year = OLD.year AND status = OLD.status AND lane = coalesce(OLD.amount >= 1000000000, 0);
END;
CREATE TRIGGER target_changes AFTER UPDATE ON target
WHEN (OLD.status, OLD.amount, OLD.indicators) IS NOT (NEW.status, NEW.amount, NEW.indicators) BEGIN
    UPDATE tally SET projects = projects - 1, indicators = indicators - OLD.indicators,
        fen = CAST(fen - coalesce(OLD.amount, 0) AS INTEGER)
    WHERE year = OLD.year AND status = OLD.status AND lane = coalesce(OLD.amount >= 1000000000, 0);
    INSERT INTO tally (year, status, lane, projects, indicators, fen)
    VALUES (NEW.year, NEW.status, coalesce(NEW.amount >= 1000000000, 0), 1, NEW.indicators, coalesce(NEW.amount, 0))
    ON CONFLICT (year, status, lane) DO UPDATE SET projects = projects + 1, indicators = indicators + excluded.indicators,
        fen = CAST(fen + excluded.fen AS INTEGER);
END;

-- What is written in a target, by the number of its form: one row for each in force, and for those of a table that is about
-- to be published. The program makes the tokens (model/search.rs), so the tokenizer only parts them at blanks.
--
-- Contentless: the text is in the form. Measured a project of the list above, index alone: 172 bytes without positions
-- (detail=none), 491 with columns, 479 with positions and digits as runs. Only with positions a word of
-- three and more characters is answered by the index alone; otherwise each hit has to be read and compared, 1.5 to 4 microseconds
-- each, which is seconds for a word that stands in a million targets.
CREATE VIRTUAL TABLE search USING fts5(terms, content = '', contentless_delete = 1, tokenize = 'ascii');
-- Room for the tokens of some thousand forms before they are written, and fewer merges: with the usual 1 MB and 4, a large import
-- wrote its index several times over.
INSERT INTO search (search, rank) VALUES ('hashsize', 16777216);
INSERT INTO search (search, rank) VALUES ('automerge', 8);
INSERT INTO search (rowid, terms) SELECT t.form, search_terms(f.body) FROM target t CROSS JOIN form f ON f.local = t.form;
