package import Model
import FeedParsing
package import Pipeline
import Scheduling

/// How far a round of polls has come, for a progress bar.
package struct PollProgress: Sendable, Hashable {
    package var feeds = 0
    package var done = 0
    package var unchanged = 0
    package var failed = 0
    package var newItems = 0
    package var revisedItems = 0
    /// Feeds that name other hubs than before, or are gone.
    package var newOffers = 0
}

/// Polls what is due: so many at once, one at a time per host.
package struct PollService: Sendable {
    private let stage: PollStage
    private let store: any Store
    private let limit: Int
    private let limitPerHost: Int
    private let events: EventSink
    private let now: @Sendable () -> Timestamp

    /// Feeds taken up in one round at most: all that anybody has.
    private static let roundFeeds = 1_000_000

    package init(
        stage: PollStage, store: any Store, limit: Int, limitPerHost: Int, events: @escaping EventSink,
        now: @escaping @Sendable () -> Timestamp
    ) {
        self.stage = stage
        self.store = store
        self.limit = limit
        self.limitPerHost = limitPerHost
        self.events = events
        self.now = now
    }

    /// Polls every feed that is due now, each once; returns how it went.
    ///
    /// Feeds of hosts that are held stay due. Stops to take up further feeds when the task is cancelled.
    /// - Throws: what the store threw; polls under way are finished first.
    package func pollDue(
        progress: @escaping @Sendable (PollProgress) -> Void
    ) async throws(StoreError) -> PollProgress {
        let start = now()
        let due = try await store.dueFeeds(at: start, limit: Self.roundFeeds)
        var gate = HostGate(
            limit: limit, limitPerHost: limitPerHost, held: try await store.heldHosts(at: start))
        for feed in due { gate.add(feed, host: PollStage.host(of: feed)) }
        var standing = PollProgress()
        standing.feeds = due.count
        let failure = await withTaskGroup(of: Result<PollReport, StoreError>.self) { group in
            var failure: StoreError?
            func startNext() {
                while failure == nil, !Task.isCancelled, let feed = gate.next(at: now()) {
                    group.addTask { [stage, now] in
                        do throws(StoreError) {
                            return .success(try await stage.poll(feed, now: now))
                        } catch {
                            return .failure(error)
                        }
                    }
                }
            }
            startNext()
            while let result = await group.next() {
                switch result {
                case .success(let report):
                    gate.finish(host: PollStage.host(of: report.feed))
                    if let hold = report.verdict.hold { gate.hold(host: hold.host, until: hold.until) }
                    note(report, &standing)
                    progress(standing)
                case .failure(let error): failure = error
                }
                startNext()
            }
            return failure
        }
        if let failure { throw failure }
        return standing
    }

    private func note(_ report: PollReport, _ standing: inout PollProgress) {
        let name = report.feed.settings.name
        let before = report.feed.state
        let after = report.verdict.state
        standing.done += 1
        if after.error != nil { standing.failed += 1 }
        if report.isUnchanged { standing.unchanged += 1 }
        standing.newItems += report.receipt.newItems.count
        standing.revisedItems += report.receipt.revisedItems.count
        if after.offer != before.offer || after.health == .gone && before.health != .gone {
            standing.newOffers += 1
        }
        // A trouble is told when it begins or changes, not at each poll.
        if let error = after.error, error != before.error {
            events(.feedTroubled(feed: name, health: after.health, error: error))
        } else if after.error == nil, before.error != nil {
            events(.feedRecovered(feed: name))
        }
        if let move = after.move, move.url != before.move?.url || move.isBelieved != before.move?.isBelieved {
            events(.feedMoved(feed: name, url: move.url, isBelieved: move.isBelieved))
        }
        if !report.receipt.newItems.isEmpty || !report.receipt.revisedItems.isEmpty {
            events(
                .polled(
                    feed: name, new: report.receipt.newItems.count, revised: report.receipt.revisedItems.count
                ))
        }
        for warning in report.warnings { events(.documentOdd(feed: name, warning: warning.message)) }
    }
}
