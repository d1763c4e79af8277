-- Schema 14: what the checks find on self-evaluations. Derived, as the tables of schema 7 are.

-- Whose ground it is: 0 targets, 1 self-evaluations.
ALTER TABLE ground ADD COLUMN kind INTEGER NOT NULL DEFAULT 0;
DROP INDEX ground_in_force;
CREATE UNIQUE INDEX ground_in_force ON ground (kind, year) WHERE complete = 1;

-- How the self-evaluations of a unit stand, by the digest of its name: those with a total, and those of them with all points.
CREATE TABLE unit_score (
    ground     INTEGER NOT NULL,
    key        INTEGER NOT NULL,
    projects   INTEGER NOT NULL,
    all_points INTEGER NOT NULL,
    PRIMARY KEY (ground, key)
) STRICT, WITHOUT ROWID;

-- Which self-evaluations were looked at, and by what. What was found stands in `finding`, by form.
CREATE TABLE evaluation (
    year     INTEGER NOT NULL,
    project  BLOB    NOT NULL,
    form     INTEGER NOT NULL,
    ground   INTEGER NOT NULL,
    errors   INTEGER NOT NULL,
    warnings INTEGER NOT NULL,
    infos    INTEGER NOT NULL,
    PRIMARY KEY (year, project)
) STRICT, WITHOUT ROWID;
CREATE INDEX evaluation_with_errors ON evaluation (year, errors DESC, project) WHERE errors > 0;
