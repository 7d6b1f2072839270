import Model
import Pipeline
import Platform
import Storage
import Stories
import Watches

/// A store with a window of so many items in it, and a stream of further ones.
actor StoredDesk {
    private var stream: StoryStream
    private let items: Int
    private var store: SQLiteStore?
    private var feed = FeedID(0)
    private var editor: Editor
    private var now = Timestamp(milliseconds: 0)
    private var window = StoryWindow(settings: StorySettings())
    private(set) var bytes = 0

    static let settings = EditorSettings(
        watches: WatchSet([]), aliases: AliasTable.reading([]).table, routes: [], defaultRoutes: [],
        language: nil, stories: StorySettings(), batchItems: 50)

    init(items: Int) {
        self.items = items
        let milliseconds = StorySettings().window.milliseconds / Int64(items)
        stream = StoryStream(seed: 7, interval: .milliseconds(milliseconds))
        editor = Editor(settings: Self.settings)
    }

    /// Makes the window, and stores it with the reports since that it may have at most.
    private func filled() async throws -> SQLiteStore {
        if let store { return store }
        let dice = try Randomness.bytes(count: 6).map { String($0, radix: 16) }.joined()
        let folder = "/tmp/wirewatch-bench-\(dice)"
        try Folder.make(folder)
        let store = try SQLiteStore(path: folder + "/bench.db")
        let settings = FeedSettings(name: "x", url: "https://x.example/feed", outlet: Outlet(name: "x"))
        try await store.synchronise(feeds: [settings], at: now)
        feed = try await store.feeds().first?.id ?? feed
        self.store = store
        for _ in 0..<items {
            var article = stream.next()
            now = article.published
            // Items of the store are numbered from 1 on.
            article.item = ItemID(article.item.rawValue - 10_000_000)
            _ = window.place(article)
        }
        var batch = EditBatch(at: now)
        let snapshot = window.snapshot()
        batch.window = .snapshot(snapshot)
        bytes = snapshot.count
        try await store.commit(batch)
        return store
    }

    /// Ingests further items, without placing them.
    func ingest(_ count: Int) async throws {
        let store = try await filled()
        let changes = (0..<count).map { _ in
            let article = stream.next()
            now = article.published
            var content = ItemContent(title: article.title, text: article.text)
            content.language = article.language
            content.published = article.published
            return ItemChange.new(
                ItemDraft(
                    content: content, guid: article.canonicalURL, canonicalURL: article.canonicalURL,
                    keys: [], contentHash: article.contentHash), isQuiet: false)
        }
        _ = try await store.commit(IngestBatch(feed: feed, state: nil, changes: changes, at: now))
    }

    /// Places what was ingested, with the window in memory.
    func edit() async throws -> Int {
        let store = try await filled()
        var items = 0
        // A copy would be made of the window if the actor kept its own.
        var editor = editor
        self.editor = Editor(settings: Self.settings)
        defer { self.editor = editor }
        while let summary = try await editor.editNext(of: store, now: now) { items += summary.items }
        return items
    }

    /// Reads the window from the store, as a start does before it places its first item.
    func load() async throws -> Int {
        let store = try await filled()
        try await ingest(1)
        var fresh = Editor(settings: Self.settings)
        _ = try await fresh.editNext(of: store, now: now)
        return items
    }

    /// Writes the window as it is done now and then.
    func save() async throws -> Int {
        let store = try await filled()
        var batch = EditBatch(at: now)
        batch.window = .snapshot(window.snapshot())
        try await store.commit(batch)
        return items
    }
}

extension Cases {
    /// What the stored window costs: to load it, and an item to edit beside it.
    static var storedWindows: [Case] {
        [(10_000, "10 thousand"), (100_000, "100 thousand")].flatMap { items, name in
            let desk = StoredDesk(items: items)
            return [
                Case(name: "stored window: loading \(name)", unit: "item") {
                    let count = try await desk.load()
                    return (count, await desk.bytes)
                },
                Case(name: "stored window: snapshot of \(name), saved", unit: "item") {
                    let count = try await desk.save()
                    return (count, await desk.bytes)
                },
                Case(name: "stored window: editing beside \(name)", unit: "item") {
                    try await desk.ingest(1000)
                    return (try await desk.edit(), 0)
                },
            ]
        }
    }
}
