import Model
import Pipeline
import Storage
import Testing
import Watches

@Suite struct SearchingTests {
    /// Items with these titles, seen first an hour apart, each a story of its own; indexed.
    private static func desk(_ titles: [String], texts: [String] = []) async throws -> (StoreDesk, [ItemID]) {
        let desk = try await StoreDesk()
        let feed = try await desk.due()
        var items: [ItemID] = []
        for (number, title) in titles.enumerated() {
            let moment = StoreDesk.now + .hours(Int64(number))
            let draft = StoreDesk.draft(
                number + 1, title: title, text: number < texts.count ? texts[number] : "Some text.")
            let receipt = try await desk.store.commit(
                IngestBatch(feed: feed.id, state: nil, changes: [.new(draft, isQuiet: false)], at: moment))
            var edit = StoreDesk.edit(receipt.newItems, alerts: false)
            edit.matches = []
            try await desk.store.commit(edit)
            items += receipt.newItems
        }
        while try await desk.store.indexForSearch(limit: 10) > 0 {}
        return (desk, items)
    }

    @Test func `candidates come by arrival or by rank, of a span, and no more than asked`() async throws {
        let (desk, items) = try await Self.desk(
            ["Kim", "Football", "Kim and Kim again", "Talks"], texts: ["-", "Kim on it", "-", "-"])
        func found(_ order: SearchNarrowing.Order, limit: Int = 10) async throws -> [Int] {
            let found = try await desk.store.candidates(
                SearchNarrowing(expression: "\"kim\"", order: order, limit: limit))
            return found.map { (items.firstIndex(of: $0) ?? -1) + 1 }
        }
        #expect(try await found(.newest) == [3, 2, 1])
        #expect(try await found(.oldest) == [1, 2, 3])
        #expect(try await found(.newest, limit: 2) == [3, 2])
        // In titles it weighs more than in a text.
        #expect(try await found(.rank).last == 2)
        let late = SearchNarrowing(
            expression: nil, firstSeen: StoreDesk.now + .hours(1)..<StoreDesk.now + .hours(3), order: .oldest,
            limit: 10)
        #expect(try await desk.store.candidates(late) == Array(items[1...2]))
        let future = SearchNarrowing(
            expression: nil, firstSeen: StoreDesk.now + .days(9)..<StoreDesk.now + .days(10), limit: 10)
        #expect(try await desk.store.candidates(future).isEmpty)
    }

    @Test func `candidates can be those of some feeds, and of some times`() async throws {
        let desk = try await StoreDesk()
        let feeds = try await desk.store.dueFeeds(at: StoreDesk.now, limit: 2).map(\.id)
        var items: [ItemID] = []
        // Published a day apart, seen at once.
        for number in 0..<4 {
            var draft = StoreDesk.draft(number, title: "Kim \(number)")
            draft.content.published = StoreDesk.now - .days(Int64(number))
            let receipt = try await desk.store.commit(
                IngestBatch(
                    feed: feeds[number % 2], state: nil, changes: [.new(draft, isQuiet: false)],
                    at: StoreDesk.now))
            try await desk.store.commit(StoreDesk.edit(receipt.newItems, alerts: false))
            items += receipt.newItems
        }
        while try await desk.store.indexForSearch(limit: 10) > 0 {}
        for expression in ["\"kim\"", nil] {
            for order in [SearchNarrowing.Order.oldest, .newest, .rank] {
                var narrowing = SearchNarrowing(expression: expression, order: order, limit: 10)
                narrowing.feeds = [feeds[1]]
                #expect(Set(try await desk.store.candidates(narrowing)) == [items[1], items[3]])
                narrowing.times = (StoreDesk.now - .days(2))..<StoreDesk.now
                #expect(try await desk.store.candidates(narrowing) == [items[1]])
            }
        }
    }

    @Test func `a search finds what is old behind any number of newer items`() async throws {
        let (desk, items) = try await Self.desk(["Kim, and Kim"] + (1..<600).map { "Kim \($0)" })
        let searcher = Searcher(store: desk.store)
        let before = StoreDesk.now + .minutes(1)
        let query = try QueryParser.parse("kim source:a*", aliases: .empty, context: .search(now: before))
        for order in Searcher.Order.allCases {
            let found = try await searcher.search(
                query, limit: 10, order: order, span: SearchNarrowing.always.lowerBound..<before)
            #expect(found.map(\.report.item.id) == [items[0]])
        }
    }

