import Curl
package import Model
package import Watches

extension WatchedItem {
    /// An item of `feed` as watches look at it; the story's size is not known yet.
    ///
    /// - Parameter folded: Its words, where they have been folded already.
    package init(_ item: Item, feed: FeedSettings, folded: FoldedContent? = nil) {
        let folded = folded ?? FoldedContent(item.content)
        self.init(
            title: folded.title, text: folded.text, outlet: feed.outlet.name, feed: feed.name, time: item.time
        )
        describe(item.content, feed: feed)
    }

    /// A draft of `feed`, for filters.
    package init(_ draft: ItemDraft, feed: FeedSettings, now: Timestamp) {
        self.init(
            title: draft.folded.title, text: draft.folded.text, outlet: feed.outlet.name, feed: feed.name,
            time: draft.content.published ?? now)
        describe(draft.content, feed: feed)
    }

    /// What is known of all items of `feed`, without words.
    init(factsOf feed: FeedSettings) {
        self.init(
            title: "", text: "", outlet: feed.outlet.name, feed: feed.name, time: Timestamp(milliseconds: 0))
        tags = feed.tags
    }

    private mutating func describe(_ content: ItemContent, feed: FeedSettings) {
        tags = feed.tags
        language = content.language
        authors = content.authors
        url = content.url
        host = content.url.flatMap { URLParts($0)?.host }
        categories = content.categories
    }

    /// Tells how large the item's story is by now.
    package mutating func take(_ file: StoryFile) {
        outletCount = file.outlets.count
        languageCount = file.languages.count
    }
}
