-- What the second version added to a database of step-1.sql, as released, and a trouble that was told. To be read after it.
CREATE TABLE notice(
    id INTEGER PRIMARY KEY, kind TEXT NOT NULL, source TEXT NOT NULL, slot TEXT NOT NULL,
    key TEXT NOT NULL UNIQUE, decided INTEGER NOT NULL, content TEXT NOT NULL,
    UNIQUE(source, slot)) STRICT;
CREATE INDEX notice_decided ON notice(decided);

ALTER TABLE delivery RENAME TO delivery_1;
CREATE TABLE delivery(
    id INTEGER PRIMARY KEY, watch TEXT, story INTEGER, revision INTEGER,
    notice INTEGER REFERENCES notice(id), route TEXT NOT NULL, state TEXT NOT NULL,
    attempts INTEGER NOT NULL, created INTEGER NOT NULL, next_attempt INTEGER, finished INTEGER,
    error TEXT, UNIQUE(watch, story, revision, route), UNIQUE(notice, route),
    CHECK((notice IS NULL) = (watch IS NOT NULL AND story IS NOT NULL AND revision IS NOT NULL)),
    FOREIGN KEY(watch, story, revision) REFERENCES alert_revision(watch, story, revision)) STRICT;
INSERT INTO delivery(id, watch, story, revision, route, state, attempts, created, next_attempt,
        finished, error)
    SELECT id, watch, story, revision, route, state, attempts, created, next_attempt, finished, error
    FROM delivery_1;
DROP TABLE delivery_1;
CREATE INDEX delivery_due ON delivery(route, next_attempt) WHERE state = 'pending';

CREATE TABLE told_trouble(
    watch TEXT NOT NULL, feed INTEGER NOT NULL REFERENCES feed(id), event TEXT NOT NULL,
    episode TEXT NOT NULL, told INTEGER NOT NULL, PRIMARY KEY(watch, feed, event)) STRICT, WITHOUT ROWID;
CREATE TABLE feed_watch_mark(watch TEXT PRIMARY KEY, until INTEGER NOT NULL) STRICT, WITHOUT ROWID;
INSERT INTO migration VALUES (2, 'notices, deliveries of them, troubles told');
INSERT INTO told_trouble VALUES ('health', 2, 'feed.gone', '2026-11-24', 1795844900000);
