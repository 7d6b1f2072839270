package import Model
package import Text

/// An item as queries see it: folded once, with the facts of its feed and story.
package struct WatchedItem: Sendable {
    package var title: FoldedText
    package var text: FoldedText
    /// Name of the outlet.
    package var outlet: String
    /// Name of the feed.
    package var feed: String
    package var tags: [String]
    /// BCP 47.
    package var language: String?
    package var authors: [String]
    package var url: String?
    /// Host of `url`.
    package var host: String?
    package var categories: [String]
    package var time: Timestamp
    /// Distinct outlets of its story at this moment; `nil` while it has none.
    package var outletCount: Int?
    /// Distinct languages of its story at this moment.
    package var languageCount: Int?

    package init(title: String, text: String, outlet: String, feed: String, time: Timestamp) {
        self.init(
            title: FoldedText(title), text: FoldedText(text), outlet: outlet, feed: feed, time: time)
    }

    package init(title: FoldedText, text: FoldedText, outlet: String, feed: String, time: Timestamp) {
        self.title = title
        self.text = text
        self.outlet = outlet
        self.feed = feed
        self.time = time
        tags = []
        language = nil
        authors = []
        url = nil
        host = nil
        categories = []
        outletCount = nil
        languageCount = nil
    }

    /// The folded text of `field`; meta has none.
    func folded(_ field: Evidence.Field) -> FoldedText? {
        switch field {
        case .title: title
        case .text: text
        case .meta: nil
        }
    }
}
