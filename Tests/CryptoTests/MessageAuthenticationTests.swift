import Crypto
import Testing

@Suite struct `message authentication` {
    struct Case: Sendable, CustomTestStringConvertible {
        let name: String
        let key: [UInt8]
        let message: [UInt8]
        /// In base64.
        let code: String

        var testDescription: String { name }
    }

    /// RFC 4231 test cases 1, 2 and 6; the last from the definition, with a key of no bytes.
    static let cases = [
        Case(
            name: "case 1", key: [UInt8](repeating: 0x0B, count: 20), message: Array("Hi There".utf8),
            code: "sDRMYdjbOFNcqK/OrwvxK4gdwgDJgz2nJuk3bC4yz/c="),
        Case(
            name: "case 2", key: Array("Jefe".utf8), message: Array("what do ya want for nothing?".utf8),
            code: "W9zBRr9gdU5qBCQmCJV1x1oAPwidJzmDnexYuWTsOEM="),
        Case(
            name: "key longer than a block", key: [UInt8](repeating: 0xAA, count: 131),
            message: Array("Test Using Larger Than Block-Size Key - Hash Key First".utf8),
            code: "YOQxWR7gtn8Niiaqy/W3f44LxiE3KMUUBUYEDw7jf1Q="),
        Case(
            name: "nothing under nothing", key: [], message: [],
            code: "thNnmggU2ex3L5XXeMNfxf8Wl8STcVZTxscSFEKSxa0="),
    ]

    @Test(arguments: cases)
    func `gives the published codes`(_ case: Case) throws {
        let code = try MessageAuthentication.sha256(of: `case`.message, key: `case`.key)
        #expect(Base64.encode(code) == `case`.code)
    }

    @Test(arguments: [
        ("", "", true), ("a", "a", true), ("a", "b", false), ("a", "ab", false), ("", "a", false),
    ])
    func `compares codes whole`(left: String, right: String, isEqual: Bool) {
        #expect(MessageAuthentication.isEqual(Array(left.utf8), Array(right.utf8)) == isEqual)
    }
}
