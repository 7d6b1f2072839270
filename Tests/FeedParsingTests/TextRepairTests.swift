import Testing

@testable import FeedParsing

@Suite struct TextRepairTests {
    @Test(
        arguments: [
            ("kim@e.org (Kim)", "Kim"), ("kim@e.org(Kim)", "Kim"), ("Kim (kim@e.org)", "Kim"),
            ("Kim <kim@e.org>", "Kim"), ("\"Kim, A.\" <kim@e.org>", "Kim, A."), ("kim@e.org <Kim>", "Kim"),
            ("<kim@e.org>", "kim@e.org"), ("(kim@e.org)", "kim@e.org"), ("kim@e.org ()", "kim@e.org"),
            ("kim@e.org (Kim (Seoul))", "Kim (Seoul)"), ("mailto:kim@e.org (Kim)", "Kim"),
            ("Kim (Seoul)", "Kim (Seoul)"), ("kim@e.org", "kim@e.org"), ("@kim (Seoul)", "@kim (Seoul)"),
        ])
    func `a person's name is found beside an address`(_ text: String, _ name: String) {
        #expect(PersonName.name(in: text) == name)
    }

    @Test(
        arguments: [
            ("CafÃ©", "Café"), ("â€œGrÃ¼nâ€", nil), ("â€œGrÃ¼nâ€\u{9D}", "“Grün”"), ("Ð¡Ð»", "Сл"),
            ("Café", nil), ("grün", nil), ("Ã", nil), ("Ã und Ã©", nil), ("한국", nil), ("Ã© 한국", nil),
            ("abc", nil),
            ("", nil), ("ð\u{9F}\u{98}\u{80}", "😀"), ("Â©", "©"), ("â€™s “x”", nil),
        ] as [(String, String?)])
    func `text whose bytes became characters is put right, other text is left`(
        _ text: String, _ meant: String?
    ) {
        #expect(DoubleEncoding.mended(Array(text.utf8)) == meant.map { Array($0.utf8) })
    }

    struct JSONCase: Sendable, CustomTestStringConvertible {
        var text: String
        var ids: [String]
        var faults: Int
        var isTruncated: Bool
        var testDescription: String { text }

        init(_ text: String, _ ids: [String], faults: Int = 0, isTruncated: Bool = false) {
            self.text = text
            self.ids = ids
            self.faults = faults
            self.isTruncated = isTruncated
        }
    }

    static let documents = [
        JSONCase("[\"a\", 1, -2.5e1, true, null]", ["a", "1", "-25"]),
        JSONCase("[\"a\\u00e9\\ud83d\\ude00\\n\\\"\\/\"]", ["aé😀\n\"/"]),
        JSONCase("[\"a\",]", ["a"], faults: 1), JSONCase("[\"a\" \"b\"]", ["a", "b"], faults: 1),
        JSONCase("[\"a\\x\\ud800\"]", ["ax\u{FFFD}"], faults: 2),
        JSONCase("[\"a\u{1}b\"]", ["ab"], faults: 1),
        JSONCase("[\"a\", nan, \"b\"]", ["a", "b"], faults: 1), JSONCase("[,,\"a\"]", ["a"], faults: 2),
        JSONCase("[\"a\", \"b", ["a"], isTruncated: true), JSONCase("[\"a\"", ["a"], isTruncated: true),
        JSONCase("[\"a\", 12", ["a"], isTruncated: true), JSONCase("[[[[[[\"x\"]]]]], \"a\"]", ["a"]),
        JSONCase("[}:\"a\"]", ["a"], faults: 2), JSONCase("[\"\\u12\"]", ["u12"], faults: 1),
    ]

    @Test(arguments: documents)
    func `JSON is read as far as it goes`(_ document: JSONCase) {
        let result = JSONReader.read(Array(document.text.utf8), depthLimit: 4)
        #expect(result.value.elements.compactMap(\.text) == document.ids)
        #expect(result.faults == document.faults)
        #expect(result.isTruncated == document.isTruncated)
        #expect(result.isTooDeep == document.text.hasPrefix("[[[[[["))
    }

    @Test func `JSON of any depth ends`() {
        let bytes = [UInt8](repeating: 0x5B, count: 1_000_000)
        let result = JSONReader.read(bytes, depthLimit: 256)
        #expect(result.isTruncated)
        #expect(result.isTooDeep)
    }
}
