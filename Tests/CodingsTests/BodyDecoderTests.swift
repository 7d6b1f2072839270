import Codings
import Testing

@Suite struct BodyDecoderTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var name: String
        var codings: [ContentCoding]
        var packed: [UInt8]
        var testDescription: String { name }
    }

    /// Longer than a decoder's room, and not all alike.
    static let text: [UInt8] = (0..<50_000).map { UInt8(truncatingIfNeeded: $0 &* 7 ^ $0 >> 5) }

    static let cases = [
        Case(name: "gzip", codings: [.gzip], packed: Packed.gzip(text)),
        Case(name: "deflate", codings: [.deflate], packed: Packed.deflate(text)),
        Case(name: "bare deflate", codings: [.deflate], packed: Packed.bareDeflate(text)),
        Case(name: "br", codings: [.brotli], packed: Packed.brotli(text)),
        Case(name: "zstd", codings: [.zstandard], packed: Packed.zstandard(text)),
        Case(
            name: "two members of gzip", codings: [.gzip],
            packed: Packed.gzip(Array(text[..<100])) + Packed.gzip(Array(text[100...]))),
        Case(
            name: "zstd in gzip", codings: [.zstandard, .gzip],
            packed: Packed.gzip(Packed.zstandard(text))),
    ]

    private func decode(
        _ packed: ArraySlice<UInt8>, _ codings: [ContentCoding], limit: Int = 1 << 20, pieceBytes: Int = 1000
    ) throws -> (outcome: BodyDecoder.Outcome, body: [UInt8], isWhole: Bool) {
        let decoder = try #require(BodyDecoder(codings))
        var body: [UInt8] = []
        var rest = packed
        while !rest.isEmpty {
            let piece = Array(rest.prefix(pieceBytes))
            rest = rest.dropFirst(pieceBytes)
            let outcome = unsafe piece.withUnsafeBufferPointer {
                unsafe decoder.decode($0, to: &body, limit: limit)
            }
            guard outcome == .fine else { return (outcome, body, false) }
        }
        return (.fine, body, decoder.isWhole)
    }

    @Test(arguments: cases, [1, 7, 1000, 1 << 20])
    func `what was compressed comes back whole, however it is cut into pieces`(
        item: Case, pieceBytes: Int
    ) throws {
        let result = try decode(item.packed[...], item.codings, pieceBytes: pieceBytes)
        #expect(result.outcome == .fine)
        #expect(result.body == Self.text)
        #expect(result.isWhole)
    }

    @Test(arguments: cases)
    func `a stream that was cut is not whole`(item: Case) throws {
        for length in [1, item.packed.count / 2, item.packed.count - 1] {
            let result = try decode(item.packed.prefix(length), item.codings)
            #expect(!result.isWhole, "\(length) of \(item.packed.count) bytes")
        }
    }

    @Test(arguments: cases)
    func `a body of just the limit passes, and one byte less of it does not`(item: Case) throws {
        let count = Self.text.count
        #expect(try decode(item.packed[...], item.codings, limit: count).outcome == .fine)
        #expect(try decode(item.packed[...], item.codings, limit: count - 1).outcome == .overLimit)
    }

    @Test(arguments: [ContentCoding.gzip, .brotli, .zstandard])
    func `plain text under another name is damage`(coding: ContentCoding) throws {
        #expect(try decode(Array("<rss version='2.0'/>".utf8)[...], [coding]).outcome == .damaged)
    }

    @Test func `a wrong check sum is damage`() throws {
        var packed = Packed.gzip(Self.text)
        packed[packed.count - 6] ^= 1
        #expect(try decode(packed[...], [.gzip]).outcome == .damaged)
    }

    @Test func `padding after gzip is passed over`() throws {
        let result = try decode((Packed.gzip(Self.text) + [0, 0, 0, 0])[...], [.gzip])
        #expect(result.body == Self.text && result.isWhole)
    }

    @Test func `an empty body is whole`() throws {
        let decoder = try #require(BodyDecoder([.gzip]))
        #expect(decoder.isWhole)
    }

    @Test(
        arguments: [
            ("gzip", [ContentCoding.gzip]), ("X-GZIP", [.gzip]), ("identity", []),
            ("deflate , br", [.deflate, .brotli]),
            ("zstd", [.zstandard]), ("compress", nil), ("gzip, gzip, gzip, gzip", nil),
        ] as [(String, [ContentCoding]?)])
    func `codings are told by their names`(header: String, layers: [ContentCoding]?) {
        #expect(ContentCoding.layers(of: header) == layers)
    }
}
