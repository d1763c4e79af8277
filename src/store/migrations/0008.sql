-- Schema 8: which forms have an indicator of a name, so that projects that do the same are found without reading all of them.
--
-- Names are in one wording (rules/similar), each once. Filled after an import by whoever compares first, table by table; a
-- form that is in here is in a published table and stays. Measured figures are in store/similar.rs.

CREATE TABLE indicator_name (
    local INTEGER PRIMARY KEY,
    name  TEXT NOT NULL UNIQUE
) STRICT;

-- Pairs of neighbouring characters of a name, by its number: near names are asked for by pairs they share.
CREATE VIRTUAL TABLE indicator_near USING fts5(pairs, content = '', detail = none, columnsize = 0, tokenize = 'ascii');

-- Of a form, by its number: the numbers of its indicators' names (n7), the codes of the indicator library it prints (c…), and
-- its year and kind (s2024t). The program makes the tokens.
CREATE VIRTUAL TABLE indicator_use USING fts5(tokens, content = '', detail = none, tokenize = 'ascii');
INSERT INTO indicator_use (indicator_use, rank) VALUES ('hashsize', 16777216);
INSERT INTO indicator_use (indicator_use, rank) VALUES ('automerge', 8);
INSERT INTO indicator_near (indicator_near, rank) VALUES ('hashsize', 4194304);

-- How far the forms of a table are taken down: the next line, NULL when all are.
CREATE TABLE indicator_batch (
    batch INTEGER PRIMARY KEY,
    next  INTEGER
) STRICT;
