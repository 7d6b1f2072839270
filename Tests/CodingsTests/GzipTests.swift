import Testing

@testable import Codings

@Suite struct GzipTests {
    /// `hello, hello, hello` and a line feed, compressed.
    private static let greeting: [UInt8] = [
        0x1F, 0x8B, 0x08, 0x00, 0x00, 0x00, 0x00, 0x00, 0x02, 0x03, 0xCB, 0x48, 0xCD, 0xC9, 0xC9, 0xD7, 0x51,
        0xC8, 0x40, 0xA2, 0xB8, 0x00, 0xE7, 0x42, 0x6E, 0x52, 0x14, 0x00, 0x00, 0x00,
    ]
    private static let text = Array("hello, hello, hello\n".utf8)

    /// A body and what it says.
    struct Body: Sendable, CustomTestStringConvertible {
        var name: String
        var bytes: [UInt8]
        var text: [UInt8]
        var isWhole: Bool
        var testDescription: String { name }
    }

    @Test(arguments: [
        Body(name: "one member", bytes: greeting, text: text, isWhole: true),
        Body(name: "two members", bytes: greeting + greeting, text: text + text, isWhole: true),
        Body(name: "padding behind", bytes: greeting + [0, 0, 0, 0], text: text, isWhole: true),
        Body(name: "no check sum", bytes: Array(greeting.dropLast(8)), text: text, isWhole: false),
        Body(
            name: "a wrong check sum", bytes: greeting.dropLast(8) + [1, 2, 3, 4, 20, 0, 0, 0], text: text,
            isWhole: false),
        Body(
            name: "a second member cut", bytes: greeting + greeting.dropLast(8), text: text + text,
            isWhole: false),
        Body(name: "a header only", bytes: Array(greeting.prefix(10)), text: [], isWhole: false),
        Body(name: "nothing", bytes: [], text: [], isWhole: false),
        Body(name: "no gzip", bytes: text, text: [], isWhole: false),
    ])
    func `a body gives what came whole and says whether that is all`(_ body: Body) {
        let inflated = Gzip.inflate(body.bytes, limit: 1000)
        #expect(inflated == Gzip.Inflated(bytes: body.text, isWhole: body.isWhole, isOverLimit: false))
    }

    @Test(arguments: [0, 1, 19]) func `no more than the limit is made`(_ limit: Int) {
        let inflated = Gzip.inflate(Self.greeting, limit: limit)
        #expect(inflated.bytes == Array(Self.text.prefix(limit)))
        #expect(inflated.isOverLimit)
        #expect(!inflated.isWhole)
    }

    @Test func `gzip is known by its first bytes`() {
        #expect(Gzip.isGzip(Self.greeting))
        #expect(!Gzip.isGzip(Self.text))
        #expect(!Gzip.isGzip([0x1F, 0x8B]))
    }
}
