import Delivery
import Model
import Pipeline
import Text

/// How digests that went out are listed and shown.
enum IssuePage {
    static func line(_ stored: StoredIssue, clock: WallClock, screen: Screen) -> String {
        let issue = stored.issue
        return AlertPage.row(
            issue.decided, "\(issue.id)", [Screen.Cell("digest", .bold)], issue.subject, stored.deliveries,
            clock: clock, screen: screen)
    }

    /// The keys of an alert's row, and `digest`.
    static func write(_ stored: StoredIssue, to json: inout JSONWriter) {
        let issue = stored.issue
        json.field("alert", "\(issue.id)")
        json.field("watch", issue.id.digest)
        json.field("story", nil as String?)
        json.field("revision", 1)
        json.field("reason", DigestIssueJSON.type)
        json.field("decided", "\(issue.decided)")
        json.field("severity", Severity.normal.rawValue)
        json.field("headline", issue.subject)
        json.field("url", nil as String?)
        json.field("outlets", 0)
        json.field("languages", [] as [String])
        json.field("items", 0)
        AlertPage.write([] as [Evidence], to: &json)
        AlertPage.write(stored.deliveries, to: &json)
        json.field("digest", issue.id.digest)
        json.field("reader", issue.reader)
        json.field("since", "\(issue.since)")
        json.field("until", "\(issue.until)")
    }

    /// What a digest said and where it went.
    static func text(_ stored: StoredIssue, clock: WallClock) -> String {
        let issue = stored.issue
        var lines = ["digest \(issue.id) for \(TerminalText.safe(issue.reader))"]
        lines.append("  made \(clock.long(issue.decided)), since \(clock.long(issue.since))")
        lines += stored.deliveries.map { "  " + AlertPage.standing($0, clock: clock) }
        if stored.deliveries.isEmpty { lines.append("  no route takes it") }
        return lines.joined(separator: "\n") + "\n\n" + issue.text
    }
}
