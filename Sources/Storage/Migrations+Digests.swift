extension Migrations {
    /// Digests are notices of a kind of their own; what is new is up to when their times are done.
    static let digestSchedule = Step(
        number: 5, name: "times of digests",
        sql: """
            CREATE TABLE digest_schedule(digest TEXT PRIMARY KEY, until INTEGER NOT NULL) STRICT, WITHOUT ROWID;
            """)
}
