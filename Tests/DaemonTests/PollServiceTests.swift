import Daemon
import Model
import Pipeline
import Platform
import Storage
import TestSupport
import Testing

@Suite struct PollServiceTests {
    private static let a = "https://a.example/"
    private static let b = "https://b.example/"

    private static func unreachable() -> FetchError {
        FetchError(cause: .unreachable, message: "nobody does not answer", host: "x:443")
    }

    @Test func `a stalled server delays nobody who falls due meanwhile`() async throws {
        let desk = try Desk()
        desk.origin.serve(Self.b, desk.feed("x"))
        desk.origin.serve(Self.a, desk.feed("y"))
        let stall = desk.origin.stall(Self.a)
        let service = try await desk.polling([("a", Self.a), ("b", Self.b)])
        let (bell, stopper) = (Doorbell(), Stopper())
        stopper.wakes(bell)
        let (polled, continuation) = AsyncStream<Int>.makeStream()
        async let end = { () async throws(StoreError) -> PollProgress in
            var service = service
            return try await service.run(until: stopper, at: bell) { standing, _ in
                continuation.yield(standing.done)
            }
        }()
        var progress = polled.makeAsyncIterator()
        #expect(await progress.next() == 1)
        // Twice more its interval passes, and the first poll has not ended.
        for round in 2...3 {
            desk.pass(by: .minutes(12))
            bell.ring()
            #expect(await progress.next() == round)
        }
        #expect(desk.origin.asked.filter { $0 == Self.a }.count == 1)
        stall.ring()
        #expect(await progress.next() == 4)
        stopper.stop()
        #expect(try await end.done == 4)
    }

    @Test func `an end that is asked for waits for the poll under way and stores what came of it`()
        async throws
    {
        let desk = try Desk()
        desk.origin.serve(Self.a, desk.feed("y"))
        let stall = desk.origin.stall(Self.a)
        let service = try await desk.polling([("a", Self.a)])
        let (bell, stopper) = (Doorbell(), Stopper())
        stopper.wakes(bell)
        async let end = { () async throws(StoreError) -> PollProgress in
            var service = service
            return try await service.run(until: stopper, at: bell) { _, _ in }
        }()
        var requests = desk.origin.requests.makeAsyncIterator()
        #expect(await requests.next() == Self.a)
        stopper.stop()
        stall.ring()
        #expect(try await end.done == 1)
        #expect(try await desk.state("a").lastSuccess == Desk.start)
    }

    @Test func `a feed whose turn comes is polled as it is by then, and not at all when it has left`()
        async throws
    {
        let desk = try Desk()
        let urls = ["/1", "/2", "/3"].map { "https://a.example" + $0 }
        for url in urls { desk.origin.serve(url, desk.feed("x")) }
        let stall = desk.origin.stall(urls[0])
        let service = try await desk.polling(urls.map { (String($0.suffix(1)), $0) }, isOnePass: true)
        async let end = { () async throws(StoreError) -> PollProgress in
            var service = service
            return try await service.run(until: Stopper(), at: Doorbell()) { _, _ in }
        }()
        var requests = desk.origin.requests.makeAsyncIterator()
        #expect(await requests.next() == urls[0])
        // The others of the host wait for their turn; one leaves the configuration, one has another address.
        var known = try await desk.store.feeds().map(\.settings).filter { $0.name != "2" }
        known[1].url = "https://a.example/new"
        desk.origin.serve(known[1].url, desk.feed("y"))
        try await desk.store.synchronise(feeds: known, at: desk.clock.now)
        stall.ring()
        #expect(try await end.done == 2)
        #expect(desk.origin.asked == [urls[0], known[1].url])
    }

    @Test func `a poll that is cancelled is no failure, and the feed stays due`() async throws {
        let desk = try Desk()
        _ = desk.origin.stall(Self.a)
        let service = try await desk.polling([("a", Self.a)])
        let task = Task {
            var service = service
            return try await service.run(until: Stopper(), at: Doorbell()) { _, _ in }
        }
        var requests = desk.origin.requests.makeAsyncIterator()
        #expect(await requests.next() == Self.a)
        task.cancel()
        #expect(try await task.value.done == 0)
        let state = try await desk.state("a")
        #expect(state.error == nil && state.lastPoll == nil && state.nextPoll == Desk.start)
    }

