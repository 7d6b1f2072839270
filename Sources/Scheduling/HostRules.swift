package import Model

/// What politeness counts by, and what fits which host.
package enum HostRules {
    /// Sites that count requests by their registrable domain, whatever the subdomain a feed is on.
    ///
    /// - Source: reports of readers that were shut out of all blogs at once (FreshRSS issue 8925).
    package static let platforms = ["reddit.com", "tumblr.com"]

    /// What limits, pauses and holds are counted by: host and port, or the platform that the host belongs to.
    package static func group(of hostAndPort: String) -> String {
        let name = name(of: hostAndPort)
        return platforms.first { name == $0 || name.hasSuffix("." + $0) } ?? hostAndPort
    }

    /// The rest of a host between two requests: as set, else a second, but none on the user's own network, where
    /// nobody is spared by it.
    package static func pause(of hostAndPort: String, set: Duration?) -> Duration {
        if let set { return set }
        let name = name(of: hostAndPort)
        return isLoopback(name) || isPrivate(name) ? .zero : usualPause
    }

    /// Between two requests to one host on the public network.
    package static let usualPause: Duration = .seconds(1)

    /// Whether a 429 holds its host, or its feed alone: as set, else the feed alone on a private network.
    ///
    /// A server that makes feeds of many sites stands on a private network, and one site that is limited says
    /// nothing of the others there. Loopback counts as any host: what answers there is as often a proxy.
    package static func scope(of hostAndPort: String, set: HoldScope?) -> HoldScope {
        set ?? (isPrivate(name(of: hostAndPort)) ? .feed : .host)
    }

    // MARK: Names

    /// The host without its port, in small letters.
    private static func name(of hostAndPort: String) -> String {
        let text = hostAndPort.lowercased()
        if text.hasPrefix("[") { return String(text.dropFirst().prefix { $0 != "]" }) }
        return text.lastIndex(of: ":").map { String(text[..<$0]) } ?? text
    }

    private static func isLoopback(_ name: String) -> Bool {
        name == "localhost" || name.hasSuffix(".localhost") || name == "::1" || numbers(name)?.first == 127
    }

    /// By the look of the name: nothing is resolved for it.
    private static func isPrivate(_ name: String) -> Bool {
        if let numbers = numbers(name) {
            return numbers[0] == 10 || numbers[0] == 192 && numbers[1] == 168
                || numbers[0] == 172 && (16...31).contains(numbers[1])
                || numbers[0] == 169 && numbers[1] == 254
        }
        if name.contains(":") {
            return name.hasPrefix("fc") || name.hasPrefix("fd") || name.hasPrefix("fe80")
        }
        if isLoopback(name) { return false }
        return !name.contains(".") || privateEndings.contains { name.hasSuffix($0) }
    }

    private static let privateEndings = [".local", ".lan", ".internal", ".home.arpa", ".intranet"]

    /// The four numbers of an address.
    private static func numbers(_ name: String) -> [UInt8]? {
        let parts = name.split(separator: ".", omittingEmptySubsequences: false).map { UInt8($0) }
        guard parts.count == 4 else { return nil }
        let numbers = parts.compactMap(\.self)
        return numbers.count == 4 ? numbers : nil
    }
}
