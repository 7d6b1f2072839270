import Model
import Pipeline
import SQLite
import TestSupport
import Testing

@testable import Daemon
@testable import Storage

extension SQLiteStore {
    /// Lets the file grow by so many pages and no more, as a disk with that much room; `nil` for any number.
    fileprivate func leaveRoom(pages: Int?) throws {
        let now = try database.row("PRAGMA page_count") { Int($0.integer(0)) } ?? 0
        try database.execute("PRAGMA max_page_count = \(pages.map { now + $0 } ?? 1 << 30)")
    }
}

@Suite struct `a full disk` {
    private static let routes = "notify = desk\n[route \"desk\"]\ntype = stdout\n"

    /// Enough words that a commit of them needs pages.
    private static func feed(_ numbers: Range<Int>) -> Result<String, FetchError> {
        let items = numbers.map { number in
            let words = (0..<300).map { "w\(number)x\($0)" }.joined(separator: " ")
            return "<item><guid>\(number)</guid><title>subject\(number) item\(number) place\(number)</title>"
                + "<description>kim \(words)</description></item>"
        }
        return .success("<rss version='2.0'><channel><title>t</title>\(items.joined())</channel></rss>")
    }

    @Test(arguments: 0..<24)
    func `loses no item and tells of each once, at whichever page it begins`(pages: Int) async throws {
        let desk = try Desk()
        desk.origin.serve("https://a.example/", Self.feed(0..<3))
        _ = try await desk.pass(Self.routes)
        desk.pass(by: .hours(1))
        desk.origin.serve("https://a.example/", Self.feed(0..<9))
        try await desk.store.leaveRoom(pages: pages)
        var isFull = false
        do { _ = try await desk.pass() } catch let error as StoreError { isFull = error.passes }
        // So many pages take it all.
        #expect(isFull || pages > 8)
        try await desk.store.leaveRoom(pages: nil)
        desk.pass(by: .hours(1))
        _ = try await desk.pass()
        #expect(try await desk.store.figures().items == 9)
        let told = Set(desk.channel.taken.map(\.id))
        #expect(told.count == 9)
        let sent = Dictionary(grouping: desk.channel.messages, by: \.idempotencyKey)
        #expect(sent.values.allSatisfy { Set($0.map { "\($0)" }).count == 1 })
        #expect(try await desk.store.nextDelivery() == nil)
    }

    @Test(arguments: 0..<12)
    func `sends nothing again that arrived, when it could not be written down at once`(call: Int) async throws
    {
        let desk = try Desk()
        try await desk.decide(Desk.alert(1), Desk.alert(2))
        var service = desk.service()
        await desk.store.failCall(after: call, code: 13)
        do { _ = try await service.drain() } catch { #expect(error.passes) }
        await desk.store.clearFault()
        desk.pass(by: .hours(1))
        _ = try await service.drain()
        #expect(desk.channel.taken.map(\.id.story).sorted() == [StoryID(1), StoryID(2)])
        #expect(try await desk.store.nextDelivery() == nil)
    }

    @Test(.timeLimit(.minutes(10)))
    func `is told when the first service waits and when the last goes on`() async throws {
        let desk = try Desk()
        let daemon = try desk.daemon()
        let meter = daemon.surroundings.meter
        meter.ready(true)
        let stopper = Stopper()
        let (first, second) = (Doorbell(), Doorbell())
        let (tries, continuation) = AsyncStream<Void>.makeStream()
        @Sendable func service(at bell: Doorbell) async throws -> Int? {
            var isFull = true
            return try await daemon.patiently(until: stopper, at: bell) { _ throws(StoreError) in
                continuation.yield()
                guard isFull else { return 1 }
                isFull = false
                throw .full(message: "no room")
            }
        }
        async let one = service(at: first)
        async let other = service(at: second)
        var attempts = tries.makeAsyncIterator()
        for _ in 0..<2 { await attempts.next() }
        first.ring()
        await attempts.next()
        #expect(try await one == 1)
        #expect(!meter.isReady)
        #expect(meter.standstill == "no room")
        second.ring()
        #expect(try await other == 1)
        #expect(meter.isReady)
        #expect(desk.log.events == [.storeTroubled(error: "no room"), .storeRecovered])
    }

    @Test func `is none where waiting does not help`() async throws {
        let daemon = try Desk().daemon()
        await #expect(throws: StoreError.corrupt(message: "torn")) {
            _ = try await daemon.patiently(until: Stopper(), at: Doorbell()) { _ throws(StoreError) -> Int in
                throw .corrupt(message: "torn")
            }
        }
    }

    @Test(.timeLimit(.minutes(10)))
    func `at the start is waited for until the end is asked for`() async throws {
        let desk = try Desk()
        let daemon = try desk.daemon()
        await desk.store.failCall(after: 2, code: 13)
        let stopper = Stopper()
        async let end: Void = daemon.run(until: stopper, sends: true)
        while desk.log.events.isEmpty { await Task.yield() }
        #expect(!daemon.surroundings.meter.isReady)
        stopper.stop()
        try await end
        #expect(desk.log.events.first?.priority == 3)
        #expect(desk.origin.asked.isEmpty)
    }
}
