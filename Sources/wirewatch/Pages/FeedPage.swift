import Curl
import Model
import Pipeline
import Text

/// How feeds are listed.
enum FeedPage {
    /// `name  state  since  next poll  trouble`
    static func line(_ feed: StoredFeed, clock: WallClock) -> String {
        let state = feed.state
        let next = state.nextPoll.map { "next " + clock.short($0) } ?? "not polled"
        let last = state.lastSuccess.map { "read " + clock.short($0) } ?? "never read"
        var line = TerminalText.padded(feed.settings.name, to: 20) + " "
        line += TerminalText.padded(state.health.rawValue, to: 8) + " "
        line += TerminalText.padded("\(feed.items) items", to: 12) + " "
        line += TerminalText.padded(last, to: 22) + " " + next
        if let error = state.error { line += "\n    \(TerminalText.safe(error))" }
        if let move = state.move { line += "\n    \(moved(move, feed: feed, clock: clock))" }
        return line
    }

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
    }

    private static func moved(_ move: Move, feed: StoredFeed, clock: WallClock) -> String {
        let since = clock.short(move.firstSeen)
        let url = TerminalText.safe(move.url)
        return move.isBelieved
            ? "moved for good since \(since): change its url to \(url)"
            : "sends us on to \(url) since \(since), \(move.count) polls in a row"
    }
}
