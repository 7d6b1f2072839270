package import Model

/// Whose turn it is to be polled: oldest due first, hosts in turn, so many at once, nobody held, nobody delayed by the
/// slow.
///
/// A state machine without a clock and without feeds: the driver says what happened and when, and does what the answer
/// says. Times are spans since some start that never goes back. Each ticket costs the same however many wait.
package struct PollScheduler: Sendable {
    /// What can happen.
    package enum Event: Hashable, Sendable {
        /// These have fallen due, oldest first; those that wait or run already are left alone.
        case due([PollTicket])
        case ended(FeedID, PollEnd)
        /// No poll of the host for so long from now.
        case held(host: String, span: Duration)
        /// Time has passed.
        case tick
        /// Nothing further is started.
        case stop
    }

    /// What the driver has to do.
    package enum Action: Hashable, Sendable {
        case start(FeedID)
        /// What these polls found out is no fault of their feeds: their state is to be as it was before.
        case forgive([FeedID])
        case outageBegan(waiting: Int)
        case outageEnded(waiting: Int)
        /// Come back then at the latest, or with the next event.
        case wait(until: Duration?)
        /// Nothing runs and nothing more will; so many are left as they were.
        case done(left: Int)

        /// Whether it says what comes next, as the last action does.
        package var isLast: Bool {
            switch self {
            case .wait, .done: true
            case .start, .forgive, .outageBegan, .outageEnded: false
            }
        }
    }

    private struct Run: Sendable {
        var ticket: PollTicket
        var started: Duration
        var isSlow = false
    }

    private let settings: SchedulerSettings
    private var lines: HostLines
    private var running: [FeedID: Run] = [:]
    /// In the order of their starts; those that have ended are passed over.
    private var starts: [(feed: FeedID, started: Duration)] = []
    private var firstStart = 0
    private var slow = 0
    /// Of those that run, those that failed last.
    private var troubled = 0
    /// When each feed was last started, for a minute.
    private var lastStarts: [FeedID: Duration] = [:]
    /// Tickets that come too early.
    private var early = TimedQueue<PollTicket>()
    private var earlyFeeds: Set<FeedID> = []
    private var isStopped = false
    /// While a backlog is spread: between two starts, and when the next may be.
    private var pace: (gap: Duration, next: Duration)?
    private var outage: OutageWatch

    package init(_ settings: SchedulerSettings) {
        self.settings = settings
        lines = HostLines(placesPerHost: settings.hostPlaces)
        outage = OutageWatch(settings)
    }

    /// Feeds that are known here: waiting, too early or running.
    package func knows(_ feed: FeedID) -> Bool {
        running[feed] != nil || lines.waiting.contains(feed) || earlyFeeds.contains(feed)
    }

    package func isRunning(_ feed: FeedID) -> Bool { running[feed] != nil }

    package var waiting: Int { lines.waiting.count }
    /// Hosts that have a turn before one that goes to the end of the line now.
    package var hostsInLine: Int { lines.hostsInLine }
    package var isOutage: Bool { outage.isOn }

    /// What follows from `event` at `now`: starts in order, the last action is a wait or the end.
    package mutating func event(_ event: Event, at now: Duration) -> [Action] {
        var actions: [Action] = []
        switch event {
        case .due(let tickets): admit(tickets, at: now)
        case .ended(let feed, let end): finish(feed, end, at: now, &actions)
        case .held(let host, let span): lines.hold(host, until: now + span)
        case .tick: break
        case .stop: isStopped = true
        }
        while let ticket = early.pop(at: now) {
            earlyFeeds.remove(ticket.feed)
            lines.add(ticket, at: now)
        }
        markSlow(at: now)
        lines.release(at: now)
        while let ticket = next(at: now) {
            start(ticket, at: now)
            actions.append(.start(ticket.feed))
        }
        actions.append(end(at: now))
        return actions
    }

    /// The same without anything that waits or runs; who was started lately keeps its distance all the same.
    package func emptied() -> PollScheduler {
        var empty = PollScheduler(settings)
        empty.lastStarts = lastStarts
        return empty
    }

    // MARK: Coming

    private mutating func admit(_ tickets: [PollTicket], at now: Duration) {
        lastStarts = lastStarts.filter { now - $0.value < PollTicket.longestFloor }
        for ticket in tickets where !knows(ticket.feed) { admit(ticket, at: now) }
        if waiting > settings.backlog { spread(over: settings.spread, at: now) }
    }

    private mutating func admit(_ ticket: PollTicket, at now: Duration) {
        if let last = lastStarts[ticket.feed], now - last < ticket.floor {
            early.insert(ticket, at: last + ticket.floor)
            earlyFeeds.insert(ticket.feed)
        } else {
            lines.add(ticket, at: now)
        }
    }

    /// Turns come at even gaps from now on, until nobody waits; one pass has nobody to wait for.
    private mutating func spread(over span: Duration, at now: Duration) {
        guard !settings.isOnePass, waiting > 0 else { return }
        let gap = span / waiting
        if let pace, pace.gap <= gap { return }
        pace = (gap, now)
    }

    // MARK: Going

    private mutating func next(at now: Duration) -> PollTicket? {
        guard !isStopped, running.count - slow < settings.places, running.count < 2 * settings.places,
            outage.mayStart(at: now)
        else { return nil }
        if waiting == 0 { pace = nil }
        if let pace, pace.next > now { return nil }
        // Those that failed last are slow to fail again, often: half of the places stay free of them.
        return lines.next(takesFailed: troubled < max(1, settings.places / 2), at: now)
    }

    private mutating func start(_ ticket: PollTicket, at now: Duration) {
        running[ticket.feed] = Run(ticket: ticket, started: now)
        if ticket.hasFailed { troubled += 1 }
        starts.append((ticket.feed, now))
        lastStarts[ticket.feed] = now
        outage.started(ticket.feed, at: now)
        // A driver that comes late does not make up for it with a burst.
        if let pace { self.pace = (pace.gap, max(pace.next + pace.gap, now - pace.gap)) }
    }

    private mutating func markSlow(at now: Duration) {
        while firstStart < starts.count {
            let (feed, started) = starts[firstStart]
            let run = running[feed].flatMap { $0.started == started && !$0.isSlow ? $0 : nil }
            if run != nil, started + settings.slowAfter > now { break }
            firstStart += 1
            guard var run else { continue }
            run.isSlow = true
            running[feed] = run
            slow += 1
            lines.markSlow(run.ticket, at: now)
        }
        if firstStart > 1024 {
            starts.removeFirst(firstStart)
            firstStart = 0
        }
    }

    // MARK: Ending

    private mutating func finish(
        _ feed: FeedID, _ end: PollEnd, at now: Duration, _ actions: inout [Action]
    ) {
        guard let run = running.removeValue(forKey: feed) else { return }
        if run.isSlow { slow -= 1 }
        if run.ticket.hasFailed { troubled -= 1 }
        lines.finish(run.ticket, wasSlow: run.isSlow, at: now)
        if end == .undone { return }
        switch outage.ended(run.ticket, isAnswered: end == .answered, at: now) {
        case .nothing: break
        case .began(let tickets):
            actions.append(.forgive(tickets.map(\.feed)))
            for ticket in tickets { admit(ticket, at: now) }
            actions.append(.outageBegan(waiting: waiting + earlyFeeds.count))
        case .isOn(let ticket):
            actions.append(.forgive([ticket.feed]))
            admit(ticket, at: now)
        case .ended:
            actions.append(.outageEnded(waiting: waiting))
            spread(over: settings.resumption, at: now)
        }
    }

    private func end(at now: Duration) -> Action {
        if running.isEmpty, isStopped || settings.isOnePass && !isPassGoingOn {
            return .done(left: waiting + earlyFeeds.count)
        }
        var times: [Duration] = []
        if !isStopped {
            times += [early.next, lines.nextRelease].compactMap(\.self)
            if waiting > 0 { times += [pace?.next, outage.nextProbe].compactMap(\.self).filter { $0 > now } }
            if waiting > 0, firstStart < starts.count {
                times.append(starts[firstStart].started + settings.slowAfter)
            }
        }
        return .wait(until: times.min())
    }

    /// Whether something waits that time alone lets go; a hold is not waited for.
    private var isPassGoingOn: Bool {
        if outage.isOn { return outage.mayProbeAgain && lines.isAnyFree }
        return lines.isAnyFree
    }
}