    @Test func `a search by rank finds what one by time does, the best first`() async throws {
        let (desk, items) = try await Self.desk(
            ["Kim meets Putin", "Weather", "Talks on the border"],
            texts: ["-", "Kim", "Kim and Putin, and Kim"])
        let query = try QueryParser.parse("kim", aliases: .empty, context: .search(now: StoreDesk.now))
        let searcher = Searcher(store: desk.store)
        let byTime = try await searcher.search(query, limit: 10).map(\.report.item.id)
        #expect(byTime == [items[2], items[1], items[0]])
        let byRank = try await searcher.search(query, limit: 10, order: .rank).map(\.report.item.id)
        #expect(Set(byRank) == Set(byTime))
        #expect(byRank.first == items[0])
        #expect(try await searcher.search(query, limit: 1, order: .rank).count == 1)
        let span = StoreDesk.now + .hours(1)..<StoreDesk.now + .hours(2)
        #expect(try await searcher.search(query, limit: 10, span: span).map(\.report.item.id) == [items[1]])
    }

    @Test func `a search goes on where the newest are not enough`() async throws {
        let desk = try await StoreDesk()
        let changes = (1...1200).map { number in
            ItemChange.new(
                StoreDesk.draft(number, title: number == 1 || number == 650 ? "KIM" : "Kim"), isQuiet: false)
        }
        let items = try await desk.ingest(changes).newItems
        var edit = StoreDesk.edit(items, alerts: false)
        edit.matches = []
        try await desk.store.commit(edit)
        while try await desk.store.indexForSearch(limit: 1000) > 0 {}
        let query = try QueryParser.parse("=KIM", aliases: .empty, context: .search(now: StoreDesk.now))
        let searcher = Searcher(store: desk.store)
        #expect(try await searcher.search(query, limit: 10).map(\.report.item.id) == [items[649], items[0]])
        let ranked = try await searcher.search(query, limit: 10, order: .rank).map(\.report.item.id)
        #expect(ranked == [items[649], items[0]])
    }

    @Test func `a stored match of the past counts its story as told, and a second time changes nothing`()
        async throws
    {
        let (desk, items) = try await Self.desk(["Kim", "Putin"])
        var batch = EditBatch(at: StoreDesk.now)
        batch.backfilled = [
            Match(watch: "w", item: items[0], story: StoryID(openedBy: items[0]), score: 7, evidence: [])
        ]
        for _ in 0..<2 {
            try await desk.store.commit(batch)
            let detail = try #require(try await desk.store.story(StoryID(openedBy: items[0])))
            #expect(detail.matches == batch.backfilled)
            #expect(detail.dossier.backfilled == ["w"])
            #expect(detail.dossier.told.isEmpty)
        }
        #expect(try await desk.store.alerts(onlyFailed: false, limit: 10).isEmpty)
        #expect(try await desk.store.figures().alerts == 0)
        #expect(try await desk.store.stories(StoryFilter(watch: "w"), limit: 10).count == 1)
        let activity = try await desk.store.activity(of: ["w", "v"], since: StoreDesk.now)
        #expect(activity["w"] == WatchActivity(lastMatch: StoreDesk.now, matches: 1))
        #expect(activity["v"] == WatchActivity(lastMatch: nil, matches: 0))
    }

    @Test func `a story that the watch had met by itself may still be told`() async throws {
        let (desk, items) = try await Self.desk(["Kim"])
        let match = Match(
            watch: "w", item: items[0], story: StoryID(openedBy: items[0]), score: nil, evidence: [])
        var live = EditBatch(at: StoreDesk.now)
        live.matches = [match]
        try await desk.store.commit(live)
        var batch = EditBatch(at: StoreDesk.now)
        batch.backfilled = [match]
        try await desk.store.commit(batch)
        #expect(try await desk.store.story(match.story)?.dossier.backfilled == [])
    }

    // MARK: Replays

    private static func replay(
        _ query: String, _ desk: StoreDesk, _ change: (inout WatchSettings) -> Void = { _ in }
    ) async throws -> Replay {
        var settings = WatchSettings(name: "t", query: query)
        change(&settings)
        let watch = try CompiledWatch(settings: settings, aliases: .empty)
        return try await Backtest(
            store: desk.store, span: StoreDesk.now..<StoreDesk.now + .days(1), language: "en"
        ).replay(watch)
    }

