-- What the third version added to step-2.sql, as released: a subscription, and an agency's text that
-- came in after the one who printed it. To be read after it.
CREATE TABLE subscription(
    id INTEGER PRIMARY KEY, feed INTEGER NOT NULL REFERENCES feed(id), hubs TEXT NOT NULL,
    hub TEXT NOT NULL, topic TEXT NOT NULL, callback TEXT NOT NULL, path TEXT NOT NULL UNIQUE,
    secret TEXT NOT NULL, state TEXT NOT NULL, lease_end INTEGER, next_action INTEGER NOT NULL,
    asked INTEGER, last_push INTEGER, last_new_item INTEGER, missed INTEGER,
    failures INTEGER NOT NULL, error TEXT) STRICT;
CREATE INDEX subscription_feed ON subscription(feed);
CREATE INDEX subscription_due ON subscription(next_action);
INSERT INTO migration VALUES (3, 'subscriptions');
UPDATE report SET placement = replace(placement, '"item":{"rawValue":11}', '"item":{"rawValue":11},"recast":[{"rawValue":1}]')
    WHERE item = 11;
INSERT INTO subscription VALUES (1, 1, '["https://hub.example/"]', 'https://hub.example/', 'https://a.example/feed',
    'https://news.example.org/wirewatch/abc', 'abc', 'secret', 'active', 1796449687380, 1796400000000, 1795844887380, NULL,
    NULL, NULL, 0, NULL);
