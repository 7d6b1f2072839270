package import FeedParsing
package import Model
import Text

/// The stage from what a document says to drafts that can be compared with what is stored.
package enum Normaliser {
    /// The drafts of `feed`'s entries in the order of the document, each with its keys.
    ///
    /// A key that two entries of the document share with different words names neither of them: constant guids and
    /// links to the front page identify nothing. An entry that stands twice in the document is drafted once.
    package static func drafts(of feed: ParsedFeed, settings: FeedSettings) -> [ItemDraft] {
        var drafts: [ItemDraft] = []
        var seen: Set<[String]> = []
        drafts.reserveCapacity(feed.entries.count)
        for entry in feed.entries {
            let draft = draft(of: entry, feed: feed, settings: settings)
            if seen.insert(identity(of: draft)).inserted { drafts.append(draft) }
        }
        return withoutSharedKeys(drafts)
    }

    /// What makes a second entry of the document the same one again: guid, address and title, or all its words.
    private static func identity(of draft: ItemDraft) -> [String] {
        if let guid = draft.guid, let url = draft.canonicalURL { return [guid, url, draft.content.title] }
        return draft.keys + [String(draft.contentHash)]
    }

    private static func withoutSharedKeys(_ drafts: [ItemDraft]) -> [ItemDraft] {
        var counts: [String: Int] = [:]
        for draft in drafts { for key in draft.keys { counts[key, default: 0] += 1 } }
        guard counts.values.contains(where: { $0 > 1 }) else { return drafts }
        return drafts.map { draft in
            var draft = draft
            let unique = draft.keys.filter { counts[$0] == 1 }
            // Nothing of its own left: the words themselves are.
            draft.keys = unique.isEmpty ? [contentKey(draft.contentHash)] : unique
            return draft
        }
    }

    private static func draft(
        of entry: ParsedEntry, feed: ParsedFeed, settings: FeedSettings
    ) -> ItemDraft {
        let text = entry.plainText().map { String(decoding: $0, as: UTF8.self) } ?? ""
        let title = entry.title.flatMap { $0.isEmpty ? nil : $0 } ?? opening(of: text) ?? entry.link ?? ""
        var content = ItemContent(title: title, text: text)
        content.summaryHTML = entry.summary?.string
        content.contentHTML = entry.content?.string
        content.base = entry.base
        content.url = entry.originalLink ?? entry.link ?? entry.contentSource
        content.authors = entry.authors
        content.categories = entry.categories
        content.enclosures = entry.enclosures
        content.commentsURL = entry.comments
        content.published = entry.published?.moment
        content.updated = entry.updated?.moment
        let folded = FoldedContent(content)
        content.language =
            settings.language ?? entry.language ?? feed.language ?? LanguageGuess.language(of: folded)
        let canonical = content.url.flatMap { CanonicalURL.canonical($0) }
        let contentHash = folded.hash
        return ItemDraft(
            content: content, folded: folded, guid: entry.id, canonicalURL: canonical,
            keys: keys(
                guid: entry.id, canonicalURL: canonical, title: title, published: content.published,
                contentHash: contentHash), contentHash: contentHash)
    }

    /// `g:` guid, `u:` canonical address, `t:` title and date, or `c:` content where there is nothing else.
    private static func keys(
        guid: String?, canonicalURL: String?, title: String, published: Timestamp?, contentHash: UInt64
    ) -> [String] {
        var keys: [String] = []
        if let guid, !guid.isEmpty { keys.append(guidKey(guid)) }
        if let canonicalURL { keys.append("u:\(canonicalURL)") }
        if let published, !title.isEmpty {
            keys.append("t:\(StableHash.of(title))-\(published.seconds)")
        }
        return keys.isEmpty ? [contentKey(contentHash)] : keys
    }

    static func guidKey(_ guid: String) -> String { "g:\(guid)" }

    private static func contentKey(_ hash: UInt64) -> String { "c:\(hash)" }

    /// The first words of a text that has no title, about 80 characters of them.
    private static func opening(of text: String) -> String? {
        guard let line = text.split(whereSeparator: \.isNewline).first else { return nil }
        guard line.count > openingLength else { return String(line) }
        let cut = line.prefix(openingLength)
        let end = cut.lastIndex(of: " ") ?? cut.endIndex
        return String(cut[..<end]) + "…"
    }

    private static let openingLength = 80
}
