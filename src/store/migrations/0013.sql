-- Schema 13: files that events name by their digest, deflated. A bundle carries them with the event.
CREATE TABLE attachment (
    digest  BLOB NOT NULL PRIMARY KEY,
    content BLOB NOT NULL
) STRICT;

INSERT INTO attachment SELECT digest_of_deflated(population), population FROM sealed WHERE true ON CONFLICT DO NOTHING;
INSERT INTO attachment SELECT digest_of_deflated(plan), plan FROM sealed WHERE true ON CONFLICT DO NOTHING;
INSERT INTO attachment SELECT digest_of_deflated(units), units FROM sealed WHERE true ON CONFLICT DO NOTHING;

-- Which list says what self-evaluation each line of a population is: earlier events do not name it.
CREATE TABLE sealed_members (
    event  BLOB PRIMARY KEY,
    digest BLOB NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO sealed_members SELECT event, digest_of_deflated(units) FROM sealed;
DROP TABLE sealed;
