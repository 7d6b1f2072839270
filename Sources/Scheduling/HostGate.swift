package import Model

/// Who may be polled now: so many at once in all, so many at once a host, no host that is held.
///
/// A state machine without a clock of its own; the driver asks ``next(at:)`` whenever something ended. Each feed costs the
/// same however many wait.
package struct HostGate: Sendable {
    /// Feeds of one host, in order.
    private struct Line: Sendable {
        var feeds: [DueFeed] = []
        var first = 0
        var running = 0
        /// Whether the host stands in `ready` or `parked`.
        var isListed = false

        var isWaiting: Bool { first < feeds.count }
    }

    private var lines: [String: Line] = [:]
    /// Hosts that may have a turn, in order; those before `firstReady` had theirs.
    private var ready: [String] = []
    private var firstReady = 0
    /// Hosts whose turn came while they were held.
    private var parked: [String] = []
    private var held: [String: Timestamp]
    private var running = 0
    private let limit: Int
    private let limitPerHost: Int

    package init(limit: Int, limitPerHost: Int, held: [String: Timestamp] = [:]) {
        self.limit = max(1, limit)
        self.limitPerHost = max(1, limitPerHost)
        self.held = held
    }

    package mutating func add(_ feed: DueFeed, host: String) {
        lines[host, default: Line()].feeds.append(feed)
        list(host)
    }

    package mutating func hold(host: String, until: Timestamp) {
        held[host] = max(until, held[host] ?? until)
    }

    /// The next feed that may be polled, which is then running; `nil` while none may.
    package mutating func next(at now: Timestamp) -> DueFeed? {
        guard running < limit else { return nil }
        if firstReady == ready.count { release(at: now) }
        while firstReady < ready.count {
            let host = ready[firstReady]
            firstReady += 1
            lines[host]?.isListed = false
            if let until = held[host], until > now {
                lines[host]?.isListed = true
                parked.append(host)
            } else if let feed = take(host) {
                return feed
            }
        }
        return nil
    }

    /// A poll of `host` has ended.
    package mutating func finish(host: String) {
        guard let line = lines[host], line.running > 0 else { return }
        lines[host]?.running -= 1
        running -= 1
        list(host)
    }

    // MARK: Lines

    /// Puts `host` at the end of those that may have a turn, where it has somebody waiting and a place free.
    private mutating func list(_ host: String) {
        guard let line = lines[host], line.isWaiting, !line.isListed, line.running < limitPerHost else {
            return
        }
        lines[host]?.isListed = true
        ready.append(host)
    }

    private mutating func take(_ host: String) -> DueFeed? {
        guard let line = lines[host], line.isWaiting, line.running < limitPerHost else { return nil }
        lines[host]?.first += 1
        lines[host]?.running += 1
        running += 1
        list(host)
        return line.feeds[line.first]
    }

    /// Gives hosts a turn whose hold is over.
    private mutating func release(at now: Timestamp) {
        ready = parked.filter { host in held[host].map { $0 <= now } ?? true }
        firstReady = 0
        parked.removeAll { host in held[host].map { $0 <= now } ?? true }
    }
}
