import Delivery
package import Model
package import Pipeline
package import Watches

/// How the messages of a route are put together.
package struct DeliveryRules: Sendable {
    package var hours = OpenHours()
    /// The reader's language, for the choice of lead items.
    package var language: String?
    /// Name lists that the queries of silences may use.
    package var aliases = AliasTable.empty
    /// After a long absence, when alerts may go.
    package var settlesAt: Timestamp?

    package init() {}
}

/// Sends what is due over one route, one message after the other: a slow route delays only itself.
package struct DeliveryService: Sendable {
    private let route: RouteSettings
    private let rules: DeliveryRules
    private let channel: any Channel
    private let store: any Store
    private let events: EventSink
    private let now: @Sendable () -> Timestamp
    private let meter: Meter?

    private var pace: RoutePace
    /// How an attempt ended, as long as the store has not taken it: nothing goes before it does, so that what arrived is
    /// not sent again.
    private var unrecorded: (outcome: DeliveryOutcome, delivery: DeliveryID)?

    package init(
        route: RouteSettings, rules: DeliveryRules = DeliveryRules(), channel: any Channel, store: any Store,
        events: @escaping EventSink, now: @escaping @Sendable () -> Timestamp, meter: Meter? = nil
    ) {
        self.meter = meter
        self.route = route
        self.rules = rules
        self.channel = channel
        self.store = store
        self.events = events
        self.now = now
        pace = RoutePace(rate: route.rate)
    }

    /// Sends all that is due now and may go; returns how many messages arrived.
    ///
    /// A failed attempt is recorded with its next time and does not hold up the others, unless the receiver asked to
    /// wait or the route seems to be down. Stops between two messages when the task is cancelled.
    package mutating func drain() async throws(StoreError) -> Int {
        try await record()
        var delivered = 0
        var goesOn = true
        while goesOn, !Task.isCancelled, pace.isFree(at: now()) {
            goesOn = false
            for step in try await plan().steps {
                guard !Task.isCancelled, pace.isFree(at: now()) else { return delivered }
                guard let parcel = try await parcel(for: step) else {
                    try await drop(step)
                    continue
                }
                // What one claims waits for the end of its lease where the receiver wants a rest meanwhile.
                guard let delivery = try await store.claim(parcel, at: now(), lease: route.timeout * 2) else {
                    continue
                }
                goesOn = true
                if try await send(delivery) { delivered += 1 }
            }
        }
        return delivered
    }

    /// When there is something to send that may go; `nil` where nothing waits.
    package func nextTurn() async throws(StoreError) -> Timestamp? {
        let plan = try await plan()
        guard let due = plan.steps.isEmpty ? plan.next : now() else { return nil }
        return max(due, pace.next(at: now()))
    }

    // MARK: What goes

    private func plan() async throws(StoreError) -> Dispatch.Plan {
        let waiting = try await unsilenced(try await store.waitingDeliveries(over: route.name))
        var situation = Dispatch.Route(
            timing: route.timing, hours: rules.hours, tellsManyStories: route.tellsManyStories,
            settlesAt: route.timing.flood == nil ? nil : rules.settlesAt)
        situation.isProbed = pace.isDown
        return Dispatch.plan(waiting, over: situation, now: now())
    }

    /// Ends those that a silence keeps back which began after they were decided.
    private func unsilenced(_ waiting: [WaitingDelivery]) async throws(StoreError) -> [WaitingDelivery] {
        guard waiting.contains(where: { !$0.isClaimed && $0.alert != nil }) else { return waiting }
        let silences = SilenceSet(try await store.activeSilences(at: now()), aliases: rules.aliases)
        guard !silences.isEmpty else { return waiting }
        let feeds = try await store.feedSettings()
        var rest: [WaitingDelivery] = []
        for delivery in waiting {
            guard !delivery.isClaimed, !delivery.isForced, let alert = delivery.alert,
                let detail = try await store.story(alert.story)
            else {
                rest.append(delivery)
                continue
            }
            let subject = SilenceSubject(watch: alert.watch, story: StoryFile(detail), feeds: feeds)
            if let silence = silences.silence(over: subject, at: now()) {
                try await store.silence([delivery.id], by: silence, at: now())
            } else {
                rest.append(delivery)
            }
        }
        return rest
    }

    private func drop(_ step: Dispatch.Step) async throws(StoreError) {
        switch step {
        case .drop(let deliveries):
            let hours = route.timing.active.map(\.description).joined(separator: ", ")
            let fate = route.timing.outside == .digest ? "; left to the digest" : ""
            try await store.drop(deliveries, note: "decided outside of \(hours)\(fate)", at: now())
        case .skip(let deliveries):
            try await store.drop(
                deliveries, note: "told already, of a story that became one with it", at: now())
        case .send, .tell, .group, .flood: break
        }
    }

    // MARK: What it says

    /// `nil` where nothing is sent.
    private func parcel(for step: Dispatch.Step) async throws(StoreError) -> Parcel? {
        switch step {
        case .send(let id): return Parcel([id])
        case .drop, .skip: return nil
        case .tell(let ids):
            guard ids.count > 1 || route.timing.waits, let alert = try await told(ids, afresh: true) else {
                return Parcel(ids)
            }
            return Parcel(ids, content: .alert(alert))
        case .group(let threads): return try await bundle(.group, threads)
        case .flood(let threads): return try await bundle(.flood, threads)
        }
    }

    private func bundle(
        _ kind: AlertBundle.Kind, _ threads: [[DeliveryID]]
    ) async throws(StoreError) -> Parcel {
        var alerts: [Alert] = []
        for thread in threads {
            if let alert = try await told(thread, afresh: kind == .group) { alerts.append(alert) }
        }
        let ids = threads.flatMap(\.self)
        alerts.sort { ($1.content.severity, $0.decided) < ($0.content.severity, $1.decided) }
        if kind == .flood {
            for index in alerts.indices {
                alerts[index].content.reports = []
                alerts[index].content.evidence = Array(alerts[index].content.evidence.prefix(1))
            }
        }
        guard let carrier = ids.first else { return Parcel(ids) }
        var bundle = AlertBundle(kind: kind, carrier: carrier, composed: now(), alerts: alerts, unlisted: 0)
        bundle.list(atMost: AlertBundle.listed)
        return Parcel(ids, content: .bundle(bundle))
    }

    /// What the revisions of one watch and story come to; where two stories became one, the older's alert goes on.
    ///
    /// Where a first alert is among them the reader has been told nothing: it opens, with the words of the newest.
    private func told(_ ids: [DeliveryID], afresh: Bool) async throws(StoreError) -> Alert? {
        let revisions = try await store.alerts(of: ids)
        let opening = revisions.filter(\.opens)
        guard let story = (opening.isEmpty ? revisions : opening).map(\.id.story).min(),
            var alert = revisions.last(where: { $0.id.story == story })
        else { return nil }
        if !opening.isEmpty { (alert.revision, alert.reason) = (1, .opened) }
        guard afresh, route.timing.waits, let detail = try await store.story(story) else { return alert }
        return AlertDecision.retold(alert, story: StoryFile(detail), language: rules.language)
    }

    // MARK: Sending

    /// Makes one attempt and records how it ended; returns whether it arrived.
    private mutating func send(_ delivery: Delivery) async throws(StoreError) -> Bool {
        let outcome = await attempt(delivery)
        count(outcome, of: delivery.message)
        unrecorded = (outcome, delivery.id)
        try await record()
        if case .retry = outcome {
            pace.noteFailure(of: delivery.id, at: now())
            return false
        }
        if case .delivered = outcome, pace.noteAnswer() {
            try await store.hasten(route: route.name, at: now())
        }
        if case .delivered = outcome { return true }
        return false
    }

    private mutating func record() async throws(StoreError) {
        guard let (outcome, delivery) = unrecorded else { return }
        try await store.record(outcome, of: delivery)
        unrecorded = nil
    }

    private func count(_ outcome: DeliveryOutcome, of message: Message) {
        let result: Counters.Attempt.Result =
            switch outcome {
            case .delivered: .delivered
            case .retry: .retry
            case .failed: .failed
            }
        for (watch, number) in message.watchCounts {
            let attempt = Counters.Attempt(watch: watch, route: route.name, result: result)
            meter?.count { $0.count(attempt, times: number) }
        }
    }

    private mutating func attempt(_ delivery: Delivery) async -> DeliveryOutcome {
        pace.note(at: now())
        do throws(DeliveryError) {
            try await channel.send(delivery.message, at: now())
            return .delivered(at: now())
        } catch {
            if case .unavailable(_, let wish?) = error { pace.rest(for: wish, at: now()) }
            let outcome = RetrySchedule.outcome(
                of: delivery, error: error, limit: route.giveUpAfter, at: now())
            var isFinal = false
            if case .failed = outcome { isFinal = true }
            events(
                .deliveryFailed(
                    alert: delivery.message.name, route: route.name, error: error.message, isFinal: isFinal))
            return outcome
        }
    }
}

extension Message {
    /// The watches that it tells of, with how many stories or summaries of each; a digest is of none in particular.
    fileprivate var watchCounts: [(name: String, count: Int)] {
        switch self {
        case .alert(let alert): [(alert.id.watch, 1)]
        case .notice(let notice): [(notice.id.watch, 1)]
        case .bundle(let bundle): bundle.watches
        case .digest: []
        }
    }
}
