import Configuration
import Curl
import Daemon
import FeedParsing
import Fetching
import Model
import Pipeline
import Platform
import Text

/// `feed add`: finds the feed of an address and writes what feeds.conf needs of it.
enum FeedAddCommand {
    static let spec = CommandSpec(
        "feed add", operands: "URL", count: 1...1,
        summary: "finds the feed of an address and prints the lines for feeds.conf; --write adds them",
        about: [
            "The address may be the feed itself or a page that names feeds; of several the first that can be read "
                + "is taken, and the others are printed as comments.",
            "Your own files are never rewritten: --write appends to feeds.d/added.conf beside the configuration, "
                + "which has to include it (include = feeds.d/*.conf). A running daemon takes it up with its next "
                + "reload.",
        ],
        options: [
            OptionSpec("name", value: "NAME", "its name in feeds.conf (default: from its title)"),
            OptionSpec("tag", value: "TAGS", "its tags, with spaces between"),
            OptionSpec("write", "append to feeds.d/added.conf instead of printing"),
            OptionSpec("private", "visit addresses outside the public network, too"),
        ],
        examples: [
            "feed add https://www.nknews.org/", "feed add en.yna.co.kr/RSS/news.xml --tag korea --write",
        ], paging: .none
    ) { invocation throws(CommandFailure) in
        let setup = try Desk.setupOrDefaults(invocation)
        let configured = setup.configuration.feeds
        var settings = setup.pollSettings
        if invocation.has("private") { settings.addresses.allowsAllPrivate = true }
        let visitor = Visitor(
            fetcher: CurlFetcher(
                engine: try RunCommand.transferEngine(), now: { Timestamp(milliseconds: SystemClock.now()) }),
            settings: settings)
        let (found, others) = try await visitor.find(try address(invocation.operands[0]))
        if let known = configured.first(where: { $0.url == found.url }) {
            throw CommandFailure(
                code: .negative, message: "\(TerminalText.safe(found.url)) is configured as `\(known.name)`")
        }
        let title = found.feed.title.map(TerminalText.safe)
        let name = try name(invocation, title: title, url: found.url, configured: configured)
        let stanza = FeedStanza(
            name: name, url: TerminalText.safe(found.url), title: title, tags: try tags(invocation))
        if invocation.has("write") {
            try AddedFile(try Desk(invocation)).append(stanza)
        } else {
            let comments = others.map { "# also there: \(TerminalText.safe($0))\n" }
            Output.print(comments.joined() + stanza.text)
        }
        return .done
    }

    private static func address(_ typed: String) throws(CommandFailure) -> String {
        // People type what they read on a page.
        let url = typed.contains("://") ? typed : "https://" + typed
        guard typed.contains("."), OutletName.name(ofURL: url) != nil else {
            throw .usage("`\(TerminalText.safe(typed))` is no http or https address")
        }
        return url
    }

    private static func name(
        _ invocation: Invocation, title: String?, url: String, configured: [FeedSettings]
    ) throws(CommandFailure) -> String {
        let taken = Set(configured.map(\.name))
        guard let typed = invocation.value("name") else {
            return FeedNames.name(title: title ?? "", url: url, taken: taken)
        }
        guard FeedStanza.isName(typed) else {
            throw .usage("--name takes letters, digits, - and _, not `\(TerminalText.safe(typed))`")
        }
        guard !taken.contains(typed) else { throw .usage("there is a feed `\(typed)` already") }
        return typed
    }

    private static func tags(_ invocation: Invocation) throws(CommandFailure) -> [String] {
        let tags = (invocation.value("tag") ?? "").split { " ,".contains($0) }.map(String.init)
        if let wrong = tags.first(where: { !FeedStanza.isName($0) }) {
            throw .usage("--tag takes words of letters, digits, - and _, not `\(TerminalText.safe(wrong))`")
        }
        return tags
    }
}

/// One who looks for a feed at an address.
private struct Visitor {
    let fetcher: CurlFetcher
    let settings: PollSettings

    /// Feeds of one page that are tried.
    private static let tries = 5

    typealias Found = (url: String, feed: ParsedFeed)

    /// The feed at `url`, or the first that can be read of those its page names, with the addresses of the others.
    func find(_ url: String) async throws(CommandFailure) -> (Found, others: [String]) {
        let probe = try await visit(url)
        let error: FeedError
        switch probe.outcome {
        case .feed(let feed): return ((probe.metadata.permanentURL ?? url, feed), [])
        case .noFeed(let found): error = found
        }
        guard case .notAFeed(let what, let links) = error else { throw refusal(url, error.message) }
        guard !links.isEmpty else { throw refusal(url, "\(what), which names no feed") }
        var reasons: [String] = []
        for link in links.prefix(Self.tries) {
            do throws(CommandFailure) {
                let probe = try await visit(link)
                if case .feed(let feed) = probe.outcome {
                    return ((probe.metadata.permanentURL ?? link, feed), links.filter { $0 != link })
                }
                if case .noFeed(let error) = probe.outcome { reasons.append("\(link): \(error.message)") }
            } catch {
                reasons.append(error.message)
            }
        }
        throw refusal(url, "none of the feeds that it names can be read\n" + reasons.joined(separator: "\n"))
    }

    private func visit(_ url: String) async throws(CommandFailure) -> FeedProbe {
        guard let outlet = OutletName.name(ofURL: url) else { throw refusal(url, "no http or https address") }
        let feed = FeedSettings(name: "", url: url, outlet: Outlet(name: outlet))
        let now = Timestamp(milliseconds: SystemClock.now())
        do throws(FetchError) {
            return try await FeedProbe.visit(feed, by: fetcher, settings: settings, now: now)
        } catch {
            throw refusal(url, error.message)
        }
    }

    private func refusal(_ url: String, _ message: String) -> CommandFailure {
        let lines = "\(URLParts.shown(url)): \(message)".split(separator: "\n").map {
            TerminalText.safe(String($0))
        }
        return CommandFailure(code: .negative, message: lines.joined(separator: "\n"))
    }
}
