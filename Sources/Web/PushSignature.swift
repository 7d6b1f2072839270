import Crypto
import Text

/// The proof that a pushed body comes from whoever knows the secret.
///
/// - Source: WebSub §7.1, §8; RFC 2104.
package enum PushSignature {
    /// Whether `header`, `sha256=…` say, is the signature of `body` under `secret`; false where there is none.
    ///
    /// Codes are compared in a time that does not tell where they differ.
    package static func isValid(_ header: String?, of body: [UInt8], secret: String) -> Bool {
        guard let header, let equals = header.firstIndex(of: "="), header.utf8.count <= longestHeader,
            let method = MessageAuthentication.Hash(rawValue: header[..<equals].lowercased()),
            let given = bytes(ofHexadecimal: header[header.index(after: equals)...]),
            let code = try? MessageAuthentication.code(of: body, key: Array(secret.utf8), by: method)
        else { return false }
        return MessageAuthentication.isEqual(given, code)
    }

    /// Bytes: sha512 takes 135.
    private static let longestHeader = 256

    private static func bytes(ofHexadecimal text: Substring) -> [UInt8]? {
        let digits = text.utf8.filter { $0 > 0x20 }
        guard digits.count % 2 == 0 else { return nil }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(digits.count / 2)
        for index in stride(from: 0, to: digits.count, by: 2) {
            guard let high = value(of: digits[index]), let low = value(of: digits[index + 1]) else {
                return nil
            }
            bytes.append(high << 4 | low)
        }
        return bytes
    }

    private static func value(of digit: UInt8) -> UInt8? {
        switch digit {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): digit - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): digit - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}
