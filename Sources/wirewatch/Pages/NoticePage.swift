import Delivery
import Model
import Pipeline
import Text

/// How summaries of feeds in trouble are listed and explained.
enum NoticePage {
    static func line(_ stored: StoredNotice, clock: WallClock, screen: Screen) -> String {
        let notice = stored.notice
        return AlertPage.row(
            notice.decided, "\(notice.id)", [Screen.Cell(notice.event.rawValue, .bold)],
            FeedNoticeText.headline(of: notice), stored.deliveries, clock: clock, screen: screen)
    }

    /// The keys of an alert's row, and `feeds`.
    static func write(_ stored: StoredNotice, to json: inout JSONWriter) {
        let notice = stored.notice
        json.field("alert", "\(notice.id)")
        json.field("watch", notice.id.watch)
        json.field("story", nil as String?)
        json.field("revision", 1)
        json.field("reason", notice.event.rawValue)
        json.field("decided", "\(notice.decided)")
        json.field("severity", notice.severity.rawValue)
        json.field("headline", FeedNoticeText.headline(of: notice))
        json.field("url", nil as String?)
        json.field("outlets", Set(notice.troubles.map(\.outlet)).count)
        json.field("languages", [] as [String])
        json.field("items", 0)
        AlertPage.write([] as [Evidence], to: &json)
        AlertPage.write(stored.deliveries, to: &json)
        json.field(
            "feeds",
            array: { json in
                for trouble in notice.troubles { json.object { FeedNoticeJSON.write(trouble, to: &$0) } }
            })
        json.field("recovered", notice.recovered.map(\.feed))
        FeedNoticeJSON.write(notice.silences ?? [], to: &json)
    }

    /// What a summary said and where it went.
    static func text(_ stored: StoredNotice, clock: WallClock, zone: TimeZoneRules) -> String {
        let notice = stored.notice
        let text = FeedNoticeText(notice, offset: zone.offset(at: notice.decided))
        var lines = ["summary \(notice.id): \(text.headline)"]
        lines.append("  decided \(clock.long(notice.decided)), severity \(notice.severity.rawValue)")
        lines.append("  watch \(notice.id.watch) looks after \(notice.feeds) feeds")
        lines.append("")
        lines += text.lines.dropFirst().map { "  " + $0 }
        lines.append("")
        lines += stored.deliveries.map { "  " + AlertPage.standing($0, clock: clock) }
        if stored.deliveries.isEmpty { lines.append("  no route takes it") }
        return lines.joined(separator: "\n") + "\n"
    }
}

/// One row of `alerts`.
enum ToldRow {
    case alert(StoredAlert)
    case notice(StoredNotice)
    case digest(StoredIssue)

    var decided: Timestamp {
        switch self {
        case .alert(let stored): stored.alert.decided
        case .notice(let stored): stored.notice.decided
        case .digest(let stored): stored.issue.decided
        }
    }

    func line(clock: WallClock, screen: Screen) -> String {
        switch self {
        case .alert(let stored): AlertPage.line(stored, clock: clock, screen: screen)
        case .notice(let stored): NoticePage.line(stored, clock: clock, screen: screen)
        case .digest(let stored): IssuePage.line(stored, clock: clock, screen: screen)
        }
    }

    func write(to json: inout JSONWriter) {
        switch self {
        case .alert(let stored): AlertPage.write(stored, to: &json)
        case .notice(let stored): NoticePage.write(stored, to: &json)
        case .digest(let stored): IssuePage.write(stored, to: &json)
        }
    }
}
