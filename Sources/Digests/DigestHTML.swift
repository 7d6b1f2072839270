import Markup
import Model

/// A digest as HTML for a mail or a page: one column, styles inline, nothing fetched from anywhere.
///
/// Written so that a reader of XML takes it as well. Colours are the reader's own, light or dark: none is set.
package struct DigestHTML {
    /// Bytes of the whole page at most: Gmail clips mail at 102 kB.
    package static let byteLimit = 100_000
    /// Bytes kept for what stands around the stories.
    private static let frameBytes = 12_000
    /// Feeds in trouble, silent watches, notes and so on: bytes of each such text.
    private static let partLimit = 2_000

    private let digest: Digest
    private let words: DigestWords

    private init(digest: Digest, words: DigestWords) {
        self.digest = digest
        self.words = words
    }

    // MARK: The page

    /// A page of its own with the content of `digest`.
    package static func page(of digest: Digest, clock: DigestClock) -> String {
        page(
            title: "Wirewatch: \(DigestWords(digest, clock: clock).subject)",
            content: content(of: digest, clock: clock))
    }

    /// The page that has `content` as its body.
    ///
    /// - Parameter title: plain text.
    package static func page(title: String, content: String) -> String {
        """
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8"/>
        <meta name="viewport" content="width=device-width, initial-scale=1"/>
        <meta name="color-scheme" content="light dark"/>
        <title>\(MarkupText.escaped(title))</title>
        </head>
        <body style="margin:0 auto;padding:16px;max-width:40em;font:16px/1.5 Georgia,'Noto Serif','Noto Serif CJK KR',serif;overflow-wrap:break-word">
        \(content)</body>
        </html>

        """
    }

    /// What stands in the page: head, stories, foot. Stories that find no room in ``byteLimit`` are counted.
    package static func content(of digest: Digest, clock: DigestClock) -> String {
        DigestHTML(digest: digest, words: DigestWords(digest, clock: clock)).content()
    }

    /// The article of one story as it stands in the page, for a feed.
    static func article(_ entry: Digest.Entry, of digest: Digest, clock: DigestClock) -> String {
        DigestHTML(digest: digest, words: DigestWords(digest, clock: clock)).article(entry, isNumbered: false)
    }

    private func content() -> String {
        var html = head()
        var room = Self.byteLimit - Self.frameBytes
        var omitted = 0
        /// Takes `part` where it fits, with `heading` before it where it is the first of its section.
        func add(_ part: String, under heading: inout String?) {
            let piece = (heading ?? "") + part
            guard piece.utf8.count <= room else { return omitted += 1 }
            html += piece
            room -= piece.utf8.count
            heading = nil
        }
        for section in digest.sections {
            var heading: String? = self.heading(
                section.watch?.name ?? "other news", note: section.watch?.severity.rawValue)
            for entry in section.entries { add(article(entry), under: &heading) }
        }
        if let more = words.leftOut {
            html += small("p", "\(more): <code>wirewatch stories</code>", isMarkup: true)
        }
        for (name, entries) in [("moved", digest.moved), ("ended", digest.ended)] {
            var heading: String? = self.heading(name, note: nil)
            for entry in entries { add(brief(entry, isEnded: name == "ended"), under: &heading) }
        }
        if omitted > 0 {
            html += small(
                "p",
                "\(DigestWords.count(omitted, "story has", "stories have")) no room here: this page is kept below "
                    + "\(Self.byteLimit / 1000) kB. <code>wirewatch digest</code> prints all.", isMarkup: true
            )
        }
        return html + silent() + foot()
    }

    // MARK: Parts

    private func head() -> String {
        let counts = words.counts.dropLast()
        return """
            <header>
            \(small("p", "\(words.until), since \(words.since)"))\(small("p", words.coverage))\
            <h1 style="font-size:20px;line-height:1.3;margin:12px 0 0">\(text(String(counts)))</h1>
            </header>

            """
    }

    private func heading(_ name: String, note: String?) -> String {
        let note = note.map { " <small style=\"font-weight:normal\">\(text($0))</small>" } ?? ""
        return
            "<h2 style=\"font-size:16px;margin:24px 0 0;border-bottom:1px solid\">\(text(name))\(note)</h2>\n"
    }

    private func article(_ entry: Digest.Entry, isNumbered: Bool = true) -> String {
        let number = isNumbered ? "\(entry.number). " : ""
        var html = "<article id=\"s-\(entry.id)\">\n"
        html +=
            "<h3 style=\"font-size:18px;line-height:1.3;margin:16px 0 4px\">\(number)\(link(entry.lead))</h3>\n"
        let lead = entry.lead
        html += small(
            "p",
            "\(text(source(lead))), \(time(lead)). <b>\(text(words.figures(entry)[1]))</b>, "
                + text(
                    words.figures(entry).enumerated().filter { $0.offset != 1 }.map(\.element).joined(
                        separator: ", ")),
            isMarkup: true)
        if let quotation = words.quotation(entry) {
            html += "<p style=\"margin:6px 0\"\(language(lead))>\(text(quotation))</p>\n"
        }
        if let growth = words.growth(entry) {
            let since = digest.frame.isSinceLast ? "your last brief" : words.since
            html += small("p", "<b>Since \(text(since))</b>: \(text(growth))", isMarkup: true)
        }
        if entry.outlets > 1 { html += small("p", "First: \(words.first(entry))") }
        if entry.isWatched, let recent = words.recent(entry) { html += small("p", "Last 3 h: \(recent)") }
        html += others(entry)
        if let copies = words.copies(entry) { html += small("p", "Copies: \(copies)") }
        for why in words.why(entry) { html += small("p", "Why: \(why)") }
        for note in entry.notes { html += small("p", "(\(words.note(note)))") }
        return html + "</article>\n"
    }

    private func others(_ entry: Digest.Entry) -> String {
        var items = entry.also.map { report in
            "<li>\(link(report)) \(text(source(report))), \(text(words.behind(report, entry)))</li>\n"
        }
        if let rest = words.otherOutlets(entry) { items.append("<li>\(text(rest))</li>\n") }
        items.append("<li>\(whole(entry))</li>\n")
        return
            "<ul style=\"font:14px/1.5 sans-serif;padding-left:1.2em;margin:6px 0\">\n\(items.joined())</ul>\n"
    }

    /// The way to the whole story: a link where pages are served, else the command.
    private func whole(_ entry: Digest.Entry) -> String {
        let items = DigestWords.count(entry.items, "item", "items")
        if let url = digest.frame.link(to: entry.id) {
            return
                "<a href=\"\(text(url))\">\(entry.items == 1 ? "The item" : "All \(items)") and the timeline</a>"
        }
        return
            "\(entry.items == 1 ? "The item" : "All \(items)") and the timeline: <code>wirewatch story \(entry.id)</code>"
    }

    private func brief(_ entry: Digest.Entry, isEnded: Bool) -> String {
        let outlets = DigestWords.count(entry.outlets, "outlet", "outlets")
        let note = isEnded ? "quiet for 48 h, \(outlets)" : words.growth(entry) ?? words.outletGrowth(entry)
        return """
            <article id="s-\(entry.id)">
            <h3 style="font-size:16px;font-weight:normal;line-height:1.3;margin:12px 0 2px">\(entry.number). \(link(entry.lead))</h3>
            \(small("p", "\(text(source(entry.lead))): \(text(note)). \(whole(entry))", isMarkup: true))</article>

            """
    }

    private func silent() -> String {
        guard !digest.silentWatches.isEmpty else { return "" }
        let names = cut(digest.silentWatches.map(words.silent).joined(separator: "; "))
        return heading("watches with no hit", note: nil) + small("p", names)
    }

    private func foot() -> String {
        var parts: [String] = []
        if let next = words.next { parts.append(next) }
        if digest.sections.contains(where: { $0.watch != nil }) { parts.append(DigestWords.order) }
        if let name = digest.frame.name {
            let reader = digest.frame.reader.map { " for \($0)" } ?? ""
            parts.append("This is digest “\(name)”\(reader).")
        }
        parts.append(DigestWords.origin)
        let html = parts.map { small("p", $0) }.joined()
        return "<footer style=\"margin-top:24px;border-top:1px solid\">\n\(html)</footer>\n"
    }

    // MARK: Pieces

    /// Small print of its own.
    static func paragraph(_ plain: String) -> String {
        "<p style=\"font:13px/1.45 sans-serif;margin:2px 0\">\(MarkupText.escaped(plain))</p>\n"
    }

    /// A paragraph of small print.
    private func small(_ element: String, _ content: String, isMarkup: Bool = false) -> String {
        "<\(element) style=\"font:13px/1.45 sans-serif;margin:2px 0\">\(isMarkup ? content : text(cut(content)))</\(element)>\n"
    }

    /// The headline, linked where its address can be followed.
    private func link(_ report: DigestReport) -> String {
        let title = text(words.headline(report))
        guard let url = DigestWords.address(report.url) else {
            return "<span\(language(report))>\(title)</span>"
        }
        return "<a href=\"\(text(url))\"\(language(report))>\(title)</a>"
    }

    /// ` lang="ko" dir="ltr"` for what is not in the page's language.
    private func language(_ report: DigestReport) -> String {
        guard let tag = report.language, tag != "en" else {
            return report.language == nil ? " dir=\"auto\"" : ""
        }
        guard LanguageName.isTag(tag) else { return " dir=\"auto\"" }
        return " lang=\"\(tag)\" dir=\"\(LanguageName.isRightToLeft(tag) ? "rtl" : "ltr")\""
    }

    private func time(_ report: DigestReport) -> String {
        "<time datetime=\"\(report.time)\">\(text(words.time(report)))</time>"
    }

    /// `Yonhap, wire`; the language stands in the attribute and, where it is not English, in words.
    private func source(_ report: DigestReport) -> String {
        let language = report.language.flatMap { $0 == "en" ? nil : LanguageName.english($0) ?? $0 }
        return words.plain([words.name(report.outlet.name), report.outlet.kind?.rawValue, language])
    }

    private func text(_ plain: String) -> String { MarkupText.escaped(plain) }

    private func cut(_ text: String) -> String { words.cut(text, to: Self.partLimit) }
}
