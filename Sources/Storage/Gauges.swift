import Model
import Pipeline
import SQLite

extension Database {
    /// Each by an index that holds little more than what is counted.
    func gauges(openSince moment: Timestamp) throws(StoreError) -> StoreGauges {
        func count(_ sql: String, _ values: [SQLiteValue] = []) throws(StoreError) -> Int64 {
            try row(sql, values) { $0.integer(0) } ?? 0
        }
        return StoreGauges(
            openStories: Int(
                try count(
                    "SELECT count(*) FROM story WHERE alias_of IS NULL AND last_report >= ?", [.time(moment)])
            ),
            unplaced: Int(try count("SELECT count(*) FROM unplaced")),
            pendingDeliveries: Int(try count("SELECT count(*) FROM delivery WHERE state = 'pending'")),
            bytes: try count("SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()"),
            nextPoll: try row(
                "SELECT min(next_poll) FROM feed_turn WHERE is_configured AND next_poll IS NOT NULL"
            ) { $0.time(0) } ?? nil)
    }
}
