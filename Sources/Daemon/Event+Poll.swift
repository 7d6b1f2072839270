import FeedParsing
import Model
import Pipeline
import Scheduling

extension Event {
    /// What is told of one poll: troubles when they begin or change, not at each poll.
    static func events(of report: PollReport) -> [Event] {
        let name = report.feed.settings.name
        let before = report.feed.state
        let after = report.verdict.state
        var events: [Event] = []
        if let error = after.error, error != before.error {
            events.append(.feedTroubled(feed: name, health: after.health, error: error))
        } else if after.error == nil, before.error != nil {
            events.append(.feedRecovered(feed: name))
        } else if after.error == nil, before.health == .silent || before.health == .late,
            after.health != .silent, after.health != .late
        {
            events.append(.feedAwake(feed: name))
        }
        if let move = after.move, move.url != before.move?.url || move.isBelieved != before.move?.isBelieved {
            events.append(.feedMoved(feed: name, url: move.url, isBelieved: move.isBelieved))
        }
        let (new, revised) = (report.receipt.newItems.count, report.receipt.revisedItems.count)
        if new > 0 || revised > 0 { events.append(.polled(feed: name, new: new, revised: revised)) }
        return events + report.warnings.map { .documentOdd(feed: name, warning: $0.message) }
    }
}
