/// A file that goes with an item: a picture, a recording.
package struct Enclosure: Hashable, Sendable, Codable {
    package var url: String
    package var type: String?
    /// Bytes.
    package var length: Int64?

    package init(url: String, type: String? = nil, length: Int64? = nil) {
        self.url = url
        self.type = type
        self.length = length
    }
}

/// What one revision of an item says.
package struct ItemContent: Hashable, Sendable, Codable {
    /// Plain text.
    package var title: String
    /// Plain text of the whole: summary, or content where there is any.
    package var text: String
    /// HTML as the feed gave it, bounded; sanitised only at an exit.
    package var summaryHTML: String?
    package var contentHTML: String?
    /// What relative links in the HTML are relative to.
    package var base: String?
    package var url: String?
    package var authors: [String]
    package var categories: [String]
    package var enclosures: [Enclosure]
    /// BCP 47: the user's word, else the item's, else the feed's, else by script.
    package var language: String?
    package var commentsURL: String?
    package var published: Timestamp?
    package var updated: Timestamp?

    package init(title: String, text: String) {
        self.title = title
        self.text = text
        summaryHTML = nil
        contentHTML = nil
        base = nil
        url = nil
        authors = []
        categories = []
        enclosures = []
        language = nil
        commentsURL = nil
        published = nil
        updated = nil
    }
}

/// An item made ready to be compared with what is stored.
package struct ItemDraft: Hashable, Sendable {
    package var content: ItemContent {
        didSet {
            guard content.title != oldValue.title || content.text != oldValue.text else { return }
            folded = FoldedContent(content)
        }
    }
    /// The words of `content`.
    package private(set) var folded: FoldedContent
    /// As the feed gave it.
    package var guid: String?
    /// Address without what does not change the article; see `CanonicalURL`.
    package var canonicalURL: String?
    /// What the item may be known by, strongest first, each unique within its feed.
    package var keys: [String]
    /// Of title and text after folding: equal hashes are the same words.
    package var contentHash: UInt64

    /// - Parameter folded: The words of `content`, where they have been folded already.
    package init(
        content: ItemContent, folded: FoldedContent? = nil, guid: String?, canonicalURL: String?,
        keys: [String], contentHash: UInt64
    ) {
        self.content = content
        self.folded = folded ?? FoldedContent(content)
        self.guid = guid
        self.canonicalURL = canonicalURL
        self.keys = keys
        self.contentHash = contentHash
    }
}

/// One entry of one feed as stored.
package struct Item: Hashable, Sendable, Codable {
    package var id: ItemID
    package var feed: FeedID
    package var content: ItemContent
    package var guid: String?
    package var canonicalURL: String?
    package var contentHash: UInt64
    package var firstSeen: Timestamp
    /// 1 for the first.
    package var revision: Int
    /// It came with a feed's first poll and is too old to alert anybody by itself.
    package var isQuiet: Bool

    package init(
        id: ItemID, feed: FeedID, content: ItemContent, guid: String?, canonicalURL: String?,
        contentHash: UInt64, firstSeen: Timestamp, revision: Int, isQuiet: Bool
    ) {
        self.id = id
        self.feed = feed
        self.content = content
        self.guid = guid
        self.canonicalURL = canonicalURL
        self.contentHash = contentHash
        self.firstSeen = firstSeen
        self.revision = revision
        self.isQuiet = isQuiet
    }

    /// What items are ordered by: the stated time, but never later than when it was first seen.
    package var time: Timestamp { min(content.published ?? content.updated ?? firstSeen, firstSeen) }
}

/// What a poll means for one item.
package enum ItemChange: Hashable, Sendable {
    case new(ItemDraft, isQuiet: Bool)
    /// Known under `item`, with other words than before; `isMeaningful` if watches should look again.
    case revised(ItemDraft, item: ItemID, reason: String, isMeaningful: Bool)
    /// Known, the same words; `keys` it was not yet known by.
    case unchanged(item: ItemID, newKeys: [String])

    /// The item, where it is known.
    package var knownItem: ItemID? {
        switch self {
        case .new: nil
        case .revised(_, let item, _, _), .unchanged(let item, _): item
        }
    }
}
