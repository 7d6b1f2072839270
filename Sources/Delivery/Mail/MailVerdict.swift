import Curl
import Model
import Pipeline
import Text

/// What the words of a mail server mean for a delivery.
///
/// - Source: RFC 5321 §4.2.1 and §4.5.4.1; RFC 3463 for the second number.
enum MailVerdict {
    /// After a passing refusal, such as that of a server which greets strangers later: most let them in after a few
    /// minutes.
    static let greylistWait: Duration = .minutes(5)
    /// After a login that was not accepted: more tries shut accounts.
    static let loginWait: Duration = .minutes(15)
    /// Columns of a server's words that are repeated.
    private static let excerptColumns = 300

    /// Whether another try may be taken.
    ///
    /// A full mailbox (552) is emptied some day, a message that is too long (552 5.3.4) does not get shorter.
    /// - Source: RFC 5321 §4.5.3.1.10.
    static func isPassing(_ reply: MailReply) -> Bool {
        switch reply.code {
        case 400..<500: true
        case 552: !reply.text.hasPrefix("5.3.4")
        default: false
        }
    }

    /// `550 5.1.1 no such user`, harmless and bounded.
    static func words(_ reply: MailReply) -> String { shown("\(reply.code) \(reply.text)") }

    /// What becomes of a delivery that the server took for nobody.
    static func error(for error: MailSubmissionError) -> DeliveryError {
        let message = shown(error.message)
        switch error.kind {
        case .login:
            let reply = error.reply.map { " (\(words($0)))" } ?? ""
            return .unavailable(
                message: "\(message)\(reply): check user and password-file in [mail]; "
                    + "many providers want a password made for programs",
                retryAfter: loginWait)
        case .tls:
            return .unavailable(
                message: "\(message): check smtp in [mail], smtps with port 465 or smtp with port 587, "
                    + "and ca-file for an authority of your own", retryAfter: nil)
        case .publicAddress:
            return .unavailable(message: "\(message): remove it from [mail]", retryAfter: nil)
        case .unreachable, .cancelled, .other: return .unavailable(message: message, retryAfter: nil)
        case .reply: return self.error(forReply: error, message: message)
        }
    }

    private static func error(forReply error: MailSubmissionError, message: String) -> DeliveryError {
        guard let reply = error.reply else { return .unavailable(message: message, retryAfter: nil) }
        // Of several recipients, one that may be taken later is worth another try.
        if isPassing(reply) || error.refused.values.contains(where: isPassing) {
            return .unavailable(message: message, retryAfter: greylistWait)
        }
        if reply.code == 530 || reply.code == 538 {
            return .unavailable(
                message: "\(message): the server wants a login: set user and password-file in [mail]",
                retryAfter: loginWait)
        }
        return .refused(message: message)
    }

    private static func shown(_ text: String) -> String {
        TerminalText.truncated(
            TerminalText.safe(text).split(separator: " ").joined(separator: " "), to: excerptColumns)
    }
}
