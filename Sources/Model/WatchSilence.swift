/// A watch that has met nothing for longer than its `expect` allows.
package struct WatchSilence: Hashable, Sendable, Codable {
    package var watch: String
    /// When it met an item last; where it never did, since when it is known. What makes this silence another than the
    /// next.
    package var since: Timestamp
    package var hasMatched: Bool

    package init(watch: String, since: Timestamp, hasMatched: Bool) {
        self.watch = watch
        self.since = since
        self.hasMatched = hasMatched
    }
}
