package import Model
import Text

/// The dialect a feed is written in.
package enum FeedFormat: String, Sendable, Hashable {
    case rss09x = "rss0.9x"
    case rss10 = "rss1.0"
    case rss20 = "rss2.0"
    case atom03 = "atom0.3"
    case atom10 = "atom1.0"
    case json1x = "json1.x"
}

/// What a document says, before anything is compared or stored.
package struct ParsedFeed: Sendable, Hashable {
    package var format: FeedFormat
    /// Plain text.
    package var title: String?
    package var link: String?
    /// Plain text or HTML as given.
    package var subtitle: String?
    package var language: String?
    package var updated: Timestamp?
    package var entries: [ParsedEntry]
    /// Entries that the feed took back.
    package var withdrawn: [WithdrawnEntry]
    /// What the feed asks of whoever polls it: `ttl`, `skipHours`, `skipDays`, `sy:updatePeriod`.
    package var hints: PollHints
    /// Link relations of the feed itself that matter to a poller: `self`, `hub`, `next`, `prev-archive`.
    package var relations: [String: String]
    /// Every hub that the feed names, in order; see ``PushOffer/hubLimit``.
    package var hubs: [String]
    /// One for each liberty taken.
    package var warnings: [ParseWarning]

    package init(format: FeedFormat) {
        self.format = format
        title = nil
        link = nil
        subtitle = nil
        language = nil
        updated = nil
        entries = []
        withdrawn = []
        hints = PollHints()
        relations = [:]
        hubs = []
        warnings = []
    }

    /// Whether the document ended before it was closed: what came whole is here, the rest is missing.
    package var isTruncated: Bool { warnings.contains { $0.code == .truncated } }
}

/// An entry that the feed says is withdrawn.
package struct WithdrawnEntry: Sendable, Hashable {
    package var id: String
    package var date: ParsedDate?

    package init(id: String, date: ParsedDate?) {
        self.id = id
        self.date = date
    }
}

/// One entry of a document.
package struct ParsedEntry: Sendable, Hashable {
    package var id: String?
    /// Whether `id` is an address (`isPermaLink`, or an Atom id that is one).
    package var isIDPermalink: Bool
    /// Whether the feed says that `id` is no address (`isPermaLink="false"`).
    package var isIDLocal: Bool
    package var link: String?
    /// Where the entry came from before a service put a counting address in its place (`feedburner:origLink`).
    package var originalLink: String?
    /// Where its content is, which the feed only points to (Atom's `src`).
    package var contentSource: String?
    /// Plain text: markup stripped, entities decoded, white space collapsed.
    package var title: String?
    /// HTML as given, links resolved at the exit only.
    package var summary: HTMLText?
    package var content: HTMLText?
    /// What relative links inside `summary` and `content` are relative to.
    package var base: String?
    package var published: ParsedDate?
    package var updated: ParsedDate?
    package var authors: [String]
    package var categories: [String]
    package var enclosures: [Enclosure]
    package var language: String?
    package var comments: String?

    package init() {
        id = nil
        isIDPermalink = false
        isIDLocal = false
        link = nil
        originalLink = nil
        contentSource = nil
        title = nil
        summary = nil
        content = nil
        base = nil
        published = nil
        updated = nil
        authors = []
        categories = []
        enclosures = []
        language = nil
        comments = nil
    }

    /// Plain text of content, or else of summary, in UTF-8, made anew at each call; `nil` where there is none.
    package func plainText() -> [UInt8]? {
        guard let html = content ?? summary else { return nil }
        let text = PlainText.of(html: html.bytes, breaks: .line)
        return text.isEmpty ? nil : text
    }
}

/// A date as written and as read.
package struct ParsedDate: Sendable, Hashable {
    package var raw: String
    /// `nil` where no reading is certain: a wrong moment is worse than none.
    package var moment: Timestamp?
    /// The zone that was assumed, `UTC` or `+09:00` say, where the text names none.
    package var assumedZone: String?

    package init(raw: String, moment: Timestamp?, assumedZone: String? = nil) {
        self.raw = raw
        self.moment = moment
        self.assumedZone = assumedZone
    }
}

/// A liberty that the parser took.
package struct ParseWarning: Sendable, Hashable {
    package var code: Code
    package var message: String

    /// Stable names; programs may rely on them.
    package enum Code: String, Sendable, Hashable, CaseIterable {
        case truncated
        case junkBeforeRoot = "junk-before-root"
        case invalidBytes = "invalid-bytes"
        case charsetMismatch = "charset-mismatch"
        case unknownCharset = "unknown-charset"
        case guessedCharset = "guessed-charset"
        case undeclaredGzip = "undeclared-gzip"
        case controlCharacters = "control-characters"
        case undeclaredEntity = "undeclared-entity"
        case bareAmpersand = "bare-ampersand"
        case malformed
        case badDate = "bad-date"
        case assumedZone = "assumed-zone"
        case futureDate = "future-date"
        case badURL = "bad-url"
        case limitReached = "limit-reached"
        case namespace
        case undeclaredPrefix = "undeclared-prefix"
        case letterCase = "letter-case"
        case misplacedDeclaration = "misplaced-declaration"
        case misplacedItem = "misplaced-item"
        case missingID = "missing-id"
        case duplicateID = "duplicate-id"
        case relativeURL = "relative-url"
        case doubleEncoding = "double-encoding"
        /// An older page of the feed (RFC 5005) could not be had.
        case pageMissing = "page-missing"
    }

    package init(code: Code, message: String) {
        self.code = code
        self.message = message
    }
}

/// Why a document is not a feed at all.
package enum FeedError: Error, Sendable, Hashable {
    case empty
    /// `found` says what it looks like: `an HTML page, "Just a moment…"`; `links` are feeds that it names.
    case notAFeed(found: String, links: [String])
    case malformed(line: Int, message: String)
    case tooLarge(limit: Int)
}

/// A document and how it came.
package struct Document: Sendable {
    package var bytes: [UInt8]
    /// The Content-Type header as given.
    package var contentType: String?
    /// What relative links are relative to, where the document does not say.
    package var url: String?
    /// Where the clocks stand by which its dates are written that name no zone; `nil` for UTC.
    package var zone: TimeZoneRules?

    package init(
        bytes: [UInt8], contentType: String? = nil, url: String? = nil, zone: TimeZoneRules? = nil
    ) {
        self.bytes = bytes
        self.contentType = contentType
        self.url = url
        self.zone = zone
    }
}
