import Digests
import Model
import Text

/// What a mail says of alerts of several stories: under the names of their watches, each with its headline, who has it
/// and why; a summary without further reports.
struct BundleMail {
    let subject: String
    let text: String
    let html: String

    private static let subjectColumns = 200
    /// Bytes that the list may take; clients cut longer messages.
    private static let listBytes = MailMessage.htmlBytes / 4 * 3
    /// Further reports of a story that are listed.
    private static let otherReports = 3

    init(_ bundle: AlertBundle, offset: Duration?, footer: String) {
        let words = AlertBundleText(bundle)
        subject = "[wirewatch] \(FittedText.line(words.headline, columns: Self.subjectColumns))"
        text = Self.text(bundle, words, offset: offset, footer: footer)
        html = Self.html(bundle, words, offset: offset, footer: footer)
    }

    private static func others(of alert: Alert, in bundle: AlertBundle) -> ArraySlice<AlertReport> {
        bundle.kind == .group ? alert.content.reports.dropFirst().prefix(otherReports) : []
    }

    /// `reached 5 outlets; @kim (title)`
    private static func grounds(_ alert: Alert) -> String {
        FittedText.line(AlertText.grounds(of: alert), columns: AlertText.partLimit)
    }

    // MARK: Text

    private static func text(
        _ bundle: AlertBundle, _ words: AlertBundleText, offset: Duration?, footer: String
    ) -> String {
        var lines = MailText.wrapped(words.headline)
        if bundle.kind == .flood { lines += MailText.wrapped(AlertBundleText.reason) }
        var number = 0
        for (watch, alerts) in bundle.sections {
            lines += ["", MailText.rule(watch, note: AlertBundleText.isLoud(alerts) ? "urgent" : "")]
            for alert in alerts {
                number += 1
                lines.append("")
                lines += entry(alert, number: number, in: bundle, offset: offset)
            }
        }
        if bundle.unlisted > 0, let last = words.lines.last { lines += [""] + MailText.wrapped(last) }
        return (lines + ["", "-- "] + MailText.wrapped(footer)).joined(separator: "\n") + "\n"
    }

    private static func entry(
        _ alert: Alert, number: Int, in bundle: AlertBundle, offset: Duration?
    ) -> [String] {
        let text = AlertText(alert, offset: offset)
        let headline = FittedText.line(text.headline, columns: MailHTML.titleColumns)
        var lines = MailText.labelled("\(number).", headline, column: 4)
        lines += MailText.wrapped(text.figures, indent: 4)
        for (index, report) in others(of: alert, in: bundle).enumerated() {
            let words = FittedText.line("\(report.outlet): \(report.title)", columns: MailHTML.titleColumns)
            lines += MailText.labelled(index == 0 ? "also" : "", words, indent: 4)
        }
        let grounds = grounds(alert)
        if !grounds.isEmpty { lines += MailText.labelled("why", grounds, indent: 4) }
        if let url = WebLink.safe(alert.content.url) { lines.append("    " + url) }
        return lines
    }

    // MARK: HTML

    private static func html(
        _ bundle: AlertBundle, _ words: AlertBundleText, offset: Duration?, footer: String
    ) -> String {
        let page = MailHTML.page
        var content = page.element("h1", .title, page.text(words.headline))
        if bundle.kind == .flood { content += page.paragraph(AlertBundleText.reason) }
        var bytes = 0
        var shown = 0
        for (watch, alerts) in bundle.sections {
            var heading = page.section(watch, badge: AlertBundleText.isLoud(alerts) ? "urgent" : nil)
            for alert in alerts {
                let article = heading + article(alert, in: bundle, offset: offset)
                bytes += article.utf8.count
                guard bytes <= listBytes else { break }
                content += article
                heading = ""
                shown += 1
            }
        }
        if shown < bundle.count {
            content += page.element(
                "p", .small, "and \(bundle.count - shown) more: <code>wirewatch alerts</code>")
        }
        content += page.element("footer", .foot, page.paragraph(footer))
        return page.document(title: words.headline, content: content)
    }

    private static func article(_ alert: Alert, in bundle: AlertBundle, offset: Duration?) -> String {
        let page = MailHTML.page
        let language = alert.content.reports.first?.language
        let title = MailHTML.headline(alert.content.headline, language: language, url: alert.content.url)
        var article = page.element("h3", .brief, title)
        article += page.paragraph(AlertText(alert, offset: offset).figures)
        let rows = others(of: alert, in: bundle).map { report in
            let link = MailHTML.headline(report.title, language: report.language, url: report.url)
            return page.element("li", .report, "\(link) \(MailHTML.source(report.outlet))")
        }
        if !rows.isEmpty { article += page.element("ul", .reports, "\n\(rows.joined())") }
        let grounds = grounds(alert)
        return article + (grounds.isEmpty ? "" : page.fact("Why", grounds))
    }
}
