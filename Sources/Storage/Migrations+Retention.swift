extension Migrations {
    /// What is deleted says since when; what the daemon has to know of itself.
    static let retention = Step(
        number: 8, name: "deleted texts, marks of the daemon",
        sql: """
            ALTER TABLE item ADD COLUMN deleted INTEGER;
            CREATE INDEX item_deleted ON item(deleted) WHERE deleted IS NOT NULL;
            CREATE TABLE daemon_mark(name TEXT PRIMARY KEY, value INTEGER NOT NULL) STRICT, WITHOUT ROWID;
            """)
}
