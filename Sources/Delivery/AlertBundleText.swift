import Digests
import Model
import Text

/// Alerts of several stories for a person: how many, of which watches, and a line for each; harmless for a terminal.
struct AlertBundleText {
    /// `3 alerts: putin-kim 2, dprk 1`
    let headline: String
    /// The headline and a line for each story, the first words its watch.
    let lines: [String]
    /// The same for a small screen: stories under the names of their watches, each with its address.
    let body: [ShortLine]

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
        body = Self.body(of: bundle)
    }

    private static func body(of bundle: AlertBundle) -> [ShortLine] {
        var lines = bundle.kind == .flood ? [ShortLine(reason)] : []
        for (watch, alerts) in bundle.sections {
            let loud = isLoud(alerts) ? ", urgent" : ""
            lines.append(
                ShortLine(harmless("\(watch): \(counted(alerts.count, "alert"))\(loud)"), isHeading: true))
            lines += alerts.map { alert in
                let parts = [alert.content.headline] + figures(alert)
                return ShortLine(
                    harmless(parts.joined(separator: " · ")), url: WebLink.safe(alert.content.url), count: 1)
            }
        }
        if bundle.unlisted > 0 {
            lines.append(ShortLine("and \(bundle.unlisted) more", count: bundle.unlisted))
        }
        return lines
    }

    static func isLoud(_ alerts: [Alert]) -> Bool { alerts.contains { $0.content.severity == .urgent } }

    /// `23 outlets`, and why an update goes out.
    private static func figures(_ alert: Alert) -> [String] {
        [counted(alert.content.outlets, "outlet"), alert.reason.update].compactMap(\.self)
    }

    /// Why they do not come each by itself.
    static let reason = "so many alerts waited that this is sent in place of them"

    /// Watches that a headline names.
    private static let namedWatches = 5

    static func headline(of bundle: AlertBundle) -> String {
        let watches = bundle.watches
        var parts = watches.prefix(namedWatches).map { "\($0.name) \($0.count)" }
        if watches.count > namedWatches { parts.append("and \(watches.count - namedWatches) more watches") }
        return harmless("\(counted(bundle.count, "alert")): " + parts.joined(separator: ", "))
    }

    /// `putin-kim (urgent): Putin and Kim meet, 23 outlets, reached 15 outlets`
    private static func sentence(_ alert: Alert) -> String {
        let content = alert.content
        let loud = content.severity == .urgent ? " (urgent)" : ""
        let parts = [content.headline] + figures(alert)
        return "\(content.watch)\(loud): " + parts.joined(separator: ", ")
    }

    private static func harmless(_ text: String) -> String {
        TerminalText.truncated(TerminalText.safe(text), to: FeedNoticeText.lineLimit)
    }
}
