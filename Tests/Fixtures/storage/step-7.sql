-- What the seventh version added to a database of step-6.sql, as released: a silence. To be read after it.
CREATE TABLE silence(
    id TEXT PRIMARY KEY, matchers TEXT NOT NULL, author TEXT, comment TEXT NOT NULL,
    start INTEGER NOT NULL, until INTEGER NOT NULL, ended_by TEXT) STRICT, WITHOUT ROWID;
CREATE INDEX silence_until ON silence(until);

ALTER TABLE delivery ADD COLUMN parcel INTEGER;
ALTER TABLE delivery ADD COLUMN claimed INTEGER;
ALTER TABLE delivery ADD COLUMN content TEXT;
ALTER TABLE delivery ADD COLUMN silence TEXT;
ALTER TABLE delivery ADD COLUMN note TEXT;
ALTER TABLE delivery ADD COLUMN is_forced INTEGER NOT NULL DEFAULT 0;
CREATE INDEX delivery_parcel ON delivery(parcel) WHERE parcel IS NOT NULL;
CREATE INDEX delivery_silence ON delivery(silence) WHERE silence IS NOT NULL;
UPDATE delivery SET parcel = id, claimed = created WHERE state = 'pending' AND attempts > 0;
INSERT INTO migration VALUES (7, 'silences, deliveries that go together');
INSERT INTO silence VALUES ('7F3K2Q', '[{"field":"watch","value":"all"}]', 'anna', 'on it', 1795844000000, 1795848000000, NULL);
