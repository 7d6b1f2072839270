import Model
import Pipeline
import Platform
import SQLite
import Storage
import TestSupport
import Testing

@Suite struct RetentionTests {
    private static let later = StoreDesk.now + .days(500)

    private static func bounds(at now: Timestamp = later, remember: Duration? = nil) -> RetentionBounds {
        RetentionBounds(keep: .days(400), remember: remember, needed: .days(3), at: now)
    }

    private static func drafts(_ numbers: Range<Int>) -> [ItemChange] {
        numbers.map { .new(StoreDesk.draft($0), isQuiet: false) }
    }

    /// Runs steps until the round is done.
    private static func round(
        _ store: SQLiteStore, _ bounds: RetentionBounds, limit: Int = 3
    ) async throws -> RetentionRound {
        var round = RetentionRound(after: try await store.retentionMark())
        while !round.isDone { round = try await store.tidy(round, within: bounds, limit: limit) }
        return round
    }

    private static func index(_ store: SQLiteStore) async throws {
        _ = try await store.indexForSearch(limit: 1000)
    }

    /// A summary of feed watch `health`, with a delivery over each of `routes`.
    private static func summary(of silences: [WatchSilence]?, over routes: [String]) -> HealthBatch {
        var batch = HealthBatch(at: StoreDesk.now)
        var notice = FeedNotice(
            id: FeedNoticeID(watch: "health", slot: "2019-04-25-0800"), severity: .normal,
            decided: StoreDesk.now, troubles: [], unlisted: 0, recovered: [], ongoing: 1, feeds: 2)
        notice.silences = silences
        batch.notices = [notice]
        batch.routes = [routes]
        return batch
    }

