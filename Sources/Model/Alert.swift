/// Why a revision of an alert exists.
package enum AlertReason: Hashable, Sendable, Codable {
    case opened
    /// The story reached this many outlets.
    case outlets(Int)
    /// First report by an outlet of a new kind.
    case kind(OutletKind)
    /// First report in a new language.
    case language(String)
    /// The lead report was corrected.
    case correction
}

/// What an alert says, kept as decided, so that a repeated delivery says the same.
package struct AlertContent: Hashable, Sendable, Codable {
    package var watch: String
    package var severity: Severity
    package var story: StoryID
    package var headline: String
    package var url: String?
    package var outlets: Int
    package var languages: [String]
    package var items: Int
    package var independentTexts: Int
    /// Outlet and time of the first report.
    package var firstOutlet: String
    package var firstReport: Timestamp
    package var evidence: [Evidence]
    /// At most 20, the lead first.
    package var reports: [AlertReport]

    package init(
        watch: String, severity: Severity, story: StoryID, headline: String, url: String?, outlets: Int,
        languages: [String], items: Int, independentTexts: Int, firstOutlet: String, firstReport: Timestamp,
        evidence: [Evidence], reports: [AlertReport]
    ) {
        self.watch = watch
        self.severity = severity
        self.story = story
        self.headline = headline
        self.url = url
        self.outlets = outlets
        self.languages = languages
        self.items = items
        self.independentTexts = independentTexts
        self.firstOutlet = firstOutlet
        self.firstReport = firstReport
        self.evidence = evidence
        self.reports = reports
    }
}

/// One report as an alert lists it.
package struct AlertReport: Hashable, Sendable, Codable {
    package var outlet: String
    package var kind: OutletKind?
    package var language: String?
    package var title: String
    package var url: String?
    package var time: Timestamp
    package var isCopy: Bool

    package init(
        outlet: String, kind: OutletKind?, language: String?, title: String, url: String?, time: Timestamp,
        isCopy: Bool
    ) {
        self.outlet = outlet
        self.kind = kind
        self.language = language
        self.title = title
        self.url = url
        self.time = time
        self.isCopy = isCopy
    }
}

/// One watch meets one story: a revision of that.
package struct Alert: Hashable, Sendable, Codable {
    package var id: AlertID
    /// 1 when opened.
    package var revision: Int
    package var reason: AlertReason
    package var decided: Timestamp
    package var content: AlertContent

    package init(
        id: AlertID, revision: Int, reason: AlertReason, decided: Timestamp, content: AlertContent
    ) {
        self.id = id
        self.revision = revision
        self.reason = reason
        self.decided = decided
        self.content = content
    }

    /// Whether it is the first that is told of its watch and story.
    package var opens: Bool { reason == .opened }

    /// The same for every attempt to deliver this revision: a receiver drops the twin by it.
    ///
    /// Holds no full stop, which separates the parts of a Standard Webhooks signature.
    package var idempotencyKey: String { "alert_\(id.watch)_\(id.story)_\(revision)" }
}

extension AlertReason {
    /// For a line of text: `opened`, `reached 5 outlets`.
    package var words: String {
        switch self {
        case .opened: "opened"
        case .outlets(let count): "reached \(count) outlets"
        case .kind(let kind): "first report by a \(kind.rawValue) outlet"
        case .language(let language): "first report in \(language)"
        case .correction: "corrected"
        }
    }
}
