import Model

/// Tells a network that is down from feeds that are.
///
/// Feeds that were well, on several hosts, find nobody one after the other, and none that answers comes between: that is
/// one outage. From then on single polls probe, ever more seldom, until one is answered.
struct OutageWatch: Sendable {
    /// What the end of a poll means.
    enum Finding: Hashable, Sendable {
        case nothing
        /// These found nobody for that reason.
        case began([PollTicket])
        /// It goes on, and this poll says nothing of its feed.
        case isOn(PollTicket)
        case ended
    }

    private let settings: SchedulerSettings
    /// Feeds that were well and found nobody, since somebody answered last.
    private var suspects: [PollTicket] = []
    private(set) var isOn = false
    private var probes = 0
    private var probe: FeedID?
    private var wait: Duration
    private var next: Duration = .zero

    init(_ settings: SchedulerSettings) {
        self.settings = settings
        wait = settings.shortestProbe
    }

    /// When the next probe may start; `nil` where none is waited for.
    var nextProbe: Duration? { isOn && probe == nil ? next : nil }

    var mayProbeAgain: Bool { probes < settings.passProbes }

    func mayStart(at now: Duration) -> Bool {
        guard isOn else { return true }
        guard probe == nil else { return false }
        return settings.isOnePass ? mayProbeAgain : next <= now
    }

    mutating func started(_ feed: FeedID, at now: Duration) {
        guard isOn else { return }
        probe = feed
        probes += 1
    }

    mutating func ended(_ ticket: PollTicket, isAnswered: Bool, at now: Duration) -> Finding {
        let wasProbe = probe == ticket.feed
        if wasProbe { probe = nil }
        if isAnswered {
            suspects = []
            guard isOn else { return .nothing }
            isOn = false
            wait = settings.shortestProbe
            return .ended
        }
        if isOn {
            if wasProbe {
                next = now + wait
                wait = min(wait * 2, settings.longestProbe)
            }
            return .isOn(ticket)
        }
        guard ticket.wasGood else { return .nothing }
        suspects.append(ticket)
        guard suspects.count >= settings.outageFeeds,
            Set(suspects.map(\.host)).count >= settings.outageHosts
        else { return .nothing }
        isOn = true
        probes = 0
        next = now + wait
        defer { suspects = [] }
        return .began(suspects)
    }
}
