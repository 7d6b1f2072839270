package import Model

/// Who may be polled now: so many at once in all, so many at once a host, no host that is held.
///
/// A state machine without a clock of its own; the driver asks ``next(at:)`` whenever something ended.
package struct HostGate: Sendable {
    /// Feeds that wait, in order, with the host that each asks first.
    private var waiting: [Entry] = []
    private var running: [String: Int] = [:]
    private var held: [String: Timestamp]
    private let limit: Int
    private let limitPerHost: Int

    private struct Entry: Sendable {
        var feed: DueFeed
        var host: String
    }

    package init(limit: Int, limitPerHost: Int, held: [String: Timestamp] = [:]) {
        self.limit = max(1, limit)
        self.limitPerHost = max(1, limitPerHost)
        self.held = held
    }

    package mutating func add(_ feed: DueFeed, host: String) { waiting.append(Entry(feed: feed, host: host)) }

    package mutating func hold(host: String, until: Timestamp) {
        held[host] = max(until, held[host] ?? until)
    }

    /// The next feed that may be polled, which is then running; `nil` while none may.
    package mutating func next(at now: Timestamp) -> DueFeed? {
        guard running.values.reduce(0, +) < limit else { return nil }
        let index = waiting.firstIndex { entry in
            running[entry.host, default: 0] < limitPerHost && held[entry.host].map { $0 <= now } ?? true
        }
        guard let index else { return nil }
        let entry = waiting.remove(at: index)
        running[entry.host, default: 0] += 1
        return entry.feed
    }

    /// A poll of `host` has ended.
    package mutating func finish(host: String) {
        guard let count = running[host] else { return }
        running[host] = count > 1 ? count - 1 : nil
    }

    /// Feeds whose host is held at `now`, with until when; they leave the gate.
    package mutating func takeHeld(at now: Timestamp) -> [(feed: DueFeed, until: Timestamp)] {
        var taken: [(feed: DueFeed, until: Timestamp)] = []
        waiting.removeAll { entry in
            guard let until = held[entry.host], until > now else { return false }
            taken.append((entry.feed, until))
            return true
        }
        return taken
    }

    package var isIdle: Bool { waiting.isEmpty && running.isEmpty }
    package var isWaiting: Bool { !waiting.isEmpty }
}
