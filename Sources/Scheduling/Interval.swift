package import Model
import Text

/// When a feed is polled next.
package enum Interval {
    /// A server that gives nothing to ask "changed since?" with sends the whole document each time.
    package static let floorWithoutValidators: Duration = .hours(1)
    /// Where neither the user nor the feed's own rhythm says otherwise.
    package static let usual: Duration = .minutes(30)
    /// A failing feed is asked again after a day at the latest.
    package static let longestBackOff: Duration = .hours(24)

    /// The wait after a good poll.
    ///
    /// Half the feed's rhythm, or what the user set, not below what server and feed ask for (`Cache-Control`, `ttl`),
    /// within the feed's bounds; moved out of hours and days that the feed skips; with a jitter of up to a tenth
    /// that never brings a poll before what the server asked.
    /// - Source: RSS 2.0 `ttl`, `skipHours`, `skipDays`; RFC 9111 §4.2.
    package static func next(
        after now: Timestamp, state: FeedState, settings: FeedSettings
    ) -> Timestamp {
        let lower = settings.minimumInterval
        let upper = max(lower, settings.maximumInterval)
        var wait = settings.interval ?? state.rhythm.map { $0 / 2 } ?? usual
        let hasValidators = state.validators.map { !$0.isEmpty } ?? false
        // Somebody who sets an interval has decided; otherwise a server without validators is spared.
        if settings.interval == nil, !hasValidators { wait = max(wait, min(floorWithoutValidators, upper)) }
        let asked = min(max(state.hints.freshFor ?? .zero, state.hints.ttl ?? .zero), upper)
        wait = min(max(wait, lower), upper)
        let jittered = wait + wait * jitter(of: settings.url, at: now) / 1000
        let chosen = max(min(jittered, upper), lower, asked)
        return notSkipped(now + chosen, hints: state.hints)
    }

    /// The wait after `failures` failed polls in a row: doubled each time, up to a day, plus up to a tenth.
    package static func backOff(
        after now: Timestamp, failures: Int, retryAfter: Duration?, settings: FeedSettings
    ) -> Timestamp {
        let base = min(max(settings.interval ?? usual, settings.minimumInterval), longestBackOff)
        var wait = base
        for _ in 1..<max(2, min(failures, 20)) where wait < longestBackOff { wait = wait * 2 }
        if failures <= 1 { wait = base }
        wait = min(wait, longestBackOff)
        let jittered = wait + wait * abs(jitter(of: settings.url, at: now)) / 1000
        return now + max(jittered, retryAfter ?? .zero)
    }

    /// Thousandths, −100 to 100, the same for the same feed and moment.
    private static func jitter(of url: String, at now: Timestamp) -> Int {
        var hash = StableHash()
        hash.combine(url.utf8)
        hash.combine("\(now.milliseconds)".utf8)
        return Int(hash.value % 201) - 100
    }

    /// The first moment from `moment` on that lies in no skipped hour or day, an hour at a time.
    static func notSkipped(_ moment: Timestamp, hints: PollHints) -> Timestamp {
        guard !hints.skippedHours.isEmpty || !hints.skippedDays.isEmpty else { return moment }
        var moment = moment
        for _ in 0..<(8 * 24) {
            let time = CivilTime(moment)
            guard hints.skippedHours.contains(time.hour) || hints.skippedDays.contains(time.weekday) else {
                return moment
            }
            let intoHour = Int64((time.minute * 60 + time.second) * 1000 + time.millisecond)
            moment = moment + .milliseconds(3_600_000 - intoHour)
        }
        // Every hour of the week is skipped: that cannot be meant.
        return moment
    }

    /// The usual gap between the items of a document: the median gap of its newest 20; `nil` below three items.
    package static func rhythm(of times: [Timestamp], now: Timestamp) -> Duration? {
        let newest = Set(times.filter { $0 <= now }).sorted(by: >).prefix(20)
        guard newest.count >= 3 else { return nil }
        let gaps = zip(newest, newest.dropFirst()).map { $0 - $1 }.sorted()
        let median = gaps[gaps.count / 2]
        // A feed that has fallen asleep is asked at the pace of its sleep.
        guard let last = newest.first else { return median }
        return max(median, (now - last) / 2)
    }
}
