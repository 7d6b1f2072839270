/// What the configuration says of one watch, every default filled in.
package struct WatchSettings: Hashable, Sendable, Codable {
    package var name: String
    /// The boolean query as written, or `nil` for a watch by score alone.
    package var query: String?
    /// List of weighted terms as written.
    package var score: String?
    /// What the sum of weights must reach.
    package var threshold: Int?
    /// The story must have this many outlets within `within`.
    package var minimumOutlets: Int
    package var within: Duration?
    /// Outlet counts at which an update goes out, ascending.
    package var escalate: [Int]
    package var updateOn: Set<UpdateReason>
    package var languages: [String]
    package var tags: [String]
    package var sources: [String]
    package var severity: Severity
    /// Names of routes.
    package var notify: [String]
    package var isInDigests: Bool
    package var usesStemming: Bool
    package var matchesTitleOnly: Bool
    package var expires: Timestamp?
    package var expectedWithin: Duration?
    package var note: String?
    package var owner: String?

    package init(name: String, query: String?) {
        self.name = name
        self.query = query
        score = nil
        threshold = nil
        minimumOutlets = 1
        within = nil
        escalate = [5, 15, 40]
        updateOn = [.outlets]
        languages = []
        tags = []
        sources = []
        severity = .normal
        notify = []
        isInDigests = true
        usesStemming = false
        matchesTitleOnly = false
        expires = nil
        expectedWithin = nil
        note = nil
        owner = nil
    }
}

/// Why an alert that went out is followed by an update.
package enum UpdateReason: String, Sendable, Codable, CaseIterable {
    case outlets
    case kind
    case language
    case correction
}

/// How loud a watch is.
package enum Severity: String, Sendable, Codable, CaseIterable, Comparable {
    /// In digests only, unless a route asks for it.
    case low
    case normal
    case urgent

    package static func < (left: Severity, right: Severity) -> Bool { left.rank < right.rank }

    private var rank: Int {
        switch self {
        case .low: 0
        case .normal: 1
        case .urgent: 2
        }
    }
}

/// A name for a list of words: `@kim`.
package struct AliasSettings: Hashable, Sendable, Codable {
    package var name: String
    /// Each as written in a query: a word, words in a row, `=exact`, with `*`, or another `@name`.
    package var names: [String]

    package init(name: String, names: [String]) {
        self.name = name
        self.names = names
    }
}

/// One ground of a match: what was found, where.
package struct Evidence: Hashable, Sendable, Codable {
    /// As written in the query, `@kim` or `"security council"` say.
    package var term: String
    /// The words that met it, as they stand in the text.
    package var found: String
    package var field: Field
    /// A few words around it, as they stand in the text.
    package var snippet: String

    package enum Field: String, Sendable, Codable {
        case title
        case text
        case meta
    }

    package init(term: String, found: String, field: Field, snippet: String) {
        self.term = term
        self.found = found
        self.field = field
        self.snippet = snippet
    }
}

/// One watch meets one item.
package struct Match: Hashable, Sendable, Codable {
    package var watch: String
    package var item: ItemID
    package var story: StoryID
    /// Sum of weights, for a watch with a score.
    package var score: Int?
    package var evidence: [Evidence]

    package init(watch: String, item: ItemID, story: StoryID, score: Int?, evidence: [Evidence]) {
        self.watch = watch
        self.item = item
        self.story = story
        self.score = score
        self.evidence = evidence
    }
}
