import Model
import Stories
import Testing

@Suite struct StorySnapshotTests {
    private static func placements(
        _ articles: [Article], settings: StorySettings = StorySettings(), restartingAfter restarts: [Int] = []
    ) throws -> [Placement] {
        var window = StoryWindow(settings: settings)
        return try articles.enumerated().map { index, article in
            if restarts.contains(index) {
                window = try StoryWindow(snapshot: window.snapshot(), settings: settings)
            }
            return window.place(article)
        }
    }

    @Test func `the same stream twice gives the same stories`() throws {
        let articles = NewsDay.articles(count: 700)
        let first = try Self.placements(articles)
        #expect(try Self.placements(articles) == first)
        #expect(Set(first.map(\.story)).count > 20)
        #expect(Set(first.map(\.story)).count < 500)
    }

    @Test(arguments: [[1], [250], [100, 350, 351, 699]])
    func `a restart gives the same stories as none`(restarts: [Int]) throws {
        let articles = NewsDay.articles(count: 700)
        #expect(
            try Self.placements(articles, restartingAfter: restarts) == Self.placements(articles))
    }

    @Test func `restoring what was placed gives the same window`() throws {
        let articles = NewsDay.articles(count: 500)
        var window = StoryWindow(settings: StorySettings())
        var restored = StoryWindow(settings: StorySettings())
        for article in articles { restored.restore(article, as: window.place(article)) }
        #expect(restored.snapshot() == window.snapshot())
    }

    @Test func `a snapshot and the reports since give the same window`() throws {
        let articles = NewsDay.articles(count: 500)
        var window = StoryWindow(settings: StorySettings())
        for article in articles.prefix(300) { _ = window.place(article) }
        var restored = try StoryWindow(snapshot: window.snapshot(), settings: StorySettings())
        for article in articles.dropFirst(300) { restored.restore(article, as: window.place(article)) }
        #expect(restored.snapshot() == window.snapshot())
    }

    @Test func `a copy of a window stays as it was while the window goes on`() {
        let articles = NewsDay.articles(count: 500)
        var window = StoryWindow(settings: StorySettings())
        for article in articles.prefix(300) { _ = window.place(article) }
        let copy = window
        let before = copy.snapshot()
        for article in articles.dropFirst(300) { _ = window.place(article) }
        #expect(copy.snapshot() == before)
        #expect(window.snapshot() != before)
        var again = copy
        for article in articles.dropFirst(300) { _ = again.place(article) }
        #expect(again.snapshot() == window.snapshot())
    }

    @Test(arguments: [0, 40, 4000, 60_000, 200_000])
    func `a snapshot keeps to its bound and what is newest`(limit: Int) throws {
        var settings = StorySettings()
        settings.snapshotBytes = limit
        var window = StoryWindow(settings: settings)
        let articles = NewsDay.articles(count: 400)
        for article in articles { _ = window.place(article) }
        let bytes = window.snapshot()
        #expect(bytes.count <= max(limit, 200))
        var restored = try StoryWindow(snapshot: bytes, settings: settings)
        #expect(restored.itemCount <= window.itemCount)
        if limit == 60_000 {
            #expect(restored.itemCount > 0)
            let newest = articles[399].item
            #expect(restored.story(of: newest) == window.story(of: newest))
        }
        #expect(restored.place(articles[0]).item == articles[0].item)
    }

    @Test func `bytes that are no snapshot are refused and never crash`() throws {
        var window = StoryWindow(settings: StorySettings())
        for article in NewsDay.articles(count: 60) { _ = window.place(article) }
        let whole = window.snapshot()
        #expect(throws: SnapshotError.self) { try StoryWindow(snapshot: [], settings: StorySettings()) }
        for end in stride(from: 0, to: whole.count, by: 97) {
            #expect(throws: SnapshotError.self) {
                try StoryWindow(snapshot: Array(whole[..<end]), settings: StorySettings())
            }
        }
        #expect(throws: SnapshotError.self) {
            try StoryWindow(snapshot: whole + [0], settings: StorySettings())
        }
        for index in stride(from: 0, to: whole.count, by: 41) {
            var bent = whole
            bent[index] ^= 0x5A
            if var window = try? StoryWindow(snapshot: bent, settings: StorySettings()) {
                for article in NewsDay.articles(count: 3) { _ = window.place(article) }
            }
        }
    }

    @Test func `memory is bounded by items`() {
        var settings = StorySettings()
        settings.windowItems = 50
        var window = StoryWindow(settings: settings)
        for article in NewsDay.articles(count: 400) {
            _ = window.place(article)
            #expect(window.itemCount <= 60)
        }
    }
}
