package import Model

/// Everything that one look at the times of digests changes.
package struct DigestBatch: Sendable, Hashable {
    package var issues: [DigestIssue]
    /// Route names for each issue, by its index in `issues`.
    package var routes: [[String]]
    /// Readers whose first digest begins at a moment, unless they have read before.
    package var beginnings: [String: Timestamp]
    /// Digests, each with the moment up to which its times are done.
    package var schedule: [String: Timestamp]
    package var at: Timestamp

    package init(at: Timestamp) {
        issues = []
        routes = []
        beginnings = [:]
        schedule = [:]
        self.at = at
    }
}

extension StoredIssue {
    /// Issues of one digest that the store keeps, the newest.
    package static let kept = 100
}

/// A digest that went out, with where its deliveries stand.
package struct StoredIssue: Sendable, Hashable {
    package var issue: DigestIssue
    package var deliveries: [DeliveryStanding]

    package init(issue: DigestIssue, deliveries: [DeliveryStanding]) {
        self.issue = issue
        self.deliveries = deliveries
    }
}
