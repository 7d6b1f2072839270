import Markup

/// Addresses that came from outside, before they become links: on pages, in mails, in messages.
package enum WebLink {
    /// Bytes; longer ones are no addresses of articles.
    package static let limit = 2048

    /// `url` where it can be followed: of the web, absolute, of characters that an address may have, or of other
    /// scripts, none of which is invisible; `nil` otherwise.
    package static func safe(_ url: String?) -> String? {
        guard let url, isSafe(url) else { return nil }
        return url
    }

    private static func isSafe(_ url: String) -> Bool {
        url.utf8.count <= limit && URLResolver.isWeb(url)
            && url.unicodeScalars.allSatisfy { scalar in
                switch scalar.value {
                case 0...0x20, 0x22, 0x3C, 0x3E, 0x5C, 0x60, 0x7F...0xA0, 0x061C, 0x200B...0x200F,
                    0x2028...0x202F, 0x2060...0x206F, 0xFEFF, 0xFFFE, 0xFFFF:
                    false
                default: true
                }
            }
    }

    /// `name` as one part of a path or a tag: everything but letters, digits, `-`, `_` and `.` encoded.
    static func segment(_ name: String) -> String {
        ascii(name, also: Set((0x00...0x7E).filter { !isPlain(UInt8($0)) }.map { UInt8($0) }))
    }

    private static func isPlain(_ byte: UInt8) -> Bool {
        (0x61...0x7A).contains(byte | 0x20) || (0x30...0x39).contains(byte)
            || [0x2D, 0x2E, 0x5F].contains(byte)
    }

    /// `url` with what RFC 3986 wants encoded: a link in Atom, JSON Feed and Markdown is plain ASCII.
    static func ascii(_ url: String, also more: Set<UInt8> = []) -> String {
        let digits = Array("0123456789ABCDEF".utf8)
        var bytes: [UInt8] = []
        for byte in url.utf8 {
            if byte > 0x7E || byte == 0x7B || byte == 0x7C || byte == 0x7D || byte == 0x5E
                || more.contains(byte)
            {
                bytes += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            } else {
                bytes.append(byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
