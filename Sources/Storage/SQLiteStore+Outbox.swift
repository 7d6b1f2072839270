package import Model
package import Pipeline
import SQLite

/// What is on its way out: claimed, sent, recorded.
extension SQLiteStore {
    package func waitingDeliveries(over route: String) throws(StoreError) -> [WaitingDelivery] {
        try database.rows(
            """
            WITH waiting AS (
                SELECT d.*, coalesce((SELECT s.alias_of FROM story s WHERE s.id = d.story), d.story) AS now
                FROM delivery d WHERE d.route = ? AND d.state = 'pending')
            SELECT d.id, d.watch, d.now, d.revision, json_extract(a.content, '$.severity'), d.created,
                d.next_attempt, d.attempts, d.parcel, d.is_forced, (
                    SELECT max(p.finished) FROM delivery p WHERE p.watch = d.watch AND p.route = d.route
                        AND p.state = 'delivered'
                        AND p.story IN (SELECT d.now UNION SELECT s.id FROM story s WHERE s.alias_of = d.now))
            FROM waiting d LEFT JOIN alert_revision a
                ON a.watch = d.watch AND a.story = d.story AND a.revision = d.revision
            ORDER BY d.id
            """, [.text(route)]
        ) { row in
            var alert: WaitingDelivery.AlertRevision?
            if let watch = row.optionalText(1) {
                alert = WaitingDelivery.AlertRevision(
                    watch: watch, story: StoryID(row.integer(2)), revision: Int(row.integer(3)),
                    severity: row.optionalText(4).flatMap { Severity(rawValue: $0) } ?? .normal)
            }
            let created = row.time(5) ?? Timestamp(milliseconds: 0)
            return WaitingDelivery(
                id: DeliveryID(row.integer(0)), alert: alert, created: created,
                nextAttempt: row.time(6) ?? created, attempts: Int(row.integer(7)),
                parcel: row.optionalInteger(8).map { DeliveryID($0) }, isForced: row.integer(9) != 0,
                lastTold: row.time(10))
        }
    }

    package func lastPoll() throws(StoreError) -> Timestamp? {
        var last: Timestamp?
        _ = try database.feeds(where: { feed in
            if let poll = feed.state.lastPoll { last = max(last ?? poll, poll) }
            return false
        })
        return last
    }

    package func alerts(of deliveries: [DeliveryID]) throws(StoreError) -> [Alert] {
        var alerts: [Alert] = []
        for id in deliveries {
            alerts += try database.rows(
                """
                SELECT \(Database.alertColumns) FROM delivery d JOIN alert_revision a
                    ON a.watch = d.watch AND a.story = d.story AND a.revision = d.revision WHERE d.id = ?
                """, [.integer(id.rawValue)]
            ) { row throws(StoreError) in try database.alert(row) }
        }
        return alerts
    }

    package func claim(
        _ parcel: Parcel, at now: Timestamp, lease: Duration
    ) throws(StoreError) -> Delivery? {
        guard let carrier = parcel.members.first else { return nil }
        return try database.transaction { () throws(StoreError) in
            for member in parcel.members {
                let isFree = try database.row(
                    "SELECT 1 FROM delivery WHERE id = ? AND state = 'pending' AND (parcel IS NULL OR parcel = id)",
                    [.integer(member.rawValue)]
                ) { _ in true }
                guard isFree == true else { return nil }
            }
            for member in parcel.members {
                try database.run(
                    "UPDATE delivery SET parcel = ?, claimed = coalesce(claimed, ?) WHERE id = ?",
                    [.integer(carrier.rawValue), .time(now), .integer(member.rawValue)])
            }
            if let content = parcel.content {
                try database.run(
                    "UPDATE delivery SET content = ? WHERE id = ?",
                    [try database.json(content), .integer(carrier.rawValue)])
            }
            try database.run(
                "UPDATE delivery SET next_attempt = ? WHERE parcel = ? AND state = 'pending'",
                [.time(now + lease), .integer(carrier.rawValue)])
            return try delivery(carrier, at: now)
        }
    }

