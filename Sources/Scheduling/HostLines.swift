import Model

/// Feeds that wait for a turn, in one line for each host; hosts take turns.
///
/// A host has up to four lines: those that failed last stand apart, and so do those that no hold concerns.
struct HostLines: Sendable {
    private struct Name: Hashable, Sendable {
        var host: String
        var hasFailed: Bool
        var obeysHolds: Bool
    }

    private struct Line: Sendable {
        var tickets: [PollTicket] = []
        var first = 0
        var place = Place.nowhere

        var isWaiting: Bool { first < tickets.count }

        /// Tickets come in order but for the few that come back.
        mutating func insert(_ ticket: PollTicket) {
            var index = tickets.count
            while index > first, tickets[index - 1].due > ticket.due { index -= 1 }
            tickets.insert(ticket, at: index)
        }
    }

    /// Where a line stands.
    private enum Place: Sendable {
        case nowhere
        case ready
        /// Until its host has rested.
        case resting
        /// Until its host's hold is over.
        case held
    }

    private struct Host: Sendable {
        var running = 0
        /// Of those that run.
        var slow = 0
        var restsUntil: Duration = .zero
        var heldUntil: Duration = .zero
    }

    private let placesPerHost: Int
    private var hosts: [String: Host] = [:]
    private var lines: [Name: Line] = [:]
    /// Lines that may have a turn, in order, those that failed last apart.
    private var ready = Turns()
    private var readyFailed = Turns()
    private var timed = TimedQueue<Name>()
    private var resting = 0
    private var turns = 0
    private(set) var waiting: Set<FeedID> = []

    init(placesPerHost: Int) { self.placesPerHost = placesPerHost }

    /// When a host has rested or is held no longer, at the earliest.
    var nextRelease: Duration? { timed.next }

    /// Hosts whose turn comes, now or when they have rested.
    var hostsInLine: Int { ready.count + readyFailed.count + resting }

    /// Whether a line is ready, or will be when its host has rested.
    var isAnyFree: Bool { hostsInLine > 0 }

    // MARK: In

    /// Puts a ticket in its line, behind all that have been due for longer.
    mutating func add(_ ticket: PollTicket, at now: Duration) {
        guard waiting.insert(ticket.feed).inserted else { return }
        let name = Self.line(of: ticket)
        lines[name, default: Line()].insert(ticket)
        list(name, at: now)
    }

    mutating func hold(_ host: String, until: Duration) {
        hosts[host, default: Host()].heldUntil = max(until, hosts[host]?.heldUntil ?? until)
    }

    /// A poll of `ticket` takes long: one more of its host may go beside it.
    mutating func markSlow(_ ticket: PollTicket, at now: Duration) {
        hosts[ticket.host]?.slow += 1
        listAll(of: ticket.host, at: now)
    }

    /// A poll of `ticket` has ended: its host rests.
    mutating func finish(_ ticket: PollTicket, wasSlow: Bool, at now: Duration) {
        guard var host = hosts[ticket.host], host.running > 0 else { return }
        host.running -= 1
        if wasSlow { host.slow -= 1 }
        host.restsUntil = max(host.restsUntil, now + ticket.pause)
        hosts[ticket.host] = host
        listAll(of: ticket.host, at: now)
        if host.running == 0, host.heldUntil <= now, host.restsUntil <= now, !isAnyLine(of: ticket.host) {
            hosts[ticket.host] = nil
        }
    }

    private mutating func listAll(of host: String, at now: Duration) {
        for hasFailed in [false, true] {
            for obeysHolds in [true, false] {
                list(Name(host: host, hasFailed: hasFailed, obeysHolds: obeysHolds), at: now)
            }
        }
    }

    private func hasPlace(_ name: String) -> Bool {
        guard let host = hosts[name] else { return true }
        return host.running - host.slow < placesPerHost && host.running <= placesPerHost
    }

    private func isAnyLine(of host: String) -> Bool {
        [false, true].contains { hasFailed in
            [false, true].contains { lines[Name(host: host, hasFailed: hasFailed, obeysHolds: $0)] != nil }
        }
    }

    // MARK: Out

    /// The next ticket that may go, which then runs.
    ///
    /// Every fourth turn is offered to those that failed last, so that a long queue does not shut them out.
    mutating func next(takesFailed: Bool, at now: Duration) -> PollTicket? {
        turns += 1
        if takesFailed, turns % 4 == 0, let ticket = nextFailed(at: now) { return ticket }
        while let name = ready.pop() {
            if let ticket = take(name, at: now) { return ticket }
        }
        return takesFailed ? nextFailed(at: now) : nil
    }

    private mutating func nextFailed(at now: Duration) -> PollTicket? {
        while let name = readyFailed.pop() {
            if let ticket = take(name, at: now) { return ticket }
        }
        return nil
    }

    /// Gives lines a turn whose time has come.
    mutating func release(at now: Duration) {
        while let name = timed.pop(at: now) {
            if lines[name]?.place == .resting { resting -= 1 }
            lines[name]?.place = .nowhere
            list(name, at: now)
        }
    }

    private mutating func take(_ name: Name, at now: Duration) -> PollTicket? {
        lines[name]?.place = .nowhere
        guard var line = lines[name], line.isWaiting, freeFrom(name, at: now) <= now else {
            list(name, at: now)
            return nil
        }
        guard hasPlace(name.host) else { return nil }
        let ticket = line.tickets[line.first]
        line.first += 1
        waiting.remove(ticket.feed)
        hosts[name.host, default: Host()].running += 1
        lines[name] = line.isWaiting ? line : nil
        list(name, at: now)
        return ticket
    }

    /// Puts a line where it belongs, if it stands nowhere.
    private mutating func list(_ name: Name, at now: Duration) {
        guard let line = lines[name], line.isWaiting, line.place == .nowhere, hasPlace(name.host) else {
            return
        }
        let free = freeFrom(name, at: now)
        if free <= now {
            lines[name]?.place = .ready
            if name.hasFailed { readyFailed.append(name) } else { ready.append(name) }
        } else {
            let isHeld = name.obeysHolds && hosts[name.host].map { $0.heldUntil > now } == true
            lines[name]?.place = isHeld ? .held : .resting
            if !isHeld { resting += 1 }
            timed.insert(name, at: free)
        }
    }

    private func freeFrom(_ name: Name, at now: Duration) -> Duration {
        guard let host = hosts[name.host] else { return now }
        return name.obeysHolds ? max(host.restsUntil, host.heldUntil) : host.restsUntil
    }

    private static func line(of ticket: PollTicket) -> Name {
        Name(host: ticket.host, hasFailed: ticket.hasFailed, obeysHolds: ticket.obeysHolds)
    }

    /// First come, first served, in constant time.
    private struct Turns: Sendable {
        private var names: [Name] = []
        private var first = 0

        var count: Int { names.count - first }

        mutating func append(_ name: Name) { names.append(name) }

        mutating func pop() -> Name? {
            guard first < names.count else { return nil }
            defer {
                first += 1
                if first > 1024, first * 2 > names.count {
                    names.removeFirst(first)
                    first = 0
                }
            }
            return names[first]
        }
    }
}
