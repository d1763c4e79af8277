-- Schema 11: how rows of one wording were decided, so that the same is seen to be treated alike.

-- One line for each decision on a row of a target in force, by the digest of its wording. Follows from the folded reviews and
-- the forms; written with the queue line. `decision` is what was decided, with the classes of the opinions. The sums
-- follow by triggers: a wording may stand on half a million rows.
CREATE TABLE judged (
    wording  INTEGER NOT NULL,
    decision TEXT    NOT NULL,
    form     INTEGER NOT NULL,
    row      INTEGER NOT NULL,
    PRIMARY KEY (wording, decision, form, row)
) STRICT, WITHOUT ROWID;
CREATE INDEX judged_by_form ON judged (form);
CREATE TABLE judged_tally (
    wording  INTEGER NOT NULL,
    decision TEXT    NOT NULL,
    rows     INTEGER NOT NULL,
    PRIMARY KEY (wording, decision)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER judged_comes AFTER INSERT ON judged BEGIN
    INSERT INTO judged_tally (wording, decision, rows) VALUES (NEW.wording, NEW.decision, 1)
    ON CONFLICT (wording, decision) DO UPDATE SET rows = rows + 1;
END;
CREATE TRIGGER judged_goes AFTER DELETE ON judged BEGIN
    UPDATE judged_tally SET rows = rows - 1 WHERE wording = OLD.wording AND decision = OLD.decision;
    DELETE FROM judged_tally WHERE wording = OLD.wording AND decision = OLD.decision AND rows <= 0;
END;
