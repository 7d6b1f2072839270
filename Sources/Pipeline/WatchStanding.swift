package import Model

/// How one watch stands: whether it still finds what it was made for.
package struct WatchStanding: Sendable, Hashable {
    package enum State: String, Sendable {
        case ok
        /// It has met nothing for longer than it expects.
        case silent
        /// It finds nothing any longer, as it was told.
        case expired
    }

    package var watch: WatchSettings
    package var activity: WatchActivity
    package var state: State
    package var silence: WatchSilence?

    /// - Parameter known: since when the watch is known, for one that never met anything.
    package init(_ watch: WatchSettings, activity: WatchActivity, known: Timestamp?, now: Timestamp) {
        self.watch = watch
        self.activity = activity
        state = .ok
        silence = nil
        if let expires = watch.expires, expires <= now {
            state = .expired
            return
        }
        guard let expected = watch.expectedWithin, let since = activity.lastMatch ?? known,
            now - since > expected
        else { return }
        state = .silent
        silence = WatchSilence(watch: watch.name, since: since, hasMatched: activity.lastMatch != nil)
    }

    /// How `watches` stand, in their order; their matches are counted over `span` before `now`.
    package static func all(
        of watches: [WatchSettings], in store: any StoreReader, over span: Duration, now: Timestamp
    ) async throws(StoreError) -> [WatchStanding] {
        let activity = try await store.activity(of: watches.map(\.name), since: now - span)
        let marks = try await store.feedWatchMarks()
        return watches.map { watch in
            WatchStanding(
                watch, activity: activity[watch.name] ?? WatchActivity(lastMatch: nil, matches: 0),
                known: marks[watch.name], now: now)
        }
    }
}
