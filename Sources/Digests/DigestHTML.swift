import Model
import Text

/// A digest as HTML for a mail or a page: one column, nothing fetched from elsewhere, the reader's own colours.
package struct DigestHTML {
    /// Bytes of the whole page at most: Gmail clips mail at 102 kB.
    package static let byteLimit = 100_000
    /// Bytes kept for what stands around the stories.
    private static let frameBytes = 16_000
    /// Feeds in trouble, silent watches, notes and so on: bytes of each such text.
    private static let partLimit = 2_000

    private let digest: Digest
    private let words: DigestWords
    private let html: PageHTML

    private init(digest: Digest, clock: DigestClock, styling: PageHTML.Styling) {
        self.digest = digest
        words = DigestWords(digest, clock: clock)
        html = PageHTML(styling)
    }

    // MARK: The page

    /// A page of its own with the content of `digest`.
    package static func page(
        of digest: Digest, clock: DigestClock, styling: PageHTML.Styling = .inline
    ) -> String {
        PageHTML(styling).document(
            title: "Wirewatch: \(DigestWords(digest, clock: clock).subject)",
            content: content(of: digest, clock: clock, styling: styling))
    }

    /// What stands in the page: head, stories, foot. Stories that find no room in ``byteLimit`` are counted.
    package static func content(
        of digest: Digest, clock: DigestClock, styling: PageHTML.Styling = .inline
    ) -> String {
        DigestHTML(digest: digest, clock: clock, styling: styling).content()
    }

    /// The article of one story as it stands in the page, for a feed.
    static func article(_ entry: Digest.Entry, of digest: Digest, clock: DigestClock) -> String {
        DigestHTML(digest: digest, clock: clock, styling: .inline).article(entry, isNumbered: false)
    }

    private func content() -> String {
        var content = head()
        var room = Self.byteLimit - Self.frameBytes
        var omitted = 0
        /// Takes `part` where it fits, with `heading` before it where it is the first of its section.
        func add(_ part: String, under heading: inout String?) {
            let piece = (heading ?? "") + part
            guard piece.utf8.count <= room else { return omitted += 1 }
            content += piece
            room -= piece.utf8.count
            heading = nil
        }
        for section in digest.sections {
            let severity = section.watch?.severity ?? .normal
            var heading: String? = html.section(
                section.watch?.name ?? "other news", badge: severity == .normal ? nil : severity.rawValue)
            for entry in section.entries { add(article(entry), under: &heading) }
        }
        if let more = words.leftOut {
            content += html.element("p", .small, "\(html.text(more)): <code>wirewatch stories</code>")
        }
        for (name, entries) in [("moved", digest.moved), ("ended", digest.ended)] {
            var heading: String? = html.section(name)
            for entry in entries { add(brief(entry, isEnded: name == "ended"), under: &heading) }
        }
        if omitted > 0 {
            content += html.element(
                "p", .small,
                "\(counted(omitted, "story has", "stories have")) no room here: this page is kept below "
                    + "\(Self.byteLimit / 1000) kB. <code>wirewatch digest</code> prints all.")
        }
        return content + silent() + foot()
    }

    // MARK: Parts

    private func head() -> String {
        let parts = [
            html.paragraph("\(words.until), since \(words.since)"),
            html.element("h1", .title, html.text(String(words.counts.dropLast()))),
            html.paragraph(cut(words.coverage)), html.paragraph(cut(words.silenced)),
        ]
        return "<header>\n\(parts.joined())</header>\n\n"
    }

    private func article(_ entry: Digest.Entry, isNumbered: Bool = true) -> String {
        let number = isNumbered ? "\(entry.number). " : ""
        let lead = entry.lead
        let figures = words.figures(entry)
        let others = figures.enumerated().filter { $0.offset != 1 }.map(\.element).joined(separator: ", ")
        var article = html.element("h3", .headline, number + headline(lead))
        article += html.element(
            "p", .small,
            "\(html.text(source(lead))), \(html.time(lead.time, words.time(lead))) · "
                + "<b>\(html.text(figures[1]))</b>, \(html.text(others))")
        if let quotation = words.quotation(entry) {
            article += html.element(
                "p", .quotation, html.text(quotation), attributes: html.language(lead.language))
        }
        article += entry.items > 1 ? reports(entry) : ""
        article += facts(entry) + (entry.items == 1 ? html.element("p", .facts, whole(entry)) : "")
        return "<article id=\"s-\(entry.id)\">\n\(article)</article>\n"
    }

    private func facts(_ entry: Digest.Entry) -> String {
        var facts = ""
        if let growth = words.growth(entry) {
            let since = digest.frame.isSinceLast ? "your last brief" : words.since
            facts += html.fact("Since \(since)", growth)
        }
        if entry.outlets > 1 { facts += html.fact("First", words.first(entry)) }
        if entry.isWatched, let recent = words.recent(entry) { facts += html.fact("Last 3 h", recent) }
        if let copies = words.copies(entry) { facts += html.fact("Copies", copies) }
        for why in words.why(entry) { facts += html.fact("Why", cut(why)) }
        for note in entry.notes { facts += html.paragraph("(\(words.note(note)))", .facts) }
        return facts
    }

    private func reports(_ entry: Digest.Entry) -> String {
        var items = entry.also.map { report in
            let source = "\(source(report)), \(words.behind(report, entry))"
            return "\(headline(report)) <span\(html.looks(.source))>\(html.text(source))</span>"
        }
        if let rest = words.otherOutlets(entry) { items.append(html.text(rest)) }
        items.append(whole(entry))
        let rows = items.map { html.element("li", .report, $0) }.joined()
        return html.element("ul", .reports, "\n\(rows)")
    }

    /// The way to the whole story: a link where pages are served, else the command.
    private func whole(_ entry: Digest.Entry) -> String {
        let words = entry.items == 1 ? "The story" : "All \(entry.items) items and the timeline"
        guard let url = digest.frame.link(to: entry.id) else {
            return "\(words): <code>wirewatch story \(entry.id)</code>"
        }
        return html.link(words, to: url)
    }

    private func brief(_ entry: Digest.Entry, isEnded: Bool) -> String {
        let outlets = counted(entry.outlets, "outlet")
        let note = isEnded ? "quiet for 48 h, \(outlets)" : words.growth(entry) ?? words.outletGrowth(entry)
        let headline = html.element("h3", .brief, "\(entry.number). \(headline(entry.lead))")
        let line = "\(html.text("\(source(entry.lead)): \(note)")). \(whole(entry))"
        return "<article id=\"s-\(entry.id)\">\n\(headline)\(html.element("p", .small, line))</article>\n"
    }

    private func silent() -> String {
        guard !digest.silentWatches.isEmpty else { return "" }
        let names = digest.silentWatches.map(words.silent).joined(separator: "; ")
        return html.section("watches with no hit") + html.paragraph(cut(names))
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
        return html.element("footer", .foot, "\n" + parts.map { html.paragraph($0) }.joined())
    }

    // MARK: Pieces

    private func headline(_ report: DigestReport) -> String {
        html.headline(words.headline(report), url: report.url, language: report.language)
    }

    /// `Yonhap, wire`; the language stands in the attribute and, where it is not English, in words.
    private func source(_ report: DigestReport) -> String {
        let language = report.language.flatMap { $0 == "en" ? nil : LanguageName.english($0) ?? $0 }
        return words.plain([words.name(report.outlet.name), report.outlet.kind?.rawValue, language])
    }

    private func cut(_ text: String) -> String { words.cut(text, to: Self.partLimit) }
}
