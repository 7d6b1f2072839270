-- What the fifth version added to a database of step-4.sql, as released: up to when the times of a digest are done. To be
-- read after it.
CREATE TABLE digest_schedule(digest TEXT PRIMARY KEY, until INTEGER NOT NULL) STRICT, WITHOUT ROWID;
INSERT INTO migration VALUES (5, 'times of digests');
INSERT INTO digest_schedule VALUES ('morning', 1795844880000);
