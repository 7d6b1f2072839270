import Model
import Scheduling
import Testing

@Suite struct OutageTests {
    private static func good(_ feed: Int64, _ host: String) -> PollTicket {
        Turns.ticket(feed, host) { $0.wasGood = true }
    }

    /// Ten feeds of ten hosts, of which the first four found nobody.
    private static func outage(isOnePass: Bool = false) -> (turns: Turns, actions: [PollScheduler.Action]) {
        var turns = Turns(places: 4, isOnePass: isOnePass)
        _ = turns.event(.due((1...10).map { good($0, "h\($0)") }))
        var actions: [PollScheduler.Action] = []
        for feed in 1...4 { actions = turns.event(.ended(FeedID(Int64(feed)), .unreachable)) }
        return (turns, actions)
    }

    @Test func `feeds that were well and find nobody, on several hosts: the network is down, not they`() {
        let (turns, actions) = Self.outage()
        #expect(turns.scheduler.isOutage)
        #expect(actions.first == .forgive([1, 2, 3, 4].map { FeedID($0) }))
        #expect(actions.contains(.outageBegan(waiting: 7)))
        #expect(Turns.starts(actions).isEmpty)
    }

    @Test func `those under way are forgiven as well; one probe at a time, ever more seldom`() {
        var (turns, _) = Self.outage()
        // 5, 6 and 7 were started as 1, 2 and 3 ended.
        for feed in [5, 6, 7] as [Int64] {
            #expect(turns.event(.ended(FeedID(feed), .unreachable)).first == .forgive([FeedID(feed)]))
        }
        #expect(turns.event(.tick, after: .seconds(14)).last == .wait(until: .seconds(15)))
        var probes: [Duration] = []
        for _ in 0..<1200 {
            let started = turns.starts(.tick, after: .seconds(1))
            guard let probe = started.first else { continue }
            #expect(started.count == 1)
            probes.append(turns.now)
            _ = turns.event(.ended(FeedID(probe), .unreachable))
        }
        let gaps = zip(probes, probes.dropFirst()).map { $1 - $0 }
        #expect(Array(gaps.prefix(5)) == [15, 30, 60, 120, 240].map { Duration.seconds($0) })
    }

    @Test func `an answer ends it, and what waits is spread`() {
        var (turns, _) = Self.outage()
        let probe = turns.starts(.tick, after: .seconds(15))
        #expect(probe.count == 1)
        let actions = turns.event(.ended(FeedID(probe[0]), .answered))
        #expect(actions.contains { if case .outageEnded = $0 { true } else { false } })
        #expect(!turns.scheduler.isOutage)
        #expect(Turns.starts(actions).count <= 1)
        guard case .wait(let next?)? = actions.last else {
            Issue.record("there is more to come")
            return
        }
        #expect(next > turns.now && next <= turns.now + .seconds(30))
    }

    @Test func `a pass probes a few times and leaves the rest as it was`() {
        var (turns, actions) = Self.outage(isOnePass: true)
        var probes = Turns.starts(actions).count
        for _ in 0..<20 {
            if case .done(let left)? = actions.last {
                #expect(left == 10)
                break
            }
            let running = (1...10 as ClosedRange<Int64>).filter { turns.scheduler.isRunning(FeedID($0)) }
            guard let feed = running.first else { break }
            actions = turns.event(.ended(FeedID(feed), .unreachable))
            probes += Turns.starts(actions).count
        }
        #expect(probes == 3)
        #expect(actions.last == .done(left: 10))
    }

    struct NoOutage: Sendable, CustomTestStringConvertible {
        var rule: String
        var tickets: [PollTicket]
        /// The end of each, in order.
        var ends: [PollEnd]
        var testDescription: String { rule }
    }

    @Test(arguments: [
        NoOutage(
            rule: "feeds that never worked", tickets: (1...8).map { Turns.ticket($0, "h\($0)") },
            ends: Array(repeating: .unreachable, count: 8)),
        NoOutage(
            rule: "one host with many feeds", tickets: (1...8).map { good($0, "h") },
            ends: Array(repeating: .unreachable, count: 8)),
        NoOutage(
            rule: "another answers in between", tickets: (1...7).map { good($0, "h\($0)") },
            ends: [
                .unreachable, .unreachable, .unreachable, .answered, .unreachable, .unreachable, .unreachable,
            ]),
    ])
    func `dead feeds are no outage`(given: NoOutage) {
        var turns = Turns(places: 8, hostPlaces: 8)
        _ = turns.event(.due(given.tickets))
        for (ticket, end) in zip(given.tickets, given.ends) {
            let actions = turns.event(.ended(ticket.feed, end))
            #expect(!actions.contains { if case .forgive = $0 { true } else { false } })
        }
        #expect(!turns.scheduler.isOutage)
    }
}
