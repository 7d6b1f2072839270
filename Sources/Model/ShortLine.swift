/// A line of a message for a small screen: a chat, a phone.
package struct ShortLine: Hashable, Sendable, Codable {
    /// Plain text in one line, harmless for a terminal.
    package var text: String
    /// Where its words lead.
    package var url: String?
    /// It names what the lines below it are of, and stands off from those above.
    package var isHeading: Bool
    /// Stories, feeds or the like that it tells of; what is left out is counted by it.
    package var count: Int

    package init(_ text: String, url: String? = nil, isHeading: Bool = false, count: Int = 0) {
        self.text = text
        self.url = url
        self.isHeading = isHeading
        self.count = count
    }
}
