package import Model
package import Pipeline

/// Deletes what is older than the configuration wants, a little at a time.
package struct JanitorService: Sendable {
    private let keep: Duration?
    private let remember: Duration?
    private let needed: Duration
    private let store: any Store
    private let events: EventSink
    private let now: @Sendable () -> Timestamp
    private var round: RetentionRound?
    private var steps = 0

    /// Between the ends of rounds.
    package static let interval: Duration = .hours(6)
    /// Items that one step looks at: its commit holds up others for some milliseconds.
    package static let stepItems = 200
    /// Pages of 8 KiB that one step gives back to the file system.
    package static let stepPages = 64
    /// After as many steps the write-ahead log goes into the database.
    private static let stepsPerCheckpoint = 50

    /// - Parameter needed: how far back stories and digests look.
    package init(
        keep: Duration?, remember: Duration?, needed: Duration, store: any Store,
        events: @escaping EventSink, now: @escaping @Sendable () -> Timestamp
    ) {
        self.keep = keep
        self.remember = remember
        self.needed = needed
        self.store = store
        self.events = events
        self.now = now
    }

    /// Does one step; returns when the next is wanted, `nil` for never.
    package mutating func step() async throws(StoreError) -> Timestamp? {
        guard let keep else { return nil }
        let moment = now()
        // No text goes that stories or digests look back to.
        let bounds = RetentionBounds(
            keep: max(keep, needed), remember: remember, needed: needed, at: moment)
        var round: RetentionRound
        if let going = self.round {
            round = going
        } else {
            round = RetentionRound(after: try await store.retentionMark())
        }
        steps += 1
        if !round.isDone {
            round = try await store.tidy(round, within: bounds, limit: Self.stepItems)
            self.round = round
            if steps.isMultiple(of: Self.stepsPerCheckpoint) { try await store.maintain() }
            return moment
        }
        if try await store.shrink(pages: Self.stepPages) { return moment }
        if round.texts + round.items + round.records > 0 {
            try await store.maintain()
            events(.tidied(texts: round.texts, items: round.items, records: round.records))
        }
        self.round = nil
        return moment + Self.interval
    }
}
