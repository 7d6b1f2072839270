-- What the third version of the schema made of step-1.sql, to be read after it: a reader's mark, and a summary of feeds
-- that waits for its route. The schema is a copy of the released steps 2 and 3.
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

CREATE TABLE subscription(
    id INTEGER PRIMARY KEY, feed INTEGER NOT NULL REFERENCES feed(id), hubs TEXT NOT NULL,
    hub TEXT NOT NULL, topic TEXT NOT NULL, callback TEXT NOT NULL, path TEXT NOT NULL UNIQUE,
    secret TEXT NOT NULL, state TEXT NOT NULL, lease_end INTEGER, next_action INTEGER NOT NULL,
    asked INTEGER, last_push INTEGER, last_new_item INTEGER, missed INTEGER,
    failures INTEGER NOT NULL, error TEXT) STRICT;
CREATE INDEX subscription_feed ON subscription(feed);
CREATE INDEX subscription_due ON subscription(next_action);
INSERT INTO migration VALUES (3, 'subscriptions');

INSERT INTO digest_mark VALUES ('anna', 1556020800000);
INSERT INTO notice VALUES (1, 'feeds', 'morning', '2019-04-25-0630', 'feeds_morning_2019-04-25-0630', 1556150400000,
    '{"decided":{"milliseconds":1556150400000},"feeds":3,"id":{"slot":"2019-04-25-0630","watch":"morning"},"ongoing":0,"recovered":[{"event":"feed.failing","feed":"lost","told":{"milliseconds":1556064000000}}],"severity":"normal","troubles":[],"unlisted":0}');
INSERT INTO delivery(id, notice, route, state, attempts, created, next_attempt)
    VALUES (90, 1, 'log', 'pending', 0, 1556150400000, 1556150400000);
