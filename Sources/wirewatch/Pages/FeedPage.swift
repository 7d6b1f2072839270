import Curl
import Model
import Pipeline
import Scheduling
import Text

/// How feeds are listed.
enum FeedPage {
    /// `name  state  items  last read  next poll (why then)`, with what is wrong below.
    static func line(_ feed: StoredFeed, clock: WallClock, paint: Paint) -> String {
        let state = feed.state
        let reason = Self.reason(feed)
        let next = state.nextPoll.map { "next \(clock.short($0)) (\(reason))" } ?? "no longer asked"
        let last = state.lastSuccess.map { "read " + clock.short($0) } ?? "never read"
        var line = TerminalText.padded(feed.settings.name, to: 20) + " "
        line += paint(TerminalText.padded(state.health.rawValue, to: 8), colour(of: state.health)) + " "
        line += TerminalText.padded("\(feed.items) items", to: 12) + " "
        line += TerminalText.padded(last, to: 22) + " " + next
        if let push = pushLine(feed, clock: clock) { line += "\n    \(push)" }
        if let error = state.error { line += "\n    \(TerminalText.safe(error))" }
        if let move = state.move { line += "\n    \(moved(move, clock: clock))" }
        return line
    }

    /// What is wrong with a feed, since when, when it is tried again, and what to do about it.
    ///
    /// - Parameter columns: of the terminal; sentences are broken to it. `nil`: each stays one line.
    static func problem(_ feed: StoredFeed, clock: WallClock, columns: Int?, paint: Paint) -> String {
        let state = feed.state
        var lines = [
            TerminalText.padded(TerminalText.safe(feed.settings.name), to: 20) + " "
                + paint(TerminalText.padded(state.health.rawValue, to: 8), colour(of: state.health))
                + (state.since.map { " since " + clock.short($0) } ?? "")
        ]
        // An address is one word, to be copied.
        lines.append("    url    " + TerminalText.safe(URLParts.shown(feed.settings.url)))
        func add(_ label: String, _ words: String) {
            let text = TerminalText.safe(words)
            let parts = columns.map { TerminalText.wrapped(text, width: $0 - indent.count) } ?? [text]
            let head = TerminalText.padded("    \(label)", to: indent.count)
            lines.append(head + parts.joined(separator: "\n" + indent))
        }
        if let error = state.error {
            add("what", error + (state.failures > 1 ? " (\(state.failures) polls in a row)" : ""))
        }
        if let quiet = quiet(state, clock: clock) { add("what", quiet) }
        if let move = state.move { add("what", moved(move, clock: clock)) }
        let last = state.lastSuccess.map { "last read \(clock.short($0))" } ?? "never read"
        let next = state.nextPoll.map { "next try \(clock.short($0))" } ?? "no longer asked"
        add("when", "\(last), \(next)")
        if let advice = FeedAdvice.text(state, feed.settings) { add("do", advice) }
        return lines.joined(separator: "\n")
    }

    private static func colour(of health: FeedHealth) -> Paint.Colour {
        switch health {
        case .ok: .green
        case .late, .silent, .moved: .yellow
        default: .red
        }
    }

    /// Before what follows a label.
    private static let indent = String(repeating: " ", count: 11)

    static func write(_ feed: StoredFeed, to json: inout JSONWriter) {
        let state = feed.state
        json.field("name", feed.settings.name)
        json.field("url", URLParts.shown(feed.settings.url))
        json.field("outlet", feed.settings.outlet.name)
        json.field("state", state.health.rawValue)
        json.field("since", state.since?.description)
        json.field("error", state.error)
        json.field("last_poll", state.lastPoll?.description)
        json.field("last_success", state.lastSuccess?.description)
        json.field("next_poll", state.nextPoll?.description)
        json.field("moved_to", state.move?.url)
        json.field("failures", state.failures)
        json.field("items", feed.items)
        json.field("title", state.title)
        json.field("configured", feed.isConfigured)
        json.field("cause", state.cause?.rawValue)
        json.field("status", state.status)
        json.field("last_new_item", state.lastNewItem?.description)
        json.field("rhythm_seconds", state.rhythm.map { Int($0.milliseconds / 1000) })
        json.field("paced_by", reason(feed))
        json.field("advice", FeedAdvice.text(state, feed.settings))
        json.field("push", push(feed))
        json.field("push_hub", feed.subscription?.hub)
        json.field("push_lease_end", feed.subscription?.leaseEnd?.description)
        json.field("push_last", feed.subscription?.lastPush?.description)
        json.field("push_error", feed.subscription?.error)
    }

    private static func reason(_ feed: StoredFeed) -> String {
        Interval.reason(feed.state, settings: feed.settings, subscription: feed.subscription).rawValue
    }

    /// The state of the subscription; `offered` where there could be one, `none` where the feed names no hub.
    static func push(_ feed: StoredFeed) -> String {
        feed.subscription?.state.rawValue ?? (feed.state.offer == nil ? "none" : "offered")
    }

    private static func pushLine(_ feed: StoredFeed, clock: WallClock) -> String? {
        guard let subscription = feed.subscription else { return nil }
        var line = "push \(subscription.state.rawValue) at \(TerminalText.safe(subscription.hub))"
        if let end = subscription.leaseEnd { line += " until \(clock.short(end))" }
        if let last = subscription.lastPush { line += ", last \(clock.short(last))" }
        if let error = subscription.error { line += ": \(TerminalText.safe(error))" }
        return line
    }

    private static func quiet(_ state: FeedState, clock: WallClock) -> String? {
        guard state.health == .late || state.health == .silent, let newest = state.lastNewItem else {
            return nil
        }
        var words = "nothing new since \(clock.short(newest))"
        if let rhythm = state.rhythm {
            words += "; usually an item every \(span(rhythm))"
            if let gap = state.longestGap, gap > rhythm { words += ", \(span(gap)) at the longest of late" }
        }
        return words
    }

    private static func moved(_ move: Move, clock: WallClock) -> String {
        let since = clock.short(move.firstSeen)
        let url = TerminalText.safe(move.url)
        if move.isDoubted == true {
            return "moved to \(url), which failed at the last poll: the old address is asked next"
        }
        return move.isBelieved
            ? "moved for good since \(since): change its url to \(url)"
            : "sends us on to \(url) since \(since), \(move.count) polls in a row"
    }

    /// `12 min`, `5 h`, `3 d`: rounded, for people.
    private static func span(_ span: Duration) -> String {
        let minutes = max(1, (span.milliseconds + 30_000) / 60_000)
        if minutes < 120 { return "\(minutes) min" }
        return minutes < 48 * 60 ? "\((minutes + 30) / 60) h" : "\((minutes + 720) / 1440) d"
    }
}
