import Crypto

/// The text of one part of a message, encoded so that every line is short and ASCII.
///
/// - Source: RFC 2045 §6.7 and §6.8.
struct MailBody: Hashable, Sendable {
    /// `quoted-printable` or `base64`, whichever is readable or, for text that is mostly not ASCII, shorter.
    let encoding: String
    /// Lines end in CR LF, the last too.
    let bytes: [UInt8]

    /// Octets of a line, without its end.
    static let lineOctets = 76

    /// - Parameter text: lines end in LF; controls other than that and TAB are left out.
    init(_ text: String) {
        let clean = Self.clean(text)
        let foreign = clean.utf8.count { $0 >= 0x80 }
        // An octet takes three in one and a third more in the other.
        if foreign * 6 > clean.utf8.count {
            encoding = "base64"
            bytes = Self.base64(
                Array(
                    clean.split(separator: "\n", omittingEmptySubsequences: false)
                        .joined(separator: "\r\n").utf8))
        } else {
            encoding = "quoted-printable"
            bytes = Self.quotedPrintable(Array(clean.utf8))
        }
    }

    /// `text` without controls, those of direction among them, and ended by a line feed.
    private static func clean(_ text: String) -> String {
        var result = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            switch scalar.value {
            case 0x0A, 0x09: result.append(scalar)
            case 0..<0x20, 0x7F...0x9F, 0x200E, 0x200F, 0x061C, 0x2028...0x202E, 0x2066...0x2069: continue
            default: result.append(scalar)
            }
        }
        if result.last != "\n" { result.append("\n") }
        return String(result)
    }

    private static func base64(_ bytes: [UInt8]) -> [UInt8] {
        let code = Array(Base64.encode(bytes).utf8)
        var result: [UInt8] = []
        result.reserveCapacity(code.count + code.count / lineOctets * 2 + 2)
        for start in stride(from: 0, to: code.count, by: lineOctets) {
            result += code[start..<min(start + lineOctets, code.count)]
            result += [0x0D, 0x0A]
        }
        return result
    }

    private static func quotedPrintable(_ bytes: [UInt8]) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count + bytes.count / 8)
        var column = 0
        for (index, byte) in bytes.enumerated() {
            if byte == 0x0A {
                result += [0x0D, 0x0A]
                column = 0
                continue
            }
            let isLast = bytes[index + 1] == 0x0A
            let isBlank = byte == 0x20 || byte == 0x09
            let isPlain = (0x21...0x7E).contains(byte) && byte != 0x3D || isBlank && !isLast
            var code = isPlain ? [byte] : escaped(byte)
            // One octet is for the sign that the line goes on.
            if column + code.count > lineOctets - (isLast ? 0 : 1) {
                result += [0x3D, 0x0D, 0x0A]
                column = 0
            }
            // A dot or an F at the start of a line means something to some servers.
            if column == 0, byte == 0x2E || byte == 0x46 { code = escaped(byte) }
            result += code
            column += code.count
        }
        return result
    }

    private static func escaped(_ byte: UInt8) -> [UInt8] {
        [0x3D, digits[Int(byte >> 4)], digits[Int(byte & 15)]]
    }

    private static let digits = Array("0123456789ABCDEF".utf8)
}
