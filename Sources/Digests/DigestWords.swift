import Model
import Text

/// What all printed forms of a digest say alike: counts, times and reasons as plain text.
///
/// Everything in it is harmless for a terminal; what else a format needs escaped, the format escapes.
package struct DigestWords: Sendable {
    let digest: Digest
    let clock: DigestClock

    package init(_ digest: Digest, clock: DigestClock) {
        self.digest = digest
        self.clock = clock
    }

    private var now: Timestamp { digest.window.upperBound }

    /// Columns of a headline; what is longer is no headline and is cut.
    static let headlineLimit = 400
    /// Columns of a sentence that is quoted, and of a name.
    private static let quotationLimit = 600
    private static let nameLimit = 100
    /// Feeds in trouble that the head names; `feeds --problems` has all.
    private static let namedTroubles = 6
    /// Silences that the head names; `silence list` has all.
    private static let namedSilences = 4
    /// Outlets, watches and terms that are named.
    private static let namedOutlets = 8
    private static let namedMatches = 3
    private static let namedTerms = 8
    private static let namedMoves = 6

    // MARK: The whole

    var until: String { clock.full(now) }
    var since: String { clock.full(digest.window.lowerBound, besides: now) }

    /// `112 feeds, 109 healthy. Down: mofa-jp (403 forbidden for 3 h).`
    var coverage: String {
        let feeds = digest.feeds
        var text = "\(counted(feeds.feeds, "feed")), \(feeds.healthy) healthy."
        guard !feeds.down.isEmpty else { return text }
        let named = feeds.down.prefix(Self.namedTroubles).map { trouble in
            let lasting = trouble.since.map { now - $0 } ?? .zero
            let span = lasting >= .minutes(1) ? " for \(DigestClock.span(lasting))" : ""
            return "\(name(trouble.feed)) (\(Self.harmless(trouble.words, to: Self.headlineLimit))\(span))"
        }
        let more = feeds.down.count - named.count
        text += " Down: \(named.joined(separator: ", "))" + (more > 0 ? " and \(more) more." : ".")
        return TerminalText.safe(text)
    }

    /// `3 new stories, 2 moved, 1 ended.`
    var counts: String {
        "\(counted(digest.newStories, "new story", "new stories")), \(digest.movedStories) moved, "
            + "\(digest.ended.count) ended."
    }

    /// `Silenced: none.`, or `Silenced: watch=putin-kim by anna until 18:00 (I am on it), 3 alerts kept back in all.`
    var silenced: String {
        guard !digest.silences.isEmpty else { return "Silenced: none." }
        let named = digest.silences.prefix(Self.namedSilences).map(silence)
        let more = digest.silences.count - named.count
        return "Silenced: \(named.joined(separator: "; "))"
            + (more > 0 ? " and \(more) more: wirewatch silence list --all." : ".")
    }

    private func silence(_ stored: StoredSilence) -> String {
        let silence = stored.silence
        var text = silence.matchers.map(\.description).joined(separator: " ")
        if let author = silence.author { text += " by \(author)" }
        text += " until \(clock.short(silence.end, besides: now))"
        if let author = silence.endedBy, author != silence.author { text += ", ended by \(author)" }
        if !silence.comment.isEmpty { text += " (\(silence.comment))" }
        if stored.alerts > 0 { text += ", \(counted(stored.alerts, "alert")) kept back in all" }
        return Self.harmless(text, to: Self.headlineLimit)
    }

    /// `3 new, 2 moved: Putin and Kim meet in Vladivostok (23 outlets)`: the subject of a message.
    package var subject: String {
        var text = "\(digest.newStories) new, \(digest.movedStories) moved"
        if let first = digest.sections.first?.entries.first ?? digest.moved.first {
            text += ": \(headline(first.lead)) (\(counted(first.outlets, "outlet")))"
        }
        return TerminalText.truncated(text, to: Self.subjectLimit)
    }

    /// Columns; longer subjects are cut by readers of mail in places of their own.
    private static let subjectLimit = 160

    /// What the stories are ordered by.
    package static let order =
        "Order: watched stories by severity of the watch, then by what came in the last 3 h (new independent texts x2 "
        + "+ new outlets + new languages x2); the rest by outlets; ties by first seen."

    package static let origin =
        "Headlines and quotations are the outlets' own; nothing here was written by a machine."

    var leftOut: String? {
        guard digest.leftOut > 0 else { return nil }
        return "and \(counted(digest.leftOut, "more new story", "more new stories"))"
    }

    var next: String? { digest.frame.next.map { "Next brief \(clock.full($0, besides: now))." } }

    /// Commands that lead on, with the first story as the example.
    var commands: String? {
        guard let entry = digest.stories.first?.entry else { return nil }
        let why = entry.matches.first.map { "   wirewatch why \($0.watch)/\(entry.id)" } ?? ""
        return TerminalText.safe("wirewatch story \(entry.id)\(why)")
    }

    /// `six-party (usually 1 a week, last Thu 11 Apr 06:02)`
    func silent(_ watch: DigestWatch) -> String {
        let last = watch.lastMatch.map { "last \(clock.short($0, besides: now))" } ?? "never yet"
        let usual = watch.rhythm.map { "usually \(Self.frequency($0)), " } ?? ""
        return TerminalText.safe("\(watch.name) (\(usual)\(last))")
    }

    /// `3 a day`, `1 a week`, `1 in 12 days`.
    package static func frequency(_ gap: Duration) -> String {
        let minutes = Double(max(1, gap.milliseconds / 60000))
        for (unit, name) in [(60.0, "an hour"), (1440, "a day"), (10080, "a week")]
        where minutes <= unit * 1.3 {
            return "\(max(1, Int(unit / minutes + 0.5))) \(name)"
        }
        return "1 in \(Int(minutes / 1440 + 0.5)) days"
    }

    // MARK: A story

    func headline(_ report: DigestReport) -> String {
        let title = Self.harmless(report.title, to: Self.headlineLimit)
        return title.isEmpty ? "(no title)" : title
    }

    /// The lead's first sentence as published, in quotes.
    func quotation(_ entry: Digest.Entry) -> String? {
        Sentence.first(of: entry.lead.text).map { "“\(Self.harmless($0, to: Self.quotationLimit))”" }
    }

    /// `41 items`, `23 outlets`, `6 languages`, `9 independent texts`.
    func figures(_ entry: Digest.Entry) -> [String] {
        [
            counted(entry.items, "item"), counted(entry.outlets, "outlet"),
            counted(entry.languages.count, "language"),
            counted(entry.independentTexts, "independent text"),
        ]
    }

    /// Whose the headline is, `Reuters [wire, en] 14:20`; `nil` where it is of the first report.
    func lead(_ entry: Digest.Entry) -> String? {
        entry.lead.item == entry.first.item ? nil : "\(source(entry.lead)) \(time(entry.lead))"
    }

    /// `Yonhap [wire, ko] 14:05, +2 min TASS [state, ru]`
    func first(_ entry: Digest.Entry) -> String {
        var text = "\(source(entry.first)) \(time(entry.first))"
        if let next = entry.followers.first { text += ", \(behind(next, entry)) \(source(next))" }
        return text
    }

    func time(_ report: DigestReport) -> String { clock.short(report.time, besides: now) }

    /// `+2 min`: how long after the first; `first` for itself.
    func behind(_ report: DigestReport, _ entry: Digest.Entry) -> String {
        report.item == entry.first.item
            ? "first" : "+\(DigestClock.span(report.time - entry.first.time))"
    }

    /// Of an outlet or feed.
    func name(_ name: String) -> String { Self.harmless(name, to: Self.nameLimit) }

    /// `TASS [state, ru]`
    func source(_ report: DigestReport) -> String {
        let parts = [report.outlet.kind?.rawValue, report.language].compactMap { $0 }
        let label = parts.isEmpty ? "" : " [\(parts.joined(separator: ", "))]"
        return name(report.outlet.name) + TerminalText.safe(label)
    }

    /// `+38 items, +20 outlets, first Chinese report 14:31`; `nil` for a new story.
    func growth(_ entry: Digest.Entry) -> String? {
        guard entry.isOld else { return nil }
        var parts: [String] = []
        func add(_ now: Int, _ before: Int, _ one: String, _ many: String) {
            if now > before { parts.append("+\(counted(now - before, one, many))") }
        }
        add(entry.items, entry.earlierItems, "item", "items")
        add(entry.outlets, entry.earlierOutlets, "outlet", "outlets")
        add(entry.independentTexts, entry.earlierTexts, "independent text", "independent texts")
        parts += entry.moves.suffix(Self.namedMoves).map(self.move)
        return parts.isEmpty ? nil : parts.joined(separator: ", ")
    }

    /// `6 -> 21 outlets`
    func outletGrowth(_ entry: Digest.Entry) -> String {
        guard entry.earlierOutlets != entry.outlets else {
            return "+\(counted(entry.items - entry.earlierItems, "item"))"
        }
        return "\(entry.earlierOutlets) -> \(counted(entry.outlets, "outlet"))"
    }

    func move(_ move: DatedMove) -> String {
        let time = clock.short(move.moment, besides: now)
        switch move.move {
        case .outlets(let count): return "\(count) outlets at \(time)"
        case .kind(let kind): return "first \(kind.rawValue) report \(time)"
        case .language(let tag):
            guard let name = LanguageName.english(tag) else { return "first report in \(tag) \(time)" }
            return "first \(name) report \(time)"
        case .headline(let was):
            let old = Self.harmless(was, to: Self.headlineLimit)
            return "headline changed \(time), was “\(old)”"
        }
    }

    /// `+2 independent texts, +4 outlets, +1 language`; `nil` where nothing came in the last hours.
    func recent(_ entry: Digest.Entry) -> String? {
        let recent = entry.recent
        let parts = [
            (recent.texts, "independent text", "independent texts"), (recent.outlets, "outlet", "outlets"),
            (recent.languages, "language", "languages"),
        ].filter { $0.0 > 0 }.map { "+\(counted($0.0, $0.1, $0.2))" }
        return parts.isEmpty ? nil : parts.joined(separator: ", ")
    }

    /// `18 of Yonhap, 9 of TASS`
    func copies(_ entry: Digest.Entry) -> String? {
        guard !entry.copied.isEmpty else { return nil }
        let named = entry.copied.prefix(Self.namedOutlets).map { "\($0.count) of \(name($0.outlet))" }
        return named.joined(separator: ", ")
    }

    /// Outlets that stand nowhere else: `The Moscow Times, BBC, Kommersant and 16 more`.
    func otherOutlets(_ entry: Digest.Entry) -> String? {
        let named = Set(entry.also.map(\.outlet.name) + [entry.lead.outlet.name, entry.first.outlet.name])
        let rest = entry.outletNames.filter { !named.contains($0) }
        guard !rest.isEmpty else { return nil }
        let more = rest.count > Self.namedOutlets ? " and \(rest.count - Self.namedOutlets) more" : ""
        return rest.prefix(Self.namedOutlets).map(name).joined(separator: ", ") + more
    }

    /// Each `watch putin-kim: @kim NEAR/25 @putin (title), @summit (title)`.
    func why(_ entry: Digest.Entry) -> [String] {
        entry.matches.prefix(Self.namedMatches).map { match in
            var terms: [String] = []
            for ground in match.evidence {
                let term = "\(ground.term) (\(ground.field.rawValue))"
                if !terms.contains(term) { terms.append(term) }
            }
            if terms.count > Self.namedTerms {
                terms = terms.prefix(Self.namedTerms) + ["and \(terms.count - Self.namedTerms) more"]
            }
            return TerminalText.safe("watch \(match.watch): \(terms.joined(separator: ", "))")
        }
    }

    func note(_ note: DigestNote) -> String {
        func by(_ name: String?) -> String { name.map { " by \(TerminalText.safe($0))" } ?? "" }
        switch note {
        case .merged(let story, let name): return "\(story) was merged into this story\(by(name))"
        case .split(let story, let name): return "split from \(story)\(by(name))"
        case .parted(let story, let name): return "\(story) was split from this story\(by(name))"
        }
    }

    /// The parts that are there with commas between.
    func plain(_ parts: [String?]) -> String {
        TerminalText.safe(parts.compactMap { $0 }.joined(separator: ", "))
    }

    func cut(_ text: String, to columns: Int) -> String { TerminalText.truncated(text, to: columns) }

    /// `text` without what steers a terminal, cut to `columns`, however many marks without a width are in it.
    private static func harmless(_ text: String, to columns: Int) -> String {
        let limit = columns * 2
        let isLong = text.unicodeScalars.dropFirst(limit).first != nil
        let start = isLong ? String(String.UnicodeScalarView(text.unicodeScalars.prefix(limit))) + "…" : text
        return TerminalText.truncated(TerminalText.safe(start), to: columns)
    }
}