    private func delivery(_ id: DeliveryID, at now: Timestamp) throws(StoreError) -> Delivery? {
        try database.row(
            """
            SELECT \(Database.alertColumns), d.id, d.attempts, coalesce(d.claimed, d.created), n.content, d.content,
                d.route, n.kind
            FROM delivery d LEFT JOIN alert_revision a
                ON a.watch = d.watch AND a.story = d.story AND a.revision = d.revision
            LEFT JOIN notice n ON n.id = d.notice WHERE d.id = ?
            """, [.integer(id.rawValue)]
        ) { row throws(StoreError) in
            let message: Message
            if let content = row.optionalText(9) {
                message =
                    row.optionalText(12) == Database.digestKind
                    ? .digest(try database.value(DigestIssue.self, content))
                    : .notice(try database.value(FeedNotice.self, content))
            } else if let content = row.optionalText(10) {
                message = try database.value(Parcel.Content.self, content).message
            } else {
                message = .alert(try database.alert(row))
            }
            return Delivery(
                id: DeliveryID(row.integer(6)), route: row.text(11), message: message,
                attempts: Int(row.integer(7)), created: row.time(8) ?? now)
        }
    }

    package func record(_ outcome: DeliveryOutcome, of delivery: DeliveryID) throws(StoreError) {
        // What went together stands together; what was asked for again since has its own fate.
        let members = "(id = ?1 OR parcel = ?1) AND state = 'pending'"
        let id: SQLiteValue = .integer(delivery.rawValue)
        switch outcome {
        case .delivered(let moment):
            try database.transaction { () throws(StoreError) in
                try database.run(
                    """
                    UPDATE delivery SET state = 'delivered', attempts = attempts + 1, finished = ?2,
                        next_attempt = NULL, error = NULL WHERE \(members) OR id = ?1 AND notice IS NOT NULL
                    """, [id, .time(moment)])
                // A digest that a later one ended while it was on its way has arrived all the same.
                try markReader(ofDelivery: id)
            }
        case .retry(let moment, let error):
            try database.run(
                "UPDATE delivery SET attempts = attempts + 1, next_attempt = ?2, error = ?3 WHERE \(members)",
                [id, .time(moment), .text(error)])
        case .failed(let moment, let error):
            try database.run(
                """
                UPDATE delivery SET state = 'failed', attempts = attempts + 1, finished = ?2, next_attempt = NULL,
                    error = ?3 WHERE \(members)
                """, [id, .time(moment), .text(error)])
        }
    }

    package func drop(_ deliveries: [DeliveryID], note: String, at now: Timestamp) throws(StoreError) {
        try end(deliveries, state: .dropped, silence: nil, note: note, at: now)
    }

    package func silence(
        _ deliveries: [DeliveryID], by silence: Silence, at now: Timestamp
    ) throws(StoreError) {
        try end(deliveries, state: .silenced, silence: silence.id, note: silence.words, at: now)
    }

    private func end(
        _ deliveries: [DeliveryID], state: DeliveryState, silence: SilenceID?, note: String, at now: Timestamp
    ) throws(StoreError) {
        try database.transaction { () throws(StoreError) in
            for id in deliveries {
                try database.run(
                    """
                    UPDATE delivery SET state = ?, silence = ?, note = ?, finished = ?, next_attempt = NULL
                    WHERE id = ? AND state = 'pending' AND parcel IS NULL
                    """,
                    [
                        .text(state.rawValue), .text(silence?.description), .text(note), .time(now),
                        .integer(id.rawValue),
                    ])
            }
        }
    }

    package func hasten(route: String, at now: Timestamp) throws(StoreError) {
        try database.run(
            "UPDATE delivery SET next_attempt = min(next_attempt, ?) WHERE route = ? AND state = 'pending'",
            [.time(now), .text(route)])
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

    /// Again, whatever became of it; with the same key as before.
    package func resend(
        _ id: AlertID, over route: String?, at now: Timestamp
    ) throws(StoreError) -> [String] {
        try database.transaction { () throws(StoreError) in
            guard let stored = try database.alert(id) else { return [] }
            let alert = stored.alert
            let busy = Set(stored.deliveries.filter { $0.state == .pending }.map(\.route))
            let routes = (route.map { [$0] } ?? stored.deliveries.map(\.route)).filter { !busy.contains($0) }
            for route in routes {
                try database.run(
                    """
                    INSERT INTO delivery(watch, story, revision, route, state, attempts, created, next_attempt, is_forced)
                    VALUES (?, ?, ?, ?, 'pending', 0, ?5, ?5, 1)
                    ON CONFLICT(watch, story, revision, route) DO UPDATE SET state = 'pending', attempts = 0,
                        created = ?5, next_attempt = ?5, is_forced = 1, parcel = NULL, claimed = NULL, content = NULL,
                        silence = NULL, note = NULL, finished = NULL, error = NULL
                    """,
                    [
                        .text(alert.id.watch), .integer(alert.id.story.rawValue), .integer(alert.revision),
                        .text(route), .time(now),
                    ])
            }
            return routes
        }
    }
}
