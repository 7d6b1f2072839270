import Testing
import Text

@Suite struct JSONWriterTests {
    /// Pieces whose places decide how a text is cut into blocks.
    private static let pieces = [
        "a", "word ", "\"", "\\", "\n", "\u{1}", "\u{7F}", "\u{85}", "\u{9F}", "\u{A0}", "é", "\u{2028}",
        "\u{2029}",
        "\u{2027}", "가", "😀", "a stretch that is longer than the blocks in which bytes are looked at",
    ]

    /// What is meant, scalar by scalar.
    private func quoted(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar.value {
            case 0x22: result += "\\\""
            case 0x5C: result += "\\\\"
            case 0x0A: result += "\\n"
            case 0..<0x20, 0x7F..<0xA0, 0x2028, 0x2029:
                let digits = String(scalar.value, radix: 16)
                result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }

    @Test(arguments: 1...200)
    func `a text is escaped alike wherever in it a sign stands`(seed: UInt64) {
        var state = seed &* 0x9E37_79B9_7F4A_7C15 | 1
        var text = ""
        while text.utf8.count < 160 {
            state ^= state << 13
            state ^= state >> 7
            state ^= state << 17
            text += Self.pieces[Int(state % UInt64(Self.pieces.count))]
        }
        var strings = JSONWriter()
        strings.string(text)
        #expect(strings.text == quoted(text))
        var bytes = JSONWriter()
        bytes.string(utf8: Array(text.utf8))
        #expect(bytes.bytes == strings.bytes)
    }

    @Test(arguments: 0...70)
    func `a text of whatever length is written whole`(count: Int) {
        let text = String(repeating: "x", count: count)
        var json = JSONWriter()
        json.string(text)
        #expect(json.text == "\"\(text)\"")
    }
}