    @Test func `old texts go and the items stay known as seen`() async throws {
        let desk = try await StoreDesk()
        let items = try await desk.ingest(Self.drafts(0..<5)).newItems
        try await desk.store.commit(StoreDesk.edit(items, alerts: false))
        try await Self.index(desk.store)
        let feed = try await desk.due().id
        #expect(try await Self.round(desk.store, Self.bounds()).texts == 5)
        let story = try #require(try await desk.store.story(StoryID(openedBy: items[0])))
        #expect(story.reports.map(\.item.content.text) == ["", "", "", "", ""])
        #expect(story.reports.map(\.item.content.title) == (0..<5).map { "Title \($0)" })
        #expect(story.deleted == Dictionary(uniqueKeysWithValues: items.map { ($0, Self.later) }))
        let known = try await desk.store.storedItems(of: feed, keys: ["g:g0", "u:example/4"])
        #expect(known.map(\.id) == [items[0], items[4]])
        #expect(known.map(\.contentHash) == [StoreDesk.draft(0), StoreDesk.draft(4)].map(\.contentHash))
        #expect(
            try await desk.store.candidates(
                SearchNarrowing(expression: "title", firstSeen: SearchNarrowing.always, limit: 10)
            ).isEmpty)
        // The next round finds nothing more to do, and begins where this one ended.
        #expect(try await Self.round(desk.store, Self.bounds()).texts == 0)
        #expect(try await desk.store.retentionMark() == items[4])
    }

    @Test func `an old item that changes is known by what it says now and does not come back`() async throws {
        let desk = try await StoreDesk()
        let items = try await desk.ingest(Self.drafts(0..<1)).newItems
        try await desk.store.commit(StoreDesk.edit(items, alerts: false))
        try await Self.index(desk.store)
        _ = try await Self.round(desk.store, Self.bounds())
        var draft = StoreDesk.draft(0, title: "Another")
        draft.contentHash = 7
        _ = try await desk.ingest([
            .revised(draft, item: items[0], reason: "title changed", isMeaningful: true)
        ])
        #expect(try await desk.store.unplacedItems(limit: 10).isEmpty)
        let feed = try await desk.due().id
        let known = try await desk.store.storedItems(of: feed, keys: ["g:g0"])
        #expect(known.map(\.contentHash) == [7])
        #expect(known.map(\.text) == [""])
    }

    @Test func `what waits for its story, is not indexed, or is young stays`() async throws {
        let desk = try await StoreDesk()
        let items = try await desk.ingest(Self.drafts(0..<2)).newItems
        // Neither placed nor indexed.
        #expect(try await Self.round(desk.store, Self.bounds()).texts == 0)
        try await desk.store.commit(StoreDesk.edit(items, alerts: false))
        #expect(try await Self.round(desk.store, Self.bounds()).texts == 0)
        try await Self.index(desk.store)
        let young = StoreDesk.now + .days(399)
        #expect(try await Self.round(desk.store, Self.bounds(at: young)).texts == 0)
        // What was needed is looked at again.
        #expect(try await Self.round(desk.store, Self.bounds()).texts == 2)
    }

    @Test func `a story keeps its texts while its alert is on its way, or it takes reports`() async throws {
        let desk = try await StoreDesk()
        let items = try await desk.ingest(Self.drafts(0..<2)).newItems
        try await desk.store.commit(StoreDesk.edit(items))
        try await Self.index(desk.store)
        #expect(try await Self.round(desk.store, Self.bounds()).texts == 0)
        let claimed = try await desk.store.claimDeliveries(
            route: "r", at: Self.later, lease: .minutes(1), limit: 10)
        try await desk.store.record(.delivered(at: Self.later), of: try #require(claimed.first).id)
        var grown = EditBatch(at: Self.later)
        grown.stories = StoreDesk.edit(items).stories
        grown.stories[0].lastReport = Self.later - .days(2)
        try await desk.store.commit(grown)
        #expect(try await Self.round(desk.store, Self.bounds()).texts == 0)
        #expect(try await Self.round(desk.store, Self.bounds(at: Self.later + .days(5))).texts == 2)
        // The alert stays as it was told.
        let alerts = try await desk.store.alerts(onlyFailed: false, limit: 10)
        #expect(alerts.map(\.alert) == [StoreDesk.alert(StoryID(openedBy: items[0]))])
    }

    @Test func `items are forgotten later, those of alerts with the alerts`() async throws {
        let desk = try await StoreDesk()
        let told = try await desk.ingest(Self.drafts(0..<2)).newItems
        let plain = try await desk.ingest(Self.drafts(2..<4)).newItems
        try await desk.store.commit(StoreDesk.edit(told))
        try await desk.store.commit(StoreDesk.edit(plain, alerts: false))
        try await Self.index(desk.store)
        let claimed = try await desk.store.claimDeliveries(
            route: "r", at: Self.later, lease: .minutes(1), limit: 10)
        try await desk.store.record(.delivered(at: Self.later), of: try #require(claimed.first).id)
        try await desk.store.commit(Self.summary(of: nil, over: ["r"]))
        #expect(try await Self.round(desk.store, Self.bounds(remember: .days(100))).texts == 4)
        let soon = Self.later + .days(99)
        #expect(try await Self.round(desk.store, Self.bounds(at: soon, remember: .days(100))).items == 0)
        let end = Self.later + .days(101)
        #expect(
            try await Self.round(desk.store, Self.bounds(at: end, remember: .days(100)), limit: 1).items == 4)
        for item in [told[0], plain[0]] {
            #expect(try await desk.store.story(StoryID(openedBy: item)) == nil)
        }
        #expect(try await desk.store.alerts(onlyFailed: false, limit: 10).isEmpty)
        let feed = try await desk.due().id
        #expect(try await desk.store.storedItems(of: feed, keys: (0..<4).map { "g:g\($0)" }).isEmpty)
        let connection = try Connection(path: desk.path, mode: .reading, busyTimeout: .seconds(1))
        #expect(try !connection.prepare("PRAGMA foreign_key_check").step())
    }

    @Test func `an alert that is young, or waits for its route, keeps its story`() async throws {
        let desk = try await StoreDesk()
        let items = try await desk.ingest(Self.drafts(0..<2)).newItems
        try await desk.store.commit(StoreDesk.edit(items))
        try await Self.index(desk.store)
        let bounds = RetentionBounds(
            textsBefore: Self.later, itemsDeletedBefore: Self.later, storiesSince: Self.later, at: Self.later)
        // Deleted behind the back of the rule that keeps texts of what is on its way.
        let connection = try Connection(path: desk.path, mode: .writing, busyTimeout: .seconds(1))
        try connection.execute("UPDATE item SET deleted = 1")
        #expect(try await Self.round(desk.store, bounds).items == 0)
        let claimed = try await desk.store.claimDeliveries(
            route: "r", at: Self.later, lease: .minutes(1), limit: 10)
        try await desk.store.record(.delivered(at: Self.later), of: try #require(claimed.first).id)
        try await desk.store.commit(Self.summary(of: nil, over: ["r"]))
        var young = bounds
        young.itemsDeletedBefore = StoreDesk.now
        #expect(try await Self.round(desk.store, young).items == 0)
        #expect(try await Self.round(desk.store, bounds).items == 2)
    }

    @Test func `the newest delivery stays, so that its number is not another's`() async throws {
        let desk = try await StoreDesk()
        func deliver() async throws -> DeliveryID {
            let claimed = try await desk.store.claimDeliveries(
                route: "r", at: Self.later, lease: .minutes(1), limit: 1)
            let id = try #require(claimed.first).id
            try await desk.store.record(.delivered(at: Self.later), of: id)
            return id
        }
        let items = try await desk.ingest(Self.drafts(0..<2)).newItems
        try await desk.store.commit(StoreDesk.edit(items))
        try await Self.index(desk.store)
        let alert = try await deliver()
        let bounds = Self.bounds(at: Self.later + .days(101), remember: .days(100))
        _ = try await Self.round(desk.store, Self.bounds(remember: .days(100)))
        #expect(try await Self.round(desk.store, bounds).items == 0)
        try await desk.store.commit(Self.summary(of: nil, over: ["r"]))
        let summary = try await deliver()
        #expect(summary.rawValue > alert.rawValue)
        let round = try await Self.round(desk.store, bounds)
        #expect(round.items == 2)
        #expect(round.records == 0)
    }

    @Test func `silences and summaries of feeds go when they are old, and not before`() async throws {
        let desk = try await StoreDesk()
        func silence(_ byte: UInt8, until end: Timestamp) -> Silence {
            Silence(
                id: SilenceID(random: [byte]), matchers: [.init(.watch, "w")], author: nil, comment: "",
                start: StoreDesk.now, end: end)
        }
        for number in UInt8(0)..<7 {
            try await desk.store.add(silence(number, until: StoreDesk.now + .days(Int64(number) * 50)))
        }
        var batch = HealthBatch(at: StoreDesk.now)
        batch.notices = ["2019-04-25-0800", "2019-04-26-0800"].map { slot in
            FeedNotice(
                id: FeedNoticeID(watch: "health", slot: slot), severity: .normal, decided: StoreDesk.now,
                troubles: [], unlisted: 0, recovered: [], ongoing: 1, feeds: 2)
        }
        // The second is still on its way.
        batch.routes = [[], ["r"]]
        try await desk.store.commit(batch)
        let at = StoreDesk.now + .days(520)
        // Silences of before day 120 and one summary.
        #expect(try await Self.round(desk.store, Self.bounds(at: at), limit: 2).records == 4)
        #expect(
            try await desk.store.notices(onlyFailed: false, limit: 10).map(\.notice) == [batch.notices[1]])
        let all = StoreDesk.now..<(StoreDesk.now + .days(900))
        #expect(try await desk.store.silences(in: all).count == 4)
        #expect(try await Self.round(desk.store, Self.bounds(at: at)).records == 0)
    }

    @Test func `a silence of a watch that was told stays told, however long it lasts`() async throws {
        let desk = try await StoreDesk()
        let silence = WatchSilence(watch: "w", since: StoreDesk.now - .days(30), hasMatched: true)
        try await desk.store.commit(Self.summary(of: [silence], over: []))
        #expect(try await Self.round(desk.store, Self.bounds()).records == 0)
        #expect(try await desk.store.toldSilences(by: "health") == [silence])
    }

    /// What is deleted must not depend on how the work was cut into steps, nor on where a daemon was ended.
    @Test(arguments: 0..<20) func `steps of any size come to the same`(seed: UInt64) async throws {
        var generator = SplitMix(state: seed)
        let desk = try await StoreDesk()
        var expected: Set<ItemID> = []
        var number = 0
        for _ in 0..<8 {
            let count = Int.random(in: 1...6, using: &generator)
            let items = try await desk.ingest(Self.drafts(number..<number + count)).newItems
            number += count
            let isTold = Bool.random(using: &generator)
            if Bool.random(using: &generator) {
                try await desk.store.commit(StoreDesk.edit(items, alerts: isTold))
                if !isTold { expected.formUnion(items) }
            }
        }
        try await Self.index(desk.store)
        var texts = 0
        for _ in 0..<3 {
            let limit = Int.random(in: 1...9, using: &generator)
            var round = RetentionRound(after: try await desk.store.retentionMark())
            // A daemon may be ended in the middle.
            for _ in 0..<Int.random(in: 1...5, using: &generator) where !round.isDone {
                let before = round
                round = try await desk.store.tidy(round, within: Self.bounds(), limit: limit)
                #expect(round.texts - before.texts <= limit)
            }
            texts += round.texts
        }
        texts += try await Self.round(desk.store, Self.bounds()).texts
        let feed = try await desk.due().id
        let known = try await desk.store.storedItems(of: feed, keys: (0..<number).map { "g:g\($0)" })
        #expect(known.count == number)
        #expect(Set(known.filter { $0.text.isEmpty }.map(\.id)) == expected, "seed \(seed)")
        #expect(texts == expected.count)
    }

    @Test func `free pages go back to the file system, but for a reserve`() async throws {
        let desk = try await StoreDesk()
        let long = String(repeating: "word ", count: 20_000)
        let changes = (0..<60).map { ItemChange.new(StoreDesk.draft($0, text: long), isQuiet: false) }
        let items = try await desk.ingest(changes).newItems
        try await desk.store.commit(StoreDesk.edit(items, alerts: false))
        try await Self.index(desk.store)
        let before = try await desk.store.figures().bytes
        _ = try await Self.round(desk.store, Self.bounds(), limit: 1000)
        var steps = 1
        while try await desk.store.shrink(pages: 16) { steps += 1 }
        #expect(steps > 10)
        #expect(try await desk.store.figures().bytes < before / 4)
        #expect(try await !desk.store.shrink(pages: 16))
    }
}

private struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