    @Test func `a replay finds what the watch would have found, and says by what the index narrowed`()
        async throws
    {
        let (desk, items) = try await Self.desk([
            "Kim meets Putin", "Putin alone", "Kim and Putin talk", "Else",
        ])
        let replay = try await Self.replay("kim putin -zebra", desk)
        #expect(replay.stories.map(\.story) == [items[2], items[0]].map { StoryID(openedBy: $0) })
        #expect(replay.stories.map(\.alerts.count) == [1, 1])
        #expect(replay.stories.map(\.firstMatch) == [StoreDesk.now + .hours(2), StoreDesk.now])
        #expect((replay.candidates, replay.decided, replay.items) == (2, 2, 2))
        #expect(replay.outlets == ["A": 2])
        #expect(replay.languages == ["en": 2])
        #expect(replay.absentTerms == ["zebra"])
        let apart = try await Self.replay("kim else", desk)
        #expect((apart.absentTerms, apart.apartTerms) == ([], ["kim", "else"]))
        let scored = try await Self.replay("putin", desk) { ($0.score, $0.threshold) = ("kim^2 talk", 5) }
        #expect(scored.stories.count == 1)
        let stemmed = try await Self.replay("talks", desk) { $0.usesStemming = true }
        #expect(stemmed.expression == nil)
        #expect(stemmed.stories.count == 1)
        #expect(try await Self.replay("nothing", desk).stories.isEmpty)
    }

    @Test func `a replay is bounded by a number of candidates, of which the newest count`() async throws {
        let (desk, items) = try await Self.desk(["Kim one", "Kim two", "Kim three"])
        let watch = try CompiledWatch(settings: WatchSettings(name: "t", query: "kim"), aliases: .empty)
        let replay = try await Backtest(
            store: desk.store, span: StoreDesk.now..<StoreDesk.now + .days(1), language: nil
        ).replay(watch, candidateLimit: 2)
        #expect(replay.isCut)
        #expect(Set(replay.stories.map(\.story)) == Set(items[1...].map { StoryID(openedBy: $0) }))
    }

    /// One story with reports of two outlets, in turn.
    private static func growing(_ titles: [String]) async throws -> StoreDesk {
        let desk = try await StoreDesk()
        let feeds = try await desk.store.feeds().map(\.id)
        var opener: ItemID?
        for (number, title) in titles.enumerated() {
            let receipt = try await desk.store.commit(
                IngestBatch(
                    feed: feeds[number % 2], state: nil,
                    changes: [.new(StoreDesk.draft(number + 1, title: title), isQuiet: false)],
                    at: StoreDesk.now + .hours(Int64(number))))
            var edit = StoreDesk.edit(receipt.newItems, alerts: false)
            edit.matches = []
            let first = opener ?? receipt.newItems[0]
            opener = first
            edit.placements[0].story = StoryID(openedBy: first)
            if first != receipt.newItems[0] { edit.stories = [] }
            try await desk.store.commit(edit)
        }
        while try await desk.store.indexForSearch(limit: 10) > 0 {}
        return desk
    }

    @Test func `outlets count as they arrived: an alert waits for the second, and so does a query that asks`()
        async throws
    {
        let desk = try await Self.growing(["Kim arrives", "Kim is there", "Kim again"])
        let plain = try await Self.replay("kim", desk) { $0.minimumOutlets = 2 }
        #expect(plain.stories.map(\.items) == [3])
        #expect(plain.stories.first?.firstMatch == StoreDesk.now)
        #expect(plain.alerts.map(\.decided) == [StoreDesk.now + .hours(1)])
        let asking = try await Self.replay("kim outlets:>=2", desk)
        #expect(asking.stories.first?.firstMatch == StoreDesk.now + .hours(1))
        #expect(asking.alerts.map(\.decided) == [StoreDesk.now + .hours(1)])
        #expect(try await Self.replay("kim outlets:>=3", desk).stories.isEmpty)
        let hasty = try await Self.replay("kim", desk) { ($0.minimumOutlets, $0.within) = (2, .minutes(5)) }
        #expect(hasty.alerts.isEmpty)
    }
}
