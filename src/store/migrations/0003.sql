-- Schema 3: forms packed, names of forms by number, a search index.
--
-- Measured on 12,500 projects with twelve indicators each (48 MB of csv): the canonical text of a form takes 2,425 bytes, its
-- row 4,105 with what a page leaves unused. `packed` is a function of the program (model/packed.rs); text that it
-- cannot pack stays as it is and stays readable.

-- Kinds and stages by number: of the kind that nearly all forms are, they take no byte. Code and name are in the body; what
-- finds them is a number made of their text (`sought`), so that long names do not lie in the database five times.
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
    name_key INTEGER NOT NULL,
    body     BLOB    NOT NULL
) STRICT;
INSERT INTO form (local, version, kind, project, year, stage, code_key, name_key, body)
SELECT local, version, kind_number(kind), project, year, stage_number(stage), sought(code), sought(name), packed(body)
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
CREATE INDEX form_by_name ON form (name_key);
-- Targets have lines of their own.
CREATE INDEX form_by_kind ON form (kind, year, project) WHERE kind <> 0;

-- Version and unit of a line are those of its form.
DROP INDEX target_by_code;
DROP INDEX target_by_name;
DROP INDEX target_by_version;
ALTER TABLE target DROP COLUMN version;
ALTER TABLE target DROP COLUMN unit;
CREATE UNIQUE INDEX target_by_form ON target (form);

-- What is written in a target, by the number of its form: one row for each in force, and for those of a table that is about
-- to be published. The program makes the tokens (model/search.rs), so the tokenizer only parts them at blanks.
--
-- Contentless: the text is in the form. Measured a project of the list above, index alone: 172 bytes without positions
-- (detail=none), 491 with columns, 479 with positions and digits as runs. Only with positions a word of
-- three and more characters is answered by the index alone; otherwise each hit has to be read and compared, 1.5 to 4 microseconds
-- each, which is seconds for a word that stands in a million targets.
CREATE VIRTUAL TABLE search USING fts5(terms, content = '', contentless_delete = 1, tokenize = 'ascii');
INSERT INTO search (rowid, terms) SELECT t.form, search_terms(f.body) FROM target t CROSS JOIN form f ON f.local = t.form;