    @Test func `429 holds the host for the time that the server says, 503 its feed alone`() async throws {
        let desk = try Desk()
        let urls = ["/1", "/2", "/3"].map { "https://a.example" + $0 }
        _ = try await desk.polling(urls.map { (String($0.suffix(1)), $0) })
        desk.origin.serve(
            urls[0],
            .failure(
                FetchError(
                    cause: .serverError, message: "503", status: 503, retryAfter: .hours(5),
                    host: "a.example:443")))
        desk.origin.serve(
            urls[1],
            .failure(
                FetchError(
                    cause: .tooManyRequests, message: "429", status: 429, retryAfter: .hours(2),
                    host: "a.example:443")))
        desk.origin.serve(urls[2], desk.feed("x"))
        #expect(try await desk.once() == [urls[0], urls[1]])
        desk.pass(by: .minutes(119))
        #expect(try await desk.once() == [])
        desk.pass(by: .minutes(1))
        #expect(try await desk.once() == [urls[1], urls[2]])
        desk.origin.serve(urls[1], desk.feed("y"))
        desk.pass(by: .hours(3))
        #expect(try await desk.once().contains(urls[0]))
    }

    @Test func `a hold of scope feed leaves the others of the host alone`() async throws {
        let desk = try Desk()
        let urls = ["/1", "/2"].map { "https://a.example" + $0 }
        _ = try await desk.polling(urls.map { (String($0.suffix(1)), $0) }) { $0.holdScope = .feed }
        desk.origin.serve(
            urls[0],
            .failure(
                FetchError(
                    cause: .tooManyRequests, message: "429", status: 429, retryAfter: .hours(2),
                    host: "a.example:443")))
        desk.origin.serve(urls[1], desk.feed("x"))
        #expect(try await desk.once() == urls)
        desk.pass(by: .minutes(30))
        #expect(try await desk.once() == [urls[1]])
    }

    @Test func `a feed that has been due since before its skipped hours waits until they are over`()
        async throws
    {
        let desk = try Desk()
        _ = try await desk.polling([("a", Self.a)])
        desk.origin.serve(
            Self.a,
            .success(
                "<rss version='2.0'><channel><title>t</title><skipHours><hour>15</hour><hour>16</hour></skipHours>"
                    + "<item><guid>1</guid><title>x</title></item></channel></rss>"))
        #expect(try await desk.once() == [Self.a])
        // The daemon was away for three hours and a half: 15:30.
        desk.pass(by: .minutes(210))
        #expect(try await desk.once() == [])
        #expect(try await desk.state("a").nextPoll == Desk.start + .hours(5))
        desk.pass(by: .minutes(90))
        #expect(try await desk.once() == [Self.a])
    }

    @Test func `a network that is down is nobody's failure, is told once, and all go on when it is back`()
        async throws
    {
        let desk = try Desk()
        let feeds = (1...9).map { (name: "f\($0)", url: "https://f\($0).example/") }
        _ = try await desk.polling(feeds)
        for feed in feeds { desk.origin.serve(feed.url, desk.feed("x")) }
        #expect(try await desk.once().count == 9)
        let before = try await desk.store.feeds().map(\.state)
        desk.pass(by: .minutes(12))
        desk.origin.fail(with: Self.unreachable())
        #expect(try await desk.once().count < 12)
        #expect(try await desk.store.feeds().map(\.state) == before)
        let told = desk.log.events.filter { event in
            switch event {
            case .outageBegan, .feedTroubled: true
            default: false
            }
        }
        #expect(told.count == 1)
        desk.origin.fail(with: nil)
        desk.pass(by: .minutes(1))
        #expect(try await desk.once().count == 9)
        #expect(try await desk.store.feeds().allSatisfy { $0.state.health == .ok })
    }

    @Test func `a clock that is set back makes feeds due once, a clock that is put right nobody`()
        async throws
    {
        let desk = try Desk()
        _ = try await desk.polling([("a", Self.a)])
        desk.origin.serve(Self.a, desk.feed("x"))
        #expect(try await desk.once() == [Self.a])
        desk.clock.advance(by: .seconds(-40))
        try await desk.store.synchronise(feeds: desk.store.feeds().map(\.settings), at: desk.clock.now)
        #expect(try await desk.once() == [])
        desk.clock.advance(by: .days(-300))
        try await desk.store.synchronise(feeds: desk.store.feeds().map(\.settings), at: desk.clock.now)
        #expect(try await desk.once() == [Self.a])
        #expect(try await desk.once() == [])
    }

    @Test func `a running daemon notices a clock that was set back, and polls nobody twice within a minute`()
        async throws
    {
        let desk = try Desk()
        desk.origin.serve(Self.a, desk.feed("x"))
        let service = try await desk.polling([("a", Self.a)]) {
            $0.minimumInterval = .minutes(2)
            $0.interval = .minutes(2)
        }
        let (bell, stopper) = (Doorbell(), Stopper())
        stopper.wakes(bell)
        let (polled, continuation) = AsyncStream<Int>.makeStream()
        async let end = { () async throws(StoreError) -> PollProgress in
            var service = service
            return try await service.run(until: stopper, at: bell) { standing, _ in
                continuation.yield(standing.done)
            }
        }()
        var progress = polled.makeAsyncIterator()
        #expect(await progress.next() == 1)
        desk.clock.advance(by: .days(-30))
        desk.monotonic.advance(by: .seconds(5))
        bell.ring()
        // It is due by now, and too early: only time makes it go.
        desk.monotonic.advance(by: .seconds(56))
        bell.ring()
        #expect(await progress.next() == 2)
        stopper.stop()
        #expect(try await end.done == 2)
        #expect(try await desk.state("a").lastPoll == Desk.start - .days(30))
    }

