import Markup
import Model
import Text

/// What the reading of dates depends on besides their words.
struct DateContext {
    /// Dates after it lie ahead; `nil` where nobody knows the time.
    var now: Timestamp?
    /// Where clocks are meant that no date names; `nil` for UTC.
    var zone: TimeZoneRules?
}

/// The choice among what drafts hold, and the plain text of it.
struct FeedAssembly {
    private let context: DateContext
    private(set) var feed: ParsedFeed
    private let draft: FeedDraft

    /// How far ahead of now a date may be without a warning: clocks and zones are wrong by less.
    private static let futureAllowance: Duration = .hours(25)

    init(_ draft: FeedDraft, warnings: [ParseWarning], context: DateContext) {
        self.context = context
        self.draft = draft
        feed = ParsedFeed(format: Self.format(of: draft))
        feed.warnings = warnings
        feed.title = draft.title
        feed.link = draft.links.alternate ?? draft.links.plain
        if draft.root != .feed { feed.link = draft.links.plain ?? draft.links.alternate }
        feed.subtitle = draft.subtitle ?? draft.weakSubtitle
        feed.language = draft.language ?? draft.inheritedLanguage
        feed.hints = draft.pollHints
        feed.relations = draft.links.relations
        feed.updated = (draft.updated ?? draft.weakUpdated).flatMap { date($0)?.moment }
        feed.entries.reserveCapacity(draft.entries.count)
        for entry in draft.entries { feed.entries.append(assemble(entry)) }
    }

    private static func format(of draft: FeedDraft) -> FeedFormat {
        switch draft.root {
        case .feed: return draft.isOldAtom ? .atom03 : .atom10
        case .rdf: return draft.isOldRDF ? .rss09x : .rss10
        default:
            guard let version = draft.version?.trimmedBlanks else { return .rss20 }
            if version.hasPrefix("0.9") { return .rss09x }
            return version == "1.0" ? .rss10 : .rss20
        }
    }

    private mutating func assemble(_ draft: EntryDraft) -> ParsedEntry {
        var entry = ParsedEntry()
        entry.title = draft.title ?? draft.weakTitle
        let isAtom = self.draft.root == .feed
        entry.id = isAtom ? draft.id ?? draft.guid : draft.guid ?? draft.id ?? draft.about ?? draft.weakID
        let address = entry.id.flatMap { URLResolver.isWeb($0) ? $0 : nil }
        entry.isIDPermalink = address != nil && (draft.isPermalink ?? true)
        entry.link =
            isAtom ? draft.links.alternate ?? draft.links.plain : draft.links.plain ?? draft.links.alternate
        if entry.link == nil { entry.link = draft.link ?? draft.contentSource }
        if entry.link == nil, entry.isIDPermalink { entry.link = address }
        if let link = entry.link, !URLResolver.isWeb(link) {
            warn(.badURL, "link \"\(link.prefix(200))\" is no address on the web")
        }
        entry.summary = draft.description ?? draft.weakSummary
        entry.content = draft.content ?? (draft.description == nil ? draft.weakContent : nil)
        entry.base = draft.content != nil ? draft.contentBase : draft.descriptionBase ?? draft.base
        entry.published =
            (draft.pubDate ?? draft.published ?? draft.issued ?? draft.dublinDate ?? draft.created).flatMap {
                date($0)
            }
        entry.updated = draft.updated.flatMap { date($0) }
        entry.authors = draft.authors.isEmpty ? draft.weakAuthors : draft.authors
        if entry.authors.isEmpty { entry.authors = draft.sourceAuthors }
        if entry.authors.isEmpty, isAtom { entry.authors = self.draft.authors }
        entry.categories = draft.categories
        entry.enclosures = draft.enclosures
        entry.language = draft.language
        entry.comments = draft.comments
        return entry
    }

    /// `text` as a date, with a warning for one that cannot be read or lies ahead.
    private mutating func date(_ text: String) -> ParsedDate? {
        guard let reading = DateReader.read(text) else {
            warn(.badDate, "date \"\(text.prefix(60))\" is not understood")
            return ParsedDate(raw: text, moment: nil)
        }
        var moment = Timestamp(milliseconds: reading.milliseconds)
        var assumedZone = reading.assumedZone
        if assumedZone == "UTC", let zone = context.zone {
            moment = zone.timestamp(of: CivilTime(moment))
            assumedZone = zone.name
        }
        if let assumedZone {
            warn(.assumedZone, "date \"\(text.prefix(60))\" names no zone, taken as \(assumedZone)")
        }
        if let now = context.now, moment > now + Self.futureAllowance {
            warn(.futureDate, "date \"\(text.prefix(60))\" lies ahead")
        }
        return ParsedDate(raw: text, moment: moment, assumedZone: assumedZone)
    }

    /// One warning of a kind says enough.
    private mutating func warn(_ code: ParseWarning.Code, _ message: String) {
        guard !feed.warnings.contains(where: { $0.code == code }) else { return }
        feed.warnings.append(ParseWarning(code: code, message: message))
    }
}
