import Model
import Stories
import Text
import Watches

/// That the window was made anew from stored items, since what was saved of it could not be used.
package struct WindowRebuild: Sendable, Hashable {
    package var reason: String
    package var items: Int

    package init(reason: String, items: Int) {
        self.reason = reason
        self.items = items
    }
}

/// How much of the window is stored, in bytes.
struct StoredBytes: Sendable, Hashable {
    private(set) var snapshot = 0
    private(set) var since = 0

    mutating func note(_ change: WindowChange?) {
        switch change {
        case .since(let bytes): since += bytes.count
        case .snapshot(let bytes):
            snapshot = bytes.count
            since = 0
        case nil: break
        }
    }

    /// Whether the reports since the snapshot are so many that a new one is due.
    ///
    /// A snapshot is written again for every eighth of its length, so that its cost for each report does not grow with
    /// the window, and a start reads no more than that eighth of reports beside it.
    func isFoldDue(limit snapshotBytes: Int) -> Bool {
        since > min(max(Self.leastFold, snapshot / 8), snapshotBytes / 7)
    }

    /// About a thousand reports, which are read in well under a second.
    private static let leastFold = 1 << 20
}

/// What the editor remembers, and how it is stored.
extension Editor {
    /// Takes what is to be told of the last restore.
    package mutating func takeRebuild() -> WindowRebuild? {
        defer { rebuild = nil }
        return rebuild
    }

    /// Reads the window as it was saved; where that cannot be, makes it anew from the stored items and saves it.
    mutating func restore(from store: any Store, now: Timestamp) async throws(StoreError) {
        files = [:]
        feeds = try await store.feedSettings()
        let trouble: String
        switch try await store.storedWindow() {
        case .found(let found):
            do throws(SnapshotError) {
                window = try Self.window(found, settings: settings.stories)
                stored = StoredBytes()
                stored.note(.snapshot(found.snapshot))
                for bytes in found.since { stored.note(.since(bytes)) }
                isStale = false
                return
            } catch {
                trouble = error.description
            }
        case .missing: trouble = "no story window is stored"
        case .damaged(let words): trouble = words
        }
        let items = try await rebuildWindow(from: store, now: now)
        if items > 0 { rebuild = WindowRebuild(reason: trouble, items: items) }
        try await fold(in: store, now: now)
        isStale = false
    }

    private static func window(
        _ stored: StoredWindow, settings: StorySettings
    ) throws(SnapshotError) -> StoryWindow {
        var window = try StoryWindow(snapshot: stored.snapshot, settings: settings)
        for bytes in stored.since {
            for entry in try PlacedArticles.entries(in: bytes) {
                window.restore(entry.article, as: entry.placement)
            }
        }
        return window
    }

    /// Reads stored items in pages into a new window; returns how many they are.
    private mutating func rebuildWindow(
        from store: any Store, now: Timestamp
    ) async throws(StoreError) -> Int {
        window = StoryWindow(settings: settings.stories)
        var last: ItemID?
        var items = 0
        while true {
            let page = try await store.placedReports(
                since: now - settings.stories.window, after: last, limit: Self.restorePage)
            for report in page {
                let folded = FoldedContent(report.item.content)
                window.restore(
                    article(of: report, folded: folded), folded: folded, as: report.placement)
            }
            items += page.count
            guard page.count == Self.restorePage, let next = page.last else { break }
            last = next.item.id
        }
        for (one, other) in try await store.partedStories() { window.keepApart(stories: one, other) }
        return items
    }

    func article(of report: Report, folded: FoldedContent) -> Article {
        let concepts = settings.aliases.concepts(title: folded.title, text: folded.text)
        return Article(report.item, outlet: report.outlet, concepts: concepts)
    }

    private static let restorePage = 500

    /// Stores a new snapshot where many reports have come since the last.
    mutating func foldIfDue(in store: any Store, now: Timestamp) async throws(StoreError) {
        guard stored.isFoldDue(limit: settings.stories.snapshotBytes) else { return }
        try await fold(in: store, now: now)
    }

    private mutating func fold(in store: any Store, now: Timestamp) async throws(StoreError) {
        var batch = EditBatch(at: now)
        batch.window = .snapshot(window.snapshot())
        try await store.commit(batch)
        stored.note(batch.window)
    }
}
