import Configuration
import Delivery
import Fetching
package import Model
package import Pipeline
package import Platform
import Scheduling

/// What a pass or the daemon needs from outside.
package struct Surroundings: Sendable {
    package var store: any Store
    /// What pages read from beside the line; `nil` for the store itself.
    package var reader: (any StoreReader)?
    package var fetcher: any Fetcher
    package var channels: ChannelMaker
    package var events: EventSink
    package var now: @Sendable () -> Timestamp
    /// A clock that never goes back.
    package var elapsed: @Sendable () -> Duration = { .milliseconds(SystemClock.monotonicMilliseconds()) }
    /// Where other programs ask for feeds to be taken up again.
    package var retries: RequestFolder?
    /// Where other programs leave how far readers have read.
    package var marks: RequestFolder?
    /// Where other programs leave what people decide about stories.
    package var rulings: RulingDesk?
    /// Where other programs leave what people ask of alerts.
    package var alertRequests: AlertDesk?
    /// `nil` where no feed is pushed, whatever the configuration says.
    package var hub: (any Hub)?
    /// Listening sockets of the service manager's; they go before the configured address.
    package var sockets: [Int32]
    /// The one of them that figures are served at.
    package var metricsSocket: Int32?
    /// Counts what the services do.
    package var meter: Meter

    /// Makes the channel of a route.
    package typealias ChannelMaker = @Sendable (RouteSettings) throws(DeliveryError) -> any Channel

    package init(
        store: any Store, fetcher: any Fetcher, channels: @escaping ChannelMaker, events: @escaping EventSink,
        now: @escaping @Sendable () -> Timestamp, hub: (any Hub)? = nil, sockets: [Int32] = []
    ) {
        self.hub = hub
        self.sockets = sockets
        self.store = store
        self.fetcher = fetcher
        self.channels = channels
        self.events = events
        self.now = now
        meter = Meter(elapsed: { .milliseconds(SystemClock.monotonicMilliseconds()) })
    }
}

/// Places in a pass where a crash would hurt most; drills end the process there.
package enum Checkpoint: String, Sendable, CaseIterable {
    /// Items are stored and not yet placed.
    case ingest
    /// Alerts are decided and nothing is sent.
    case edit
    /// Sent, recorded, and nothing tidied up.
    case deliver
}

/// What one pass did.
package struct PassSummary: Sendable, Hashable {
    package var polls: PollProgress
    package var alerts: [Alert]
    package var delivered: Int
    /// Summaries of feeds in trouble that were decided.
    package var notices: [FeedNotice]
    /// Digests that were made.
    package var digests: [DigestIssue]
}

