package import Model

/// How many documents a feed may be sent: so many at once, and so many a minute from then on.
package struct PushRate: Sendable {
    private let limit: Int
    private var buckets: [FeedID: Bucket] = [:]

    private struct Bucket {
        /// Thousandths of a document that may come yet.
        var room: Int64
        var filled: Timestamp
    }

    /// - Parameter limit: documents of one feed a minute.
    package init(limit: Int) { self.limit = max(1, limit) }

    /// Counts a document of `feed`; otherwise how long it has to wait.
    package mutating func take(_ feed: FeedID, at now: Timestamp) -> Duration? {
        let full = Int64(limit) * 1000
        var bucket = buckets[feed] ?? Bucket(room: full, filled: now)
        // A clock that was set back fills nothing, and a long pause no more than the bucket holds.
        let passed = min(max((now - bucket.filled).milliseconds, 0), 60_000)
        bucket.room = min(full, bucket.room + passed * Int64(limit) / 60)
        bucket.filled = now
        defer { buckets[feed] = bucket }
        guard bucket.room < 1000 else {
            bucket.room -= 1000
            return nil
        }
        return .milliseconds((1000 - bucket.room) * 60 / Int64(limit) + 1)
    }
}
