-- Schema 2: counts of the queue.

-- Counts of the queue, kept by the triggers below: the home page must not read a million lines. `lane` is 1 from
-- 1000万元 on (the key lane). A sum beyond 64 bits stays at the largest number instead of stopping an import.
CREATE TABLE tally (
    year       INTEGER NOT NULL,
    status     INTEGER NOT NULL,
    lane       INTEGER NOT NULL,
    projects   INTEGER NOT NULL,
    indicators INTEGER NOT NULL,
    fen        INTEGER NOT NULL,
    PRIMARY KEY (year, status, lane)
) STRICT, WITHOUT ROWID;
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

INSERT INTO tally (year, status, lane, projects, indicators, fen)
SELECT year, status, coalesce(amount >= 1000000000, 0), 1, indicators, coalesce(amount, 0) FROM target WHERE true
ON CONFLICT (year, status, lane) DO UPDATE SET projects = projects + 1, indicators = indicators + excluded.indicators,
    fen = CAST(fen + excluded.fen AS INTEGER);
