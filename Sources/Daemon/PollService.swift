package import Model
package import Pipeline
package import Platform
package import Scheduling

/// Polls what falls due, as the scheduler says: in one pass, or until it is told to stop.
///
/// It holds no decisions: it loads feeds, tells the scheduler what happened, and does what the scheduler says.
package struct PollService: Sendable {
    private let stage: PollStage
    private let store: any Store
    private let hostPause: Duration?
    private let isOnePass: Bool
    private let requests: RequestFolder?
    private let events: EventSink
    private let now: @Sendable () -> Timestamp
    private let elapsed: @Sendable () -> Duration
    private let meter: Meter?
    private var scheduler: PollScheduler
    /// Those that the scheduler knows. What a poll of them needs is read when their turn comes.
    private var known: Set<FeedID> = []
    /// Feeds that were well and found nobody, as long as it may be the network's fault.
    private var suspects: [FeedID: PollReport] = [:]
    /// Polls that found nothing new; their states are stored together.
    private var unstored: [PollReport] = []
    /// Somebody sleeps who will say that ``unstored`` have waited for long enough.
    private var isGathering = false
    private var hasGathered = false
    private var underWay = 0
    private var standing = PollProgress()
    private var nextLoad: Timestamp?
    private var nextRequests: Duration = .zero
    /// By how much the wall clock was ahead of the other one when it was looked at last.
    private var lead: Duration?

    /// What the loop waits for.
    private enum Happening: Sendable {
        // Boxed: a report is some kilobytes.
        indirect case polled(FeedID, Result<PollReport, StoreError>)
        case woke
        /// Polls without news have waited for each other.
        case gathered
    }

    package init(
        stage: PollStage, store: any Store, settings: SchedulerSettings, hostPause: Duration?,
        requests: RequestFolder?, events: @escaping EventSink, now: @escaping @Sendable () -> Timestamp,
        elapsed: @escaping @Sendable () -> Duration, meter: Meter? = nil
    ) {
        self.meter = meter
        self.stage = stage
        self.store = store
        self.hostPause = hostPause
        isOnePass = settings.isOnePass
        self.requests = requests
        self.events = events
        self.now = now
        self.elapsed = elapsed
        scheduler = PollScheduler(settings)
    }

    /// Polls until the pass is done, or `stopper` is stopped; polls under way are finished first.
    ///
    /// Feeds of hosts that are held stay due. Stops to take up further feeds when the task is cancelled.
    /// - Parameter progress: called after each poll, with what it brought.
    /// - Throws: what the store threw; the service can go on afterwards.
    package mutating func run(
        until stopper: Stopper, at bell: Doorbell,
        progress: @escaping @Sendable (PollProgress, PollNews) -> Void
    ) async throws(StoreError) -> PollProgress {
        nextLoad = now()
        // Whoever slept for an earlier run has gone with it.
        isGathering = false
        let held = try await store.heldHosts(at: now())
        var queue: [PollScheduler.Event] = held.sorted { $0.key < $1.key }.map {
            .held(host: $0.key, span: $0.value - now())
        }
        let failure = await withDiscardingTaskGroup { group -> StoreError? in
            let mailbox = Mailbox<Happening>()
            var failure: StoreError?
            var alarm: Duration?
            while true {
                meter?.beat(.polls)
                let isEnding = failure != nil || stopper.isStopped || Task.isCancelled
                do throws(StoreError) {
                    if isEnding {
                        queue.append(.stop)
                    } else if let due = try await load() {
                        queue.append(due)
                    }
                } catch {
                    failure = error
                    continue
                }
                var wake = Self.longestWait
                var starts: [FeedID] = []
                for action in step(&queue) {
                    switch action {
                    case .start(let feed): starts.append(feed)
                    case .wait(let moment): if let moment { wake = min(wake, moment - elapsed()) }
                    case .done(let left):
                        do throws(StoreError) { try await storeGathered(progress) } catch {
                            failure = failure ?? error
                        }
                        if scheduler.isOutage { standing.unreached = left }
                        group.cancelAll()
                        return failure
                    case .forgive(let feeds):
                        do throws(StoreError) { try await forgive(feeds) } catch {
                            failure = failure ?? error
                        }
                    case .outageBegan(let waiting): events(.outageBegan(waiting: waiting))
                    case .outageEnded(let waiting): events(.outageEnded(waiting: waiting))
                    }
                }
                let undone: [FeedID]
                do throws(StoreError) {
                    undone = try await start(starts, in: &group, mailbox)
                } catch {
                    failure = failure ?? error
                    undone = starts
                }
                known.subtract(undone)
                queue += undone.map { .ended($0, .undone) }
                guard undone.isEmpty else { continue }
                if hasGathered || underWay == 0 || unstored.count >= Self.gatheredPolls {
                    do throws(StoreError) { try await storeGathered(progress) } catch {
                        failure = failure ?? error
                        continue
                    }
                } else {
                    gather(in: &group, mailbox)
                }
                // An end waits for nothing but the polls under way.
                if !isEnding {
                    if let nextLoad { wake = min(wake, max(nextLoad - now(), Self.shortestWait)) }
                    arm(&alarm, after: max(wake, .milliseconds(1)), bell: bell, in: &group, mailbox)
                }
                meter?.beat(.polls, rest: isEnding ? Self.longestEnd : Self.longestWait)
                // Losing the error is right: a loop that is cancelled looks at once.
                if !starts.isEmpty, underWay > starts.count { try? await Task.sleep(for: Self.roundSpan) }
                for happening in await mailbox.take() {
                    switch happening {
                    case .polled(let feed, .success(let report)):
                        underWay -= 1
                        queue += take(report, of: feed, progress)
                    case .polled(let feed, .failure(let error)):
                        underWay -= 1
                        failure = failure ?? error
                        queue.append(.ended(feed, .undone))
                        known.remove(feed)
                    case .woke: alarm = nil
                    case .gathered:
                        isGathering = false
                        hasGathered = true
                    }
                }
            }
        }
        noteSuspects()
        if let failure {
            // What waits is loaded again; what was started keeps its distance.
            scheduler = scheduler.emptied()
            known = []
            throw failure
        }
        return standing
    }

    /// Wall clocks jump: nobody sleeps longer than this without looking again.
    private static let longestWait: Duration = .seconds(60)
    /// What is under way may take this long to come to its end: the longest poll that can be configured.
    private static let longestEnd: Duration = .seconds(3600)
    /// Requests by hand are looked for this often at most.
    private static let requestPause: Duration = .seconds(1)
    /// Feeds that fall due one after the other are loaded together.
    private static let shortestWait: Duration = .milliseconds(200)
    /// How long what a poll without news has changed, the time of the next one above all, waits to be stored: a kill makes
    /// the polls of this span be made again. A hundred and more in one commit cost a tenth each of what one costs alone.
    private static let gatheringSpan: Duration = .milliseconds(50)
    /// So many are stored at once, however fast they come.
    private static let gatheredPolls = 512
    /// Places that fall free are filled together: reading feeds, waking threads and a look of libcurl at all transfers cost the
    /// same for one as for ten. A poll takes some hundred milliseconds.
    private static let roundSpan: Duration = .milliseconds(2)
    /// Feeds taken up in one round at most: all that anybody has.
    private static let roundFeeds = 1_000_000

    // MARK: Loop

    private mutating func step(_ queue: inout [PollScheduler.Event]) -> [PollScheduler.Action] {
        if queue.isEmpty { queue.append(.tick) }
        let moment = elapsed()
        var actions: [PollScheduler.Action] = []
        for event in queue {
            // Only the last word on what comes next counts.
            if let last = actions.last, last.isLast { actions.removeLast() }
            actions += scheduler.event(event, at: moment)
        }
        queue = []
        return actions
    }

    /// Starts polls, with what is known of their feeds by now; returns those whose feed is configured no longer.
    private mutating func start(
        _ ids: [FeedID], in group: inout DiscardingTaskGroup, _ mailbox: Mailbox<Happening>
    ) async throws(StoreError) -> [FeedID] {
        guard !ids.isEmpty else { return [] }
        let found = try await store.feeds(ids)
        underWay += found.count
        for feed in found {
            group.addTask(executorPreference: stage.executor) { [stage, now, line = scheduler.hostsInLine] in
                do throws(StoreError) {
                    let report = try await stage.visit(feed, hostsInLine: line, now: now)
                    mailbox.post(.polled(feed.id, .success(report)))
                } catch {
                    mailbox.post(.polled(feed.id, .failure(error)))
                }
            }
        }
        let started = Set(found.map(\.id))
        return ids.filter { !started.contains($0) }
    }

    /// Lets the loop wake after `span` at the latest; one sleeper at a time.
    private func arm(
        _ alarm: inout Duration?, after span: Duration, bell: Doorbell, in group: inout DiscardingTaskGroup,
        _ mailbox: Mailbox<Happening>
    ) {
        let moment = elapsed() + span
        if let alarm {
            // It wakes, finds nothing, and sleeps anew.
            if moment < alarm { bell.ring() }
            return
        }
        alarm = moment
        group.addTask {
            await bell.wait(atMost: span)
            mailbox.post(.woke)
        }
    }

    // MARK: Loading

    /// What has fallen due since, if it is time to look.
    private mutating func load() async throws(StoreError) -> PollScheduler.Event? {
        if let requests, elapsed() >= nextRequests {
            nextRequests = elapsed() + Self.requestPause
            let names = requests.names
            if !names.isEmpty {
                let taken = try await store.retry(feeds: names, at: now())
                requests.remove(names)
                for name in taken { events(.feedRetried(feed: name)) }
                nextLoad = now()
            }
        }
        let moment = now()
        let ahead = .milliseconds(moment.milliseconds) - elapsed()
        if let lead, ahead < lead - Self.jump {
            if try await store.mendPlans(at: moment) > 0 { nextLoad = moment }
        }
        lead = ahead
        guard let planned = nextLoad, planned <= moment else { return nil }
        let due = try await store.dueFeeds(at: moment, limit: Self.roundFeeds, except: known) {
            [hostPause] feed -> Due in
            let allowed = Interval.notSkipped(moment, hints: feed.state.hints)
            guard allowed <= moment else { return .skipped(feed, until: allowed) }
            return .ready(PollTicket(of: feed, host: PollStage.host(of: feed), pause: hostPause))
        }
        // Others may pull a feed forward meanwhile, one whose pushes have ended for instance.
        let look = moment + Self.longestWait
        nextLoad = isOnePass ? nil : min(try await store.nextDue(after: moment) ?? look, look)
        var tickets: [PollTicket] = []
        tickets.reserveCapacity(due.count)
        for due in due {
            switch due {
            case .ready(let ticket):
                known.insert(ticket.feed)
                tickets.append(ticket)
            case .skipped(let feed, let until): try await postpone(feed, until: until, at: moment)
            }
        }
        standing.feeds += tickets.count
        return tickets.isEmpty ? nil : .due(tickets)
    }

    /// A feed that has fallen due.
    private enum Due: Sendable {
        case ready(PollTicket)
        /// In hours in which it is not to be polled. Boxed: few are, and a list has room for the largest in each place.
        indirect case skipped(DueFeed, until: Timestamp)
    }

    /// A wall clock that goes back by less is put right, not set.
    private static let jump: Duration = .seconds(30)

    /// It has been due since before the hours in which the feed is not to be polled.
    private mutating func postpone(
        _ feed: DueFeed, until: Timestamp, at moment: Timestamp
    ) async throws(StoreError) {
        var state = feed.state
        state.nextPoll = until
        _ = try await store.commit(IngestBatch(feed: feed.id, state: state, changes: [], at: moment))
        if !isOnePass { nextLoad = min(nextLoad ?? until, until) }
    }

    // MARK: Polled

    private mutating func take(
        _ report: PollReport, of id: FeedID, _ progress: @Sendable (PollProgress, PollNews) -> Void
    ) -> [PollScheduler.Event] {
        if !report.isStored {
            // Its place is free. The store still says that it is due, so it stays known until it is stored.
            noteSuspects()
            unstored.append(report)
            return [.ended(id, report.end)]
        }
        known.remove(id)
        let feed = report.feed
        if report.end != .undone { meter?.count { $0.count(report) } }
        var queue: [PollScheduler.Event] = []
        // The hold first: the end lets the next of its host go.
        if let hold = report.verdict.hold {
            queue.append(.held(host: hold.host, span: hold.until - now()))
        }
        queue.append(.ended(id, report.end))
        switch report.end {
        case .unreachable
        where scheduler.isOutage || feed.state.failures == 0 && feed.state.lastSuccess != nil:
            suspects[id] = report
        case .undone:
            if let obstacle = report.obstacle {
                events(.pollPutOff(feed: feed.settings.name, reason: obstacle))
            }
        case .answered:
            noteSuspects()
            note(report)
        case .unreachable: note(report)
        }
        plan(report)
        progress(standing, PollNews(report))
        return queue
    }

    /// Lets the loop know when polls without news have waited for each other.
    private mutating func gather(in group: inout DiscardingTaskGroup, _ mailbox: Mailbox<Happening>) {
        guard !unstored.isEmpty, !isGathering else { return }
        isGathering = true
        group.addTask {
            // Losing the error is right: a loop that is cancelled stores at once.
            try? await Task.sleep(for: Self.gatheringSpan)
            mailbox.post(.gathered)
        }
    }

    /// Stores what polls without news have changed; those that are not stored are still due.
    private mutating func storeGathered(
        _ progress: @Sendable (PollProgress, PollNews) -> Void
    ) async throws(StoreError) {
        hasGathered = false
        guard !unstored.isEmpty else { return }
        let reports = unstored
        unstored = []
        known.subtract(reports.map(\.feed.id))
        _ = try await store.commit(reports.map(\.batch))
        for report in reports {
            note(report)
            plan(report)
            progress(standing, PollNews(report))
        }
    }

    /// Looks at the store again when the feed falls due next.
    private mutating func plan(_ report: PollReport) {
        guard !isOnePass, report.end != .undone, let next = report.verdict.state.nextPoll else { return }
        nextLoad = min(nextLoad ?? next, next)
    }

    /// Gives feeds that an outage has hit the state that they had before it.
    private mutating func forgive(_ ids: [FeedID]) async throws(StoreError) {
        let reports = ids.compactMap { suspects.removeValue(forKey: $0) }
        known.formUnion(reports.map(\.feed.id))
        for report in reports {
            _ = try await store.commit(
                IngestBatch(feed: report.feed.id, state: report.feed.state, changes: [], at: now()))
        }
    }

    private mutating func noteSuspects() {
        for report in suspects.values.sorted(by: { $0.feed.settings.name < $1.feed.settings.name }) {
            note(report)
        }
        suspects = [:]
    }

    private mutating func note(_ report: PollReport) {
        standing.count(report)
        for event in Event.events(of: report) { events(event) }
    }
}
