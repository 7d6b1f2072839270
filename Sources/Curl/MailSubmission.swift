import Synchronization

/// One message on its way to a mail server.
package struct MailSubmission: Sendable {
    /// `smtp://host:port` or `smtps://host:port`.
    package var server: String
    /// What the client calls itself; `nil` for the machine's name.
    package var hello: String?
    package var login: Login?
    /// PEM file with the authorities that are trusted instead of the system's.
    package var authorityFile: String?
    /// Sends unencrypted where the server is `smtp`, and then to addresses outside the public network only.
    package var allowsPlain: Bool
    /// Mailboxes, without angle brackets.
    package var sender: String
    package var recipients: [String]
    /// Headers and body, lines ended by CR LF; dots at the start of lines are not doubled.
    package var message: [UInt8]
    package var connectTimeout: Duration
    package var totalTimeout: Duration

    package struct Login: Sendable {
        package var user: String
        package var password: String

        package init(user: String, password: String) {
            self.user = user
            self.password = password
        }
    }

    package init(server: String, sender: String, recipients: [String], message: [UInt8]) {
        self.server = server
        hello = nil
        login = nil
        authorityFile = nil
        allowsPlain = false
        self.sender = sender
        self.recipients = recipients
        self.message = message
        connectTimeout = .seconds(10)
        totalTimeout = .seconds(30)
    }
}

/// What became of a submission.
package struct MailReceipt: Sendable, Hashable {
    /// Mailboxes for which the server has taken the message.
    package var accepted: [String]
    /// Mailboxes that the server did not take, with its words.
    package var refused: [String: MailReply]

    package init(accepted: [String], refused: [String: MailReply]) {
        self.accepted = accepted
        self.refused = refused
    }
}

/// What a mail server said: `550 5.1.1 no such user`.
package struct MailReply: Sendable, Hashable {
    /// Three digits.
    package var code: Int
    /// Without the code; of a reply of several lines the last.
    package var text: String

    package init(code: Int, text: String) {
        self.code = code
        self.text = text
    }
}

/// Why a server did not take a message for anybody.
package struct MailSubmissionError: Error, Sendable, Hashable {
    package enum Kind: Sendable, Hashable {
        /// No server, no connection, no answer in time.
        case unreachable
        /// The server offers no encryption, or its certificate is not trusted.
        case tls
        /// The server does not know the login.
        case login
        /// Mail without encryption would go to an address of the public network.
        case publicAddress
        /// The server answered a command with `reply`.
        case reply
        case cancelled
        case other
    }

    package var kind: Kind
    package var message: String
    package var reply: MailReply?
    /// Mailboxes that the server refused, where it was they.
    package var refused: [String: MailReply] = [:]

    package init(kind: Kind, message: String, reply: MailReply? = nil) {
        self.kind = kind
        self.message = message
        self.reply = reply
    }
}

/// Ends a submission that is under way from another thread.
package final class MailCancellation: Sendable {
    private let flag = Atomic(false)

    package init() {}

    package var isCancelled: Bool { flag.load(ordering: .relaxed) }

    package func cancel() { flag.store(true, ordering: .relaxed) }
}
