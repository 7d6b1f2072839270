import Model
import Pipeline
import Platform
import Storage
import TestSupport
import Testing

/// A store with one feed, and batches for it in few words.
struct StoreDesk {
    static let now = Timestamp(seconds: 1_556_020_800)

    private let scratch: ScratchFolder
    let path: String
    let store: SQLiteStore

    init() async throws {
        scratch = try ScratchFolder()
        path = scratch.path + "/store.db"
        store = try SQLiteStore(path: path)
        try await store.synchronise(feeds: [Self.feed("a"), Self.feed("b")], at: Self.now)
    }

    static func feed(_ name: String) -> FeedSettings {
        FeedSettings(
            name: name, url: "https://\(name).example/feed",
            outlet: Outlet(name: name.uppercased(), kind: .wire))
    }

    static func draft(_ number: Int, title: String? = nil, text: String = "Some text.") -> ItemDraft {
        var content = ItemContent(title: title ?? "Title \(number)", text: text)
        content.language = "en"
        content.authors = ["Somebody"]
        return ItemDraft(
            content: content, guid: "g\(number)", canonicalURL: "example/\(number)",
            keys: ["g:g\(number)", "u:example/\(number)"],
            contentHash: UInt64(number) &* 0x9E37_79B9_7F4A_7C15)
    }

    func due() async throws -> DueFeed {
        let feeds = try await store.dueFeeds(at: Self.now, limit: 10)
        return try #require(feeds.first)
    }

    func ingest(_ changes: [ItemChange], etag: String = "\"1\"") async throws -> IngestReceipt {
        let feed = try await due()
        var state = feed.state
        state.validators = Validators(entityTag: etag, lastModified: nil, url: feed.settings.url)
        state.nextPoll = Self.now
        return try await store.commit(
            IngestBatch(feed: feed.id, state: state, changes: changes, at: Self.now))
    }

    /// Places `items` into the story that the first opens, with a match and an alert of watch `w` over route `r`.
    static func edit(_ items: [ItemID], alerts: Bool = true) -> EditBatch {
        var batch = EditBatch(at: now)
        let story = StoryID(openedBy: items[0])
        batch.edited = items
        batch.placements = items.map { item in
            Placement(
                item: item, story: story, report: item == items[0] ? .original : .own, confidence: 1,
                because: ["test"])
        }
        batch.stories = [
            Story(
                id: story, lead: items[0], headline: "Headline", opened: now, lastReport: now,
                items: items.count,
                outlets: ["A"], languages: ["en"], independentTexts: items.count)
        ]
        let ground = Evidence(term: "w", found: "W", field: .title, snippet: "W")
        batch.matches = [Match(watch: "w", item: items[0], story: story, score: nil, evidence: [ground])]
        guard alerts else { return batch }
        batch.alerts = [alert(story)]
        batch.routes = [["r"]]
        return batch
    }

    static func alert(_ story: StoryID, revision: Int = 1) -> Alert {
        Alert(
            id: AlertID(watch: "w", story: story), revision: revision,
            reason: revision == 1 ? .opened : .outlets(5),
            decided: now,
            content: AlertContent(
                watch: "w", severity: .normal, story: story, headline: "Headline", url: nil, outlets: 1,
                languages: ["en"], items: 1, independentTexts: 1, firstOutlet: "A", firstReport: now,
                evidence: [],
                reports: []))
    }
}
