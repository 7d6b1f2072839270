-- What the fourth version added to a database of step-3.sql, as released: an empty story window, and an item that was
-- parted from its story by one person and brought back by another. To be read after it.
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
INSERT INTO migration VALUES (4, 'story window, rulings, copies found late');
INSERT INTO story_window VALUES (1, 0, 0);
INSERT INTO ruling VALUES (1, 'split', 1, 11, '[11]', 'anna', 'another matter', 1795844900000, 1795844950000, 'boris');
