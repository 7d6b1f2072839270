import Crypto
import Model
import Testing
import Web

@Suite struct PushSignatureTests {
    /// Of "The quick brown fox jumps over the lazy dog" under "key", as published with each of the hashes.
    static let known = [
        "sha1=de7c9b85b8b78aa6bc8a7a36f70a90701c9db4d9",
        "sha256=f7bc83f430538424b13298e6aa6fb143ef4d59a14946175997479dbc2d1a3cd8",
        "sha384=d7f4727e2c0b39ae0f1e40cc96f60242d5b7801841cea6fc592c5d3e1ae50700582a96cf35e1e554995fe4e03381c237",
        "sha512=b42af09057bac1e2d41708e48a902e09b5ff7f12ab428a4fe86653c73dd248fb82f948a549f7b791a5b41915ee4d1ec3935357e4e2317250d0372afa2ebeeb3a",
    ]
    static let body = Array("The quick brown fox jumps over the lazy dog".utf8)

    @Test(arguments: known)
    func `a signature is known by each of the four hashes, in either case`(header: String) {
        #expect(PushSignature.isValid(header, of: Self.body, secret: "key"))
        #expect(PushSignature.isValid(header.uppercased(), of: Self.body, secret: "key"))
    }

    @Test(arguments: known)
    func `another body or secret, or a digit more or less, is not signed`(header: String) {
        #expect(!PushSignature.isValid(header, of: Self.body + [0], secret: "key"))
        #expect(!PushSignature.isValid(header, of: Self.body, secret: "kez"))
        #expect(!PushSignature.isValid(String(header.dropLast()), of: Self.body, secret: "key"))
        #expect(!PushSignature.isValid(String(header.dropLast(2)), of: Self.body, secret: "key"))
        #expect(!PushSignature.isValid(header + "00", of: Self.body, secret: "key"))
    }

    @Test func `of several signatures the strongest counts, wherever it stands`() {
        let wrong = Self.known.map { String($0.dropLast()) + "0" }
        for list in [Self.known, Self.known.reversed()] {
            #expect(PushSignature.isValid(list.joined(separator: ", "), of: Self.body, secret: "key"))
        }
        // sha1 to sha384 hold, sha512 does not; then the other way round.
        let weak = Self.known.dropLast() + wrong.suffix(1)
        #expect(!PushSignature.isValid(weak.joined(separator: ","), of: Self.body, secret: "key"))
        let strong = wrong.dropLast() + Self.known.suffix(1)
        #expect(PushSignature.isValid(strong.joined(separator: ","), of: Self.body, secret: "key"))
        #expect(
            !PushSignature.isValid(Self.known[1] + ",sha512=nonsense", of: Self.body, secret: "key"))
        #expect(
            PushSignature.isValid("md5=00," + Self.known[0] + ",x", of: Self.body, secret: "key"))
    }

    @Test(arguments: [
        nil, "", "=", "sha256", "sha256=", "md5=80070713463e7749b90c2dc24911e275", "sha256=zz",
        "sha1=f7bc83f430538424b13298e6aa6fb143ef4d59a14946175997479dbc2d1a3cd8",
        "f7bc83f430538424b13298e6aa6fb143ef4d59a14946175997479dbc2d1a3cd8",
        "sha256=" + String(repeating: "0", count: 100_000),
    ])
    func `what is no signature is none`(header: String?) {
        #expect(!PushSignature.isValid(header, of: Self.body, secret: "key"))
    }
}

@Suite struct PushRateTests {
    private let start = Timestamp(seconds: 1_556_020_800)

    @Test func `a feed may be sent so many at once, and so many a minute`() {
        var rate = PushRate(limit: 3)
        let first = (0..<4).map { _ in rate.take(FeedID(1), at: start) }
        #expect(first.map { $0 == nil } == [true, true, true, false])
        #expect(first[3] == .milliseconds(20_001))
        #expect(rate.take(FeedID(2), at: start) == nil)
        #expect(rate.take(FeedID(1), at: start + .seconds(19)) != nil)
        #expect(rate.take(FeedID(1), at: start + .seconds(21)) == nil)
        let later = (0..<4).map { _ in rate.take(FeedID(1), at: start + .hours(5)) }
        #expect(later.map { $0 == nil } == [true, true, true, false])
    }

    @Test func `a clock that is set back opens nothing and locks nobody out`() {
        var rate = PushRate(limit: 1)
        #expect(rate.take(FeedID(1), at: start) == nil)
        #expect(rate.take(FeedID(1), at: start - .days(1)) != nil)
        #expect(rate.take(FeedID(1), at: start - .days(1) + .minutes(1)) == nil)
    }
}
