import Curl
import Model
import Pipeline
import Synchronization
import Text

/// Messages as mail, one to all recipients of the route.
///
/// Where the server takes a message for some of them, the next attempt goes to the others only; a restart forgets
/// that, and the twin has the same `Message-ID`.
struct EmailChannel: Channel {
    let route: RouteSettings
    let settings: MailSettings
    let password: Secret?
    let transport: any MailTransport
    /// Under which story pages are served; `nil` for nowhere.
    var base: String?
    let offset: @Sendable (Timestamp) -> Duration?
    let progress = MailProgress()

    func send(_ message: Message, at moment: Timestamp) async throws(DeliveryError) {
        let key = message.idempotencyKey
        let pending = route.recipients.map(\.mailbox).filter { !progress.isDone($0, of: key) }
        var submission = MailSubmission(
            server: settings.server.description, sender: settings.from.mailbox, recipients: pending,
            message: try bytes(of: message))
        submission.hello = settings.hello
        submission.authorityFile = settings.authorityFile
        submission.allowsPlain = settings.allowsPlain
        submission.connectTimeout = min(settings.connectTimeout, route.timeout)
        submission.totalTimeout = route.timeout
        if let user = settings.user, let password {
            let text = Secret.trimmed(try await password.text())
            guard !text.isEmpty else {
                throw .unavailable(message: "the password-file of [mail] is empty", retryAfter: nil)
            }
            submission.login = MailSubmission.Login(user: user, password: text)
        }
        let receipt: MailReceipt
        do throws(MailSubmissionError) {
            receipt = try await transport.submit(submission)
        } catch {
            throw MailVerdict.error(for: error)
        }
        try progress.note(receipt, of: key, all: route.recipients.count)
    }

    /// The message as it is sent.
    ///
    /// - Throws: `refused` where it is longer than [mail] allows even without its HTML.
    func bytes(of message: Message) throws(DeliveryError) -> [UInt8] {
        let decided = message.decided
        let clock = offset(decided)
        let names = route.recipients.map(\.mailbox).joined(separator: ", ")
        let content = MailContent(
            message, offset: clock, base: base,
            footer: "You get this because route “\(route.name)” names \(names).")
        var mail = MailMessage(
            from: settings.from, to: route.recipients, subject: content.subject, date: decided,
            offset: clock ?? .zero, id: content.id, list: content.list, text: content.text, html: content.html
        )
        mail.references = content.references
        mail.follows = content.follows
        mail.fields = content.fields
        mail.unsubscribe = settings.unsubscribe
        var bytes = mail.bytes
        if bytes.count > settings.messageBytes {
            mail.html = nil
            bytes = mail.bytes
        }
        guard bytes.count <= settings.messageBytes else {
            throw .refused(
                message: "the message has \(bytes.count) bytes, more than max-message in [mail] allows")
        }
        return bytes
    }
}

/// For whom the server took a message, as long as somebody is missing.
final class MailProgress: Sendable {
    private struct Standing {
        var accepted: Set<String> = []
        var refused: [String: String] = [:]
    }

    private let standings = Mutex<[String: Standing]>([:])

    /// Messages that are remembered; more than this wait nowhere.
    private static let limit = 1000

    func isDone(_ mailbox: String, of key: String) -> Bool {
        standings.withLock { standings in
            guard let standing = standings[key] else { return false }
            return standing.accepted.contains(mailbox) || standing.refused[mailbox] != nil
        }
    }

    /// Remembers what `receipt` says.
    ///
    /// - Throws: `unavailable` where somebody may get the message later, `refused` where somebody never will.
    func note(_ receipt: MailReceipt, of key: String, all: Int) throws(DeliveryError) {
        let passing = receipt.refused.filter { MailVerdict.isPassing($0.value) }
        let standing = standings.withLock { standings -> Standing in
            var standing = standings[key] ?? Standing()
            standing.accepted.formUnion(receipt.accepted)
            for (mailbox, reply) in receipt.refused where passing[mailbox] == nil {
                standing.refused[mailbox] = MailVerdict.words(reply)
            }
            if standings.count >= Self.limit { standings.removeAll() }
            standings[key] = passing.isEmpty ? nil : standing
            return standing
        }
        let share = "taken for \(standing.accepted.count) of \(all)"
        if !passing.isEmpty {
            let words = passing.mapValues { MailVerdict.words($0) }
            throw .unavailable(
                message: "\(share); \(Self.list(words))", retryAfter: MailVerdict.greylistWait)
        }
        guard standing.refused.isEmpty else {
            throw .refused(message: "\(share); \(Self.list(standing.refused))")
        }
    }

    private static func list(_ words: [String: String]) -> String {
        words.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)" }.joined(separator: "; ")
    }
}
