-- Schema 7: what the automatic checks found. All of it follows from the forms, the settings and the program: it never leaves
-- this machine, and may be dropped and made anew at any time.

-- What a year's targets were looked at by: the tables published by then, the settings and the checks. What is known around
-- targets (`peer`, `twin`, `copied`) stays as it was found under this number until another takes its place. Numbers are not
-- used twice: findings name them.
CREATE TABLE ground (
    local    INTEGER PRIMARY KEY AUTOINCREMENT,
    year     INTEGER NOT NULL,
    data     BLOB    NOT NULL,
    settings BLOB    NOT NULL,
    newest   INTEGER NOT NULL,
    complete INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX ground_in_force ON ground (year) WHERE complete = 1;

-- How like indicators are set, by the digest of name, unit and comparator: number of projects, and the values in the middle,
-- from which the median without any one of them follows.
CREATE TABLE peer (
    ground INTEGER NOT NULL,
    key    INTEGER NOT NULL,
    count  INTEGER NOT NULL,
    low    TEXT    NOT NULL,
    middle TEXT    NOT NULL,
    high   TEXT    NOT NULL,
    PRIMARY KEY (ground, key)
) STRICT, WITHOUT ROWID;

-- Forms of one unit that are nearly the same.
CREATE TABLE twin (
    ground INTEGER NOT NULL,
    form   INTEGER NOT NULL,
    other  INTEGER NOT NULL,
    name   TEXT    NOT NULL,
    goal   TEXT    NOT NULL,
    PRIMARY KEY (ground, form, other)
) STRICT, WITHOUT ROWID;

-- Passages of a goal that stand in a goal of another department.
CREATE TABLE copied (
    ground  INTEGER NOT NULL,
    form    INTEGER NOT NULL,
    other   INTEGER NOT NULL,
    passage TEXT    NOT NULL,
    PRIMARY KEY (ground, form, other)
) STRICT, WITHOUT ROWID;

-- A check as it was when it found something: few, so a finding needs a number only.
CREATE TABLE rule (
    local    INTEGER PRIMARY KEY,
    check_id TEXT    NOT NULL,
    version  TEXT    NOT NULL,
    category TEXT    NOT NULL,
    severity INTEGER NOT NULL,
    UNIQUE (check_id, version, category, severity)
) STRICT;

CREATE TABLE finding (
    form       INTEGER NOT NULL,
    no         INTEGER NOT NULL,
    rule       INTEGER NOT NULL,
    row        INTEGER,
    cell       TEXT    NOT NULL,
    facts      TEXT    NOT NULL,
    suggestion TEXT,
    charged_by TEXT,
    PRIMARY KEY (form, no)
) STRICT, WITHOUT ROWID;
CREATE INDEX finding_by_rule ON finding (rule, form);

-- Which forms were looked at, and by what. Expected findings are thousandths.
CREATE TABLE prereview (
    form     INTEGER PRIMARY KEY,
    ground   INTEGER NOT NULL,
    errors   INTEGER NOT NULL,
    warnings INTEGER NOT NULL,
    infos    INTEGER NOT NULL,
    expected INTEGER NOT NULL,
    reasons  TEXT    NOT NULL
) STRICT;
CREATE INDEX prereview_by_expected ON prereview (expected DESC, form);
