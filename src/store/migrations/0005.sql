-- Schema 5: saved views.

-- Local: never exported. A filter line, and an order, under a name.
CREATE TABLE saved_view (
    name TEXT PRIMARY KEY,
    line TEXT NOT NULL,
    sort TEXT NOT NULL
) STRICT, WITHOUT ROWID;
