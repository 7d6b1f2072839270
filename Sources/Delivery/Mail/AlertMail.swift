import Digests
import Model
import Text

/// What a mail says of an alert, as text and as HTML: headline, figures, who has it, why.
struct AlertMail {
    let subject: String
    let text: String
    let html: String

    /// Columns of the words before what they name.
    private static let indent = 7
    /// Columns of the headline in a subject; lists show a third of it.
    private static let subjectColumns = 200
    /// Snippets of evidence that are shown.
    private static let snippets = 3

    /// - Parameters:
    ///   - offset: of the reader's clock from UTC; `nil` says `UTC`.
    ///   - page: where the story's page is; `nil` for nowhere.
    ///   - footer: why the reader gets it.
    init(_ alert: Alert, offset: Duration?, page: String?, footer: String) {
        let content = alert.content
        let outlets = counted(content.outlets, "outlet")
        let headline = FittedText.line(content.headline, columns: Self.subjectColumns)
        subject = "[wirewatch] \(headline) (\(outlets))"
        text = Self.text(alert, offset: offset, page: page, footer: footer)
        html = Self.html(alert, offset: offset, story: page, footer: footer)
    }

    private static func short(_ text: String) -> String {
        FittedText.line(text, columns: MailHTML.titleColumns)
    }

    // MARK: Parts of both

    /// `putin-kim · urgent · reached 5 outlets`
    private static func occasion(_ alert: Alert) -> String {
        [alert.content.watch, alert.content.severity.rawValue, alert.reason.update].compactMap(\.self)
            .joined(separator: " · ")
    }

    private static func figures(_ content: AlertContent) -> [String] {
        [
            counted(content.items, "item"), counted(content.outlets, "outlet"),
            counted(content.languages.count, "language"),
            counted(content.independentTexts, "independent text"),
        ]
    }

    /// `TASS [state, ru] 14:07, copy`
    private static func source(_ report: AlertReport, _ alert: Alert, _ offset: Duration?) -> String {
        let labels = [report.kind?.rawValue, report.language].compactMap(\.self).joined(separator: ", ")
        let time = ShortTime.text(report.time, seenFrom: alert.decided, offset: offset)
        return short(
            report.outlet + (labels.isEmpty ? "" : " [\(labels)]") + " \(time)"
                + (report.isCopy ? ", copy" : ""))
    }

    private static func first(_ alert: Alert, _ offset: Duration?) -> String {
        let time = ShortTime.text(alert.content.firstReport, seenFrom: alert.decided, offset: offset)
        return "\(short(alert.content.firstOutlet)) \(time)"
    }

    private static func grounds(_ alert: Alert) -> String {
        FittedText.line(AlertText.grounds(of: alert), columns: AlertText.partLimit)
    }

    /// The first snippets of the evidence, each once.
    private static func shownSnippets(_ content: AlertContent) -> [String] {
        var shown: [String] = []
        for evidence in content.evidence where shown.count < snippets {
            let snippet = short(evidence.snippet)
            if !snippet.isEmpty, !shown.contains(snippet) { shown.append(snippet) }
        }
        return shown
    }

    private static func commands(_ alert: Alert) -> [String] {
        ["wirewatch story \(alert.content.story)", "wirewatch why \(alert.id)"]
    }

    // MARK: Text

    private static func text(_ alert: Alert, offset: Duration?, page: String?, footer: String) -> String {
        let content = alert.content
        var lines = [MailText.line(occasion(alert)), ""]
        lines += MailText.wrapped(short(content.headline))
        if let lead = content.reports.first { lines += MailText.wrapped(source(lead, alert, offset)) }
        if let url = WebLink.safe(content.url) { lines.append(url) }
        lines += ["", figures(content).joined(separator: "  ")]
        lines += MailText.labelled("first", first(alert, offset))
        let others = content.reports.dropFirst()
        if !others.isEmpty { lines.append("") }
        for (index, report) in others.enumerated() {
            lines += MailText.labelled(index == 0 ? "also" : "", source(report, alert, offset))
            lines += MailText.wrapped(short(report.title), indent: indent + 2)
            if !report.isCopy, let url = WebLink.safe(report.url) {
                lines.append(String(repeating: " ", count: indent + 2) + url)
            }
        }
        let grounds = grounds(alert)
        lines +=
            [""]
            + MailText.labelled("why", "watch \(content.watch)" + (grounds.isEmpty ? "" : ": \(grounds)"))
        for snippet in shownSnippets(content) {
            lines += MailText.wrapped("“\(snippet)”", indent: indent + 2)
        }
        if let page { lines += ["", "All reports and the timeline:", page] }
        lines += ["", "-- "] + MailText.wrapped(footer) + [commands(alert).joined(separator: "   ")]
        return lines.joined(separator: "\n") + "\n"
    }

