import Markup
package import Model
import Text

/// A feed that we publish, before it is Atom or JSON Feed.
package struct FeedPaper: Sendable, Hashable {
    package var id: String
    package var title: String
    package var subtitle: String
    package var home: String?
    package var updated: Timestamp
    package var entries: [Entry]

    package struct Entry: Sendable, Hashable {
        package var id: String
        package var title: String
        /// BCP 47 primary tag of title and summary.
        package var language: String?
        /// The page of the entry itself, and where it comes from.
        package var page: String?
        package var source: String?
        package var author: String?
        package var summary: String?
        package var html: String
        package var published: Timestamp
        package var updated: Timestamp
        package var categories: [String]
        package var related: [Related]
        /// The members of `_wirewatch` in JSON Feed, as JSON.
        package var extra: String?
    }

    package struct Related: Sendable, Hashable {
        package var url: String
        package var title: String
        package var language: String?
    }

    /// Reports that one entry links to.
    static let relatedLimit = 100
}

extension FeedPaper {
    /// One entry for each story that is new or moved; ended ones said all they had to say.
    package init(stories digest: Digest, clock: DigestClock) {
        let words = DigestWords(digest, clock: clock)
        let frame = digest.frame
        let name = frame.name ?? frame.reader ?? "wirewatch"
        id = frame.tag("digest/\(WebLink.segment(name))")
        title = "Wirewatch: \(TerminalText.safe(name))"
        subtitle = [words.counts, words.coverage, words.silenced].joined(separator: " ")
        home = frame.base
        let stories = digest.stories.filter { $0.state != .ended }
        entries = stories.map { entry, state in
            Entry(
                id: frame.tag("story/\(entry.id)"), title: words.headline(entry.lead),
                language: entry.lead.language, page: frame.link(to: entry.id),
                source: WebLink.safe(entry.lead.url),
                author: words.name(entry.lead.outlet.name),
                summary: words.quotation(entry),
                html: DigestHTML.article(entry, of: digest, clock: clock), published: entry.opened,
                updated: entry.updated, categories: entry.matches.map(\.watch),
                related: Self.related(entry, words: words), extra: DigestJSON.story(entry, state: state))
        }
        // A digest without a story is news as well: nothing happened until then.
        updated = entries.map(\.updated).max() ?? digest.window.upperBound
    }

    private static func related(_ entry: Digest.Entry, words: DigestWords) -> [Related] {
        var known = Set([entry.lead.url].compactMap { $0 })
        var related: [Related] = []
        for report in entry.reports {
            guard let url = WebLink.safe(report.url), known.insert(url).inserted else { continue }
            let title = "\(words.name(report.outlet.name)): \(words.headline(report))"
            related.append(Related(url: url, title: title, language: report.language))
        }
        return Array(related.prefix(relatedLimit))
    }

    /// One entry for each digest of `issues`, newest first.
    package init(issues: [DigestIssue], name: String, frame: DigestFrame) {
        id = frame.tag("digests/\(WebLink.segment(name))")
        title = "Wirewatch digests: \(TerminalText.safe(name))"
        subtitle = "One entry for each digest"
        home = frame.base
        updated = issues.map(\.decided).max() ?? Timestamp(milliseconds: 0)
        entries = issues.map { issue in
            Entry(
                id: frame.tag("digest/\(WebLink.segment(issue.id.digest))/\(issue.id.slot)"),
                title: issue.subject, language: "en", page: nil, source: nil, author: nil, summary: nil,
                html: issue.content, published: issue.decided, updated: issue.decided, categories: [],
                related: [], extra: nil)
        }
    }
}
