-- What the sixth version made of a database of step-5.sql, as released: turns of feeds in a table of their own. To be read
-- after it.
CREATE TABLE feed_turn(
    feed INTEGER PRIMARY KEY REFERENCES feed(id), is_configured INTEGER NOT NULL, next_poll INTEGER,
    last_poll INTEGER, last_success INTEGER, fresh_for INTEGER) STRICT;
INSERT INTO feed_turn(feed, is_configured, next_poll, last_poll, last_success, fresh_for)
    SELECT id, is_configured, next_poll, json_extract(state, '$.lastPoll.milliseconds'),
        json_extract(state, '$.lastSuccess.milliseconds'),
        CAST(round((json_extract(state, '$.hints.freshFor[0]') * 18446744073709551616.0
            + json_extract(state, '$.hints.freshFor[1]')) / 1e15) AS INTEGER)
    FROM feed;
UPDATE feed SET state = json_remove(state, '$.nextPoll', '$.lastPoll', '$.lastSuccess', '$.hints.freshFor');
DROP INDEX feed_due;
UPDATE feed SET next_poll = NULL;
CREATE INDEX feed_due ON feed_turn(next_poll) WHERE is_configured AND next_poll IS NOT NULL;
INSERT INTO migration VALUES (6, 'turns of feeds apart from what is known of them');
