import FeedParsing
import Model
import Platform
import Testing

@Suite struct CharsetTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var label: String
        var bytes: [UInt8]
        var text: String
        var testDescription: String { label }
    }

    private static let cases = [
        Case(label: "windows-1251", bytes: [0xCA, 0xF0, 0xE5, 0xEC, 0xEB, 0xFC], text: "Кремль"),
        Case(label: "x-cp1251", bytes: [0xCA, 0xF0], text: "Кр"),
        Case(label: "koi8-r", bytes: [0xEB, 0xD2], text: "Кр"),
        Case(label: "EUC-KR", bytes: [0xBF, 0xDC, 0xB1, 0xB3], text: "외교"),
        Case(label: "ks_c_5601-1987", bytes: [0x8C, 0x63], text: "똠"),
        Case(label: "Shift_JIS", bytes: [0x87, 0x40, 0x8A, 0x43], text: "①海"),
        Case(label: "euc-jp", bytes: [0xB3, 0xA4], text: "海"),
        Case(label: "gb2312", bytes: [0x81, 0x40, 0xBA, 0xA3], text: "丂海"),
        Case(label: "big5", bytes: [0xAE, 0xFC], text: "海"),
        Case(label: "iso-8859-1", bytes: [0x93, 0xE9, 0x94], text: "“é”"),
        Case(label: "latin1", bytes: [0xE9], text: "é"), Case(label: "us-ascii", bytes: [0x80], text: "€"),
        Case(label: "tis-620", bytes: [0xA1, 0x80], text: "ก€"),
        Case(label: "iso-8859-9", bytes: [0xFE], text: "ş"),
        Case(label: "iso-2022-jp", bytes: [0x1B, 0x24, 0x42, 0x33, 0x24, 0x1B, 0x28, 0x42], text: "海"),
    ]

    private func title(_ bytes: [UInt8], declared: String?, header: String?) throws -> String? {
        let declaration = declared.map { "<?xml version='1.0' encoding='\($0)'?>" } ?? ""
        let document =
            Array("\(declaration)<rss version='2.0'><channel><title>".utf8) + bytes
            + Array("</title></channel></rss>".utf8)
        return try FeedParser.parse(Document(bytes: document, contentType: header)).title
    }

    @Test(arguments: cases)
    func `a character set is read by any of its names`(_ test: Case) throws {
        #expect(try title(test.bytes, declared: test.label, header: nil) == test.text)
        #expect(
            try title(test.bytes, declared: nil, header: "text/xml; charset=\"\(test.label)\"") == test.text)
        #expect(
            try title(test.bytes, declared: "utf-8", header: "text/xml;charset=\(test.label)") == test.text)
    }

    @Test func `UTF-8 under another declaration is UTF-8`() throws {
        #expect(try title(Array("외교부".utf8), declared: "euc-kr", header: nil) == "외교부")
        #expect(try title(Array("외교부".utf8), declared: nil, header: "text/xml; charset=iso-8859-1") == "외교부")
    }

    @Test func `a stray byte is replaced and nothing else`() throws {
        let bytes = Array("외교부 회담".utf8) + [0xFF] + Array(" 끝".utf8)
        #expect(try title(bytes, declared: "utf-8", header: nil) == "외교부 회담\u{FFFD} 끝")
    }

    @Test func `what the C library does not know is no trap`() {
        #expect(CharacterConverter.utf8(from: [0x41], charset: "no-such-set") == nil)
        #expect(
            CharacterConverter.utf8(from: [0xC7, 0xD1, 0xFF], charset: "CP949")?.bytes
                == Array("한\u{FFFD}".utf8))
        #expect(CharacterConverter.utf8(from: [], charset: "CP949")?.bytes == [])
    }
}
