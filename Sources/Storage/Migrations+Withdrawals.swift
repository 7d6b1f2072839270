extension Migrations {
    /// What a feed showed last, as item ids with blanks between, and which items were taken out of their feeds.
    static let withdrawals = Step(
        number: 9, name: "what feeds show, and what they take back",
        sql: """
            ALTER TABLE item ADD COLUMN withdrawn INTEGER;
            CREATE TABLE feed_listing(feed INTEGER PRIMARY KEY REFERENCES feed(id), items TEXT NOT NULL) STRICT;
            """)
}
