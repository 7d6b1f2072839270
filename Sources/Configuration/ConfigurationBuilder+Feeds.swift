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
        feed.credentialsFile = path("credentials-file", &reader)
        feed.proxy = reader.value("proxy") { WebAddress.isProxy($0) ? $0 : nil }
        readTransport(&reader, &feed)
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
        if let entry = reader.entry("path") {
            if reader.has("url") {
                reader.fail(entry, "feed `\(feed.name)` has a url already")
                return false
            }
            let path = ConfigurationFile.path(entry.value.text, relativeTo: reader.section.position.file)
            return readFile(&reader, &feed, entry, path: path)
        }
        guard let entry = reader.entry("url") else {
            reader.fail(at: reader.section.position, "feed `\(feed.name)` has no url")
            return false
        }
        let url = entry.value.text
        if url.lowercased().hasPrefix("file:") {
            return readFile(&reader, &feed, entry, path: String(url.dropFirst("file:".utf8.count)))
        }
        guard let host = WebAddress.host(of: url) else {
            reader.fail(
                entry, "`\(url.shown)` is no http or https address", suggestion: Self.address(meantBy: url))
            return false
        }
        if WebAddress.hasCredentials(url) {
            reader.warn(
                at: entry.value.start,
                "whoever reads this file reads the password in this address: use credentials-file")
        }
        feed.url = url
        feed.outlet.name = OutletName.name(ofHost: host)
        return true
    }

    /// Takes a file as the feed; only here, where the user writes it, and never from a list or a redirect.
    private func readFile(
        _ reader: inout SectionReader, _ feed: inout FeedSettings, _ entry: INIDocument.Entry, path: String
    ) -> Bool {
        let bare = path.hasPrefix("///") ? String(path.dropFirst(2)) : path
        guard bare.hasPrefix("/"), !bare.hasPrefix("//"), !bare.contains("\n") else {
            reader.fail(
                entry,
                "`\(entry.value.text.shown)` is no absolute path: write `file:/path/feed.xml`, or `path =`")
            return false
        }
        feed.url = "file://" + bare
        feed.outlet.name = feed.name
        return true
    }

    private func readTransport(_ reader: inout SectionReader, _ feed: inout FeedSettings) {
        feed.authorityFile = path("ca-file", &reader)
        feed.certificateFile = path("client-certificate", &reader)
        feed.keyFile = path("client-key", &reader)
        if feed.keyFile != nil, feed.certificateFile == nil {
            reader.fail(
                at: reader.place("client-key"),
                "client-key is the key of a client-certificate: name that, too")
        }
        feed.pages = reader.number("pages")
    }

    /// The path of a file that `key` names, relative to the configuration.
    private func path(_ key: String, _ reader: inout SectionReader) -> String? {
        reader.text(key).map { ConfigurationFile.path($0, relativeTo: reader.section.position.file) }
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
