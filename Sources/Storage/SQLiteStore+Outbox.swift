package import Model
package import Pipeline
import SQLite

/// What is on its way out: claimed, sent, recorded.
extension SQLiteStore {
    package func claimDeliveries(
        route: String, at now: Timestamp, lease: Duration, limit: Int
    ) throws(StoreError) -> [Delivery] {
        try database.transaction { () throws(StoreError) in
            let due = try database.rows(
                """
                SELECT \(Database.alertColumns), d.id, d.attempts, d.created, n.content, n.kind
                FROM delivery d LEFT JOIN alert_revision a
                    ON a.watch = d.watch AND a.story = d.story AND a.revision = d.revision
                LEFT JOIN notice n ON n.id = d.notice
                WHERE d.route = ? AND d.state = 'pending' AND d.next_attempt <= ? ORDER BY d.next_attempt, d.id LIMIT ?
                """, [.text(route), .time(now), .integer(limit)]
            ) { row throws(StoreError) in
                let message: Message
                if let content = row.optionalText(9) {
                    message =
                        row.text(10) == Database.digestKind
                        ? .digest(try database.value(DigestIssue.self, content))
                        : .notice(try database.value(FeedNotice.self, content))
                } else {
                    message = .alert(try database.alert(row))
                }
                return Delivery(
                    id: DeliveryID(row.integer(6)), route: route, message: message,
                    attempts: Int(row.integer(7)), created: row.time(8) ?? now)
            }
            for delivery in due {
                try database.run(
                    "UPDATE delivery SET next_attempt = ? WHERE id = ?",
                    [.time(now + lease), .integer(delivery.id.rawValue)])
            }
            return due
        }
    }

    package func record(_ outcome: DeliveryOutcome, of delivery: DeliveryID) throws(StoreError) {
        let id: SQLiteValue = .integer(delivery.rawValue)
        switch outcome {
        case .delivered(let moment):
            try database.transaction { () throws(StoreError) in
                try database.run(
                    """
                    UPDATE delivery SET state = 'delivered', attempts = attempts + 1, finished = ?,
                        next_attempt = NULL, error = NULL WHERE id = ?
                    """, [.time(moment), id])
                try markReader(ofDelivery: id)
            }
        case .retry(let moment, let error):
            try database.run(
                "UPDATE delivery SET attempts = attempts + 1, next_attempt = ?, error = ? WHERE id = ?",
                [.time(moment), .text(error), id])
        case .failed(let moment, let error):
            try database.run(
                """
                UPDATE delivery SET state = 'failed', attempts = attempts + 1, finished = ?, next_attempt = NULL,
                    error = ? WHERE id = ?
                """, [.time(moment), .text(error), id])
        }
    }

    package func nextDelivery() throws(StoreError) -> Timestamp? {
        try database.row("SELECT min(next_attempt) FROM delivery WHERE state = 'pending'") { $0.time(0) }
            ?? nil
    }

    package func nextDelivery(over route: String) throws(StoreError) -> Timestamp? {
        try database.row(
            "SELECT min(next_attempt) FROM delivery WHERE state = 'pending' AND route = ?", [.text(route)]
        ) { $0.time(0) } ?? nil
    }
}
