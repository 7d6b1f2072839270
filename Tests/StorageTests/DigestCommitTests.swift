import Model
import Pipeline
import Platform
import SQLite
import Storage
import TestSupport
import Testing

@Suite struct DigestCommitTests {
    private static let now = StoreDesk.now

    /// - Parameter since: a day before `until` where nothing else is said.
    private static func issue(
        _ slot: String, since: Timestamp? = nil, until: Timestamp, digest: String = "morning"
    ) -> DigestIssue {
        DigestIssue(
            id: DigestIssueID(digest: digest, slot: slot), reader: "anna", decided: until,
            since: since ?? until - .days(1),
            until: until, newStories: 1, movedStories: 0, endedStories: 0, subject: "1 new, 0 moved: Kim",
            text: "WIREWATCH\n", markdown: "# Wirewatch\n", content: "<p>김정은</p>\n", json: "{\"schema\":1}")
    }

    private static func batch(
        _ slot: String, since: Timestamp? = nil, after span: Duration = .zero
    ) -> DigestBatch {
        var batch = DigestBatch(at: now + span)
        batch.issues = [issue(slot, since: since, until: now + span)]
        batch.routes = [["r", "s"]]
        batch.schedule = ["morning": now + span]
        return batch
    }

    private static func claim(_ desk: StoreDesk, after span: Duration = .zero) async throws -> [Delivery] {
        try await desk.store.claimDeliveries(route: "r", at: now + span, lease: .minutes(5), limit: 10)
    }

    @Test func `a digest, its deliveries and its time come with one commit, and a second makes no second`()
        async throws
    {
        let desk = try await StoreDesk()
        let batch = Self.batch("2019-04-23-0630")
        try await desk.store.commit(batch)
        try await desk.store.commit(batch)
        let stored = try await desk.store.digestIssues(of: "morning", onlyFailed: false, limit: 10)
        #expect(stored.map(\.issue) == batch.issues)
        #expect(stored.first?.deliveries.map(\.route) == ["r", "s"])
        #expect(try await desk.store.digestSchedule() == batch.schedule)
        #expect(try await desk.store.digestIssue(batch.issues[0].id)?.issue == batch.issues[0])
        #expect(try await desk.store.digestIssues(of: "evening", onlyFailed: false, limit: 10).isEmpty)
        // It is no summary of feeds.
        #expect(try await desk.store.notices(onlyFailed: false, limit: 10).isEmpty)
        let claimed = try await Self.claim(desk)
        #expect(claimed.map(\.message) == [.digest(batch.issues[0])])
        #expect(claimed.map(\.message.idempotencyKey) == ["digest_morning_2019-04-23-0630"])
    }

    @Test func `the mark of a reader moves when the digest has arrived, and never back`() async throws {
        let desk = try await StoreDesk()
        try await desk.store.commit(Self.batch("2019-04-23-0630"))
        let claimed = try await Self.claim(desk)
        try await desk.store.record(.retry(at: Self.now + .minutes(1), error: "down"), of: claimed[0].id)
        #expect(try await desk.store.lastDigest(of: "anna") == nil)
        #expect(try await desk.store.digestIssues(of: nil, onlyFailed: true, limit: 10).count == 1)
        let again = try await Self.claim(desk, after: .minutes(1))
        try await desk.store.record(.delivered(at: Self.now + .minutes(1)), of: again[0].id)
        #expect(try await desk.store.lastDigest(of: "anna") == Self.now)
        try await desk.store.markDigest(reader: "anna", at: Self.now + .hours(2))
        try await desk.store.markDigest(reader: "anna", at: Self.now + .hours(1))
        #expect(try await desk.store.lastDigest(of: "anna") == Self.now + .hours(2))
    }

    @Test func `a digest that fails for good moves no mark`() async throws {
        let desk = try await StoreDesk()
        try await desk.store.commit(Self.batch("2019-04-23-0630"))
        try await desk.store.record(
            .failed(at: Self.now, error: "gone"), of: try await Self.claim(desk)[0].id)
        #expect(try await desk.store.lastDigest(of: "anna") == nil)
    }

    @Test func `of digests that wait for a route that is down the last one goes out`() async throws {
        let desk = try await StoreDesk()
        try await desk.store.commit(Self.batch("2019-04-23-0630"))
        try await desk.store.commit(
            Self.batch("2019-04-24-0630", since: Self.now - .days(1), after: .days(1)))
        let claimed = try await Self.claim(desk, after: .days(1))
        #expect(claimed.map(\.message.name) == ["morning/2019-04-24-0630"])
        let first = try await desk.store.digestIssue(Self.issue("2019-04-23-0630", until: Self.now).id)
        #expect(first?.deliveries.map(\.state) == [.failed, .failed])
        #expect(first?.deliveries.first?.error == "the digest of 2019-04-24-0630 says this as well")
    }

