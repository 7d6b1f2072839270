/// What client and server said to each other, as far as errors need it: the last command, the last reply, and
/// the replies to recipients.
///
/// What follows `AUTH` is not kept: it may be the password.
/// - Source: RFC 5321 §4.2; RFC 4954 §4.
struct MailDialogue {
    /// As it may be shown: `RCPT TO:<desk@example.org>`.
    private(set) var lastCommand: String?
    private(set) var last: MailReply?
    /// Replies to recipients that were not taken.
    private(set) var refused: [String: MailReply] = [:]
    private var recipient: String?
    private var isOver = false
    /// Until the server has the login or not, lines of ours are secrets, whatever word they begin with.
    private var isLoggingIn = false

    private static let verbs = ["EHLO", "HELO", "STARTTLS", "AUTH", "MAIL", "RCPT", "DATA"]
    /// Characters of a reply that are kept.
    private static let replyLimit = 500

    mutating func command(_ bytes: [UInt8]) {
        guard !isLoggingIn else { return }
        let line = Self.line(bytes)
        // The goodbye and its answer say nothing of the message.
        if line.uppercased().hasPrefix("QUIT") { isOver = true }
        guard let verb = Self.verbs.first(where: { line.uppercased().hasPrefix($0) }) else { return }
        recipient = nil
        isLoggingIn = verb == "AUTH"
        switch verb {
        case "MAIL", "RCPT": lastCommand = String(line.prefix { $0 != ">" }) + ">"
        default: lastCommand = verb
        }
        if verb == "RCPT", let open = line.firstIndex(of: "<"), let close = line.firstIndex(of: ">") {
            recipient = String(line[line.index(after: open)..<close])
        }
    }

    mutating func reply(_ bytes: [UInt8]) {
        // Lines but the last have a hyphen behind the code.
        for piece in Self.line(bytes).split(whereSeparator: \.isNewline) {
            let digits = piece.prefix(3)
            guard digits.count == 3, let code = Int(digits), (200...599).contains(code) else { continue }
            let rest = piece.dropFirst(3)
            guard rest.first != "-" else { continue }
            let reply = MailReply(code: code, text: String(rest.dropFirst().prefix(Self.replyLimit)))
            guard !isOver else { continue }
            // 334 asks for more of the login.
            if code != 334 { isLoggingIn = false }
            last = reply
            if code >= 400, let recipient { refused[recipient] = reply }
        }
    }

    private static func line(_ bytes: [UInt8]) -> String {
        var text = String(decoding: bytes, as: UTF8.self)
        while text.last?.isNewline == true { text.removeLast() }
        return text
    }
}
