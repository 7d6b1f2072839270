import Model
import Text

/// A digest as plain text for a terminal or a mail: 72 columns, Hangul, Han and kana counted as two.
package struct DigestText {
    package static let width = 72

    private let digest: Digest
    private let words: DigestWords
    private var lines: [String] = []

    /// The text of `digest` with the times of `clock`, each line ended.
    package static func text(of digest: Digest, clock: DigestClock) -> String {
        var text = DigestText(digest: digest, words: DigestWords(digest, clock: clock))
        text.write()
        return text.lines.map { $0 + "\n" }.joined()
    }

    private init(digest: Digest, words: DigestWords) {
        self.digest = digest
        self.words = words
    }

    // MARK: Parts

    private mutating func write() {
        let words = words
        lines.append(Self.spread("WIREWATCH  \(words.until)", "since \(words.since)"))
        lines += TerminalText.wrapped(words.coverage, width: Self.width)
        lines += TerminalText.wrapped("\(words.counts) \(words.silenced)", width: Self.width)
        for section in digest.sections {
            let (name, note) = section.watch.map { ($0.name, $0.severity.rawValue) } ?? ("other news", "")
            lines += ["", Self.rule("=", TerminalText.safe(name), note)]
            for entry in section.entries { write(entry) }
        }
        if let more = words.leftOut { lines += ["", "    \(more): wirewatch stories"] }
        writeBriefs("moved", digest.moved) { words.outletGrowth($0) }
        writeBriefs("ended", digest.ended) { entry in
            "quiet for 48 h, \(counted(entry.outlets, "outlet"))"
        }
        if !digest.silentWatches.isEmpty {
            lines += ["", Self.rule("-", "watches with no hit", "")]
            for watch in digest.silentWatches { indent(words.silent(watch)) }
        }
        lines.append("")
        if digest.sections.contains(where: { $0.watch != nil }) {
            lines += TerminalText.wrapped(DigestWords.order, width: Self.width) + [""]
        }
        if let next = words.next { lines.append(next) }
        lines += [words.commands].compactMap { $0 }
    }

    private mutating func write(_ entry: Digest.Entry) {
        lines.append("")
        number(entry)
        if let sentence = words.quotation(entry) { indent(sentence) }
        lines.append("    " + words.figures(entry).joined(separator: "  "))
        if let lead = words.lead(entry) { field("lead", lead) }
        field("first", words.first(entry))
        if let growth = words.growth(entry) { field("since", "\(sinceWhen): \(growth)") }
        if entry.isWatched, let recent = words.recent(entry) { field("3 h", recent) }
        writeOthers(entry)
        if let copies = words.copies(entry) { field("copies", copies) }
        for why in words.why(entry) { field("why", why) }
        for note in entry.notes { indent("(\(words.note(note)))") }
        // An address is one word: broken it could not be followed.
        if let url = WebLink.safe(entry.lead.url) { lines.append("    " + url) }
        link(entry)
    }

    /// What the figures of growth are counted from.
    private var sinceWhen: String { digest.frame.isSinceLast ? "your last brief" : words.since }

    private mutating func writeOthers(_ entry: Digest.Entry) {
        let labels = entry.also.map { report in
            words.name(report.outlet.name) + (report.language.map { " [\($0)]" } ?? "")
        }
        let column = min(24, (labels.map(TerminalText.columns(of:)).max() ?? 0) + 2)
        for (index, (label, report)) in zip(labels, entry.also).enumerated() {
            let title = TerminalText.wrapped(words.headline(report), width: Self.width - 11 - column)
            for (row, line) in title.enumerated() {
                let head = TerminalText.padded(index == 0 && row == 0 ? "also" : "", to: 7)
                // A name that is cut keeps a space before the headline.
                let name = row == 0 ? TerminalText.truncated(label, to: column - 1) : ""
                lines.append("    " + head + TerminalText.padded(name, to: column) + line)
            }
        }
        if let rest = words.otherOutlets(entry) { field(entry.also.isEmpty ? "also" : "", rest) }
    }

    private mutating func writeBriefs(
        _ name: String, _ entries: [Digest.Entry], note: (Digest.Entry) -> String
    ) {
        guard !entries.isEmpty else { return }
        lines += ["", Self.rule("-", name, "")]
        for entry in entries {
            let note = note(entry)
            let title = TerminalText.wrapped(words.headline(entry.lead), width: Self.width - 4)
            let room = Self.width - 4 - TerminalText.columns(of: note) - 2
            number(entry)
            if title.count == 1, TerminalText.columns(of: title[0]) <= room, let last = lines.popLast() {
                lines.append(Self.spread(last, note))
            } else {
                lines.append("    " + note)
            }
            if let moves = entry.moves.isEmpty ? nil : words.growth(entry) { indent(moves) }
            link(entry)
        }
    }

    // MARK: Pieces

    private mutating func number(_ entry: Digest.Entry) {
        let number = String(entry.number)
        let head = String(repeating: " ", count: max(0, 2 - number.utf8.count)) + number + ". "
        let title = TerminalText.wrapped(words.headline(entry.lead), width: Self.width - 4)
        for (index, line) in title.enumerated() { lines.append((index == 0 ? head : "    ") + line) }
    }

    private mutating func link(_ entry: Digest.Entry) {
        lines.append("    " + (digest.frame.link(to: entry.id) ?? "wirewatch story \(entry.id)"))
    }

    private mutating func field(_ name: String, _ text: String) {
        for (index, line) in TerminalText.wrapped(text, width: Self.width - 11).enumerated() {
            lines.append("    " + TerminalText.padded(index == 0 ? name : "", to: 7) + line)
        }
    }

    private mutating func indent(_ text: String) {
        lines += TerminalText.wrapped(text, width: Self.width - 4).map { "    " + $0 }
    }

    private static func rule(_ line: String, _ name: String, _ note: String) -> String {
        let head = "\(line)\(line) \(name) "
        let tail = note.isEmpty ? "" : " \(note) \(String(repeating: line, count: 7))"
        let fill = max(0, width - TerminalText.columns(of: head) - TerminalText.columns(of: tail))
        return head + String(repeating: line, count: fill) + tail
    }

    private static func spread(_ left: String, _ note: String) -> String {
        let gap = width - TerminalText.columns(of: left) - TerminalText.columns(of: note)
        return left + String(repeating: " ", count: max(2, gap)) + note
    }
}
