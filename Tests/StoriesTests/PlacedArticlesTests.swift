import Model
import Stories
import Testing

@Suite struct PlacedArticlesTests {
    private static let settings = StorySettings()

    private static func entries(_ count: Int) -> [PlacedArticles.Entry] {
        var window = StoryWindow(settings: settings)
        return NewsDay.articles(count: count).map {
            PlacedArticles.Entry(article: $0, placement: window.place($0))
        }
    }

    @Test func `a snapshot and the bytes of what came since give the same window`() throws {
        var window = StoryWindow(settings: Self.settings)
        let articles = NewsDay.articles(count: 600)
        for article in articles.prefix(250) { _ = window.place(article) }
        var restored = try StoryWindow(snapshot: window.snapshot(), settings: Self.settings)
        for start in stride(from: 250, to: 600, by: 50) {
            let entries = articles[start..<(start + 50)].map {
                PlacedArticles.Entry(article: $0, placement: window.place($0))
            }
            let bytes = PlacedArticles.bytes(of: entries, settings: Self.settings)
            for entry in try PlacedArticles.entries(in: bytes) {
                restored.restore(entry.article, as: entry.placement)
            }
        }
        #expect(restored.snapshot() == window.snapshot())
    }

    @Test func `a text longer than the engine reads is cut and decided on alike`() throws {
        var settings = Self.settings
        settings.textBytes = 301
        var window = StoryWindow(settings: settings)
        var restored = StoryWindow(settings: settings)
        for var article in NewsDay.articles(count: 40) {
            article.text = String(repeating: "Über \(article.text) und 북한 ", count: 9)
            let entry = PlacedArticles.Entry(article: article, placement: window.place(article))
            let read = try PlacedArticles.entries(
                in: PlacedArticles.bytes(of: [entry], settings: settings))
            #expect(read[0].article.text.utf8.count <= 301)
            restored.restore(read[0].article, as: read[0].placement)
        }
        #expect(restored.snapshot() == window.snapshot())
    }

    @Test func `everything of an article and what matters of a placement comes back`() throws {
        let article = Article(
            item: ItemID(-7), outlet: "연합뉴스", outletKind: .wire, language: nil, title: "", text: "t",
            canonicalURL: "x.example/1", contentHash: .max, published: Timestamp(milliseconds: -5),
            concepts: ["kim", "북한"])
        let placement = Placement(
            item: ItemID(-7), story: StoryID(3), report: .copy(of: ItemID(2)), confidence: 1, because: [],
            absorbed: StoryID(9), recast: [ItemID(1), ItemID(4)])
        let entry = PlacedArticles.Entry(article: article, placement: placement)
        let bytes = PlacedArticles.bytes(of: [entry], settings: Self.settings)
        #expect(try PlacedArticles.entries(in: bytes) == [entry])
    }

    @Test func `bytes that are none are refused and never crash`() throws {
        let whole = PlacedArticles.bytes(of: Self.entries(30), settings: Self.settings)
        for end in stride(from: 0, to: whole.count, by: 61) {
            #expect(throws: SnapshotError.self) { try PlacedArticles.entries(in: Array(whole[..<end])) }
        }
        #expect(throws: SnapshotError.self) { try PlacedArticles.entries(in: whole + [0]) }
        for index in stride(from: 0, to: whole.count, by: 23) {
            var bent = whole
            bent[index] ^= 0xA5
            if let entries = try? PlacedArticles.entries(in: bent) { #expect(entries.count <= bent.count) }
        }
    }
}
