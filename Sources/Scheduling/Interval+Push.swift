package import Model
import Text

extension Interval {
    /// When a feed is polled next whose items are pushed: at a relaxed pace, since the poll only looks for what got
    /// lost on the way; never sooner than `planned`.
    ///
    /// - Parameter pace: up to a day; a jitter of up to a tenth is added.
    package static func relaxed(
        _ planned: Timestamp, after now: Timestamp, pace: Duration, settings: FeedSettings, hints: PollHints
    ) -> Timestamp {
        var hash = StableHash()
        hash.combine(settings.url.utf8)
        hash.combine("\(now.milliseconds)".utf8)
        let wait = pace + pace * Int(hash.value % 101) / 1000
        return max(planned, notSkipped(now + min(wait, longestBackOff), hints: hints))
    }

    /// When a feed is polled next that is not pushed any more, or may have missed pushes: as if it never had been,
    /// and not before `now`.
    package static func unrelaxed(_ state: FeedState, settings: FeedSettings, at now: Timestamp) -> Timestamp
    {
        guard let last = state.lastPoll else { return now }
        return max(now, next(after: last, state: state, settings: settings))
    }
}