    @Test(.timeLimit(.minutes(10)))
    func `a poll that is pulled forward is made then, though the next one was planned for later`()
        async throws
    {
        let desk = try Desk()
        desk.origin.serve(Self.a, desk.feed("x"))
        let service = try await desk.polling([("a", Self.a)]) { $0.interval = .hours(20) }
        let (bell, stopper) = (Doorbell(), Stopper())
        stopper.wakes(bell)
        let (polled, continuation) = AsyncStream<Int>.makeStream()
        async let end = { () async throws(StoreError) -> PollProgress in
            var service = service
            return try await service.run(until: stopper, at: bell) { standing, _ in
                continuation.yield(standing.done)
            }
        }()
        var progress = polled.makeAsyncIterator()
        #expect(await progress.next() == 1)
        let feed = try #require(try await desk.store.feeds().first)
        try await desk.store.pullForward(feed.id) { _, _ in Desk.start + .minutes(30) }
        desk.pass(by: .minutes(31))
        bell.ring()
        #expect(await progress.next() == 2)
        stopper.stop()
        #expect(try await end.done == 2)
    }

    @Test func `where nothing can be stored, the same feed is not fetched again and again`() async throws {
        let desk = try Desk()
        desk.origin.serve(Self.a, desk.feed("x"))
        var service = try await desk.polling([("a", Self.a)])
        desk.origin.serve(Self.a, desk.feed("y"))
        // The ingest commit fails, as on a full disk.
        await desk.store.failCall(after: 13, code: 13)
        await #expect(throws: StoreError.self) {
            _ = try await service.run(until: Stopper(), at: Doorbell()) { _, _ in }
        }
        await desk.store.clearFault()
        let asked = desk.origin.asked.count
        #expect(asked == 1)
        let stopper = Stopper()
        stopper.stop()
        _ = try await service.run(until: stopper, at: Doorbell()) { _, _ in }
        #expect(desk.origin.asked.count == asked)
        #expect(try await desk.state("a").lastSuccess == nil)
    }

    @Test func `a poll without news that cannot be stored is made again`() async throws {
        let desk = try Desk()
        desk.origin.serve(Self.a, desk.feed("x"))
        _ = try await desk.polling([("a", Self.a)])
        #expect(try await desk.once() == [Self.a])
        desk.pass(by: .hours(1))
        // The ingest commit fails, as on a full disk.
        await desk.store.failCall(after: 11, code: 13)
        await #expect(throws: StoreError.self) { _ = try await desk.once() }
        await desk.store.clearFault()
        #expect(desk.origin.asked == [Self.a])
        #expect(try await desk.state("a").lastSuccess == Desk.start)
        #expect(try await desk.once() == [Self.a])
        #expect(try await desk.state("a").lastSuccess == desk.clock.now)
        #expect(try await desk.once() == [])
    }

    @Test func `one pass stores all polls without news before it ends`() async throws {
        let desk = try Desk()
        let urls = (1...9).map { "https://\($0).example/" }
        for url in urls { desk.origin.serve(url, desk.feed("x")) }
        _ = try await desk.polling(urls.map { ($0, $0) })
        #expect(try await desk.once() == urls)
        desk.pass(by: .hours(1))
        #expect(try await desk.once() == urls)
        for url in urls { #expect(try await desk.state(url).lastSuccess == desk.clock.now) }
        #expect(try await desk.once() == [])
    }

    @Test func `what is asked for by hand is taken up by the daemon, and the request is gone`() async throws {
        let desk = try Desk()
        _ = try await desk.polling([("a", Self.a)])
        desk.origin.serve(Self.a, .failure(FetchError(cause: .gone, message: "410 gone", status: 410)))
        #expect(try await desk.once() == [Self.a])
        desk.pass(by: .days(30))
        #expect(try await desk.once() == [])
        #expect(try await desk.state("a").health == .gone)
        desk.origin.serve(Self.a, desk.feed("x"))
        try desk.retries.add("a")
        #expect(try await desk.once() == [Self.a])
        #expect(desk.retries.names == [])
        #expect(try await desk.state("a").health == .ok)
        #expect(desk.log.events.contains(.feedRetried(feed: "a")))
    }
}
