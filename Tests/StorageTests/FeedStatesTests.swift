import Model
import Pipeline
import Platform
import SQLite
import TestSupport
import Testing

@testable import Storage

@Suite struct FeedStatesTests {
    /// A state with every field set, in whole milliseconds.
    private static func full() -> FeedState {
        var state = FeedTextTests.full("x")
        state.hints.freshFor = .milliseconds(86_400_001)
        return state
    }

    @Test(arguments: [FeedState(), full()])
    func `a state is read as it was written`(state: FeedState) async throws {
        let desk = try await StoreDesk()
        let feed = try await desk.due()
        _ = try await desk.store.commit(
            IngestBatch(feed: feed.id, state: state, changes: [], at: StoreDesk.now))
        #expect(try await desk.store.feeds([feed.id]).map(\.state) == [state])
        #expect(try await desk.store.feeds().first { $0.id == feed.id }?.state == state)
        #expect(try await SQLiteReader(path: desk.path).feeds().first { $0.id == feed.id }?.state == state)
    }

    private struct Change: Sendable, CustomTestStringConvertible {
        var what: String
        var rows: Int
        var make: @Sendable (inout FeedState) -> Void
        var testDescription: String { what }
    }

    private static let changes = [
        Change(what: "the next poll", rows: 1) { $0.nextPoll = StoreDesk.now + .days(1) },
        Change(what: "the last poll, which was good", rows: 1) {
            $0.lastPoll = StoreDesk.now
            $0.lastSuccess = StoreDesk.now
        },
        Change(what: "how long the answer stays fresh", rows: 1) { $0.hints.freshFor = .seconds(1) },
        Change(what: "what the server gave to ask with", rows: 2) { $0.validators?.entityTag = "2" },
        Change(what: "a failure", rows: 2) { $0.failures += 1 },
    ]

    @Test(arguments: changes)
    private func `only a row that says something else than before is written`(change: Change) async throws {
        let desk = try await StoreDesk()
        let feed = try await desk.due()
        var state = Self.full()
        _ = try await desk.store.commit([
            IngestBatch(feed: feed.id, state: state, changes: [], at: StoreDesk.now)
        ])
        let before = try await desk.store.changedRows()
        change.make(&state)
        _ = try await desk.store.commit([
            IngestBatch(feed: feed.id, state: state, changes: [], at: StoreDesk.now)
        ])
        #expect(try await desk.store.changedRows() - before == change.rows)
        #expect(try await desk.store.feeds([feed.id]).map(\.state) == [state])
    }

    @Test func `many polls are stored together, or none of them`() async throws {
        let desk = try await StoreDesk()
        let feeds = try await desk.store.dueFeeds(at: StoreDesk.now, limit: 10)
        let batches = feeds.map { feed in
            var state = feed.state
            state.nextPoll = StoreDesk.now + .hours(1)
            return IngestBatch(feed: feed.id, state: state, changes: [], at: StoreDesk.now)
        }
        // The last statement, before the commit.
        await desk.store.failCall(after: 1 + 2 * feeds.count, code: 13)
        await #expect(throws: StoreError.self) { _ = try await desk.store.commit(batches) }
        await desk.store.clearFault()
        #expect(try await desk.store.dueFeeds(at: StoreDesk.now, limit: 10) == feeds)
        #expect(try await desk.store.commit(batches).count == feeds.count)
        #expect(try await desk.store.dueFeeds(at: StoreDesk.now, limit: 10).isEmpty)
    }

    @Test(arguments: [0, 300, 366 * 86400, 400 * 86400])
    func `a database of an earlier schema keeps when each feed was polled and is polled next`(
        seconds: Int64
    ) async throws {
        let (folder, path) = try MigrationTests.first(step: 3)
        defer { withExtendedLifetime(folder) {} }
        let fresh = Duration.seconds(seconds).attoseconds
        let halves = "[\(Int64(truncatingIfNeeded: fresh >> 64)),\(UInt64(truncatingIfNeeded: fresh))]"
        try Connection(path: path, mode: .writing, busyTimeout: .seconds(1)).execute(
            """
            UPDATE feed SET is_configured = 0 WHERE name = 'moving';
            UPDATE feed SET state = json_set(state, '$.hints.freshFor', json('\(halves)')) WHERE name = 'well'
            """)
        let feeds = try await SQLiteStore(path: path).feeds()
        let (lost, moving, well) = (feeds[0], feeds[1], feeds[2])
        #expect(feeds.map(\.isConfigured) == [true, false, true])
        #expect(lost.state.nextPoll == nil && lost.state.lastSuccess == nil)
        #expect(lost.state.lastPoll == Timestamp(milliseconds: 1_795_844_887_342))
        #expect(moving.state.nextPoll == Timestamp(milliseconds: 1_795_844_888_435))
        #expect(well.state.nextPoll == Timestamp(milliseconds: 1_795_844_888_420))
        #expect(well.state.lastSuccess == Timestamp(milliseconds: 1_795_844_887_342))
        #expect(well.state.hints.freshFor == .seconds(seconds))
        #expect(moving.state.hints.freshFor == nil)
        #expect(well.state.title == "Test feed step1")
    }
}

extension SQLiteStore {
    fileprivate func changedRows() throws -> Int {
        try database.row("SELECT total_changes()") { Int($0.integer(0)) } ?? 0
    }
}
