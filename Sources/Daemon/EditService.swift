package import Model
package import Pipeline

/// Drives the editor: what people decided first, then one batch after the other until the queue is empty.
package struct EditService: Sendable {
    private var editor: Editor
    private let store: any Store
    private let rulings: RulingDesk?
    private let events: EventSink
    private let now: @Sendable () -> Timestamp
    private let meter: Meter?

    package init(
        editor: Editor, store: any Store, rulings: RulingDesk?, events: @escaping EventSink,
        now: @escaping @Sendable () -> Timestamp, meter: Meter? = nil
    ) {
        self.meter = meter
        self.editor = editor
        self.store = store
        self.rulings = rulings
        self.events = events
        self.now = now
    }

    package mutating func adopt(_ settings: EditorSettings) { editor.adopt(settings) }

    /// Does what people decided and places all that waits; returns the alerts that were decided.
    package mutating func drain() async throws(StoreError) -> [Alert] {
        meter?.beat(.editor)
        var alerts = try await obey().alerts
        while !Task.isCancelled, let summary = try await editor.editNext(of: store, now: now()) {
            meter?.beat(.editor)
            meter?.count { $0.count(summary) }
            tellRebuild()
            alerts += summary.alerts
            tell(summary.alerts)
        }
        return alerts
    }

    /// Does what people decided about stories.
    ///
    /// - Returns: what came of each request, in order.
    package mutating func obey() async throws(StoreError) -> (outcomes: [RulingOutcome], alerts: [Alert]) {
        var outcomes: [RulingOutcome] = []
        var alerts: [Alert] = []
        for entry in rulings?.entries ?? [] {
            guard let request = entry.request else {
                rulings?.remove(entry.name)
                events(.rulingRefused(reason: "the file \(entry.name) is no request"))
                continue
            }
            // A request that is found again after a crash is refused, since it is done.
            let (outcome, decided) = try await editor.rule(request, in: store, now: now())
            rulings?.remove(entry.name)
            tellRebuild()
            tell(decided)
            outcomes.append(outcome)
            alerts += decided
            switch outcome {
            case .made(let rulings): for ruling in rulings { events(.storiesRuled(words: ruling.words)) }
            case .undone(let ruling): events(.storiesRuled(words: "undone: \(ruling.words)"))
            case .backfilled(let watch, let items, let stories):
                events(.watchBackfilled(watch: watch, items: items, stories: stories))
            case .refused(let reason): events(.rulingRefused(reason: reason))
            }
        }
        return (outcomes, alerts)
    }

    private func tell(_ alerts: [Alert]) {
        for alert in alerts {
            events(
                .alertDecided(
                    alert: "\(alert.id)", revision: alert.revision, reason: alert.reason.words,
                    headline: alert.content.headline))
        }
    }

    private mutating func tellRebuild() {
        guard let rebuild = editor.takeRebuild() else { return }
        events(.windowRebuilt(reason: rebuild.reason, items: rebuild.items))
    }
}
