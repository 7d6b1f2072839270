import Model
import Testing
import Text

struct FoldedContentTests {
    /// What the hashes of stored items are made of.
    private static func storedHash(_ title: String, _ text: String) -> UInt64 {
        let all = FoldedText(title + "\n" + text)
        var hash = StableHash()
        for word in all.words { hash.combine(all.bytes(of: word) + [0x20]) }
        return hash.value
    }

    @Test(arguments: [
        ("Kim's train", "It left Khasan."), ("", "북한은 어제"), ("金正恩・プーチン", ""), ("", ""),
        ("Пу\u{301}тин", "й и"),
        ("½ price", "ﾌﾟｰﾁﾝ"), ("o'", "'clock"), ("a", "\u{301}b"), ("KBS는", "24일"),
    ])
    func `title and text by themselves have the hash of both in one`(_ title: String, _ text: String) {
        #expect(FoldedContent(title: title, text: text).hash == Self.storedHash(title, text))
    }

    @Test func `a draft's words follow what it says`() {
        var draft = ItemDraft(
            content: ItemContent(title: "One", text: "two"), guid: nil, canonicalURL: nil, keys: [],
            contentHash: 1)
        #expect(draft.folded == FoldedContent(title: "One", text: "two"))
        draft.content.text = "three"
        #expect(draft.folded == FoldedContent(title: "One", text: "three"))
    }
}
