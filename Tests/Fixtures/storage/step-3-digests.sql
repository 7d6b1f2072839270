-- To be read after step-3.sql: a reader's mark, and a summary of feeds that waits for its route.
INSERT INTO digest_mark VALUES ('anna', 1556020800000);
INSERT INTO notice VALUES (1, 'feeds', 'morning', '2019-04-25-0630', 'feeds_morning_2019-04-25-0630', 1556150400000,
    '{"decided":{"milliseconds":1556150400000},"feeds":3,"id":{"slot":"2019-04-25-0630","watch":"morning"},"ongoing":0,"recovered":[{"event":"feed.failing","feed":"lost","told":{"milliseconds":1556064000000}}],"severity":"normal","troubles":[],"unlisted":0}');
INSERT INTO delivery(id, notice, route, state, attempts, created, next_attempt)
    VALUES (90, 1, 'log', 'pending', 0, 1556150400000, 1556150400000);
