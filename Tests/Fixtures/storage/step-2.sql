-- A database as the second version of the schema left it: that of step-1.sql, and a trouble that was told.
CREATE TABLE migration(number INTEGER PRIMARY KEY, name TEXT NOT NULL) STRICT;
CREATE TABLE feed(
    id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, url TEXT NOT NULL, outlet TEXT NOT NULL,
    kind TEXT, settings TEXT NOT NULL, state TEXT NOT NULL, is_configured INTEGER NOT NULL,
    next_poll INTEGER, items INTEGER NOT NULL DEFAULT 0) STRICT;
CREATE INDEX feed_due ON feed(next_poll) WHERE is_configured AND next_poll IS NOT NULL;
CREATE TABLE host_hold(host TEXT PRIMARY KEY, until INTEGER NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE item(
    id INTEGER PRIMARY KEY AUTOINCREMENT, feed INTEGER NOT NULL REFERENCES feed(id), guid TEXT,
    url TEXT, canonical_url TEXT, title TEXT NOT NULL, language TEXT, published INTEGER,
    updated INTEGER, first_seen INTEGER NOT NULL, content_hash INTEGER NOT NULL,
    revision INTEGER NOT NULL, is_quiet INTEGER NOT NULL, details TEXT NOT NULL) STRICT;
CREATE TABLE item_text(
    item INTEGER PRIMARY KEY REFERENCES item(id), text TEXT NOT NULL, summary_html TEXT,
    content_html TEXT) STRICT;
CREATE TABLE item_key(
    feed INTEGER NOT NULL, key TEXT NOT NULL, item INTEGER NOT NULL REFERENCES item(id),
    PRIMARY KEY(feed, key)) STRICT, WITHOUT ROWID;
CREATE INDEX item_key_item ON item_key(item);
CREATE TABLE revision(
    item INTEGER NOT NULL REFERENCES item(id), revision INTEGER NOT NULL, title TEXT NOT NULL,
    text TEXT NOT NULL, replaced INTEGER NOT NULL, reason TEXT NOT NULL,
    PRIMARY KEY(item, revision)) STRICT, WITHOUT ROWID;
CREATE TABLE unplaced(item INTEGER PRIMARY KEY REFERENCES item(id)) STRICT;
CREATE TABLE story(
    id INTEGER PRIMARY KEY, alias_of INTEGER REFERENCES story(id), lead INTEGER NOT NULL,
    headline TEXT NOT NULL, opened INTEGER NOT NULL, last_report INTEGER NOT NULL,
    items INTEGER NOT NULL, outlets TEXT NOT NULL, languages TEXT NOT NULL,
    independent_texts INTEGER NOT NULL) STRICT;
CREATE INDEX story_alias ON story(alias_of) WHERE alias_of IS NOT NULL;
CREATE INDEX story_last ON story(last_report) WHERE alias_of IS NULL;
CREATE TABLE report(
    item INTEGER PRIMARY KEY REFERENCES item(id), story INTEGER NOT NULL, placement TEXT NOT NULL,
    first_seen INTEGER NOT NULL) STRICT;
CREATE INDEX report_story ON report(story);
CREATE INDEX report_seen ON report(first_seen);
CREATE TABLE match(
    watch TEXT NOT NULL, item INTEGER NOT NULL REFERENCES item(id), story INTEGER NOT NULL,
    score INTEGER, evidence TEXT NOT NULL, PRIMARY KEY(watch, item)) STRICT, WITHOUT ROWID;
CREATE INDEX match_story ON match(story);
CREATE TABLE alert(
    watch TEXT NOT NULL, story INTEGER NOT NULL, PRIMARY KEY(watch, story)) STRICT, WITHOUT ROWID;
CREATE INDEX alert_story ON alert(story);
CREATE TABLE alert_revision(
    watch TEXT NOT NULL, story INTEGER NOT NULL, revision INTEGER NOT NULL, reason TEXT NOT NULL,
    decided INTEGER NOT NULL, content TEXT NOT NULL, PRIMARY KEY(watch, story, revision),
    FOREIGN KEY(watch, story) REFERENCES alert(watch, story)) STRICT, WITHOUT ROWID;
CREATE INDEX alert_revision_decided ON alert_revision(decided);
CREATE TABLE delivery(
    id INTEGER PRIMARY KEY, watch TEXT NOT NULL, story INTEGER NOT NULL, revision INTEGER NOT NULL,
    route TEXT NOT NULL, state TEXT NOT NULL, attempts INTEGER NOT NULL, created INTEGER NOT NULL,
    next_attempt INTEGER, finished INTEGER, error TEXT, UNIQUE(watch, story, revision, route),
    FOREIGN KEY(watch, story, revision) REFERENCES alert_revision(watch, story, revision)) STRICT;
CREATE INDEX delivery_due ON delivery(route, next_attempt) WHERE state = 'pending';
CREATE TABLE digest_mark(reader TEXT PRIMARY KEY, until INTEGER NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE unindexed(item INTEGER PRIMARY KEY) STRICT;
CREATE VIRTUAL TABLE search USING fts5(
    title, text, tokenize = "unicode61 remove_diacritics 0", detail = full);
INSERT INTO migration VALUES (1, 'feeds, items, stories, alerts, deliveries, search');
INSERT INTO feed VALUES (1, 'well', 'http://127.0.0.1:8490/s/etag/step1.xml', '127.0.0.1', NULL, '{"firstPoll":"alert","headers":[],"interval":[0,1000000000000000000],"maximumInterval":[4683,13897502818169782272],"minimumInterval":[0,1000000000000000000],"name":"well","outlet":{"name":"127.0.0.1"},"tags":[],"url":"http://127.0.0.1:8490/s/etag/step1.xml"}', '{"bodyHash":14236105261839118311,"failures":0,"health":"ok","hints":{"skippedDays":[],"skippedHours":[]},"lastNewItem":{"milliseconds":1795844887342},"lastPoll":{"milliseconds":1795844887342},"lastSuccess":{"milliseconds":1795844887342},"nextPoll":{"milliseconds":1795844888420},"rhythm":[97,10665824850173493248],"since":{"milliseconds":1795844887342},"title":"Test feed step1","validators":{"entityTag":"\"v1-step1\"","url":"http://127.0.0.1:8490/s/etag/step1.xml"}}', 1, 1795844888420, 10);
INSERT INTO feed VALUES (2, 'lost', 'http://127.0.0.2:8490/s/410/step1.xml', '127.0.0.2', NULL, '{"firstPoll":"alert","headers":[],"interval":[0,1000000000000000000],"maximumInterval":[4683,13897502818169782272],"minimumInterval":[0,1000000000000000000],"name":"lost","outlet":{"name":"127.0.0.2"},"tags":[],"url":"http://127.0.0.2:8490/s/410/step1.xml"}', '{"error":"410 gone: 127.0.0.2:8490 says it will not come back","failures":1,"health":"gone","hints":{"skippedDays":[],"skippedHours":[]},"lastPoll":{"milliseconds":1795844887342},"since":{"milliseconds":1795844887342}}', 1, NULL, 0);
INSERT INTO feed VALUES (3, 'moving', 'http://127.0.0.3:8490/s/301/step1.xml', '127.0.0.3', NULL, '{"firstPoll":"alert","headers":[],"interval":[0,1000000000000000000],"maximumInterval":[4683,13897502818169782272],"minimumInterval":[0,1000000000000000000],"name":"moving","outlet":{"name":"127.0.0.3"},"tags":[],"url":"http://127.0.0.3:8490/s/301/step1.xml"}', '{"bodyHash":16053966947382034853,"failures":0,"health":"ok","hints":{"skippedDays":[],"skippedHours":[]},"lastNewItem":{"milliseconds":1795844887350},"lastPoll":{"milliseconds":1795844887350},"lastSuccess":{"milliseconds":1795844887350},"move":{"count":1,"firstSeen":{"milliseconds":1795844887350},"isBelieved":false,"url":"http://127.0.0.3:8490/s/etag/step1.xml"},"nextPoll":{"milliseconds":1795844888435},"rhythm":[97,10665824850173493248],"since":{"milliseconds":1795844887350},"title":"Test feed step1","validators":{"entityTag":"\"v1-step1\"","url":"http://127.0.0.3:8490/s/etag/step1.xml"}}', 1, 1795844888435, 10);
INSERT INTO item VALUES (1, 1, 'tag:step1,2026:10', 'http://127.0.0.1:8490/articles/step1/10-porto-archaeologists-described-a-bronze-age', '127.0.0.1:8490/articles/step1/10-porto-archaeologists-described-a-bronze-age', 'Porto: Archaeologists described a Bronze Age harbour (step1 10)', NULL, 1795844752000, NULL, 1795844887342, 11825229802480802, 1, 0, '{"authors":["Aisha Rahman"],"base":"http://127.0.0.1:8490/s/etag/step1.xml","categories":["science"],"enclosures":[]}');
INSERT INTO item VALUES (11, 3, 'tag:step1,2026:10', 'http://127.0.0.3:8490/articles/step1/10-porto-archaeologists-described-a-bronze-age', '127.0.0.3:8490/articles/step1/10-porto-archaeologists-described-a-bronze-age', 'Porto: Archaeologists described a Bronze Age harbour (step1 10)', NULL, 1795844752000, NULL, 1795844887350, 11825229802480802, 1, 0, '{"authors":["Aisha Rahman"],"base":"http://127.0.0.3:8490/s/etag/step1.xml","categories":["science"],"enclosures":[]}');
INSERT INTO item_text VALUES (1, 'PORTO - Archaeologists described a Bronze Age harbour, it emerged on Monday. Two people familiar with the matter described the mood as tense.
Shares were little changed. Residents said they had received no warning. Officials declined to give a timetable.', '<p>PORTO - Archaeologists described a Bronze Age harbour, it emerged on Monday. Two people familiar with the matter described the mood as tense.</p><p>Shares were little changed. Residents said they had received no warning. Officials declined to give a timetable.</p>', NULL);
INSERT INTO item_text VALUES (11, 'PORTO - Archaeologists described a Bronze Age harbour, it emerged on Monday. Two people familiar with the matter described the mood as tense.
Shares were little changed. Residents said they had received no warning. Officials declined to give a timetable.', '<p>PORTO - Archaeologists described a Bronze Age harbour, it emerged on Monday. Two people familiar with the matter described the mood as tense.</p><p>Shares were little changed. Residents said they had received no warning. Officials declined to give a timetable.</p>', NULL);
INSERT INTO item_key VALUES (1, 'g:tag:step1,2026:10', 1);
INSERT INTO item_key VALUES (1, 't:14959947517000608462-1795844752', 1);
INSERT INTO item_key VALUES (1, 'u:127.0.0.1:8490/articles/step1/10-porto-archaeologists-described-a-bronze-age', 1);
INSERT INTO item_key VALUES (3, 'g:tag:step1,2026:10', 11);
INSERT INTO item_key VALUES (3, 't:14959947517000608462-1795844752', 11);
INSERT INTO item_key VALUES (3, 'u:127.0.0.3:8490/articles/step1/10-porto-archaeologists-described-a-bronze-age', 11);
INSERT INTO story VALUES (1, NULL, 1, 'Porto: Archaeologists described a Bronze Age harbour (step1 10)', 1795844887342, 1795844887350, 2, '["127.0.0.1","127.0.0.3"]', '[]', 1);
INSERT INTO report VALUES (1, 1, '{"because":["no story is like it"],"confidence":1,"item":{"rawValue":1},"report":{"original":{}},"story":{"rawValue":1}}', 1795844887342);
INSERT INTO report VALUES (11, 1, '{"because":["same words as item 1"],"confidence":1,"item":{"rawValue":11},"report":{"copy":{"of":{"rawValue":1}}},"story":{"rawValue":1}}', 1795844887350);
INSERT INTO match VALUES ('all', 1, 1, NULL, '[{"field":"title","found":"Porto","snippet":"Porto: Archaeologists described a Bronze Age harbour (step1 10)","term":"porto"}]');
INSERT INTO match VALUES ('all', 11, 1, NULL, '[{"field":"title","found":"Porto","snippet":"Porto: Archaeologists described a Bronze Age harbour (step1 10)","term":"porto"}]');
INSERT INTO alert VALUES ('all', 1);
INSERT INTO alert_revision VALUES ('all', 1, 1, '{"opened":{}}', 1795844887380, '{"evidence":[{"field":"title","found":"Porto","snippet":"Porto: Archaeologists described a Bronze Age harbour (step1 10)","term":"porto"}],"firstOutlet":"127.0.0.1","firstReport":{"milliseconds":1795844752000},"headline":"Porto: Archaeologists described a Bronze Age harbour (step1 10)","independentTexts":1,"items":2,"languages":[],"outlets":2,"reports":[{"isCopy":false,"outlet":"127.0.0.1","time":{"milliseconds":1795844752000},"title":"Porto: Archaeologists described a Bronze Age harbour (step1 10)","url":"http://127.0.0.1:8490/articles/step1/10-porto-archaeologists-described-a-bronze-age"},{"isCopy":true,"outlet":"127.0.0.3","time":{"milliseconds":1795844752000},"title":"Porto: Archaeologists described a Bronze Age harbour (step1 10)","url":"http://127.0.0.3:8490/articles/step1/10-porto-archaeologists-described-a-bronze-age"}],"severity":"normal","story":{"rawValue":1},"url":"http://127.0.0.1:8490/articles/step1/10-porto-archaeologists-described-a-bronze-age","watch":"all"}');
INSERT INTO delivery VALUES (1, 'all', 1, 1, 'log', 'delivered', 1, 1795844887380, NULL, 1795844887395, NULL);
INSERT INTO delivery VALUES (2, 'all', 1, 1, 'dead', 'pending', 1, 1795844887380, 1795844891917, NULL, 'couldn''t connect to server');
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
