import Testing

@testable import Text

struct TerminalTextTests {
    @Test(arguments: [
        ("Putin", 5), ("북한", 4), ("普京", 4), ("プーチン", 8), ("ﾌﾟ", 2), ("é", 1), ("e\u{301}", 1), ("Ким", 3),
        ("", 0),
        ("\u{1112}\u{1161}\u{11AB}", 2), ("a\u{200B}b", 2), ("ＫＣＮＡ", 8), ("\u{1B}", 0),
    ])
    func `columns are counted`(_ text: String, _ columns: Int) {
        #expect(TerminalText.columns(of: text) == columns)
    }

    @Test(arguments: [
        ("the quick brown fox", 10, ["the quick", "brown fox"]),
        ("abcdefghij klm", 4, ["abcd", "efgh", "ij", "klm"]),
        ("俄罗斯总统普京", 6, ["俄罗斯", "总统普", "京"]), ("合意した。次", 8, ["合意し", "た。次"]), ("", 10, []),
        ("Putin과 Kim", 7, ["Putin과", "Kim"]),
    ])
    func `lines are broken at spaces and beside wide characters`(
        _ text: String, _ width: Int, _ lines: [String]
    ) {
        #expect(TerminalText.wrapped(text, width: width) == lines)
    }

    @Test(arguments: [
        ("Putin", 5, "Putin"), ("Putin", 4, "Put…"), ("북한은", 5, "북한…"), ("북한은", 4, "북…"),
        ("Putin", 7, "Putin"),
    ])
    func `a text is cut with a sign that it goes on`(_ text: String, _ columns: Int, _ cut: String) {
        #expect(TerminalText.truncated(text, to: columns) == cut)
    }

    @Test(arguments: [("북한", 6, "북한  "), ("Putin", 4, "Put…"), ("북한은", 4, "북… ")])
    func `a column is filled exactly`(_ text: String, _ columns: Int, _ filled: String) {
        #expect(TerminalText.padded(text, to: columns) == filled)
    }

    @Test(arguments: [
        ("plain", "plain"), ("\u{1B}[31mred\u{1B}[0m", " [31mred [0m"), ("a\nb\tc", "a b c"),
        ("a\u{202E}b\u{2069}", "ab"),
        ("a\u{9B}b", "a b"), ("a\u{2028}b", "a b"), ("a\u{7F}b", "a b"), ("북한 「普京」 é", "북한 「普京」 é"),
    ])
    func `nothing is left that a terminal obeys`(_ text: String, _ safe: String) {
        #expect(TerminalText.safe(text) == safe)
    }

    @Test func `no control survives`() {
        for value in UInt32(0)...0x2100 {
            guard let scalar = Unicode.Scalar(value) else { continue }
            let isControl = scalar.properties.generalCategory == .control || scalar.properties.isBidiControl
            guard isControl else { continue }
            #expect(!TerminalText.safe("a\(scalar)b").unicodeScalars.contains(scalar))
        }
    }
}
