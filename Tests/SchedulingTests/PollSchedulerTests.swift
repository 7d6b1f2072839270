import Model
import Scheduling
import Testing

/// A scheduler with a clock of its own; tickets in few words.
struct Turns {
    var scheduler: PollScheduler
    var now: Duration = .zero

    init(
        places: Int = 4, hostPlaces: Int = 1, isOnePass: Bool = false,
        _ change: (inout SchedulerSettings) -> Void = { _ in }
    ) {
        var settings = SchedulerSettings(places: places, hostPlaces: hostPlaces, isOnePass: isOnePass)
        change(&settings)
        scheduler = PollScheduler(settings)
    }

    static func ticket(
        _ feed: Int64, _ host: String, due: Int64 = 0, _ change: (inout PollTicket) -> Void = { _ in }
    ) -> PollTicket {
        var ticket = PollTicket(
            feed: FeedID(feed), host: host, due: Timestamp(seconds: due == 0 ? feed : due))
        change(&ticket)
        return ticket
    }

    mutating func event(_ event: PollScheduler.Event, after span: Duration = .zero) -> [PollScheduler.Action]
    {
        now += span
        return scheduler.event(event, at: now)
    }

    /// The feeds that `event` starts.
    mutating func starts(_ event: PollScheduler.Event, after span: Duration = .zero) -> [Int64] {
        Self.starts(self.event(event, after: span))
    }

    static func starts(_ actions: [PollScheduler.Action]) -> [Int64] {
        actions.compactMap { if case .start(let feed) = $0 { feed.rawValue } else { nil } }
    }
}

@Suite struct PollSchedulerTests {
    @Test func `nothing due, nothing done: the daemon waits, a pass ends`() {
        var daemon = Turns()
        #expect(daemon.event(.due([])) == [.wait(until: nil)])
        var pass = Turns(isOnePass: true)
        #expect(pass.event(.due([])) == [.done(left: 0)])
    }

    @Test func `one of each host at a time, so many in all, hosts in turn`() {
        var turns = Turns(places: 2)
        let tickets = [(1, "a"), (2, "a"), (3, "b"), (4, "c")].map { Turns.ticket($0.0, $0.1) }
        #expect(turns.starts(.due(tickets)) == [1, 3])
        #expect(turns.starts(.ended(FeedID(3), .answered)) == [4])
        #expect(turns.starts(.ended(FeedID(1), .answered)) == [2])
    }

    @Test func `the oldest due of a host goes first, also where it comes back later`() {
        var turns = Turns(places: 1)
        #expect(turns.starts(.due([Turns.ticket(9, "x"), Turns.ticket(1, "a", due: 50)])) == [9])
        #expect(turns.starts(.due([Turns.ticket(2, "a", due: 70), Turns.ticket(3, "a", due: 20)])).isEmpty)
        #expect(turns.starts(.ended(FeedID(9), .answered)) == [3])
        #expect(turns.starts(.ended(FeedID(3), .answered)) == [1])
    }

    @Test func `what falls due while others run does not wait for them`() {
        var turns = Turns(places: 4)
        #expect(turns.starts(.due([Turns.ticket(1, "stalled")])) == [1])
        #expect(turns.starts(.due([Turns.ticket(2, "b")]), after: .seconds(5)) == [2])
        #expect(turns.starts(.due([Turns.ticket(3, "c"), Turns.ticket(4, "c")]), after: .seconds(5)) == [3])
    }

    @Test func `a feed that waits or runs is not taken up twice`() {
        var turns = Turns(places: 1)
        #expect(turns.starts(.due([Turns.ticket(1, "a"), Turns.ticket(2, "b")])) == [1])
        #expect(turns.starts(.due([Turns.ticket(1, "a"), Turns.ticket(2, "b")])).isEmpty)
        #expect(turns.starts(.ended(FeedID(1), .answered)) == [2])
        #expect(turns.event(.ended(FeedID(2), .answered)) == [.wait(until: nil)])
    }

    @Test func `a host rests between two polls, the others do not`() {
        var turns = Turns()
        let tickets =
            [1, 2].map { Turns.ticket($0, "a") { $0.pause = .seconds(1) } } + [Turns.ticket(3, "b")]
        #expect(turns.starts(.due(tickets)) == [1, 3])
        #expect(turns.event(.ended(FeedID(1), .answered), after: .seconds(2)) == [.wait(until: .seconds(3))])
        #expect(turns.starts(.tick, after: .milliseconds(999)).isEmpty)
        #expect(turns.starts(.tick, after: .milliseconds(1)) == [2])
    }

