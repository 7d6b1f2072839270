/// What the configuration says of one route, every default filled in.
package struct RouteSettings: Hashable, Sendable, Codable {
    package var name: String
    package var type: RouteType
    /// Alerts below it do not take this route.
    package var severity: Severity
    /// Where a webhook posts to, or the file that holds the address.
    package var url: String?
    package var urlFile: String?
    package var secret: String?
    package var secretFile: String?
    /// Program and arguments, never read by a shell.
    package var command: [String]
    /// What a `file` route appends to.
    package var path: String?
    /// How long one attempt may take.
    package var timeout: Duration
    /// A delivery that did not arrive for this long is given up.
    package var giveUpAfter: Duration
    package var allowsPrivateAddresses: [String]

    package init(name: String, type: RouteType) {
        self.name = name
        self.type = type
        severity = .normal
        url = nil
        urlFile = nil
        secret = nil
        secretFile = nil
        command = []
        path = nil
        timeout = .seconds(30)
        giveUpAfter = .hours(24)
        allowsPrivateAddresses = []
    }
}

/// The ways in which an alert can leave.
package enum RouteType: String, Sendable, Codable, CaseIterable {
    case journal
    case stdout
    case webhook
    case exec
    case file
}

/// An alert revision on its way over one route, claimed for sending.
package struct Delivery: Hashable, Sendable {
    package var id: DeliveryID
    package var route: String
    package var alert: Alert
    /// Attempts made before this one.
    package var attempts: Int
    /// When it was first due.
    package var created: Timestamp

    package init(id: DeliveryID, route: String, alert: Alert, attempts: Int, created: Timestamp) {
        self.id = id
        self.route = route
        self.alert = alert
        self.attempts = attempts
        self.created = created
    }
}

/// How one attempt ended, decided and ready to be recorded.
package enum DeliveryOutcome: Hashable, Sendable {
    case delivered(at: Timestamp)
    case retry(at: Timestamp, error: String)
    case failed(at: Timestamp, error: String)
}

/// Where a delivery stands.
package enum DeliveryState: String, Sendable, Codable, CaseIterable {
    case pending
    case delivered
    case failed
}
