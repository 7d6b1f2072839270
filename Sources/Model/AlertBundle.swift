/// Alerts of several stories in one message, kept as composed, so that a repeated delivery says the same.
package struct AlertBundle: Hashable, Sendable, Codable {
    package enum Kind: String, Hashable, Sendable, Codable {
        /// They came together.
        case group
        /// They are so many that each by itself would be a flood.
        case flood
    }

    package var kind: Kind
    /// The delivery that carries the others; it names the message.
    package var carrier: DeliveryID
    package var composed: Timestamp
    /// Urgent ones first, then as they were decided; at most ``listed``.
    package var alerts: [Alert]
    /// Stories that it tells of beside those listed.
    package var unlisted: Int

    package init(
        kind: Kind, carrier: DeliveryID, composed: Timestamp, alerts: [Alert], unlisted: Int
    ) {
        self.kind = kind
        self.carrier = carrier
        self.composed = composed
        self.alerts = alerts
        self.unlisted = unlisted
    }

    /// Stories whose headlines a summary has; a megabyte at the most.
    package static let listed = 1000

    package var count: Int { alerts.count + unlisted }

    package var idempotencyKey: String { "alerts_\(carrier.rawValue)" }

    package var severity: Severity { alerts.map(\.content.severity).max() ?? .normal }

    /// Watches with how many of the listed alerts are theirs, the largest first.
    package var watches: [(name: String, count: Int)] {
        Dictionary(grouping: alerts, by: \.content.watch).map { ($0.key, $0.value.count) }
            .sorted { ($1.count, $0.name) < ($0.count, $1.name) }
    }
}
