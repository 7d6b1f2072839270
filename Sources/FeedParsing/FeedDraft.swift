import Markup
import Model
import Text
import XML

/// The feed's own fields as they come, before one of several is chosen.
struct FeedDraft {
    var root = FeedElement.rss
    var version: String?
    /// Whether the root is in a namespace of Atom's.
    var isAtom = false
    var isOldAtom = false
    var isOldRDF = false
    var hasChannel = false
    var title: String?
    var links = LinkDraft()
    var id: String?
    var subtitle: String?
    var weakSubtitle: String?
    var language: String?
    /// From `xml:lang`.
    var inheritedLanguage: String?
    var updated: String?
    var weakUpdated: String?
    var authors: [String] = []
    var weakAuthors: [String] = []
    var hints = PollHints()
    var updatePeriod: Duration?
    var updateFrequency: Int64?
    var entries: [EntryDraft] = []
    /// Ids of entries that were taken back, each with when, as written.
    var withdrawn: [(id: String, date: String?)] = []

    mutating func take(_ field: FeedField) {
        switch field.element {
        case .title: if title?.isEmpty ?? true { title = field.headline ?? title }
        case .dublinTitle, .mediaTitle: if title?.isEmpty ?? true { title = field.line ?? title }
        case .link: links.take(field)
        case .id: if id == nil { id = field.text }
        case .description, .subtitle, .summary: if subtitle == nil { subtitle = field.html?.string }
        case .itunesSummary, .itunesSubtitle: if weakSubtitle == nil { weakSubtitle = field.html?.string }
        case .language: if language == nil { language = field.text }
        case .updated, .modified, .lastBuildDate: if updated == nil { updated = field.text }
        case .pubDate, .published, .dublinDate, .issued: if weakUpdated == nil { weakUpdated = field.text }
        case .author, .creator: if authors.count < 64, let name = field.person { authors.append(name) }
        case .itunesAuthor, .managingEditor: if let name = field.person { weakAuthors.append(name) }
        case .ttl:
            if let minutes = field.number, minutes > 0 { hints.ttl = .minutes(min(minutes, 1 << 20)) }
        case .hour:
            if let hour = field.number, hour >= 0, hour <= 24, hints.skippedHours.count < 24 {
                hints.skippedHours.append(Int(hour % 24))
            }
        case .day:
            let name = field.text.map { String($0.lowercased().prefix(3)) } ?? ""
            if let day = Self.days.firstIndex(of: name), hints.skippedDays.count < 7 {
                hints.skippedDays.append(day)
            }
        case .updatePeriod: updatePeriod = field.text.flatMap { Self.periods[$0.lowercased()] }
        case .updateFrequency: updateFrequency = field.number
        default: break
        }
    }

    /// Notes an entry that was taken back.
    /// - Source: RFC 6721 §3.
    mutating func takeBack(_ attributes: [XMLAttribute]) {
        func value(_ name: String) -> String? {
            attributes.first { $0.name.folded == name }?.value.trimmedBlanks
        }
        guard let id = value("ref"), !id.isEmpty else { return }
        withdrawn.append((id, value("when")))
    }

    /// The hints with `sy:updatePeriod` over `sy:updateFrequency` where there is no `ttl`.
    var pollHints: PollHints {
        var hints = hints
        if hints.ttl == nil, let period = updatePeriod {
            hints.ttl = .milliseconds(period.milliseconds / max(1, updateFrequency ?? 1))
        }
        return hints
    }

    private static let days = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"]
    private static let periods: [String: Duration] = [
        "hourly": .hours(1), "daily": .days(1), "weekly": .days(7), "monthly": .days(30),
        "yearly": .days(365),
    ]
}

extension FeedField {
    /// The text as a whole number.
    var number: Int64? { text.flatMap { Int64($0) } }
}

/// The links of a feed or an entry.
struct LinkDraft {
    /// `<link>address</link>`.
    var plain: String?
    /// The best `rel="alternate"`.
    var alternate: String?
    private var isAlternateHTML = false
    var relations: [String: String] = [:]
    private(set) var hubs: [String] = []

    mutating func take(_ field: FeedField) {
        if let href = field.attribute("href") {
            take(URLResolver.resolve(href, against: field.base), field)
        } else if let text = field.text, plain == nil {
            plain = URLResolver.resolve(text, against: field.base)
        }
    }

    private mutating func take(_ url: String, _ field: FeedField) {
        guard !url.isEmpty else { return }
        var rel = (field.attribute("rel") ?? "alternate").lowercased()
        if let slash = rel.lastIndex(of: "/") { rel = String(rel[rel.index(after: slash)...]) }
        if rel == "alternate" || rel.isEmpty {
            let type = field.attribute("type")?.lowercased()
            let isHTML = type.map { $0 == "text/html" || $0.contains("html") } ?? true
            if alternate == nil || isHTML && !isAlternateHTML {
                alternate = url
                isAlternateHTML = isHTML
            }
        } else {
            if rel == "hub" { take(hub: url) }
            if relations[rel] == nil { relations[rel] = url }
        }
    }

    mutating func take(hub url: String) {
        if hubs.count < PushOffer.hubLimit, !hubs.contains(url) { hubs.append(url) }
    }
}
