package import Model
import Text

/// A summary of feeds in trouble for a person: what, since when, with which words of the server, when next, what to do.
///
/// Everything in it came from outside or may have, and is made harmless for a terminal.
package struct FeedNoticeText: Hashable, Sendable {
    /// `2 feeds cannot be read, 1 is silent; 1 is well again`.
    package let headline: String
    /// The headline, a line for each trouble, and what is over or goes on; without a line feed at the end.
    package let lines: [String]
    /// The lines below the headline; they count feeds and watches in trouble.
    let body: [ShortLine]

    /// One line for a log.
    package var line: String { "\(headline): " + lines.dropFirst().joined(separator: " · ") }

    /// A longer line is cut, with `…` at the end.
    package static let lineLimit = 500

    /// - Parameter offset: of the reader's clock from UTC; without one, times say `UTC`.
    package init(_ notice: FeedNotice, offset: Duration?) {
        headline = Self.headline(of: notice)
        var body = notice.troubles.map {
            ShortLine(Self.harmless(Self.sentence($0, decided: notice.decided, offset: offset)), count: 1)
        }
        if notice.unlisted > 0 {
            body.append(
                ShortLine(
                    "and \(notice.unlisted) more: see `wirewatch feeds --problems`", count: notice.unlisted))
        }
        for silence in notice.silences ?? [] {
            let since = ShortTime.text(silence.since, seenFrom: notice.decided, offset: offset)
            let words =
                silence.hasMatched
                ? "has met nothing since \(since)" : "has met nothing yet, and is there since \(since)"
            body.append(
                ShortLine(
                    Self.harmless(
                        "watch \(silence.watch) \(words); `wirewatch watch test --watch \(silence.watch)` says what it would find"
                    ), count: 1))
        }
        if !notice.recovered.isEmpty {
            body.append(
                ShortLine(
                    Self.harmless("well again: " + notice.recovered.map(\.feed).joined(separator: ", "))))
        }
        if notice.ongoing > 0 {
            let verb = notice.ongoing == 1 ? "is" : "are"
            body.append(ShortLine("\(notice.ongoing) told of before \(verb) still in trouble"))
        }
        self.body = body
        lines = [headline] + body.map(\.text)
    }

    /// The counts of a summary in words.
    package static func headline(of notice: FeedNotice) -> String {
        func count(_ event: FeedEvent) -> Int { notice.troubles.count { $0.event == event } }
        var parts: [String] = []
        for (event, one, many) in [
            (FeedEvent.failing, "cannot be read", "cannot be read"), (.silent, "is silent", "are silent"),
            (.moved, "has moved", "have moved"),
        ] where count(event) > 0 {
            let number = count(event)
            let noun = parts.isEmpty ? (number == 1 ? " feed" : " feeds") : ""
            parts.append("\(number)\(noun) \(number == 1 ? one : many)")
        }
        var text = parts.joined(separator: ", ")
        let silent = notice.silences?.count ?? 0
        if silent > 0 {
            text +=
                (text.isEmpty ? "" : "; ")
                + (silent == 1 ? "1 watch is silent" : "\(silent) watches are silent")
        }
        let well = notice.recovered.count
        if well > 0 {
            let noun = parts.isEmpty || silent > 0 ? (well == 1 ? " feed" : " feeds") : ""
            text += (text.isEmpty ? "" : "; ") + "\(well)\(noun) \(well == 1 ? "is" : "are") well again"
        }
        return text
    }

    private static func sentence(_ trouble: FeedTrouble, decided: Timestamp, offset: Duration?) -> String {
        func time(_ moment: Timestamp) -> String {
            ShortTime.text(moment, seenFrom: decided, offset: offset)
        }
        var parts: [String] = []
        switch trouble.event {
        case .failing:
            parts.append(trouble.error ?? trouble.state.rawValue)
            if let since = trouble.since { parts.append("since \(time(since))") }
            parts.append(trouble.lastSuccess.map { "last read \(time($0))" } ?? "never read")
            parts.append(trouble.nextPoll.map { "next try \(time($0))" } ?? "no longer asked")
        case .silent:
            parts.append(trouble.lastNewItem.map { "nothing new since \(time($0))" } ?? "nothing new yet")
        case .moved:
            if let since = trouble.since { parts.append("since \(time(since))") }
        case .watchSilent: break
        }
        if !trouble.advice.isEmpty { parts.append(trouble.advice) }
        return "\(trouble.feed) (\(trouble.state.rawValue)): " + parts.joined(separator: "; ")
    }

    private static func harmless(_ text: String) -> String {
        TerminalText.truncated(TerminalText.safe(text), to: lineLimit)
    }
}
