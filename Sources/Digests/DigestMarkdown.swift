import Model
import Text

/// A digest as Markdown: a heading for a watch, one with a link for a story, a bullet for a language.
///
/// Of CommonMark only what chats and notebooks agree on: headings, links, lists, emphasis. What came from outside is
/// escaped.
/// - Source: CommonMark 0.31, 2.4 "Backslash escapes", 6.3 "Links".
package struct DigestMarkdown {
    private let digest: Digest
    private let words: DigestWords
    private var lines: [String] = []

    /// The text of `digest` with the times of `clock`, each line ended.
    package static func text(of digest: Digest, clock: DigestClock) -> String {
        var markdown = DigestMarkdown(digest: digest, words: DigestWords(digest, clock: clock))
        markdown.write()
        return markdown.lines.map { $0 + "\n" }.joined()
    }

    private init(digest: Digest, words: DigestWords) {
        self.digest = digest
        self.words = words
    }

    private mutating func write() {
        let words = words
        lines += ["# Wirewatch \(Self.escaped(words.until))", "", "Since \(Self.escaped(words.since)).  "]
        lines += [Self.escaped(words.coverage) + "  ", Self.escaped("\(words.counts) \(words.silenced)")]
        for section in digest.sections {
            let name = section.watch.map { "\(Self.escaped($0.name)) (\($0.severity.rawValue))" }
            lines += ["", "## \(name ?? "other news")"]
            for entry in section.entries { write(entry) }
        }
        if let more = words.leftOut { lines += ["", "\(more): `wirewatch stories`"] }
        write("moved", digest.moved) { words.growth($0) ?? words.outletGrowth($0) }
        write("ended", digest.ended) { entry in
            "quiet for 48 h, \(counted(entry.outlets, "outlet"))"
        }
        if !digest.silentWatches.isEmpty {
            lines += ["", "## watches with no hit", ""]
            lines += digest.silentWatches.map { "- \(Self.escaped(words.silent($0)))" }
        }
        lines += ["", "---", ""]
        if let next = words.next { lines += [Self.escaped(next) + "  "] }
        if digest.sections.contains(where: { $0.watch != nil }) {
            lines.append(Self.escaped(DigestWords.order) + "  ")
        }
        lines.append(Self.escaped(DigestWords.origin))
    }

    private mutating func write(_ entry: Digest.Entry) {
        lines += ["", "### \(entry.number)\\. \(link(entry.lead))", ""]
        if let quotation = words.quotation(entry) { lines += ["> \(Self.escaped(quotation))", ""] }
        let figures = words.figures(entry)
        lines.append("- **\(figures[1])**, \(figures[0]), \(figures[2]), \(figures[3])")
        if let lead = words.lead(entry) { bullet("lead", lead) }
        bullet("first", words.first(entry))
        if let growth = words.growth(entry) {
            bullet("since \(digest.frame.isSinceLast ? "your last brief" : words.since)", growth)
        }
        if entry.isWatched, let recent = words.recent(entry) { bullet("last 3 h", recent) }
        lines += entry.also.map { "- \(Self.escaped(words.source($0))): \(link($0))" }
        if let rest = words.otherOutlets(entry) { bullet("also", rest) }
        if let copies = words.copies(entry) { bullet("copies", copies) }
        for why in words.why(entry) { bullet("why", why) }
        for note in entry.notes { lines.append("- \(Self.escaped(words.note(note)))") }
        lines.append("- \(whole(entry))")
    }

    private mutating func bullet(_ name: String, _ text: String) {
        lines.append("- \(Self.escaped(name)): \(Self.escaped(text))")
    }

    private mutating func write(
        _ name: String, _ entries: [Digest.Entry], note: (Digest.Entry) -> String
    ) {
        guard !entries.isEmpty else { return }
        lines += ["", "## \(name)", ""]
        for entry in entries {
            lines.append("- \(link(entry.lead)): \(Self.escaped(note(entry))) (\(whole(entry)))")
        }
    }

    private func whole(_ entry: Digest.Entry) -> String {
        guard let url = digest.frame.link(to: entry.id) else { return "`wirewatch story \(entry.id)`" }
        return "[story \(entry.id)](\(Self.destination(url)))"
    }

    private func link(_ report: DigestReport) -> String {
        let title = Self.escaped(words.headline(report))
        return WebLink.safe(report.url).map { "[\(title)](\(Self.destination($0)))" } ?? title
    }

    /// `text` as nothing but text: backslashes before what Markdown or a chat would obey.
    static func escaped(_ text: String) -> String {
        var result = ""
        for scalar in TerminalText.safe(text).unicodeScalars {
            if special.contains(scalar) { result += "\\" }
            result.unicodeScalars.append(scalar)
        }
        return result
    }

    private static let special = Set("\\`*_[]<>#~|&!$".unicodeScalars)

    private static func destination(_ url: String) -> String {
        WebLink.ascii(url, also: [0x28, 0x29, 0x5B, 0x5D])
    }
}
