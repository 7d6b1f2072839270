import Crypto
import Testing

@Suite struct `base64` {
    /// RFC 4648 §10.
    static let pairs = [
        ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="), ("fooba", "Zm9vYmE="),
        ("foobar", "Zm9vYmFy"),
    ]

    @Test(arguments: pairs)
    func `encodes with padding`(plain: String, encoded: String) {
        #expect(Base64.encode(Array(plain.utf8)) == encoded)
    }

    @Test(arguments: pairs)
    func `decodes with padding and without`(plain: String, encoded: String) {
        #expect(Base64.decode(encoded) == Array(plain.utf8))
        #expect(Base64.decode(String(encoded.prefix { $0 != "=" })) == Array(plain.utf8))
    }

    @Test(arguments: [
        "Z", "Zg=", "Zg===", "Z===", "====", "=", "Zm9v Zm9v", " Zm9v", "Zm9v\n", "Zm-v", "Zm_v", "Zm=v",
        "한국",
        "Zm9v=", "Zm9v====",
    ])
    func `takes nothing else`(text: String) {
        #expect(Base64.decode(text) == nil)
    }

    @Test func `gives every byte back`() {
        let bytes = (0...255).map { UInt8($0) }
        for count in 0...bytes.count {
            let piece = Array(bytes.prefix(count))
            #expect(Base64.decode(Base64.encode(piece)) == piece)
        }
    }
}
