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
    /// Alerts that it tells of beside those listed.
    package var unlisted: Int
    /// Those by watch; `nil` where there are none, or they were counted by an earlier version.
    package private(set) var unlistedOfWatch: [String: Int]?

    package init(
        kind: Kind, carrier: DeliveryID, composed: Timestamp, alerts: [Alert], unlisted: Int
    ) {
        self.kind = kind
        self.carrier = carrier
        self.composed = composed
        self.alerts = alerts
        self.unlisted = unlisted
    }

    /// Alerts whose headlines a summary has; a megabyte at the most.
    package static let listed = 1000

    package var count: Int { alerts.count + unlisted }

    /// Lists the first `limit` alerts and counts the others.
    package mutating func list(atMost limit: Int) {
        for alert in alerts.dropFirst(limit) {
            unlistedOfWatch = unlistedOfWatch ?? [:]
            unlistedOfWatch?[alert.content.watch, default: 0] += 1
        }
        unlisted += max(0, alerts.count - limit)
        alerts = Array(alerts.prefix(limit))
    }

    package var idempotencyKey: String { "alerts_\(carrier.rawValue)" }

    package var severity: Severity { alerts.map(\.content.severity).max() ?? .normal }

    /// The listed alerts of each watch, those of the loudest alert first.
    package var sections: [(watch: String, alerts: [Alert])] {
        var order: [String] = []
        for alert in alerts where !order.contains(alert.content.watch) { order.append(alert.content.watch) }
        let alerts = Dictionary(grouping: alerts, by: \.content.watch)
        return order.map { ($0, alerts[$0] ?? []) }
    }

    /// Watches with how many of the alerts are theirs, the largest first.
    package var watches: [(name: String, count: Int)] {
        let listed = Dictionary(grouping: alerts, by: \.content.watch).mapValues(\.count)
        return listed.merging(unlistedOfWatch ?? [:], uniquingKeysWith: +).map { ($0.key, $0.value) }
            .sorted { ($1.count, $0.name) < ($0.count, $1.name) }
    }
}
