package import Text

/// The words of one revision of an item, folded and cut.
///
/// Made once, of a draft or of what was read from the store, and handed along: filters, the content hash, the story
/// engine, watches and the search index all look at these words.
package struct FoldedContent: Hashable, Sendable {
    package let title: FoldedText
    package let text: FoldedText

    package init(title: String, text: String) {
        self.title = FoldedText(title)
        self.text = FoldedText(text)
    }

    package init(_ content: ItemContent) { self.init(title: content.title, text: content.text) }

    /// Equal for equal words, whatever stands between them.
    package var hash: UInt64 {
        var hash = StableHash()
        title.combineWords(into: &hash)
        text.combineWords(into: &hash)
        return hash.value
    }

    /// In memory, about.
    package var byteCount: Int { title.byteCount + text.byteCount }
}
