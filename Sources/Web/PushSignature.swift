import Crypto
import Text

/// The proof that a pushed body comes from whoever knows the secret.
///
/// - Source: WebSub §7.1, §8; RFC 2104.
package enum PushSignature {
    /// Whether `header`, `sha256=…` say, is the signature of `body` under `secret`; false where there is none.
    ///
    /// Where it is a list, made with several hashes, the strongest of them counts, and no other: whoever could forge a
    /// weak one would send it beside nonsense. Codes are compared in a time that does not tell where they differ.
    package static func isValid(_ header: String?, of body: [UInt8], secret: String) -> Bool {
        guard let header, header.utf8.count <= longestHeader else { return false }
        let signatures = header.split(separator: ",").compactMap { Self.signature($0) }
        guard let method = signatures.map(\.method).max(by: { $0.byteCount < $1.byteCount }),
            let code = try? MessageAuthentication.code(of: body, key: Array(secret.utf8), by: method)
        else { return false }
        return signatures.contains {
            $0.method == method && MessageAuthentication.isEqual($0.code, code)
        }
    }

    /// Bytes: all four take 344.
    private static let longestHeader = 512

    /// One `method=code`; `nil` where the method is none that we know.
    private static func signature(_ text: Substring) -> (method: MessageAuthentication.Hash, code: [UInt8])? {
        guard let equals = text.firstIndex(of: "="),
            let method = MessageAuthentication.Hash(
                rawValue: text[..<equals].lowercased().filter { $0 != " " })
        else { return nil }
        // What cannot be read is a signature all the same, and a wrong one.
        return (method, bytes(ofHexadecimal: text[text.index(after: equals)...]) ?? [])
    }

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
