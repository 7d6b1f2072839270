import FoundationEssentials
import Model
import Testing

@testable import FeedParsing

/// Feeds in `Tests/Fixtures/charsets`, which `scripts/charset-fixtures` writes, each beside the text it holds.
@Suite struct CharsetGoldenTests {
    struct Golden: Sendable, CustomTestStringConvertible {
        var label: String
        var text: String
        var isSniffed: Bool
        var testDescription: String { label }

        /// `*` after the text's name: the document says enough by itself.
        init(_ line: Substring) {
            let words = line.split(separator: " ")
            label = String(words[0])
            text = String(words[1].prefix { $0 != "*" })
            isSniffed = words[1].hasSuffix("*")
        }

        var isWide: Bool { label.hasPrefix("utf-16") || label.hasPrefix("utf-32") }
    }

    static let goldens: [Golden] = """
        utf-8 korean*
        utf-16le korean*
        utf-16be japanese*
        utf-32le chinese*
        utf-32be russian*
        iso-8859-1 french*
        iso-8859-2 polish
        iso-8859-3 esperanto
        iso-8859-4 estonian
        iso-8859-5 russian*
        iso-8859-6 arabic
        iso-8859-7 greek
        iso-8859-8 hebrew*
        iso-8859-9 turkish
        iso-8859-10 icelandic
        iso-8859-13 lithuanian
        iso-8859-14 welsh
        iso-8859-15 euro
        iso-8859-16 romanian
        windows-1250 czech
        windows-1251 russian*
        windows-1252 german*
        windows-1253 greek*
        windows-1254 turkish
        windows-1255 hebrew*
        windows-1256 arabic*
        windows-1257 lithuanian
        windows-1258 vietnamese
        windows-874 thai*
        tis-620 thai*
        koi8-r russian*
        koi8-u ukrainian*
        ibm866 russian*
        macintosh french
        x-mac-cyrillic russian
        euc-kr newspaper*
        windows-949 korean*
        iso-2022-kr newspaper
        shift_jis japanese*
        euc-jp tokyo*
        iso-2022-jp tokyo*
        gb2312 beijing*
        gbk chinese*
        gb18030 rare*
        big5 taiwan*
        big5-hkscs hongkong*
        """.split(separator: "\n").map { Golden($0) }

    private static let folder = URL(filePath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "Fixtures/charsets")

    private func bytes(_ golden: Golden) throws -> [UInt8] {
        [UInt8](try Data(contentsOf: Self.folder.appending(path: golden.label + ".feed")))
    }

    private func expected(_ golden: Golden) throws -> [String] {
        let text = try String(
            contentsOf: Self.folder.appending(path: golden.text + ".txt"), encoding: .utf8)
        return text.split(separator: "\n").map { String($0) }
    }

    /// The five texts of a document, as in the file beside it.
    private func texts(_ bytes: [UInt8], header: String?) throws -> [String] {
        let contentType = header.map { "application/rss+xml; charset=\($0)" }
        let feed = try FeedParser.parse(Document(bytes: bytes, contentType: contentType))
        return [feed.title ?? ""] + feed.entries.flatMap { [$0.title ?? "", $0.summary?.string ?? ""] }
    }

    private func declared(_ label: String, _ bytes: [UInt8]) -> [UInt8] {
        Array("<?xml version=\"1.0\" encoding=\"\(label)\"?>\n".utf8) + bytes
    }

    @Test(arguments: goldens)
    func `the header is enough`(_ golden: Golden) throws {
        #expect(try texts(bytes(golden), header: golden.label) == expected(golden))
    }

    @Test(arguments: goldens.filter { !$0.isWide })
    func `the declaration is enough`(_ golden: Golden) throws {
        #expect(try texts(declared(golden.label, bytes(golden)), header: nil) == expected(golden))
    }

    @Test(arguments: goldens.filter { $0.isSniffed })
    func `the bytes are enough`(_ golden: Golden) throws {
        #expect(try texts(bytes(golden), header: nil) == expected(golden))
    }

    @Test(arguments: goldens.filter { !$0.isWide })
    func `the header overrules a stale declaration`(_ golden: Golden) throws {
        let document = try declared("utf-8", bytes(golden))
        #expect(try texts(document, header: golden.label) == expected(golden))
        let stale = try declared("iso-8859-2", bytes(golden))
        #expect(try texts(stale, header: golden.label) == expected(golden))
    }

    @Test(arguments: goldens.filter { $0.isWide })
    func `wide bytes overrule every claim`(_ golden: Golden) throws {
        #expect(try texts(bytes(golden), header: "utf-8") == expected(golden))
        #expect(try texts(bytes(golden), header: "windows-1252") == expected(golden))
    }

    @Test(arguments: goldens.filter { ["euc-kr", "shift_jis", "euc-jp", "gbk", "big5"].contains($0.label) })
    func `a server's default does not hide two bytes a character`(_ golden: Golden) throws {
        #expect(try texts(bytes(golden), header: "iso-8859-1") == expected(golden))
        #expect(try texts(declared(golden.label, bytes(golden)), header: "iso-8859-1") == expected(golden))
    }

    @Test(
        arguments: [
            ("utf-8", [0xEF, 0xBB, 0xBF]), ("utf-16le", [0xFF, 0xFE]), ("utf-16be", [0xFE, 0xFF]),
            ("utf-32le", [0xFF, 0xFE, 0, 0]), ("utf-32be", [0, 0, 0xFE, 0xFF]),
        ] as [(String, [UInt8])])
    func `a byte order mark overrules every claim`(_ label: String, _ mark: [UInt8]) throws {
        let golden = try #require(Self.goldens.first { $0.label == label })
        #expect(try texts(mark + bytes(golden), header: "euc-kr") == expected(golden))
    }
}
