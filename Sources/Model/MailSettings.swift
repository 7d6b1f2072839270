/// What `[mail]` says: the server by which mail leaves, every default filled in.
package struct MailSettings: Hashable, Sendable, Codable {
    package var server: MailServer
    package var from: MailAddress
    package var user: String?
    package var passwordFile: String?
    /// PEM file with the authorities that are trusted instead of the system's.
    package var authorityFile: String?
    /// What the client calls itself to the server; `nil` for the name of the machine.
    package var hello: String?
    /// Whether mail may go unencrypted, which it then does to loopback and private addresses only.
    package var allowsPlain: Bool
    package var connectTimeout: Duration
    /// A longer message goes without its HTML, and not at all where it is longer still.
    package var messageBytes: Int
    /// A mail or web address for `List-Unsubscribe`.
    package var unsubscribe: String?

    package init(server: MailServer, from: MailAddress) {
        self.server = server
        self.from = from
        user = nil
        passwordFile = nil
        authorityFile = nil
        hello = nil
        allowsPlain = false
        connectTimeout = .seconds(10)
        messageBytes = 1 << 20
        unsubscribe = nil
    }
}

/// The address of a mail server: `smtps://mail.example.org:465`, `smtp://mail.example.org:587`.
package struct MailServer: Hashable, Sendable, Codable, CustomStringConvertible {
    /// Encrypted from the first byte; otherwise by STARTTLS.
    package var isSecure: Bool
    /// A name or an address, those of IPv6 in brackets.
    package var host: String
    package var port: Int

    package init(isSecure: Bool, host: String, port: Int) {
        self.isSecure = isSecure
        self.host = host
        self.port = port
    }

    package var description: String { "\(isSecure ? "smtps" : "smtp")://\(host):\(port)" }

    /// The ports of submission.
    ///
    /// - Source: RFC 8314 §3.3, RFC 6409 §3.1.
    package static func port(isSecure: Bool) -> Int { isSecure ? 465 : 587 }
}
