package import Model
package import Pipeline

/// Drives the editor: one batch after the other until the queue is empty.
package struct EditService: Sendable {
    private var editor: Editor
    private let store: any Store
    private let events: EventSink
    private let now: @Sendable () -> Timestamp

    package init(
        editor: Editor, store: any Store, events: @escaping EventSink,
        now: @escaping @Sendable () -> Timestamp
    ) {
        self.editor = editor
        self.store = store
        self.events = events
        self.now = now
    }

    package mutating func adopt(_ settings: EditorSettings) { editor.adopt(settings) }

    /// Places all that waits; returns the alerts that were decided.
    package mutating func drain() async throws(StoreError) -> [Alert] {
        var alerts: [Alert] = []
        while !Task.isCancelled, let summary = try await editor.editNext(of: store, now: now()) {
            alerts += summary.alerts
            for alert in summary.alerts {
                events(
                    .alertDecided(
                        alert: "\(alert.id)", revision: alert.revision, reason: alert.reason.words,
                        headline: alert.content.headline))
            }
        }
        return alerts
    }
}
