import Text

/// A mail address with, where there is one, the name before it: `Korea desk <desk@example.org>`.
///
/// Whatever cannot stand in a header or an SMTP command as it is makes no address: controls and line ends, controls
/// of direction, letters beyond ASCII in the mailbox, quoted local parts, comments.
/// - Source: RFC 5321 §4.1.2 and §4.5.3.1; RFC 5322 §3.4.1.
package struct MailAddress: Hashable, Sendable, Codable, CustomStringConvertible {
    /// As shown to people; any script.
    package let name: String?
    /// `local@domain`, ASCII.
    package let mailbox: String

    private static let longestLocalPart = 64
    private static let longestMailbox = 254
    private static let longestLabel = 63
    /// Characters of a name.
    private static let longestName = 128

    /// Reads `local@domain`, `<local@domain>` or `name <local@domain>`; `nil` for anything else.
    package init?(_ text: String) {
        let whole = Self.trimmed(text[...])
        var mailbox = whole
        var name: String?
        if whole.last == ">", let open = whole.lastIndex(of: "<") {
            mailbox = whole[whole.index(after: open)...].dropLast()
            var words = Self.trimmed(whole[..<open])
            if words.count >= 2, words.first == "\"", words.last == "\"" {
                words = words.dropFirst().dropLast()
            }
            name = words.isEmpty ? nil : String(words)
        }
        if let name {
            guard name.count <= Self.longestName, TerminalText.safe(name) == name,
                !name.contains(where: { "<>\"\\@,;".contains($0) })
            else { return nil }
        }
        guard Self.isMailbox(mailbox) else { return nil }
        self.name = name
        self.mailbox = String(mailbox)
    }

    /// The part behind the at sign.
    package var domain: String { String(mailbox.drop { $0 != "@" }.dropFirst()) }

    package var description: String { name.map { "\($0) <\(mailbox)>" } ?? mailbox }

    private static func isMailbox(_ text: Substring) -> Bool {
        guard text.utf8.count <= longestMailbox, let at = text.lastIndex(of: "@") else { return false }
        let local = text[..<at]
        guard !local.isEmpty, local.utf8.count <= longestLocalPart else { return false }
        return dotted(local, allows: isAtomByte) && isDomain(String(text[text.index(after: at)...]))
    }

    /// Whether `text` is a domain of letters, digits and hyphens: the `xn--` form of one in another script.
    package static func isDomain(_ text: String) -> Bool {
        dotted(text[...]) { isLetterOrDigit($0) || $0 == 0x2D }
            && text.split(separator: ".").allSatisfy { label in
                label.utf8.count <= longestLabel && label.first != "-" && label.last != "-"
            }
    }

    private static func dotted(_ text: Substring, allows: (UInt8) -> Bool) -> Bool {
        !text.isEmpty
            && text.split(separator: ".", omittingEmptySubsequences: false)
                .allSatisfy { !$0.isEmpty && $0.utf8.allSatisfy(allows) }
    }

    private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
        (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
    }

    private static func isAtomByte(_ byte: UInt8) -> Bool {
        isLetterOrDigit(byte) || atomBytes.contains(byte)
    }

    private static let atomBytes = Set("!#$%&'*+-/=?^_`{|}~".utf8)

    private static func trimmed(_ text: Substring) -> Substring {
        var text = text
        while text.first == " " || text.first == "\t" { text.removeFirst() }
        while text.last == " " || text.last == "\t" { text.removeLast() }
        return text
    }
}