    @Test func `a digest that arrives after a later one has ended it counts as delivered`() async throws {
        let desk = try await StoreDesk()
        try await desk.store.commit(Self.batch("2019-04-23-0630"))
        let onItsWay = try await Self.claim(desk)
        try await desk.store.commit(
            Self.batch("2019-04-24-0630", since: Self.now - .days(1), after: .days(1)))
        try await desk.store.record(.delivered(at: Self.now + .days(1)), of: onItsWay[0].id)
        let first = try await desk.store.digestIssue(Self.issue("2019-04-23-0630", until: Self.now).id)
        #expect(first?.deliveries.contains { $0.state == .delivered && $0.error == nil } == true)
        #expect(try await desk.store.lastDigest(of: "anna") == Self.now)
    }

    @Test func `a digest that has what the next one has not waits for its route`() async throws {
        let desk = try await StoreDesk()
        try await desk.store.commit(Self.batch("2019-04-23-0630"))
        try await desk.store.commit(Self.batch("2019-04-24-0630", after: .days(1)))
        #expect(try await Self.claim(desk, after: .days(1)).count == 2)
    }

    @Test func `an old issue is kept while its delivery is the newest of all`() async throws {
        let desk = try await StoreDesk()
        for number in 0..<(StoredIssue.kept + 2) {
            var batch = Self.batch("2019-05-\(1000 + number)", after: .hours(Int64(number)))
            if number > 0 { batch.routes = [[]] }
            try await desk.store.commit(batch)
        }
        let kept = try await desk.store.digestIssues(of: "morning", onlyFailed: false, limit: 1000)
        #expect(kept.count == StoredIssue.kept + 1)
        #expect(kept.last?.issue.id.slot == "2019-05-1000")
    }

    @Test func `of the issues of a digest the newest are kept, and those of others`() async throws {
        let desk = try await StoreDesk()
        var other = DigestBatch(at: Self.now)
        other.issues = [Self.issue("2019-01-01-0630", until: Self.now - .days(200), digest: "evening")]
        other.routes = [["r"]]
        try await desk.store.commit(other)
        for number in 0..<(StoredIssue.kept + 2) {
            try await desk.store.commit(Self.batch("2019-05-\(1000 + number)", after: .hours(Int64(number))))
        }
        let kept = try await desk.store.digestIssues(of: "morning", onlyFailed: false, limit: 1000)
        #expect(kept.count == StoredIssue.kept)
        #expect(kept.last?.issue.id.slot == "2019-05-1002")
        #expect(try await desk.store.digestIssues(of: "evening", onlyFailed: false, limit: 10).count == 1)
    }

    @Test(arguments: 0..<8)
    func `where a write fails, all of it is as before, and it can be done again`(call: Int) async throws {
        let desk = try await StoreDesk()
        let batch = Self.batch("2019-04-23-0630")
        await desk.store.failCall(after: call, code: 13)
        do throws(StoreError) {
            try await desk.store.commit(batch)
        } catch {
            await desk.store.clearFault()
            #expect(try await desk.store.digestIssues(of: nil, onlyFailed: false, limit: 10).isEmpty)
            #expect(try await desk.store.digestSchedule().isEmpty)
        }
        await desk.store.clearFault()
        try await desk.store.commit(batch)
        #expect(try await Self.claim(desk).count == 1)
    }

    @Test
    func `a database of the third schema keeps its marks and summaries, and takes digests of the same name`()
        async throws
    {
        let (folder, path) = try MigrationTests.first(step: 3, more: "step-3-digests")
        defer { withExtendedLifetime(folder) {} }
        let store = try SQLiteStore(path: path)
        #expect(try await store.lastDigest(of: "anna") == Self.now)
        #expect(try await store.digestSchedule().isEmpty)
        #expect(try await store.notices(onlyFailed: false, limit: 10).map(\.notice.id.watch) == ["morning"])
        var batch = Self.batch("2019-04-25-0630", after: .days(2))
        batch.routes = [["log"]]
        try await store.commit(batch)
        let claimed = try await store.claimDeliveries(
            route: "log", at: Self.now + .days(3), lease: .minutes(1), limit: 10)
        #expect(
            claimed.map(\.message.idempotencyKey) == [
                "feeds_morning_2019-04-25-0630", "digest_morning_2019-04-25-0630",
            ])
    }
}
