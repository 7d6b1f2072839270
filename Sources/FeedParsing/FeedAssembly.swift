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
    /// Whether the whole document is ASCII.
    private let isASCII: Bool
    /// Minutes ahead of UTC for dates without a zone, looked for where there is one.
    private lazy var zoneMinutes = FeedZone.minutes(of: draft)

    /// How far ahead of now a date may be without a warning: clocks and zones are wrong by less.
    private static let futureAllowance: Duration = .hours(25)

    /// - Parameter source: the document in UTF-8.
    init(_ draft: FeedDraft, of source: [UInt8], warnings: [ParseWarning], context: DateContext) {
        self.context = context
        isASCII = source.allSatisfy { $0 < 0x80 }
        self.draft = draft
        feed = ParsedFeed(format: Self.format(of: draft))
        feed.warnings = warnings
        feed.title = draft.title
        feed.link = draft.links.alternate ?? draft.links.plain
        if draft.root != .feed { feed.link = draft.links.plain ?? draft.links.alternate }
        if feed.link == nil, let id = draft.id, URLResolver.isWeb(id), id != draft.links.relations["self"] {
            feed.link = id
        }
        feed.subtitle = draft.subtitle ?? draft.weakSubtitle
        feed.language = draft.language ?? draft.inheritedLanguage
        feed.hints = draft.pollHints
        feed.relations = draft.links.relations
        feed.hubs = draft.links.hubs
        feed.updated = (draft.updated ?? draft.weakUpdated).flatMap { date($0)?.moment }
        feed.entries.reserveCapacity(draft.entries.count)
        feed.title = mended(feed.title)
        feed.subtitle = mended(feed.subtitle)
        for entry in draft.entries { feed.entries.append(assemble(entry)) }
        for entry in draft.withdrawn {
            feed.withdrawn.append(WithdrawnEntry(id: entry.id, date: entry.date.flatMap { date($0) }))
        }
        noteIdentity()
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
        entry.title = draft.title?.isEmpty ?? true ? draft.weakTitle ?? draft.title : draft.title
        let isAtom = self.draft.root == .feed
        entry.id = isAtom ? draft.id ?? draft.guid : draft.guid ?? draft.id ?? draft.about ?? draft.weakID
        entry.link =
            isAtom ? draft.links.alternate ?? draft.links.plain : draft.links.plain ?? draft.links.alternate
        entry.link = placed(entry.link ?? draft.link)
        let address = permalink(draft, id: entry.id)
        entry.isIDPermalink = address != nil
        entry.isIDLocal = draft.isPermalink == false
        if entry.link == nil { entry.link = address }
        entry.originalLink = draft.originalLink
        entry.contentSource = draft.contentSource
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
        entry.enclosures = draft.enclosures.isEmpty ? draft.mediaFiles : draft.enclosures
        for index in entry.enclosures.indices {
            entry.enclosures[index].url = placed(entry.enclosures[index].url) ?? ""
        }
        entry.language = draft.language
        entry.comments = placed(draft.comments)
        entry.title = mended(entry.title)
        if let html = entry.summary, let mended = mendedBytes(html.bytes) {
            entry.summary = HTMLText(utf8: mended)
        }
        if let html = entry.content, let mended = mendedBytes(html.bytes) {
            entry.content = HTMLText(utf8: mended)
        }
        return entry
    }

    /// A reference of RSS that nothing around it makes absolute, relative to the channel's link.
    private mutating func placed(_ reference: String?) -> String? {
        guard let reference, draft.root != .feed, !URLResolver.isWeb(reference),
            URLResolver.scheme(of: reference) == nil, let link = feed.link, URLResolver.isWeb(link)
        else { return reference }
        warn(.relativeURL, "\"\(reference.prefix(200))\" is taken as relative to the channel's link")
        return URLResolver.resolve(reference, against: link)
    }

    /// The address that the id of an entry is.
    private mutating func permalink(_ draft: EntryDraft, id: String?) -> String? {
        guard draft.isPermalink ?? true, let id else { return nil }
        if URLResolver.isWeb(id) { return id }
        // A guid that is said to be an address may be a relative one.
        guard draft.isPermalink == true, id.utf8.contains(0x2F),
            let address = placed(URLResolver.resolve(id, against: draft.base)), URLResolver.isWeb(address)
        else { return nil }
        return address
    }

    private mutating func mended(_ text: String?) -> String? {
        guard let text, let mended = mendedBytes(Array(text.utf8)) else { return text }
        return String(decoding: mended, as: UTF8.self)
    }

    /// The text as meant where references stand for the bytes of UTF-8, each for one.
    ///
    /// Only where all the rest of the document is ASCII: else it may be about such texts, or be one all through, which
    /// is its publisher's to mend.
    private mutating func mendedBytes(_ text: [UInt8]) -> [UInt8]? {
        guard isASCII, let mended = DoubleEncoding.mended(text) else { return nil }
        let beginning = String(decoding: mended.prefix(60), as: UTF8.self)
        warn(.doubleEncoding, "references stand for bytes of UTF-8: \"\(beginning)\"")
        return mended
    }

    /// Warns of entries that nothing, or that the same, identifies.
    private mutating func noteIdentity() {
        var ids: Set<String> = []
        var missing = 0
        var repeated: String?
        for entry in feed.entries {
            if let id = entry.id {
                if !ids.insert(id).inserted { repeated = repeated ?? id }
            } else if entry.link == nil {
                missing += 1
            }
        }
        if missing > 0 { warn(.missingID, "entries with neither id nor link: \(missing)") }
        if let repeated { warn(.duplicateID, "several entries have the id \"\(repeated.prefix(200))\"") }
    }

    /// `text` as a date, with a warning for one that cannot be read or lies ahead.
    private mutating func date(_ text: String) -> ParsedDate? {
        guard var reading = DateReader.read(text) else {
            warn(.badDate, "date \"\(text.prefix(60))\" is not understood")
            return ParsedDate(raw: text, moment: nil)
        }
        if reading.assumedZone == "UTC", context.zone == nil, !reading.isDay, let minutes = zoneMinutes {
            reading = reading.placed(minutes: minutes)
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
