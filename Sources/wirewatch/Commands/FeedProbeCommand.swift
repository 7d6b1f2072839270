import Configuration
import Curl
import Daemon
import Fetching
import Model
import Pipeline
import Platform
import Text

/// `feed probe`: one visit to an address, and what a subscription to it would be.
enum FeedProbeCommand {
    static let spec = CommandSpec(
        "feed probe", operands: "URL", count: 1...1,
        summary: "visits an address once and says which feed is there, or which feeds its page names",
        options: [
            OptionSpec("private", "visit addresses outside the public network, too"),
            OptionSpec("json", "one JSON object"),
        ],
        examples: ["feed probe https://en.yna.co.kr/RSS/news.xml", "feed probe https://www.nknews.org/"]
    ) { invocation throws(CommandFailure) in
        let setup = try Desk.setupOrDefaults(invocation)
        let feed = try feed(invocation.operands[0], in: setup)
        var settings = setup.pollSettings
        if invocation.has("private") { settings.addresses.allowsAllPrivate = true }
        let now = Timestamp(milliseconds: SystemClock.now())
        let fetcher = CurlFetcher(engine: try RunCommand.transferEngine(), now: { now })
        do throws(FetchError) {
            let probe = try await FeedProbe.visit(feed, by: fetcher, settings: settings, now: now)
            let zone = setup.zone
            let page = ProbePage(
                probe: probe, feed: feed, configured: setup.configuration.feeds.map(\.name),
                clock: WallClock(zoned: { zone.zoned($0) }, now: now))
            Output.print(invocation.has("json") ? page.json + "\n" : page.text)
            if case .feed = probe.outcome { return .done }
            return .negative
        } catch {
            throw CommandFailure(
                code: .negative, message: TerminalText.safe("\(URLParts.shown(feed.url)): \(error.message)"))
        }
    }

    /// The configured feed of that name or address, or else a new one at the address.
    private static func feed(_ typed: String, in setup: Setup) throws(CommandFailure) -> FeedSettings {
        if let known = setup.configuration.feeds.first(where: { $0.name == typed || $0.url == typed }) {
            return known
        }
        // People type what they read on a page.
        let url = typed.contains("://") ? typed : "https://" + typed
        guard typed.contains("."), let outlet = OutletName.name(ofURL: url) else {
            throw .usage("`\(TerminalText.safe(typed))` is no http or https address and no feed's name")
        }
        return FeedSettings(name: "", url: url, outlet: Outlet(name: outlet))
    }
}