    @Test func `the hosts in line are those that wait for a turn or rest, not those that are polled or held`()
    {
        var turns = Turns(places: 2)
        _ = turns.event(.held(host: "held", span: .hours(1)))
        let tickets =
            [(1, "a"), (2, "a"), (3, "b"), (4, "c"), (5, "c"), (6, "held")].map { feed, host in
                Turns.ticket(feed, host) { $0.pause = .seconds(1) }
            }
        #expect(turns.starts(.due(tickets)) == [1, 3])
        #expect(turns.scheduler.hostsInLine == 1)
        #expect(turns.starts(.ended(FeedID(1), .answered)) == [4])
        #expect(turns.scheduler.hostsInLine == 1)
    }

    @Test func `a pass waits for a rest, and for no hold`() {
        var turns = Turns(isOnePass: true)
        _ = turns.event(.held(host: "held", span: .hours(1)))
        let tickets =
            [1, 2].map { Turns.ticket($0, "a") { $0.pause = .seconds(1) } } + [Turns.ticket(3, "held")]
        #expect(turns.starts(.due(tickets)) == [1])
        #expect(turns.event(.ended(FeedID(1), .answered)).last == .wait(until: .seconds(1)))
        #expect(turns.starts(.tick, after: .seconds(1)) == [2])
        #expect(turns.event(.ended(FeedID(2), .answered)) == [.done(left: 1)])
    }

    @Test func `a 429 rests what waits of its host until it is over, and nobody whom it does not concern`() {
        var turns = Turns(places: 1)
        let tickets = [
            Turns.ticket(1, "a"), Turns.ticket(2, "a"), Turns.ticket(3, "b"),
            Turns.ticket(4, "a") { $0.obeysHolds = false },
        ]
        #expect(turns.starts(.due(tickets)) == [1])
        _ = turns.event(.held(host: "a", span: .minutes(2)))
        #expect(turns.starts(.ended(FeedID(1), .answered)) == [3])
        #expect(turns.starts(.ended(FeedID(3), .answered)) == [4])
        #expect(turns.event(.ended(FeedID(4), .answered)) == [.wait(until: .minutes(2))])
        #expect(turns.starts(.tick, after: .minutes(2)) == [2])
    }

    @Test func `a longer hold is not shortened by another`() {
        var turns = Turns()
        _ = turns.event(.held(host: "a", span: .hours(7)))
        _ = turns.event(.held(host: "a", span: .minutes(1)))
        #expect(turns.starts(.due([Turns.ticket(1, "a")]), after: .hours(1)).isEmpty)
        #expect(turns.starts(.tick, after: .hours(6)) == [1])
    }

    @Test func `slow polls give their places to others, up to twice the places`() {
        var turns = Turns(places: 2)
        let stalled = (1...4).map { Turns.ticket($0, "s\($0)") }
        #expect(turns.starts(.due(stalled + [Turns.ticket(5, "a")])) == [1, 2])
        #expect(turns.event(.tick, after: .seconds(9)) == [.wait(until: .seconds(10))])
        #expect(turns.starts(.tick, after: .seconds(1)) == [3, 4])
        #expect(turns.starts(.tick, after: .seconds(20)).isEmpty)
        #expect(turns.starts(.ended(FeedID(2), .answered)) == [5])
    }

    @Test func `a slow poll lets one more of its host go, and no third`() {
        var turns = Turns(places: 8)
        #expect(turns.starts(.due((1...4).map { Turns.ticket($0, "a") })) == [1])
        #expect(turns.starts(.tick, after: .seconds(10)) == [2])
        #expect(turns.starts(.tick, after: .seconds(10)).isEmpty)
        #expect(turns.starts(.ended(FeedID(2), .answered)) == [3])
        #expect(turns.starts(.ended(FeedID(1), .unreachable)).isEmpty)
        #expect(turns.starts(.ended(FeedID(3), .answered)) == [4])
    }

    @Test func `those that failed last hold half of the places at most`() {
        var turns = Turns(places: 4)
        let failed = (1...6).map { Turns.ticket($0, "f\($0)") { $0.hasFailed = true } }
        let good = (11...16).map { Turns.ticket($0, "g\($0)") }
        #expect(turns.starts(.due(failed)) == [1, 2])
        #expect(turns.starts(.due(good)) == [11, 12])
        #expect(turns.starts(.ended(FeedID(11), .answered)) == [13])
        #expect(turns.starts(.ended(FeedID(1), .unreachable)).count == 1)
    }

