import Model
import Text

/// Alerts of several stories for a person: how many, of which watches, and a line for each; harmless for a terminal.
struct AlertBundleText {
    /// `3 stories: putin-kim 2, dprk 1`
    let headline: String
    /// The headline and a line for each story, the first words its watch.
    let lines: [String]

    /// One line for a log.
    var line: String { "\(headline): " + lines.dropFirst().joined(separator: " · ") }

    init(_ bundle: AlertBundle) {
        headline = Self.headline(of: bundle)
        var lines = [headline]
        if bundle.kind == .flood { lines.append(Self.reason) }
        lines += bundle.alerts.map { Self.harmless(Self.sentence($0)) }
        if bundle.unlisted > 0 {
            lines.append("and \(bundle.unlisted) more: see `wirewatch alerts --limit \(bundle.count)`")
        }
        self.lines = lines
    }

    /// Why they do not come each by itself.
    static let reason = "so many alerts waited that this is sent in place of them"

    /// Watches that a headline names.
    private static let namedWatches = 5

    static func headline(of bundle: AlertBundle) -> String {
        let watches = bundle.watches
        var parts = watches.prefix(namedWatches).map { "\($0.name) \($0.count)" }
        if watches.count > namedWatches { parts.append("and \(watches.count - namedWatches) more watches") }
        return harmless(
            (bundle.count == 1 ? "1 story" : "\(bundle.count) stories") + ": " + parts.joined(separator: ", ")
        )
    }

    /// `putin-kim (urgent): Putin and Kim meet, 23 outlets, reached 15 outlets`
    private static func sentence(_ alert: Alert) -> String {
        let content = alert.content
        let loud = content.severity == .urgent ? " (urgent)" : ""
        let parts = [content.headline, AlertText.count(content.outlets, "outlet"), alert.reason.update]
        return "\(content.watch)\(loud): " + parts.compactMap(\.self).joined(separator: ", ")
    }

    private static func harmless(_ text: String) -> String {
        TerminalText.truncated(TerminalText.safe(text), to: FeedNoticeText.lineLimit)
    }
}
