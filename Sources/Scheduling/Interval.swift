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
    /// What the user set, or half the feed's rhythm, not below what server and feed ask for (`Cache-Control`, `ttl`),
    /// within the feed's bounds; moved out of hours and days that the feed skips. With a jitter of up to a tenth that
    /// brings no poll before what the user set or the server asked.
    /// - Source: RSS 2.0 `ttl`, `skipHours`, `skipDays`; RFC 9111 §4.2.
    package static func next(
        after now: Timestamp, state: FeedState, settings: FeedSettings
    ) -> Timestamp {
        let lower = settings.minimumInterval
        let upper = max(lower, settings.maximumInterval)
        let wait = min(max(wait(of: state, settings: settings, at: now), lower), upper)
        let jittered = wait + wait * jitter(of: settings.url, at: now) / 1000
        let asked = min(max(state.hints.freshFor ?? .zero, state.hints.ttl ?? .zero), upper)
        // 59 minutes are not an hour.
        let floor = max(asked, floor(of: state, settings: settings), settings.interval ?? .zero)
        let chosen = max(min(jittered, upper), lower, min(floor, upper))
        return notSkipped(now + chosen, hints: state.hints)
    }

    /// What the wait after a good poll is led by, in one word.
    package enum Reason: String, Sendable, Hashable {
        /// The user set it.
        case interval
        /// Half the usual gap between its items.
        case rhythm
        /// The server or the feed asked for it.
        case server
        /// It sends everything each time, so it is spared.
        case validators
        /// Nothing is known yet.
        case usual
        /// The last poll failed.
        case backOff = "back-off"
        case gone
        /// Its items are pushed: the poll only looks for what got lost.
        case push
    }

    /// Why the next poll of a feed in `state` is planned for when it is.
    package static func reason(
        _ state: FeedState, settings: FeedSettings, subscription: Subscription? = nil
    ) -> Reason {
        guard let next = state.nextPoll else { return .gone }
        if state.error != nil { return .backOff }
        if let last = state.lastPoll, subscription?.isTrusted(at: last) == true,
            next > Self.next(after: last, state: state, settings: settings)
        {
            return .push
        }
        let asked = max(state.hints.freshFor ?? .zero, state.hints.ttl ?? .zero)
        let own = wait(of: state, settings: settings, at: state.lastPoll ?? next)
        if asked > own, asked > settings.minimumInterval { return .server }
        if settings.interval != nil { return .interval }
        let floor = floor(of: state, settings: settings)
        guard state.rhythm != nil else { return floor > .zero ? .validators : .usual }
        return floor > .zero && own == floor ? .validators : .rhythm
    }

    /// The wait before bounds, wishes and jitter.
    private static func wait(of state: FeedState, settings: FeedSettings, at now: Timestamp) -> Duration {
        if let interval = settings.interval { return interval }
        let floor = floor(of: state, settings: settings)
        guard let rhythm = state.rhythm else { return max(usual, floor) }
        // A feed that has fallen asleep is asked at the pace of its sleep.
        let newest = state.itemSeconds?.first.map { Timestamp(seconds: $0) } ?? state.lastNewItem
        return max(rhythm / 2, newest.map { (now - $0) / 4 } ?? .zero, floor)
    }

    /// Somebody who sets an interval has decided; otherwise a server that sends everything each time is spared.
    private static func floor(of state: FeedState, settings: FeedSettings) -> Duration {
        let isConditional = state.validators.map { !$0.isEmpty } ?? false
        guard settings.interval == nil, !isConditional || state.ignoresValidators == true else {
            return .zero
        }
        return floorWithoutValidators
    }

    /// The wait after `failures` failed polls in a row: doubled each time, up to a day, plus up to a tenth; out of
    /// skipped hours and days.
    package static func backOff(
        after now: Timestamp, failures: Int, retryAfter: Duration?, settings: FeedSettings,
        hints: PollHints = PollHints()
    ) -> Timestamp {
        let base = min(max(settings.interval ?? usual, settings.minimumInterval), longestBackOff)
        var wait = base
        for _ in 1..<max(2, min(failures, 20)) where wait < longestBackOff { wait = wait * 2 }
        if failures <= 1 { wait = base }
        wait = min(wait, longestBackOff)
        let jittered = wait + wait * abs(jitter(of: settings.url, at: now)) / 1000
        return notSkipped(now + max(jittered, retryAfter ?? .zero), hints: hints)
    }

    // MARK: Planning

    /// When a feed that is new at `now` is polled first, as one of `count` that are new.
    ///
    /// Few are polled at once, so that a first start shows something; more are spread over their interval by their
    /// addresses, half an hour at most.
    package static func firstPoll(of settings: FeedSettings, amongNew count: Int, at now: Timestamp)
        -> Timestamp
    {
        guard count > promptFeeds else { return now }
        let span = min(settings.interval ?? usual, usual).milliseconds
        return now + .milliseconds(Int64(StableHash.of(settings.url) % UInt64(max(1, span))))
    }

    /// So many new feeds are polled at once: a few minutes' work.
    package static let promptFeeds = 2000

    /// Whether a plan was made by a clock that was wrong: the last poll lies in the future, or the next one further
    /// ahead than any plan reaches that was made until now.
    package static func isPlannedWrongly(_ state: FeedState, settings: FeedSettings, at now: Timestamp)
        -> Bool
    {
        guard let next = state.nextPoll, next > now else { return false }
        // A clock that is put right by less than a minute is no reason to poll twice in one.
        if let last = state.lastPoll {
            if last > now { return last - now > PollTicket.longestFloor }
            return next - now > max(settings.maximumInterval, settings.interval ?? .zero, longestPlan)
        }
        return next - now > max(settings.maximumInterval, usual)
    }

    /// A week, as servers may ask for, and a week more of skipped days.
    private static let longestPlan: Duration = .days(15)

    /// Thousandths, −100 to 100, the same for the same feed and moment.
    private static func jitter(of url: String, at now: Timestamp) -> Int {
        var hash = StableHash()
        hash.combine(url.utf8)
        hash.combine("\(now.milliseconds)".utf8)
        return Int(hash.value % 201) - 100
    }

    /// The first moment from `moment` on that lies in no skipped hour or day, an hour at a time; a feed that has been
    /// due for long is not polled in them either.
    package static func notSkipped(_ moment: Timestamp, hints: PollHints) -> Timestamp {
        guard !hints.skippedHours.isEmpty || !hints.skippedDays.isEmpty else { return moment }
        let wanted = moment
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
        return wanted
    }
}