    // MARK: HTML

    private static func html(
        _ alert: Alert, offset: Duration?, story: String?, footer: String
    ) -> String {
        let content = alert.content
        let page = MailHTML.page
        let lead = content.reports.first
        let title = MailHTML.headline(content.headline, language: lead?.language, url: content.url)
        var parts = [page.paragraph(occasion(alert)), page.element("h1", .title, title)]
        if let lead { parts.append(page.paragraph(source(lead, alert, offset))) }
        let outlets = counted(content.outlets, "outlet")
        let others = figures(content).filter { $0 != outlets }.joined(separator: ", ")
        parts += [
            page.element("p", .small, "<b>\(outlets)</b>, \(page.text(others))"), rows(alert, offset),
            page.fact("First", first(alert, offset)),
            page.fact(
                "Why",
                ["watch \(content.watch)", grounds(alert)].filter { !$0.isEmpty }.joined(separator: ": ")),
        ]
        parts += shownSnippets(content).map { snippet in
            page.element("p", .change, page.text("“\(snippet)”"), attributes: " dir=\"auto\"")
        }
        if let story {
            parts.append(page.element("p", .facts, page.link("All reports and the timeline", to: story)))
        }
        let commands = commands(alert).map { "<code>\(page.text($0))</code>" }.joined(separator: " · ")
        parts.append(
            page.element("footer", .foot, page.paragraph(footer) + page.element("p", .small, commands)))
        return page.document(title: short(content.headline), content: parts.joined())
    }

    /// Bytes that the list of reports may take; the rest of a message takes a tenth of that.
    private static let listBytes = MailMessage.htmlBytes / 2

    private static func rows(_ alert: Alert, _ offset: Duration?) -> String {
        let page = MailHTML.page
        let reports = alert.content.reports.dropFirst()
        var rows: [String] = []
        var bytes = 0
        for report in reports {
            let headline = MailHTML.headline(report.title, language: report.language, url: report.url)
            let row = page.element(
                "li", .report, "\(headline) \(MailHTML.source(source(report, alert, offset)))")
            bytes += row.utf8.count
            if bytes > listBytes {
                rows.append(page.element("li", .report, "and \(reports.count - rows.count) more"))
                break
            }
            rows.append(row)
        }
        return rows.isEmpty ? "" : page.element("ul", .reports, "\n\(rows.joined())")
    }
}

/// Lines of a mail's text.
enum MailText {
    static let labelColumns = 7

    /// `text` broken to the columns of mail, each line after `indent` blanks.
    static func wrapped(_ text: String, indent: Int = 0) -> [String] {
        let blanks = String(repeating: " ", count: indent)
        return TerminalText.wrapped(TerminalText.safe(text), width: MailMessage.textColumns - indent)
            .map { blanks + $0 }
    }

    /// `text` in one line, cut where it is longer.
    static func line(_ text: String) -> String {
        TerminalText.truncated(TerminalText.safe(text), to: MailMessage.textColumns)
    }

    /// `first  Yonhap 14:05`, further lines under the text.
    ///
    /// - Parameters:
    ///   - indent: columns before the label.
    ///   - column: columns of the label.
    static func labelled(
        _ label: String, _ text: String, indent: Int = 0, column: Int = labelColumns
    ) -> [String] {
        let column = max(column, TerminalText.columns(of: label) + 1)
        var lines = wrapped(text, indent: indent + column)
        let head = String(repeating: " ", count: indent) + TerminalText.padded(label, to: column)
        guard let first = lines.first else { return [head] }
        lines[0] = head + first.dropFirst(indent + column)
        return lines
    }

    /// `== putin-kim ==== urgent =======`
    static func rule(_ name: String, note: String) -> String {
        let width = MailMessage.textColumns
        let tail = note.isEmpty ? "" : " \(note) ======="
        let head =
            TerminalText.truncated("== \(TerminalText.safe(name))", to: width - tail.utf8.count - 3) + " "
        let fill = max(0, width - TerminalText.columns(of: head) - tail.utf8.count)
        return head + String(repeating: "=", count: fill) + tail
    }
}