    @Test func `a long queue does not shut out those that failed`() {
        var turns = Turns(places: 2)
        let failed = Turns.ticket(1, "f") { $0.hasFailed = true }
        var started = turns.starts(.due((11...40).map { Turns.ticket($0, "g\($0)") } + [failed]))
        for ended in 0..<4 { started += turns.starts(.ended(FeedID(started[ended]), .answered)) }
        #expect(started == [11, 12, 13, 1, 14, 15])
    }

    @Test func `nobody is polled twice within a minute because a clock was set`() {
        var turns = Turns()
        let ticket = Turns.ticket(1, "a") { $0.floor = .minutes(1) }
        #expect(turns.starts(.due([ticket])) == [1])
        _ = turns.event(.ended(FeedID(1), .answered), after: .seconds(2))
        #expect(turns.event(.due([ticket]), after: .seconds(1)) == [.wait(until: .minutes(1))])
        #expect(turns.starts(.due([ticket]), after: .seconds(30)).isEmpty)
        #expect(turns.starts(.tick, after: .seconds(27)) == [1])
    }

    @Test func `what could not be stored keeps its distance, also after everything was forgotten`() {
        var turns = Turns()
        let ticket = Turns.ticket(1, "a") { $0.floor = .seconds(30) }
        #expect(turns.starts(.due([ticket])) == [1])
        _ = turns.event(.ended(FeedID(1), .undone))
        turns.scheduler = turns.scheduler.emptied()
        #expect(turns.starts(.due([ticket]), after: .seconds(1)).isEmpty)
        #expect(turns.starts(.tick, after: .seconds(29)) == [1])
    }

    @Test func `once stopped, what runs is waited for and nothing else is started`() {
        var turns = Turns(places: 1)
        _ = turns.event(.due([Turns.ticket(1, "a"), Turns.ticket(2, "b")]))
        #expect(turns.event(.stop) == [.wait(until: nil)])
        #expect(turns.event(.ended(FeedID(1), .answered)) == [.done(left: 1)])
    }

    @Test func `10,000 feeds that are due at once are spread over minutes, oldest first, within the places`()
    {
        var turns = Turns(places: 16)
        let tickets = (1...10_000).map { Turns.ticket($0, "h\($0 % 500)") { $0.pause = .milliseconds(10) } }
        var running = turns.starts(.due(tickets))
        var order = running
        for _ in 0..<40_000 where turns.scheduler.waiting > 0 {
            #expect(running.count <= 16)
            var actions = turns.event(.tick, after: .milliseconds(10))
            // Each poll takes two steps.
            for feed in running.prefix(running.count / 2 + 1) {
                running.removeFirst()
                actions += turns.event(.ended(FeedID(feed), .answered))
            }
            running += Turns.starts(actions)
            order += Turns.starts(actions)
        }
        #expect(Set(order).count == 10_000)
        #expect(turns.now >= .minutes(4) && turns.now <= .minutes(6))
        // A round of hosts is 500: nobody goes long before those that were due for longer.
        #expect(order.enumerated().allSatisfy { abs(Int($0.element) - $0.offset) <= 600 })
    }

    @Test func `a pass polls 10,000 feeds as fast as places and hosts allow`() {
        var turns = Turns(places: 16, isOnePass: true)
        var running = turns.starts(.due((1...10_000).map { Turns.ticket($0, "h\($0)") }))
        var count = running.count
        while let feed = running.popLast() {
            let started = turns.starts(.ended(FeedID(feed), .answered))
            running += started
            count += started.count
        }
        #expect(count == 10_000)
        #expect(turns.now == .zero)
    }

    /// Feeds 1, 2, 3 hold their places from the first to the last; so many rounds of a tenth of a second do the rest.
    @Test(arguments: [([Int64](), 63), ([1, 2, 3], 77)])
    func `of 1,000 feeds a stalled, a slow and a dead one cost the others their three places and no more`(
        held: [Int64], rounds: Int
    ) {
        var turns = Turns(places: 16, isOnePass: true)
        let tickets = (held + (4...1000)).map { Turns.ticket($0, "h\($0)") }
        var running = turns.starts(.due(tickets))
        #expect(running.prefix(held.count) == held[...])
        var done = 0
        for _ in 0..<rounds {
            #expect(running.count <= 16)
            var actions = turns.event(.tick, after: .milliseconds(100))
            for feed in running where !held.contains(feed) {
                actions += turns.event(.ended(FeedID(feed), .answered))
                done += 1
            }
            running = running.filter { held.contains($0) } + Turns.starts(actions)
        }
        // 16 places, or 13, take 997 feeds in just so many rounds.
        #expect(done == 997)
        #expect(running == held)
    }
}
