-- Schema 6: figures of the home page, and what this machine counts of its own use.

-- The queue by department and state, and live opinions on targets in force by department and class. Kept by triggers, as
-- `tally` is: a page of figures must not read a million lines. A sum beyond 64 bits stays at the largest number.
CREATE TABLE department_tally (
    year       INTEGER NOT NULL,
    dept_code  TEXT    NOT NULL,
    department TEXT    NOT NULL,
    status     INTEGER NOT NULL,
    projects   INTEGER NOT NULL,
    fen        INTEGER NOT NULL,
    PRIMARY KEY (year, dept_code, department, status)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER department_comes AFTER INSERT ON target BEGIN
    INSERT INTO department_tally (year, dept_code, department, status, projects, fen)
    VALUES (NEW.year, NEW.dept_code, NEW.department, NEW.status, 1, coalesce(NEW.amount, 0))
    ON CONFLICT (year, dept_code, department, status) DO UPDATE SET projects = projects + 1,
        fen = CAST(fen + excluded.fen AS INTEGER);
END;
CREATE TRIGGER department_goes AFTER DELETE ON target BEGIN
    UPDATE department_tally SET projects = projects - 1, fen = CAST(fen - coalesce(OLD.amount, 0) AS INTEGER)
    WHERE year = OLD.year AND dept_code = OLD.dept_code AND department = OLD.department AND status = OLD.status;
END;
CREATE TRIGGER department_changes AFTER UPDATE ON target
WHEN (OLD.year, OLD.dept_code, OLD.department, OLD.status, OLD.amount)
     IS NOT (NEW.year, NEW.dept_code, NEW.department, NEW.status, NEW.amount) BEGIN
    UPDATE department_tally SET projects = projects - 1, fen = CAST(fen - coalesce(OLD.amount, 0) AS INTEGER)
    WHERE year = OLD.year AND dept_code = OLD.dept_code AND department = OLD.department AND status = OLD.status;
    INSERT INTO department_tally (year, dept_code, department, status, projects, fen)
    VALUES (NEW.year, NEW.dept_code, NEW.department, NEW.status, 1, coalesce(NEW.amount, 0))
    ON CONFLICT (year, dept_code, department, status) DO UPDATE SET projects = projects + 1,
        fen = CAST(fen + excluded.fen AS INTEGER);
END;
INSERT INTO department_tally (year, dept_code, department, status, projects, fen)
SELECT year, dept_code, department, status, 1, coalesce(amount, 0) FROM target WHERE true
ON CONFLICT (year, dept_code, department, status) DO UPDATE SET projects = projects + 1,
    fen = CAST(fen + excluded.fen AS INTEGER);

-- Counts pairs of an opinion and the target whose version in force it speaks of. Each trigger counts against what stands on
-- the other side at that moment, so it does not matter whether the opinion or the version comes first.
CREATE TABLE opinion_tally (
    year       INTEGER NOT NULL,
    dept_code  TEXT    NOT NULL,
    department TEXT    NOT NULL,
    category   TEXT    NOT NULL,
    opinions   INTEGER NOT NULL,
    PRIMARY KEY (year, dept_code, department, category)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER opinion_comes AFTER INSERT ON opinion BEGIN
    INSERT INTO opinion_tally (year, dept_code, department, category, opinions)
    SELECT t.year, t.dept_code, t.department, NEW.category, 1
    FROM form f CROSS JOIN target t ON t.form = f.local WHERE f.version = NEW.version
    ON CONFLICT (year, dept_code, department, category) DO UPDATE SET opinions = opinions + 1;
END;
CREATE TRIGGER opinion_goes AFTER DELETE ON opinion BEGIN
    UPDATE opinion_tally SET opinions = opinions - 1
    WHERE (year, dept_code, department, category) =
          (SELECT t.year, t.dept_code, t.department, OLD.category
           FROM form f CROSS JOIN target t ON t.form = f.local WHERE f.version = OLD.version);
END;
CREATE TRIGGER opinions_come AFTER INSERT ON target WHEN NEW.opinions > 0 BEGIN
    INSERT INTO opinion_tally (year, dept_code, department, category, opinions)
    SELECT NEW.year, NEW.dept_code, NEW.department, o.category, count(*)
    FROM form f CROSS JOIN opinion o ON o.version = f.version WHERE f.local = NEW.form GROUP BY o.category
    ON CONFLICT (year, dept_code, department, category) DO UPDATE SET opinions = opinions + excluded.opinions;
END;
CREATE TRIGGER opinions_go AFTER DELETE ON target BEGIN
    UPDATE opinion_tally SET opinions = opinion_tally.opinions - gone.many
    FROM (SELECT o.category, count(*) AS many FROM form f CROSS JOIN opinion o ON o.version = f.version
          WHERE f.local = OLD.form GROUP BY o.category) AS gone
    WHERE year = OLD.year AND dept_code = OLD.dept_code AND department = OLD.department
      AND opinion_tally.category = gone.category;
END;
CREATE TRIGGER opinions_move AFTER UPDATE OF form, year, dept_code, department ON target
WHEN (OLD.form, OLD.year, OLD.dept_code, OLD.department) IS NOT (NEW.form, NEW.year, NEW.dept_code, NEW.department) BEGIN
    UPDATE opinion_tally SET opinions = opinion_tally.opinions - gone.many
    FROM (SELECT o.category, count(*) AS many FROM form f CROSS JOIN opinion o ON o.version = f.version
          WHERE f.local = OLD.form GROUP BY o.category) AS gone
    WHERE year = OLD.year AND dept_code = OLD.dept_code AND department = OLD.department
      AND opinion_tally.category = gone.category;
    INSERT INTO opinion_tally (year, dept_code, department, category, opinions)
    SELECT NEW.year, NEW.dept_code, NEW.department, o.category, count(*)
    FROM form f CROSS JOIN opinion o ON o.version = f.version WHERE f.local = NEW.form GROUP BY o.category
    ON CONFLICT (year, dept_code, department, category) DO UPDATE SET opinions = opinions + excluded.opinions;
END;
-- CROSS: opinions are few beside targets.
INSERT INTO opinion_tally (year, dept_code, department, category, opinions)
SELECT t.year, t.dept_code, t.department, o.category, count(*)
FROM opinion o CROSS JOIN form f ON f.version = o.version CROSS JOIN target t ON t.form = f.local
GROUP BY t.year, t.dept_code, t.department, o.category;

-- Rows that somebody put off and nobody decided, and who gave a result. Folded, as the tables of schema 1 are.
CREATE TABLE later (
    version BLOB    NOT NULL,
    row     INTEGER NOT NULL,
    author  TEXT    NOT NULL,
    at      TEXT    NOT NULL,
    PRIMARY KEY (version, row, author)
) STRICT, WITHOUT ROWID;
CREATE INDEX later_by_author ON later (author, at);
CREATE TABLE result (
    version BLOB NOT NULL,
    author  TEXT NOT NULL,
    PRIMARY KEY (version, author)
) STRICT, WITHOUT ROWID;
CREATE INDEX result_by_author ON result (author);
INSERT OR IGNORE INTO later (version, row, author, at)
SELECT r.version, CAST(said.key AS INTEGER), CAST(json_extract(head.value, '$.author') AS TEXT),
       CAST(min(json_extract(head.value, '$.at')) AS TEXT)
FROM review r CROSS JOIN json_each(r.state, '$.rows') said CROSS JOIN json_each(said.value) head
WHERE json_valid(r.state)
  AND NOT EXISTS (SELECT 1 FROM json_each(said.value) other WHERE json_extract(other.value, '$.value') IS NOT 'later')
GROUP BY 1, 2, 3;
INSERT OR IGNORE INTO result (version, author)
SELECT r.version, CAST(json_extract(head.value, '$.author') AS TEXT)
FROM review r CROSS JOIN json_each(r.state, '$.grade') head WHERE json_valid(r.state);

-- Local: never exported. How often a command was used on a screen and how many keys that took; a command without a name
-- stands for keys that mean nothing there.
CREATE TABLE habit (
    day     TEXT    NOT NULL,
    screen  TEXT    NOT NULL,
    command TEXT    NOT NULL,
    uses    INTEGER NOT NULL,
    keys    INTEGER NOT NULL,
    PRIMARY KEY (day, screen, command)
) STRICT, WITHOUT ROWID;
-- Characters typed into fields, decisions stored, results among them.
CREATE TABLE habit_day (
    day       TEXT PRIMARY KEY,
    typed     INTEGER NOT NULL,
    decisions INTEGER NOT NULL,
    projects  INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
-- How many decisions took so many seconds.
CREATE TABLE habit_pause (
    day       TEXT    NOT NULL,
    seconds   INTEGER NOT NULL,
    decisions INTEGER NOT NULL,
    PRIMARY KEY (day, seconds)
) STRICT, WITHOUT ROWID;
