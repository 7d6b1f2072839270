import Digests
import Model
import Text

/// What a mail says and how it is named; to whom it goes is the route's.
struct MailContent: Hashable, Sendable {
    var subject: String
    var text: String
    var html: String
    /// See `MailMessage.id`.
    var id: String
    var references: [String] = []
    var follows: String?
    var list: String
    var fields: [MailMessage.Field] = []

    /// What a mail says of `message`.
    ///
    /// An update follows the first alert of its watch and story. All alerts of a story, of whatever watch, have a name
    /// before them that no message bears: clients put them under one.
    /// - Parameters:
    ///   - offset: of the reader's clock from UTC; `nil` says `UTC`.
    ///   - base: under which story pages are served; `nil` for nowhere.
    ///   - footer: why the reader gets it.
    init(_ message: Message, offset: Duration?, base: String? = nil, footer: String) {
        id = message.idempotencyKey
        list = message.watch
        switch message {
        case .alert(let alert):
            let page = DigestFrame(base: base).link(to: alert.content.story)
            let mail = AlertMail(alert, offset: offset, page: page, footer: footer)
            (subject, text, html) = (mail.subject, mail.text, mail.html)
            references = ["story_\(alert.content.story)"]
            if alert.revision > 1 {
                var opening = alert
                opening.revision = 1
                references.append(opening.idempotencyKey)
                follows = opening.idempotencyKey
            }
        case .notice(let notice):
            let words = FeedNoticeText(notice, offset: offset)
            subject = "[wirewatch] \(words.headline)"
            var lines = [MailText.line("\(notice.id.watch) · \(notice.severity.rawValue)"), ""]
            lines += MailText.wrapped(words.headline) + [""]
            for line in words.lines.dropFirst() { lines += MailText.labelled("-", line) }
            lines += ["", "-- "] + MailText.wrapped(footer)
            text = lines.joined(separator: "\n") + "\n"
            let page = MailHTML.page
            let rows = words.lines.dropFirst().map { page.element("li", .report, page.text($0)) }
            html = page.document(
                title: words.headline,
                content: page.paragraph("\(notice.id.watch) · \(notice.severity.rawValue)")
                    + page.element("h1", .title, page.text(words.headline))
                    + page.element("ul", .reports, "\n\(rows.joined())")
                    + page.element("footer", .foot, page.paragraph(footer)))
        case .bundle(let bundle):
            let mail = BundleMail(bundle, offset: offset, footer: footer)
            (subject, text, html) = (mail.subject, mail.text, mail.html)
        case .digest(let issue):
            subject = "[wirewatch] \(issue.subject)"
            let foot = ["", "-- "] + MailText.wrapped(footer)
            text = issue.text + foot.joined(separator: "\n") + "\n"
            html = issue.html(footer: footer)
        }
        fields = [
            MailMessage.Field("X-Wirewatch-Watch", message.watch),
            MailMessage.Field("X-Wirewatch-Event", message.event),
            MailMessage.Field("X-Wirewatch-Severity", message.severity.rawValue),
        ]
        if let story = message.story { fields.append(MailMessage.Field("X-Wirewatch-Story", story)) }
        if message.severity == .urgent { fields.append(MailMessage.Field("Importance", "high")) }
    }
}
