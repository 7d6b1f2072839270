/// The numbered steps from an empty file to today's schema. A released step is never changed; new ones are added.
enum Migrations {
    struct Step: Sendable {
        var number: Int
        var name: String
        var sql: String
    }

    static let latest = steps.last?.number ?? 0

    static let steps = [
        Step(
            number: 1, name: "feeds, items, stories, alerts, deliveries, search",
            sql: """
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
                """),
        // A delivery carries an alert revision or a notice. SQLite cannot loosen a column, so the table is made anew.
        Step(
            number: 2, name: "notices, deliveries of them, troubles told",
            sql: """
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
                """),
        Step(
            number: 3, name: "subscriptions",
            sql: """
                CREATE TABLE subscription(
                    id INTEGER PRIMARY KEY, feed INTEGER NOT NULL REFERENCES feed(id), hubs TEXT NOT NULL,
                    hub TEXT NOT NULL, topic TEXT NOT NULL, callback TEXT NOT NULL, path TEXT NOT NULL UNIQUE,
                    secret TEXT NOT NULL, state TEXT NOT NULL, lease_end INTEGER, next_action INTEGER NOT NULL,
                    asked INTEGER, last_push INTEGER, last_new_item INTEGER, missed INTEGER,
                    failures INTEGER NOT NULL, error TEXT) STRICT;
                CREATE INDEX subscription_feed ON subscription(feed);
                CREATE INDEX subscription_due ON subscription(next_action);
                """),
        Step(
            number: 4, name: "story window, rulings, copies found late",
            sql: """
                CREATE TABLE story_window(
                    id INTEGER PRIMARY KEY CHECK(id = 1), parts INTEGER NOT NULL, bytes INTEGER NOT NULL) STRICT;
                CREATE TABLE window_part(number INTEGER PRIMARY KEY, sum INTEGER NOT NULL, bytes BLOB NOT NULL) STRICT;

                ALTER TABLE report ADD COLUMN copy_of INTEGER;
                UPDATE report SET copy_of = r.original FROM (
                    SELECT p.item AS original, json_extract(j.value, '$.rawValue') AS copy
                    FROM report p, json_each(p.placement, '$.recast') j WHERE p.placement LIKE '%"recast":%') r
                    WHERE report.item = r.copy;

                CREATE TABLE ruling(
                    id INTEGER PRIMARY KEY, kind TEXT NOT NULL, story INTEGER NOT NULL, other INTEGER NOT NULL,
                    items TEXT NOT NULL, author TEXT, note TEXT, made INTEGER NOT NULL, undone INTEGER,
                    undone_by TEXT) STRICT;
                CREATE INDEX ruling_story ON ruling(story);
                CREATE INDEX ruling_other ON ruling(other);
                CREATE TABLE told_before(
                    story INTEGER NOT NULL, other INTEGER NOT NULL, until INTEGER NOT NULL,
                    PRIMARY KEY(story, other)) STRICT, WITHOUT ROWID;
                """),
        digestSchedule, feedTurns, alertHandling, retention, withdrawals,
    ]
}
