package import Model
package import Pipeline
import Scheduling

/// Looks at the health of all feeds, polled or not, and makes the summaries that watches ask for.
package struct HealthService: Sendable {
    /// A watch over feeds, with its times and their zone.
    package typealias Watch = (settings: FeedWatchSettings, at: CalendarExpression, zone: TimeZoneRules)

    private let watches: [Watch]
    /// Watches over items that say within what time they expect to meet one.
    private let expecting: [WatchSettings]
    private let routes: [RouteSettings]
    private let defaultRoutes: [String]
    private let store: any Store
    private let events: EventSink
    private let now: @Sendable () -> Timestamp

    /// Between two looks.
    package static let interval: Duration = .hours(1)

    /// - Parameters:
    ///   - watches: each with the time zone of its times.
    ///   - itemWatches: the others, of which silent ones are told.
    package init(
        watches: [Watch], itemWatches: [WatchSettings],
        routes: [RouteSettings], defaultRoutes: [String], store: any Store, events: @escaping EventSink,
        now: @escaping @Sendable () -> Timestamp
    ) {
        self.watches = watches
        expecting = itemWatches.filter { $0.expectedWithin != nil }
        self.routes = routes
        self.defaultRoutes = defaultRoutes
        self.store = store
        self.events = events
        self.now = now
    }

    /// What one look found.
    package struct Look: Sendable, Hashable {
        package var notices: [FeedNotice]
        /// When the next look is wanted.
        package var next: Timestamp
    }

    /// Looks once; what it decides is stored with its deliveries in one transaction.
    package func look() async throws(StoreError) -> Look {
        let moment = now()
        var batch = HealthBatch(at: moment)
        let (due, next) = try await dueWatches(into: &batch, at: moment)
        // Most feeds are as they were: nothing is to be done about them, and nothing is kept of them.
        let isAnyDue = !due.isEmpty
        var feeds = try await store.feeds { feed in
            feed.isConfigured
                && (isAnyDue || feed.state.judged(feed.settings, at: moment).health != feed.state.health)
        }
        for index in feeds.indices { judge(&feeds[index], into: &batch, at: moment) }
        let known = isAnyDue ? try await store.toldTroubles() : []
        var silences: [WatchSilence] = []
        if due.contains(where: { $0.watch.settings.events.contains(.watchSilent) }) {
            let standings = try await WatchStanding.all(of: expecting, in: store, over: .zero, now: moment)
            silences = standings.compactMap(\.silence)
        }
        for (watch, slot) in due {
            let told = silences.isEmpty ? [] : try await store.toldSilences(by: watch.settings.name)
            let plan = FeedWatchDecision.plan(
                watch: watch.settings, feeds: feeds, known: known,
                silences: silences.filter { !told.contains($0) },
                slot: FeedWatchDecision.name(ofSlot: slot, in: watch.zone), now: moment)
            batch.told += plan.told
            batch.over += plan.over
            guard let notice = plan.notice else { continue }
            batch.notices.append(notice)
            batch.routes.append(
                FeedWatchDecision.routes(for: watch.settings, defaults: defaultRoutes, among: routes))
        }
        if !batch.judgements.isEmpty || !batch.marks.isEmpty { try await store.commit(batch) }
        return Look(notices: batch.notices, next: next)
    }

    /// Watches that have a summary to make, each with its slot, and when the next look is wanted.
    private func dueWatches(
        into batch: inout HealthBatch, at moment: Timestamp
    ) async throws(StoreError) -> (due: [(watch: Watch, slot: Timestamp)], next: Timestamp) {
        var due: [(watch: Watch, slot: Timestamp)] = []
        var next = moment + Self.interval
        let marks = watches.isEmpty && expecting.isEmpty ? [:] : try await store.feedWatchMarks()
        // A watch that has met nothing yet is silent from the moment on at which it was seen first.
        for watch in expecting where marks[watch.name] == nil { batch.marks[watch.name] = moment }
        for watch in watches {
            next = min(next, watch.at.next(after: moment, in: watch.zone))
            guard let mark = marks[watch.settings.name], mark <= moment + .days(8) else {
                // A watch that is new begins now, and so does one whose mark was made by a clock that was wrong.
                batch.marks[watch.settings.name] = moment
                continue
            }
            let slot = FeedWatchDecision.dueSlot(at: watch.at, in: watch.zone, mark: mark, now: moment)
            guard let slot else { continue }
            batch.marks[watch.settings.name] = slot
            due.append((watch, slot))
        }
        return (due, next)
    }

    private func judge(_ feed: inout StoredFeed, into batch: inout HealthBatch, at moment: Timestamp) {
        let before = feed.state
        feed.state.judge(feed.settings, at: moment)
        let after = feed.state
        guard after.health != before.health else { return }
        batch.judgements.append(
            HealthBatch.Judgement(
                feed: feed.id, health: after.health, since: after.since, lastPoll: after.lastPoll))
        let name = feed.settings.name
        if after.health == .silent || after.health == .late {
            events(.feedQuiet(feed: name, health: after.health, since: after.lastNewItem))
        } else if before.health == .silent || before.health == .late {
            events(.feedAwake(feed: name))
        }
    }
}
