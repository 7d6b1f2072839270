import Snowball
import Testing

struct StemmerTests {
    /// `nil` where there is no algorithm; a macro cannot hold a value that is not copied.
    private static func stem(_ word: [UInt8], _ language: String) -> [UInt8]? {
        guard var stemmer = Stemmer(language: language) else { return nil }
        return stemmer.withStem(of: word.span) { stem in stem.indices.map { stem[$0] } }
    }

    @Test(arguments: Stemmer.languages)
    func `each language that is named has an algorithm`(_ language: String) {
        #expect(Self.stem(Array("a".utf8), language) != nil)
    }

    @Test(arguments: ["ko", "", "EN", "zz"])
    func `there is none for a language that the library does not know`(_ language: String) {
        #expect(Self.stem(Array("a".utf8), language) == nil)
    }

    @Test(arguments: [
        ("summits", "en", "summit"), ("meetings", "en", "meet"), ("переговоров", "ru", "переговор"),
        ("negotiations", "fr", "negoti"), ("", "en", ""),
    ])
    func `words are cut to their stems`(_ word: String, _ language: String, _ expected: String) {
        #expect(Self.stem(Array(word.utf8), language).map { String(decoding: $0, as: UTF8.self) } == expected)
    }

    @Test func `bytes that are no text are cut or left, never more`() throws {
        for bytes: [UInt8] in [[0xFF, 0xFE], [0xD0], [0], Array(repeating: 0xD0, count: 1000)] {
            #expect(try #require(Self.stem(bytes, "ru")).count <= bytes.count)
        }
    }
}
