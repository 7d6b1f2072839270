import Model
import Text

/// What a mail says of alerts of several stories: each with its headline, who has it and why; a summary in a line each.
struct BundleMail {
    let subject: String
    let text: String
    let html: String

    init(_ bundle: AlertBundle, offset: Duration?, footer: String) {
        let words = AlertBundleText(bundle)
        subject = "[wirewatch] \(FittedText.line(words.headline, columns: Self.subjectColumns))"
        var lines = MailText.wrapped(words.headline) + [""]
        var rows: [String] = []
        var bytes = 0
        if bundle.kind == .flood { lines += MailText.wrapped(AlertBundleText.reason) + [""] }
        for (index, alert) in bundle.alerts.enumerated() {
            let text = AlertText(alert, offset: offset)
            lines += MailText.labelled(
                "\(index + 1).", FittedText.line(text.headline, columns: MailHTML.titleColumns))
            if let url = WebLink.safe(alert.content.url) { lines.append(Self.blanks + url) }
            lines += MailText.labelled("", text.figures) + MailText.labelled("why", text.why)
            if bundle.kind == .group { lines += Self.others(of: alert) }
            lines.append("")
            let row = Self.row(alert, text)
            bytes += row.utf8.count
            if bytes <= Self.listBytes { rows.append(row) }
        }
        if bundle.unlisted > 0, let last = words.lines.last { lines += MailText.wrapped(last) + [""] }
        let left = bundle.count - rows.count
        if left > 0 { rows.append("<li>and \(left) more: <code>wirewatch alerts</code></li>") }
        text = (lines + ["-- "] + MailText.wrapped(footer)).joined(separator: "\n") + "\n"
        let reason =
            bundle.kind == .flood ? [MailHTML.paragraph(MailHTML.escaped(AlertBundleText.reason))] : []
        html = MailHTML.document(
            title: words.headline,
            content: ["<h1 style=\"\(MailHTML.heading)\">\(MailHTML.escaped(words.headline))</h1>"] + reason
                + [
                    "<ol style=\"\(MailHTML.list)\">\n\(rows.joined(separator: "\n"))\n</ol>",
                    "<hr style=\"\(MailHTML.rule)\">", MailHTML.paragraph(MailHTML.escaped(footer)),
                ])
    }

    private static let subjectColumns = 200
    /// Bytes that the list may take; clients cut longer messages.
    private static let listBytes = MailMessage.htmlBytes / 4 * 3
    private static let blanks = String(repeating: " ", count: 7)
    /// Further reports of a story that are listed.
    private static let otherReports = 3

    private static func others(of alert: Alert) -> [String] {
        alert.content.reports.dropFirst().prefix(otherReports).enumerated().flatMap { index, report in
            MailText.labelled(
                index == 0 ? "also" : "",
                FittedText.line("\(report.outlet): \(report.title)", columns: MailHTML.titleColumns))
        }
    }

    private static func row(_ alert: Alert, _ text: AlertText) -> String {
        let language = alert.content.reports.first?.language
        return "<li style=\"\(MailHTML.item)\">"
            + MailHTML.headline(alert.content.headline, language: language, url: alert.content.url)
            + "<br><span style=\"\(MailHTML.source)\">\(MailHTML.escaped(text.figures))"
            + "<br>\(MailHTML.escaped(text.why))</span></li>"
    }
}