/// The services of one configuration, in one pass or going on.
package struct Daemon: Sendable {
    let setup: Setup
    package let surroundings: Surroundings

    package init(setup: Setup, surroundings: Surroundings) {
        self.setup = setup
        self.surroundings = surroundings
    }

    // MARK: One pass

    /// Polls every due feed once, edits, delivers.
    ///
    /// - Parameter sends: whether deliveries are made; otherwise they wait for a pass that makes them.
    /// - Parameter reached: called at each checkpoint.
    package func pass(
        sends: Bool, progress: @escaping @Sendable (PollProgress) -> Void,
        reached: @Sendable (Checkpoint) -> Void = { _ in }
    ) async throws(StoreError) -> PassSummary {
        let store = surroundings.store
        try await store.synchronise(feeds: setup.configuration.feeds, at: surroundings.now())
        // Nobody listens during a pass: what hubs push meanwhile has to be polled.
        if try await store.nextSubscription() != nil { try await pollAtUsualPace() }
        var service = pollService(isOnePass: true, pace: nil)
        let polls = try await service.run(until: Stopper(), at: Doorbell()) { standing, _ in
            progress(standing)
        }
        reached(.ingest)
        _ = try await alertClerk.obey()
        var edit = editService
        let alerts = try await edit.drain()
        let look = try await lookAtHealth()
        let digests = try await makeDigests().issues
        reached(.edit)
        var delivered = 0
        if sends {
            for var service in deliveryServices(settlesAt: nil) { delivered += try await service.drain() }
        }
        reached(.deliver)
        while try await store.indexForSearch(limit: Self.indexBatch) == Self.indexBatch {}
        try await tidyABit()
        try await store.maintain()
        return PassSummary(
            polls: polls, alerts: alerts, delivered: delivered, notices: look.notices,
            digests: digests)
    }

    /// Items indexed for search in one transaction.
    private static let indexBatch = 500

    // MARK: Going on

    /// Runs until `stopper` is stopped: polls when feeds fall due, edits what came, delivers what is due.
    ///
    /// What is under way when the end comes is finished. A store without room or held by another is waited for, from the
    /// first question to it on.
    /// - Throws: what the store threw and cannot be waited for.
    package func run(until stopper: Stopper, sends: Bool) async throws(StoreError) {
        let metricsBell = Doorbell()
        stopper.wakes(metricsBell)
        try await all(until: stopper) { group in
            group.addTask { await serveMetrics(until: stopper, at: metricsBell) }
            group.addTask { await servePages(until: stopper) }
            group.addTask {
                do throws(StoreError) {
                    try await runLine(until: stopper, sends: sends)
                    return nil
                } catch { return error }
            }
        }
        // What the log holds is safe there, and goes into the database another time.
        do throws(StoreError) { try await surroundings.store.maintain() } catch {
            guard error.passes else { throw error }
        }
    }

    /// Runs what `start` begins to its end; the first that fails stops the others, and its failure is thrown.
    private func all(
        until stopper: Stopper, _ start: (inout TaskGroup<StoreError?>) -> Void
    ) async throws(StoreError) {
        let failure = await withTaskGroup(of: StoreError?.self) { group in
            start(&group)
            var failure: StoreError?
            for await end in group {
                if let end, failure == nil {
                    failure = end
                    stopper.stop()
                }
            }
            return failure
        }
        if let failure { throw failure }
    }

    private func runLine(until stopper: Stopper, sends: Bool) async throws(StoreError) {
        let startBell = Doorbell()
        stopper.wakes(startBell)
        let known = try await patiently(until: stopper, at: startBell) { _ throws(StoreError) in
            try await makeKnown()
        }
        guard let known else { return }
        let pollBell = Doorbell()
        let editBell = Doorbell()
        let healthBell = Doorbell()
        let digestBell = Doorbell()
        let janitorBell = Doorbell()
        let meter = surroundings.meter
        meter.count { $0.begin(with: known.feeds) }
        meter.ready(true)
        defer { meter.ready(false) }
        let push = pushDesk(rings: editBell)
        let routes = sends ? deliveryServices(settlesAt: known.settlesAt).map { ($0, Doorbell()) } : []
        for bell in [pollBell, editBell, healthBell, digestBell, janitorBell, push.bell, push.listenerBell]
            + routes.map(\.1)
        {
            stopper.wakes(bell)
        }
        try await all(until: stopper) { group in
            group.addTask {
                await poll(until: stopper, at: pollBell, rings: editBell, pace: push.pace) {
                    push.offers.raise()
                    push.bell.ring()
                }
            }
            group.addTask { await subscribe(push, until: stopper) }
            group.addTask { await listen(push, until: stopper) }
            group.addTask { await tidy(until: stopper, at: janitorBell) }
            group.addTask { await edit(until: stopper, at: editBell, rings: routes.map(\.1)) }
            group.addTask { await watchHealth(until: stopper, at: healthBell, rings: routes.map(\.1)) }
            group.addTask { await digest(until: stopper, at: digestBell, rings: routes.map(\.1)) }
            for (service, bell) in routes {
                group.addTask { await deliver(service, until: stopper, at: bell) }
            }
        }
    }

    /// Makes the feeds of the configuration known; returns what the store knows of them, and when alerts may go.
    private func makeKnown() async throws(StoreError) -> (feeds: [StoredFeed], settlesAt: Timestamp?) {
        let store = surroundings.store
        let settlesAt = try await settlingEnd()
        try await store.synchronise(
            feeds: setup.configuration.feeds, at: surroundings.now(), spreads: true)
        return (try await store.feeds { $0.isConfigured }, settlesAt)
    }

    private func poll(
        until stopper: Stopper, at bell: Doorbell, rings edit: Doorbell, pace: Duration?,
        offered: @escaping @Sendable () -> Void
    ) async -> StoreError? {
        var service = pollService(isOnePass: false, pace: pace)
        defer { surroundings.meter.end(.polls) }
        // What an earlier run left unplaced does not wait for a poll.
        edit.ring()
        return await work(until: stopper, at: bell, as: .polls) { wait throws(StoreError) in
            _ = try await service.run(until: stopper, at: bell) { _, news in
                // It ends with the daemon: what it stores shows that the store takes writes again.
                if news.isStored { wait.end() }
                if news.hasItems { edit.ring() }
                if news.hasOffer { offered() }
            }
            return nil
        }
    }

    private func watchHealth(
        until stopper: Stopper, at bell: Doorbell, rings routes: [Doorbell]
    ) async -> StoreError? {
        await work(until: stopper, at: bell) { _ throws(StoreError) in
            let look = try await lookAtHealth()
            if !look.notices.isEmpty { for route in routes { route.ring() } }
            return look.next
        }
    }

    private func lookAtHealth() async throws(StoreError) -> HealthService.Look {
        let look = try await healthService.look()
        for notice in look.notices {
            surroundings.events(
                .noticeDecided(notice: "\(notice.id)", headline: FeedNoticeText.headline(of: notice)))
        }
        return look
    }

    func edit(until stopper: Stopper, at bell: Doorbell, rings routes: [Doorbell]) async
        -> StoreError?
    {
        var service = editService
        let meter = surroundings.meter
        defer { meter.end(.editor) }
        return await work(until: stopper, at: bell, as: .editor) { _ throws(StoreError) in
            let requests = try await alertClerk.obey()
            let alerts = try await service.drain()
            if !alerts.isEmpty || !requests.isEmpty { for route in routes { route.ring() } }
            let indexed = try await surroundings.store.indexForSearch(limit: Self.indexBatch)
            if indexed > 0 { try await surroundings.store.maintain() }
            meter.beat(.editor, rest: Self.longestWait)
            // More waits: come back soon.
            return indexed == Self.indexBatch ? surroundings.now() + Self.shortestWait : nil
        }
    }

    private func deliver(
        _ service: DeliveryService, until stopper: Stopper, at bell: Doorbell
    ) async -> StoreError? {
        var service = service
        return await work(until: stopper, at: bell) { _ throws(StoreError) in
            _ = try await service.drain()
            return try await service.nextTurn()
        }
    }

    // MARK: Services

    /// - Parameter pace: of polls of feeds that are pushed.
    private func pollService(isOnePass: Bool, pace: Duration?) -> PollService {
        let daemon = setup.configuration.daemon
        let room = max(1, (OpenFiles.limit - Self.otherFiles) / Self.filesPerPlace)
        return PollService(
            stage: pollStage(pace: pace), store: surroundings.store,
            settings: SchedulerSettings(
                places: min(daemon.concurrentPolls, room), hostPlaces: daemon.hostPolls, isOnePass: isOnePass),
            hostPause: daemon.hostPause, requests: surroundings.retries, events: surroundings.events,
            now: surroundings.now, elapsed: surroundings.elapsed, meter: surroundings.meter)
    }

    /// Database, journal, deliveries.
    private static let otherFiles = 64
    /// A poll has two connections while it tries both families, and two ends of its resolver; a slow one gives its
    /// place to another and keeps its files.
    private static let filesPerPlace = 8

    private var healthService: HealthService {
        HealthService(
            watches: setup.feedWatches, itemWatches: setup.configuration.watches,
            routes: setup.configuration.routes,
            defaultRoutes: setup.configuration.daemon.notify, store: surroundings.store,
            events: surroundings.events, now: surroundings.now)
    }

    func pollStage(pace: Duration?) -> PollStage {
        var settings = setup.pollSettings
        settings.pushPace = pace
        return PollStage(fetcher: surroundings.fetcher, store: surroundings.store, settings: settings)
    }

    private var editService: EditService {
        EditService(
            editor: Editor(settings: setup.editorSettings), store: surroundings.store,
            rulings: surroundings.rulings, events: surroundings.events, now: surroundings.now,
            meter: surroundings.meter)
    }

    private var alertClerk: AlertClerk {
        AlertClerk(
            desk: surroundings.alertRequests, store: surroundings.store, routes: setup.configuration.routes,
            events: surroundings.events, now: surroundings.now)
    }

    /// - Parameter settlesAt: when alerts may go, after a long absence.
    private func deliveryServices(settlesAt: Timestamp?) -> [DeliveryService] {
        setup.configuration.routes.compactMap { route in
            var rules = setup.deliveryRules(of: route)
            rules.settlesAt = settlesAt
            do throws(DeliveryError) {
                return DeliveryService(
                    route: route, rules: rules, channel: try surroundings.channels(route),
                    store: surroundings.store, events: surroundings.events, now: surroundings.now,
                    meter: surroundings.meter)
            } catch {
                surroundings.events(.routeUnusable(route: route.name, error: error.message))
                return nil
            }
        }
    }
}
