-- Schema 1: the log, the imported tables, and what is folded from them.

CREATE TABLE meta (
    key   TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- The truth. Not unique on (replica, seq), so that both sides of a fork fit.
CREATE TABLE event (
    local   INTEGER PRIMARY KEY,
    id      BLOB    NOT NULL UNIQUE,
    replica BLOB    NOT NULL,
    seq     INTEGER NOT NULL,
    prev    BLOB,
    kind    TEXT    NOT NULL,
    at      TEXT    NOT NULL,
    author  TEXT    NOT NULL,
    op      TEXT    NOT NULL,
    version BLOB,
    body    BLOB    NOT NULL,
    suite   INTEGER NOT NULL,
    sig     BLOB    NOT NULL
) STRICT;
CREATE INDEX event_by_chain ON event (replica, seq);
CREATE INDEX event_by_version ON event (version) WHERE version IS NOT NULL;
CREATE INDEX event_by_operation ON event (op);
CREATE INDEX event_by_previous ON event (prev) WHERE prev IS NOT NULL;
CREATE INDEX event_by_time ON event (author, at);
CREATE TRIGGER event_is_never_changed BEFORE UPDATE ON event BEGIN SELECT RAISE(ABORT, 'events are never changed'); END;
CREATE TRIGGER event_is_never_deleted BEFORE DELETE ON event BEGIN SELECT RAISE(ABORT, 'events are never deleted'); END;

-- 0 live, 1 waits for an earlier event, 2 signer unknown here.
CREATE TABLE event_state (
    local INTEGER PRIMARY KEY REFERENCES event (local),
    state INTEGER NOT NULL
) STRICT;
CREATE INDEX event_not_live ON event_state (state) WHERE state <> 0;

CREATE TABLE replica (
    replica     BLOB PRIMARY KEY,
    key         BLOB    NOT NULL,
    incarnation INTEGER NOT NULL,
    person      TEXT    NOT NULL,
    name        TEXT    NOT NULL,
    office      TEXT    NOT NULL
) STRICT, WITHOUT ROWID;

-- Keys exchanged by hand. Roles and revocation take their place here later.
CREATE TABLE trust (
    key    BLOB PRIMARY KEY,
    person TEXT NOT NULL,
    name   TEXT NOT NULL,
    office TEXT NOT NULL,
    added  TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE receipt (
    bundle TEXT PRIMARY KEY,
    sender BLOB NOT NULL,
    at     TEXT NOT NULL,
    new    INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE peer_head (
    peer    BLOB    NOT NULL,
    replica BLOB    NOT NULL,
    seq     INTEGER NOT NULL,
    head    BLOB    NOT NULL,
    PRIMARY KEY (peer, replica)
) STRICT, WITHOUT ROWID;

-- Imported tables. A batch without a live batch.published event is not read by anyone.
CREATE TABLE batch (
    local     INTEGER PRIMARY KEY,
    id        BLOB    UNIQUE,
    published INTEGER NOT NULL DEFAULT 0,
    kind      TEXT    NOT NULL,
    year      INTEGER NOT NULL,
    source    TEXT    NOT NULL,
    at        TEXT    NOT NULL DEFAULT '',
    event     BLOB
) STRICT;

CREATE TABLE form (
    local   INTEGER PRIMARY KEY,
    version BLOB    NOT NULL UNIQUE,
    kind    TEXT    NOT NULL,
    project BLOB    NOT NULL,
    year    INTEGER NOT NULL,
    stage   TEXT    NOT NULL,
    code    TEXT,
    name    TEXT    NOT NULL,
    body    TEXT    NOT NULL
) STRICT;
CREATE INDEX form_by_project ON form (project, year, kind);
CREATE INDEX form_by_code ON form (code) WHERE code IS NOT NULL;
CREATE INDEX form_by_name ON form (name);
CREATE INDEX form_by_kind ON form (kind, year, project);

CREATE TABLE batch_line (
    batch   INTEGER NOT NULL REFERENCES batch (local),
    ordinal INTEGER NOT NULL,
    form    INTEGER NOT NULL REFERENCES form (local),
    sheet   TEXT    NOT NULL,
    row     INTEGER NOT NULL,
    PRIMARY KEY (batch, ordinal)
) STRICT, WITHOUT ROWID;
CREATE INDEX batch_line_by_form ON batch_line (form);

-- Folded from the above; may be dropped and rebuilt at any time.
CREATE TABLE target (
    item       INTEGER PRIMARY KEY,
    project    BLOB    NOT NULL,
    year       INTEGER NOT NULL,
    form       INTEGER NOT NULL,
    version    BLOB    NOT NULL,
    version_no INTEGER NOT NULL,
    code       TEXT,
    name       TEXT    NOT NULL,
    dept_code  TEXT    NOT NULL,
    department TEXT    NOT NULL,
    unit       TEXT    NOT NULL,
    amount     INTEGER,
    indicators INTEGER NOT NULL,
    status     INTEGER NOT NULL,
    decided    INTEGER NOT NULL,
    opinions   INTEGER NOT NULL,
    demands    INTEGER NOT NULL,
    UNIQUE (project, year)
) STRICT;
CREATE INDEX target_by_department ON target (dept_code, department, amount DESC, code, item);
CREATE INDEX target_by_amount ON target (amount DESC, code, item);
CREATE INDEX target_by_year ON target (year DESC, dept_code, department, amount DESC, code, item);
CREATE INDEX target_by_status ON target (status, amount DESC, code, item);
CREATE INDEX target_by_code ON target (code);
CREATE INDEX target_by_name ON target (name);
CREATE INDEX target_by_version ON target (version);

CREATE TABLE review (
    version   BLOB PRIMARY KEY,
    state     TEXT    NOT NULL,
    contested INTEGER NOT NULL,
    graded    INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX review_contested ON review (version) WHERE contested = 1;

CREATE TABLE opinion (
    id       BLOB PRIMARY KEY,
    version  BLOB NOT NULL,
    category TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX opinion_by_version ON opinion (version);

CREATE TABLE demand (
    id      BLOB PRIMARY KEY,
    version BLOB NOT NULL,
    due     TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX demand_by_due ON demand (due);
CREATE INDEX demand_by_version ON demand (version);

-- Local: never exported.
CREATE TABLE draft (
    version   BLOB    NOT NULL,
    row       INTEGER NOT NULL,
    opinion   BLOB    NOT NULL,
    body      TEXT    NOT NULL,
    PRIMARY KEY (version, row, opinion)
) STRICT, WITHOUT ROWID;
