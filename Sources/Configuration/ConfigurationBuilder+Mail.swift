import Model
import Text

/// `[mail]`.
extension ConfigurationBuilder {
    mutating func readMail(_ section: INIDocument.Section) {
        var reader = SectionReader(section)
        defer { take(reader) }
        let server = mailServer(&reader)
        let from = reader.value("from") { MailAddress($0) }
        let files = section.position.file
        let hello = reader.value("hello") { MailAddress.isDomain($0) ? $0 : nil }
        let allowsPlain = reader.bool("plain-smtp") ?? false
        let connectTimeout = reader.duration("connect-timeout")
        let messageBytes = reader.size("max-message")
        let unsubscribe = reader.value("unsubscribe", read: WebAddress.unsubscribe)
        for key in ["smtp", "from"] where !reader.has(key) {
            reader.fail(at: section.position, "[mail] has no \(key)")
        }
        checkLogin(&reader)
        if allowsPlain, let server { checkPlain(&reader, server: server) }
        guard let server, let from else { return }
        var mail = MailSettings(server: server, from: from)
        mail.user = reader.text("user")
        mail.passwordFile = reader.text("password-file")
        mail.authorityFile = reader.text("ca-file").map { ConfigurationFile.path($0, relativeTo: files) }
        mail.hello = hello
        mail.allowsPlain = allowsPlain
        mail.connectTimeout = connectTimeout ?? mail.connectTimeout
        mail.messageBytes = messageBytes ?? mail.messageBytes
        mail.unsubscribe = unsubscribe
        self.mail = mail
    }

    private func mailServer(_ reader: inout SectionReader) -> MailServer? {
        guard let entry = reader.entry("smtp") else { return nil }
        let text = entry.value.text
        if let server = WebAddress.mailServer(text) { return server }
        if text.contains("@") {
            reader.fail(entry, "a login does not belong into `smtp`: use user and password-file")
        } else {
            reader.fail(
                entry, "`smtp` takes \(ValueForm.mailServer.words), not `\(text.shown)`",
                suggestion: WebAddress.mailServer(meantBy: text))
        }
        return nil
    }

    private func checkLogin(_ reader: inout SectionReader) {
        if reader.has("user"), !reader.has("password-file") {
            reader.fail(at: reader.place("user"), "[mail] has a user and no password-file")
        } else if reader.has("password-file"), !reader.has("user") {
            reader.fail(at: reader.place("password-file"), "[mail] has a password-file and no user")
        }
    }

    private func checkPlain(_ reader: inout SectionReader, server: MailServer) {
        let place = reader.place("plain-smtp")
        if server.isSecure {
            reader.warn(at: place, "`plain-smtp` has no effect on a server that smtps encrypts")
        } else if reader.has("user") {
            reader.fail(at: place, "a password is not sent unencrypted: remove `plain-smtp`, or user")
        }
    }

    /// Mail needs a server, and a server mail.
    mutating func checkMail(_ sections: [INIDocument.Section]) {
        let section = sections.first { $0.kind == "mail" }
        if let mailRoute, section == nil {
            fail(
                at: mailRoute.position,
                "route `\(mailRoute.name)` sends mail and there is no [mail]: name the server there, `smtp` and `from`"
            )
        }
        if let section, mailRoute == nil {
            warn(at: section.position, "[mail] is used nowhere: no route is of type email")
        }
    }
}
