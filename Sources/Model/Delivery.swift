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
    /// How a webhook writes.
    package var format: WebhookFormat
    /// To whom mail goes.
    package var recipients: [MailAddress]
    /// File that holds what the service knows us by.
    package var tokenFile: String?
    /// The chat or channel of Telegram, `-1001234567890` or `@name`.
    package var chat: String?
    /// The room of Matrix, `!id:server`.
    package var room: String?
    /// What events name as their origin; a URI.
    package var source: String
    /// Deliveries at most; `nil` for as many as there are.
    package var rate: RateLimit?
    package var timing: RouteTiming

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
        format = .standard
        recipients = []
        tokenFile = nil
        chat = nil
        room = nil
        source = "urn:wirewatch"
        rate = nil
        timing = RouteTiming()
    }
}

/// The ways in which an alert can leave.
package enum RouteType: String, Sendable, Codable, CaseIterable {
    case journal
    case stdout
    case webhook
    case exec
    case file
    case email
    case ntfy
    case gotify
    case telegram
}

/// What a route can carry.
package enum Message: Hashable, Sendable {
    case alert(Alert)
    case notice(FeedNotice)
    case bundle(AlertBundle)
    case digest(DigestIssue)

    /// The same for every attempt to deliver it: a receiver drops the twin by it.
    ///
    /// Holds no full stop, which separates the parts of a Standard Webhooks signature.
    package var idempotencyKey: String {
        switch self {
        case .alert(let alert): alert.idempotencyKey
        case .notice(let notice): notice.idempotencyKey
        case .bundle(let bundle): bundle.idempotencyKey
        case .digest(let issue): issue.idempotencyKey
        }
    }

    /// How people name it: `putin-kim/7F3K2Q`, `health/2019-04-25-0800`, `morning/2019-04-25-0630`.
    package var name: String {
        switch self {
        case .alert(let alert): alert.id.description
        case .notice(let notice): notice.id.description
        case .bundle(let bundle): "\(bundle.count) alerts"
        case .digest(let issue): issue.id.description
        }
    }

    package var severity: Severity {
        switch self {
        case .alert(let alert): alert.content.severity
        case .notice(let notice): notice.severity
        case .bundle(let bundle): bundle.severity
        case .digest: .normal
        }
    }
}

/// A message on its way over one route, claimed for sending.
package struct Delivery: Hashable, Sendable {
    package var id: DeliveryID
    package var route: String
    package var message: Message
    /// Attempts made before this one.
    package var attempts: Int
    /// When it was first due; for what the route let wait, when it was first claimed.
    package var created: Timestamp

    package init(id: DeliveryID, route: String, message: Message, attempts: Int, created: Timestamp) {
        self.id = id
        self.route = route
        self.message = message
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
    /// Kept back by a silence.
    case silenced
    /// Not for this route at that hour.
    case dropped
}
