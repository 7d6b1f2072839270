-- What the eighth version added to a database of step-7.sql, as released: what a daemon that ended
-- well left of itself. To be read after it.
ALTER TABLE item ADD COLUMN deleted INTEGER;
CREATE INDEX item_deleted ON item(deleted) WHERE deleted IS NOT NULL;
CREATE TABLE daemon_mark(name TEXT PRIMARY KEY, value INTEGER NOT NULL) STRICT, WITHOUT ROWID;
INSERT INTO migration VALUES (8, 'deleted texts, marks of the daemon');
INSERT INTO daemon_mark VALUES ('running', 0), ('retention', 12);
