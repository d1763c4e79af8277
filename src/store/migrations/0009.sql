-- Schema 9: how people answered the drafts of automatic checks.

-- One line for each answer of a person to what a check found on a row (0: the whole target). `rule` is the check's own version,
-- without that of the profile. Kind: 0 accepted as it stood, 1 accepted in other words, 2 found to be no fault. Written with
-- the review of the version; the sums follow by triggers, so that reading them is instant.
CREATE TABLE answer (
    version BLOB    NOT NULL,
    row     INTEGER NOT NULL,
    rule_of TEXT    NOT NULL,
    rule    TEXT    NOT NULL,
    kind    INTEGER NOT NULL,
    event   BLOB    NOT NULL,
    PRIMARY KEY (version, row, rule_of, event)
) STRICT, WITHOUT ROWID;
CREATE TABLE answer_tally (
    rule_of TEXT    NOT NULL,
    rule    TEXT    NOT NULL,
    kind    INTEGER NOT NULL,
    answers INTEGER NOT NULL,
    PRIMARY KEY (rule_of, rule, kind)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER answer_comes AFTER INSERT ON answer BEGIN
    INSERT INTO answer_tally (rule_of, rule, kind, answers) VALUES (NEW.rule_of, NEW.rule, NEW.kind, 1)
    ON CONFLICT (rule_of, rule, kind) DO UPDATE SET answers = answers + 1;
END;
CREATE TRIGGER answer_goes AFTER DELETE ON answer BEGIN
    UPDATE answer_tally SET answers = answers - 1 WHERE rule_of = OLD.rule_of AND rule = OLD.rule AND kind = OLD.kind;
END;

-- Answers that came from newer stations while this one did not know them are found by what they speak of from now on. The
-- bytes stay as they are.
DROP TRIGGER event_is_never_changed;
UPDATE event SET version = unhex(json_extract(CAST(body AS TEXT), '$.data.on.version'))
WHERE kind = 'finding.dismissed' AND version IS NULL AND json_valid(CAST(body AS TEXT))
  AND length(unhex(json_extract(CAST(body AS TEXT), '$.data.on.version'))) = 32;
CREATE TRIGGER event_is_never_changed BEFORE UPDATE ON event BEGIN SELECT RAISE(ABORT, 'events are never changed'); END;

-- The program folds them at its next start.
INSERT INTO meta (key, value) SELECT 'to_fold', '10'
WHERE EXISTS (SELECT 1 FROM event WHERE kind = 'finding.dismissed'
              OR (kind = 'opinion.added' AND instr(CAST(body AS TEXT), '"from_check"') > 0)
              OR (kind = 'verdict.set' AND instr(CAST(body AS TEXT), '"dismissed"') > 0));
