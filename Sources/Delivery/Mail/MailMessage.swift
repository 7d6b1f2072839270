package import Model
import Text

/// A mail before it is written: what it says, to whom, and how it hangs together with others.
///
/// The same values give the same bytes, so that a repeated attempt sends the same message. Texts may hold anything:
/// what could end a header, steer a terminal or turn the direction of reading is left out.
/// - Source: RFC 5322, RFC 2045 to 2047, RFC 2046 §5.1.4, RFC 2919, RFC 2369, RFC 3834.
package struct MailMessage: Hashable, Sendable {
    package var from: MailAddress
    package var to: [MailAddress]
    package var subject: String
    package var date: Timestamp
    /// Of the sender's clock from UTC.
    package var offset: Duration
    /// What stands before the at sign of `Message-ID`; unlike those of all other messages of the sender.
    package var id: String
    /// Such names of earlier messages of the thread, the oldest first.
    package var references: [String]
    /// That of them which this message follows.
    package var follows: String?
    /// What people filter by: the name of a watch or a digest.
    package var list: String
    /// `mailto:` or https address.
    package var unsubscribe: String?
    /// Further fields, `X-Wirewatch-Watch` say.
    package var fields: [Field]
    /// Lines end in LF; they are sent as they are broken.
    package var text: String
    /// Self-contained; without it the message is plain text.
    package var html: String?

    package struct Field: Hashable, Sendable {
        package var name: String
        package var value: String

        package init(_ name: String, _ value: String) {
            self.name = name
            self.value = value
        }
    }

    /// Columns at which lines of text are to be broken.
    package static let textColumns = 72
    /// Bytes of an HTML part that Gmail shows without cutting it; it cuts at 102 kB.
    package static let htmlBytes = 100_000

    package init(
        from: MailAddress, to: [MailAddress], subject: String, date: Timestamp, offset: Duration, id: String,
        list: String, text: String, html: String?
    ) {
        self.from = from
        self.to = to
        self.subject = subject
        self.date = date
        self.offset = offset
        self.id = id
        references = []
        follows = nil
        self.list = list
        unsubscribe = nil
        fields = []
        self.text = text
        self.html = html
    }

    /// The message as a mail server takes it: ASCII, lines of at most 78 octets, ended by CR LF.
    package var bytes: [UInt8] {
        var message = Array(headers.utf8)
        let plain = MailBody(text)
        guard let html else {
            message += part("text/plain; charset=UTF-8", plain)
            return message
        }
        let rich = MailBody(html)
        // Neither encoding can hold these two octets in a row; RFC 2045 §6.7 names them.
        let boundary = "=_wirewatch_\(StableHash.of(id))"
        message += Array("Content-Type: multipart/alternative;\r\n boundary=\"\(boundary)\"\r\n\r\n".utf8)
        for (type, body) in [("text/plain; charset=UTF-8", plain), ("text/html; charset=UTF-8", rich)] {
            message += Array("--\(boundary)\r\n".utf8) + part(type, body)
        }
        return message + Array("--\(boundary)--\r\n".utf8)
    }

    private func part(_ type: String, _ body: MailBody) -> [UInt8] {
        Array("Content-Type: \(type)\r\nContent-Transfer-Encoding: \(body.encoding)\r\n\r\n".utf8)
            + body.bytes
    }

    private var headers: String {
        var headers =
            MailHeader.plain("Date", ShortTime.mailDate(date, offset: offset))
            + MailHeader.addresses("From", [from]) + MailHeader.addresses("To", to)
            + MailHeader.text("Subject", subject) + MailHeader.plain("Message-ID", identifier(id))
        if let follows { headers += MailHeader.plain("In-Reply-To", identifier(follows)) }
        if !references.isEmpty {
            headers += MailHeader.plain(
                "References", references.map(identifier).joined(separator: " "))
        }
        headers += MailHeader.plain("List-Id", "<\(Self.atom(list)).wirewatch.\(from.domain)>")
        if let unsubscribe { headers += MailHeader.plain("List-Unsubscribe", "<\(unsubscribe)>") }
        headers += MailHeader.plain("Auto-Submitted", "auto-generated")
        for field in fields { headers += MailHeader.text(Self.atom(field.name), field.value) }
        return headers + MailHeader.plain("MIME-Version", "1.0")
    }

    private func identifier(_ name: String) -> String { "<\(Self.atom(name))@\(from.domain)>" }

    /// Octets of a word of an identifier; lines have room for it and for a domain.
    private static let longestAtom = 128

    /// `text` as one word that may stand in identifiers: what is no letter, digit, `-`, `_` or `+` becomes `%` and two
    /// digits. A longer one ends with what is made of all of it.
    private static func atom(_ text: String) -> String {
        let digits = Array("0123456789ABCDEF".utf8)
        var result: [UInt8] = []
        for byte in text.utf8 {
            switch byte {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2B, 0x2D, 0x5F: result.append(byte)
            default: result += [0x25, digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            }
        }
        guard result.count > longestAtom else { return String(decoding: result, as: UTF8.self) }
        let hash = String(StableHash.of(text))
        return String(decoding: result.prefix(longestAtom - hash.utf8.count), as: UTF8.self) + hash
    }
}
