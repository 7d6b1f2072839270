package import Model
import Text

/// What a clock on the reader's wall shows.
package struct ZonedTime: Sendable, Hashable {
    package var civil: CivilTime
    /// `KST`, `UTC`.
    package var abbreviation: String

    package init(civil: CivilTime, abbreviation: String) {
        self.civil = civil
        self.abbreviation = abbreviation
    }
}

/// A digest as plain text for a terminal or a mail: 72 columns, Hangul, Han and kana counted as two.
package struct DigestText: Sendable {
    package static let width = 72

    private let digest: Digest
    private let clock: @Sendable (Timestamp) -> ZonedTime
    private var lines: [String] = []

    /// The text of `digest` with the times of `clock`, each line ended.
    package static func text(
        of digest: Digest, clock: @escaping @Sendable (Timestamp) -> ZonedTime
    ) -> String {
        var text = DigestText(digest: digest, clock: clock)
        text.write()
        return text.lines.map { $0 + "\n" }.joined()
    }

    private init(digest: Digest, clock: @escaping @Sendable (Timestamp) -> ZonedTime) {
        self.digest = digest
        self.clock = clock
    }

    // MARK: Parts

    private mutating func write() {
        writeHead()
        for section in digest.sections {
            lines.append("")
            if let watch = section.watch {
                lines.append(rule("=", watch.name, watch.severity.rawValue))
            } else {
                lines.append(rule("=", "other news", ""))
            }
            for entry in section.entries { write(entry) }
        }
        if digest.leftOut > 0 {
            lines.append("")
            lines.append(
                "    and \(count(digest.leftOut, "more new story", "more new stories")): wirewatch stories")
        }
        writeMoved()
        writeEnded()
        writeSilent()
        lines.append("")
        lines += digest.hints
    }

    private mutating func writeHead() {
        let until = clock(digest.window.upperBound)
        let from = clock(digest.window.lowerBound)
        let now = "WIREWATCH  \(Self.day(until.civil)) \(Self.minute(until.civil)) \(until.abbreviation)"
        let since = "since \(Self.day(from.civil)) \(Self.minute(from.civil)) \(from.abbreviation)"
        lines.append(spread(now, since))
        var coverage = "\(count(digest.feeds.feeds, "feed", "feeds")), \(digest.feeds.healthy) healthy."
        if !digest.feeds.down.isEmpty {
            let named = digest.feeds.down.prefix(Self.namedTroubles).map { "\($0.feed) (\($0.words))" }
            let more = digest.feeds.down.count - named.count
            coverage += " Down: " + named.joined(separator: ", ") + (more > 0 ? " and \(more) more." : ".")
        }
        lines += TerminalText.wrapped(TerminalText.safe(coverage), width: Self.width)
        lines.append(
            "\(count(digest.newStories, "new story", "new stories")), \(digest.moved.count) moved, "
                + "\(digest.ended.count) ended.")
    }

    /// Feeds in trouble that the head names; `feeds --problems` has all.
    private static let namedTroubles = 6

    private mutating func write(_ entry: Digest.Entry) {
        lines.append("")
        let number = right(String(entry.number), 2) + ". "
        let headline = TerminalText.wrapped(TerminalText.safe(entry.lead.title), width: Self.width - 4)
        for (index, line) in headline.enumerated() { lines.append((index == 0 ? number : "    ") + line) }
        if let sentence = Sentence.first(of: entry.lead.text) {
            indent(TerminalText.wrapped("“\(TerminalText.safe(sentence))”", width: Self.width - 4))
        }
        lines.append(
            "    "
                + [
                    count(entry.items, "item", "items"), count(entry.outlets, "outlet", "outlets"),
                    count(entry.languages.count, "language", "languages"),
                    count(entry.independentTexts, "independent text", "independent texts"),
                ].joined(separator: "  "))
        field("first", first(entry))
        if entry.earlierItems > 0 { field("since", growth(entry)) }
        writeOthers(entry)
        if !entry.copied.isEmpty {
            field("copies", entry.copied.map { "\($0.count) of \($0.outlet)" }.joined(separator: ", "))
        }
        for match in entry.matches.prefix(Self.namedMatches) { field("why", Self.why(match)) }
        if let url = entry.lead.url { lines.append("    " + TerminalText.safe(url)) }
        lines.append("    wirewatch story \(entry.id)")
    }

    private static let namedMatches = 3

    private mutating func writeOthers(_ entry: Digest.Entry) {
        let labels = entry.also.map { report in
            report.outlet.name + (report.language.map { " [\($0)]" } ?? "")
        }
        let column = min(24, (labels.map(TerminalText.columns(of:)).max() ?? 0) + 2)
        for (index, (label, report)) in zip(labels, entry.also).enumerated() {
            let head = index == 0 ? "also   " : "       "
            let title = TerminalText.wrapped(
                TerminalText.safe(report.title), width: Self.width - 11 - column)
            for (row, line) in title.enumerated() {
                let name = row == 0 ? TerminalText.safe(label) : ""
                lines.append(
                    "    " + (row == 0 ? head : "       ") + TerminalText.padded(name, to: column) + line)
            }
        }
        let named = Set(entry.also.map(\.outlet.name) + [entry.lead.outlet.name, entry.first.outlet.name])
        let rest = entry.outletNames.filter { !named.contains($0) }
        guard !rest.isEmpty else { return }
        let listed = rest.prefix(Self.namedOutlets).joined(separator: ", ")
        let more = rest.count > Self.namedOutlets ? " and \(rest.count - Self.namedOutlets) more" : ""
        field(entry.also.isEmpty ? "also" : "", listed + more)
    }

    private static let namedOutlets = 8

    private mutating func writeMoved() {
        guard !digest.moved.isEmpty else { return }
        lines.append("")
        lines.append(rule("-", "moved", ""))
        for entry in digest.moved {
            write(
                line: entry,
                right: "\(entry.earlierOutlets) -> \(count(entry.outlets, "outlet", "outlets")), "
                    + "+\(count(entry.items - entry.earlierItems, "item", "items"))")
        }
    }

    private mutating func writeEnded() {
        guard !digest.ended.isEmpty else { return }
        lines.append("")
        lines.append(rule("-", "ended", ""))
        for entry in digest.ended {
            write(line: entry, right: "quiet for 48 h, \(count(entry.outlets, "outlet", "outlets"))")
        }
    }

    private mutating func writeSilent() {
        guard !digest.silentWatches.isEmpty else { return }
        lines.append("")
        lines.append(rule("-", "watches with no hit", ""))
        for watch in digest.silentWatches {
            let last = watch.lastMatch.map { moment in
                let time = clock(moment)
                return "last \(Self.day(time.civil)) \(Self.minute(time.civil))"
            }
            lines.append("    \(watch.name) (\(last ?? "never yet"))")
        }
    }

    // MARK: Pieces

    private mutating func write(line entry: Digest.Entry, right note: String) {
        let number = right(String(entry.number), 2) + ". "
        let room = Self.width - 4 - TerminalText.columns(of: note) - 2
        let title = TerminalText.wrapped(TerminalText.safe(entry.lead.title), width: Self.width - 4)
        if title.count == 1, TerminalText.columns(of: title[0]) <= room {
            lines.append(spread(number + title[0], note))
        } else {
            for (index, line) in title.enumerated() { lines.append((index == 0 ? number : "    ") + line) }
            lines.append("    " + note)
        }
        lines.append("    wirewatch story \(entry.id)")
    }

    /// `Yonhap [wire, ko] 14:05   +2 min TASS [state, ru]`
    private func first(_ entry: Digest.Entry) -> String {
        let time = clock(entry.first.time)
        let end = clock(digest.window.upperBound)
        let isSameDay =
            (time.civil.year, time.civil.month, time.civil.day)
            == (end.civil.year, end.civil.month, end.civil.day)
        let stamp = (isSameDay ? "" : Self.shortDay(time.civil) + " ") + Self.minute(time.civil)
        var text = "\(entry.first.outlet.name)\(Self.label(entry.first)) \(stamp)"
        if let next = entry.followers.first {
            text += ", +\(Self.span(next.time - entry.first.time)) \(next.outlet.name)\(Self.label(next))"
        }
        return text
    }

    private func growth(_ entry: Digest.Entry) -> String {
        "your last brief: +\(count(entry.items - entry.earlierItems, "item", "items"))"
    }

    /// `watch putin-kim: @kim NEAR/25 @putin (title), @summit (title)`
    private static func why(_ match: DigestMatch) -> String {
        let grounds = match.evidence.map { "\($0.term) (\($0.field.rawValue))" }
        return "watch \(match.watch): \(grounds.joined(separator: ", "))"
    }

    private static func label(_ report: DigestReport) -> String {
        let parts = [report.outlet.kind?.rawValue, report.language].compactMap { $0 }
        return parts.isEmpty ? "" : " [\(parts.joined(separator: ", "))]"
    }

    private mutating func field(_ name: String, _ text: String) {
        for (index, line) in TerminalText.wrapped(TerminalText.safe(text), width: Self.width - 11)
            .enumerated()
        {
            lines.append("    " + TerminalText.padded(index == 0 ? name : "", to: 7) + line)
        }
    }

    private mutating func indent(_ wrapped: [String]) { lines += wrapped.map { "    " + $0 } }

    private func rule(_ line: String, _ name: String, _ note: String) -> String {
        let head = "\(line)\(line) \(name) "
        let tail = note.isEmpty ? "" : " \(note) \(String(repeating: line, count: 7))"
        let fill = max(0, Self.width - TerminalText.columns(of: head) - TerminalText.columns(of: tail))
        return head + String(repeating: line, count: fill) + tail
    }

    private func spread(_ left: String, _ note: String) -> String {
        let gap = Self.width - TerminalText.columns(of: left) - TerminalText.columns(of: note)
        return left + String(repeating: " ", count: max(2, gap)) + note
    }

    private func right(_ text: String, _ width: Int) -> String {
        String(repeating: " ", count: max(0, width - text.utf8.count)) + text
    }

    private func count(_ number: Int, _ one: String, _ many: String) -> String {
        "\(number) \(number == 1 ? one : many)"
    }

    // MARK: Times

    /// `Thu 25 Apr 2019`
    static func day(_ time: CivilTime) -> String { "\(shortDay(time)) \(time.year)" }

    /// `Thu 25 Apr`
    static func shortDay(_ time: CivilTime) -> String {
        "\(weekdays[time.weekday]) \(time.day) \(months[time.month - 1])"
    }

    /// `18:30`
    static func minute(_ time: CivilTime) -> String {
        "\(CivilTime.padded(time.hour, 2)):\(CivilTime.padded(time.minute, 2))"
    }

    /// `2 min`, `3 h`, `4 d`: the largest unit that says enough.
    package static func span(_ span: Duration) -> String {
        let minutes = max(0, span.milliseconds / 60000)
        if minutes < 120 { return "\(minutes) min" }
        return minutes < 48 * 60 ? "\(minutes / 60) h" : "\(minutes / 1440) d"
    }

    private static let weekdays = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]
}
