import Model
import Text

/// `[feed]`.
extension ConfigurationBuilder {
    mutating func readFeed(_ section: INIDocument.Section) {
        var reader = SectionReader(section)
        defer { take(reader) }
        guard let name = section.name else { return }
        var feed = standardFeed(name: name, url: "", host: "")
        let isAddress = readAddress(&reader, &feed)
        feed.outlet.name = reader.text("outlet") ?? feed.outlet.name
        feed.outlet.kind = reader.choice("kind", OutletKind.self)
        feed.language = reader.language("lang")
        feed.timezone = timeZone(&reader)
        feed.tags = reader.words("tag").map(\.text)
        readIntervals(&reader, &feed)
        feed.expectedWithin = reader.duration("expect")
        feed.firstPoll = reader.choice("first-poll", FirstPoll.self) ?? feed.firstPoll
        for key in ["accept", "drop"] {
            guard let query = reader.entry(key) else { continue }
            queries.append(PendingQuery(value: query.value, use: .filter, isScore: false))
        }
        feed.accept = reader.text("accept")
        feed.drop = reader.text("drop")
        feed.userAgent = reader.text("user-agent") ?? feed.userAgent
        feed.headers = headers(&reader)
        feed.credentialsFile = reader.text("credentials-file")
        feed.proxy = reader.value("proxy") { WebAddress.isProxy($0) ? $0 : nil }
        if reader.has("allow-private-addresses") {
            let blocks = blocks(&reader)
            feed.allowsPrivateAddresses = blocks.all ? ["0.0.0.0/0", "::/0"] : blocks.some
        }
        feed.holdScope = reader.choice("hold-scope", HoldScope.self) ?? feed.holdScope
        feed.takesPush = reader.bool("push")
        if isAddress { feeds.append(feed) }
    }

    private func readIntervals(_ reader: inout SectionReader, _ feed: inout FeedSettings) {
        if let interval = reader.duration("interval") {
            feed.interval = interval
            feed.makeRoom(for: interval)
        }
        feed.minimumInterval = reader.duration("min-interval") ?? feed.minimumInterval
        feed.maximumInterval = reader.duration("max-interval") ?? feed.maximumInterval
        if ["interval", "min-interval", "max-interval"].contains(where: { reader.has($0) }) {
            checkIntervals(
                &reader, interval: feed.interval, minimum: feed.minimumInterval,
                maximum: feed.maximumInterval)
        }
    }

    /// Fills in the address and the outlet's name that follows from it; false where there is none.
    private func readAddress(_ reader: inout SectionReader, _ feed: inout FeedSettings) -> Bool {
        guard let entry = reader.entry("url") else {
            reader.fail(at: reader.section.position, "feed `\(feed.name)` has no url")
            return false
        }
        let url = entry.value.text
        guard let host = WebAddress.host(of: url) else {
            reader.fail(
                entry, "`\(url.shown)` is no http or https address", suggestion: Self.address(meantBy: url))
            return false
        }
        if WebAddress.hasCredentials(url) {
            reader.warn(
                at: entry.value.start, "logs show the password in this address: use credentials-file")
        }
        feed.url = url
        feed.outlet.name = OutletName.name(ofHost: host)
        return true
    }

    /// The address that other readers write otherwise: `feed://`, none before the host, or a mistyped scheme.
    private static func address(meantBy text: String) -> String? {
        let parts = text.split(separator: "://", maxSplits: 1).map(String.init)
        guard parts.count == 2 else {
            let meant = "https://" + text
            let hasHost = text.contains(".") && !text.hasPrefix("/") && !text.hasPrefix(".")
            return hasHost && WebAddress.isWebAddress(meant) ? meant : nil
        }
        let isFeed = parts[0].lowercased() == "feed"
        let scheme = isFeed ? "https" : Suggestion.nearest(to: parts[0], among: ["https", "http"])
        let meant = (scheme ?? "") + "://" + parts[1]
        return WebAddress.isWebAddress(meant) && meant != text ? meant : nil
    }

    /// A feed with the defaults of [wirewatch].
    func standardFeed(name: String, url: String, host: String) -> FeedSettings {
        var feed = FeedSettings(name: name, url: url, outlet: Outlet(name: OutletName.name(ofHost: host)))
        feed.interval = daemon.interval
        feed.minimumInterval = daemon.minimumInterval
        feed.maximumInterval = daemon.maximumInterval
        feed.firstPoll = daemon.firstPoll
        feed.userAgent = daemon.userAgent
        feed.holdScope = daemon.holdScope
        return feed
    }

    private func headers(_ reader: inout SectionReader) -> [String] {
        var headers: [String] = []
        for entry in reader.entries("header") {
            let text = entry.value.text
            let name = text.prefix { $0 != ":" }
            let isName = !name.isEmpty && name.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F }
            if isName, name.count < text.count, !text.contains("\n") {
                headers.append(text)
            } else {
                reader.fail(entry, "a header is written `Name: value`, not `\(text.shown)`")
            }
        }
        return headers
    }
}

extension FeedSettings {
    /// An interval of the user's own needs no second key to be kept.
    mutating func makeRoom(for interval: Duration) {
        minimumInterval = min(minimumInterval, interval)
        maximumInterval = max(maximumInterval, interval)
    }
}
