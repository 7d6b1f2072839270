import Crypto
import Model
import Text

/// Header fields of a message: one for one line or, folded, several; nothing of a value can begin another field.
///
/// - Source: RFC 5322 §2.1.1 and §2.2.3; RFC 2047 §2, §5 and §6.
enum MailHeader {
    /// Columns of a line that holds no encoded word; RFC 5322 recommends 78.
    static let lineColumns = 76
    /// Octets of an encoded word.
    static let wordOctets = 75

    /// A field whose value is text for people, in any script.
    static func text(_ name: String, _ value: String) -> String {
        let value = TerminalText.safe(value)
        let words = value.split(separator: " ")
        let isPlain =
            value.utf8.allSatisfy { (0x20...0x7E).contains($0) } && !value.contains("=?")
            && words.allSatisfy { $0.utf8.count <= lineColumns - name.utf8.count - 2 }
        if isPlain { return folded(name, words.map(String.init)) }
        return "\(name): " + encoded(value, after: name.utf8.count + 2).joined(separator: "\r\n ") + "\r\n"
    }

    /// A field whose value is made by us, of visible ASCII: it is folded at spaces.
    static func plain(_ name: String, _ value: String) -> String {
        folded(name, value.split(separator: " ").map(visible))
    }

    /// A field of addresses.
    static func addresses(_ name: String, _ addresses: [MailAddress]) -> String {
        var column = name.utf8.count + 2
        var lines: [String] = []
        for (index, address) in addresses.enumerated() {
            let comma = index == addresses.count - 1 ? "" : ","
            lines.append(Self.address(address, after: column) + comma)
            column = 1
        }
        return "\(name): " + lines.joined(separator: "\r\n ") + "\r\n"
    }

    private static func address(_ address: MailAddress, after column: Int) -> String {
        guard let name = address.name else { return address.mailbox }
        let safe = TerminalText.safe(name)
        let isAtoms = safe.utf8.allSatisfy { atomBytes.contains($0) || $0 == 0x20 }
        let isQuotable = safe.utf8.allSatisfy { (0x20...0x7E).contains($0) && $0 != 0x22 && $0 != 0x5C }
        guard isQuotable, safe.utf8.count + address.mailbox.utf8.count < lineColumns else {
            let words = encoded(safe, after: column).joined(separator: "\r\n ")
            return "\(words)\r\n <\(address.mailbox)>"
        }
        return isAtoms ? "\(safe) <\(address.mailbox)>" : "\"\(safe)\" <\(address.mailbox)>"
    }

    private static let atomBytes = Set(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789!#$%&'*+-/=?^_`{|}~".utf8)

    private static func visible(_ text: Substring) -> String {
        String(decoding: text.utf8.filter { (0x21...0x7E).contains($0) }, as: UTF8.self)
    }

    private static func folded(_ name: String, _ words: [String]) -> String {
        var lines: [String] = []
        var line = "\(name):"
        for word in words {
            if line.utf8.count + 1 + word.utf8.count > lineColumns, line.utf8.count > name.utf8.count + 1 {
                lines.append(line)
                line = ""
            }
            line += " " + word
        }
        return (lines + [line]).joined(separator: "\r\n") + "\r\n"
    }

    /// `text` as encoded words, none of which splits a character; `column` is where the first begins.
    private static func encoded(_ text: String, after column: Int) -> [String] {
        var words: [String] = []
        var piece: [UInt8] = []
        // Three octets make four; the frame takes twelve.
        var room = max(3, (min(wordOctets, lineColumns - column) - 12) / 4 * 3)
        func flush() {
            guard !piece.isEmpty else { return }
            words.append("=?UTF-8?B?\(Base64.encode(piece))?=")
            piece = []
            room = (wordOctets - 12) / 4 * 3
        }
        for character in text {
            let whole = Array(character.utf8)
            if piece.count + whole.count > room { flush() }
            if whole.count <= room {
                piece += whole
                continue
            }
            // A letter under a heap of marks: between two scalars at least.
            for scalar in character.unicodeScalars {
                let bytes = Array(String(Character(scalar)).utf8)
                if piece.count + bytes.count > room { flush() }
                piece += bytes
            }
        }
        flush()
        return words
    }
}
