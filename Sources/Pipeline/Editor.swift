package import Model
package import Stories
import Text
package import Watches

/// What the editor is told by the configuration.
package struct EditorSettings: Sendable {
    package var watches: WatchSet {
        didSet { storyWatches = WatchSet(watches.watches.filter(\.dependsOnStory)) }
    }
    /// Those that ask how large a story is: they look at all its items again when it grows.
    private(set) var storyWatches: WatchSet
    package var aliases: AliasTable
    /// Name lists that the queries of silences may use.
    package var queryAliases = AliasTable.empty
    package var routes: [RouteSettings]
    /// Routes of watches that name none.
    package var defaultRoutes: [String]
    /// The reader's language, for the choice of lead items; BCP 47 primary tag.
    package var language: String?
    package var stories: StorySettings
    /// Items placed in one commit at most.
    package var batchItems: Int

    package init(
        watches: WatchSet, aliases: AliasTable, routes: [RouteSettings], defaultRoutes: [String],
        language: String?, stories: StorySettings, batchItems: Int
    ) {
        self.watches = watches
        storyWatches = WatchSet(watches.watches.filter(\.dependsOnStory))
        self.aliases = aliases
        self.routes = routes
        self.defaultRoutes = defaultRoutes
        self.language = language
        self.stories = stories
        self.batchItems = batchItems
    }
}

/// What one edit did.
package struct EditSummary: Sendable, Hashable {
    package var items: Int
    package var storiesOpened: Int
    package var alerts: [Alert]
    /// Items that wait still, at least.
    package var isQueueDrained: Bool
    /// Reports that joined a story, and stories that became one, by ``Placement/rule`` and `stories`.
    package var merges: [String: Int] = [:]
    /// Items that met a watch, by watch.
    package var matches: [String: Int] = [:]
}

/// The one consumer of the queue of unplaced items; it owns the story window as a plain value.
///
/// Plan, commit, apply: a batch is planned on the window and the story files, then committed. Where the commit fails,
/// both are thrown away and read again from the store, so that memory never runs ahead of it.
package struct Editor: Sendable {
    package private(set) var settings: EditorSettings
    var window: StoryWindow
    var files: [StoryID: StoryFile] = [:]
    /// Feeds by number, for what stored reports do not carry.
    var feeds: [FeedID: FeedSettings] = [:]
    var isStale = true
    /// How much of the window is stored, in bytes.
    var stored = StoredBytes()
    /// Why the window was made anew from the stored items; taken by who tells it.
    var rebuild: WindowRebuild?
    /// As the store had them when the batch was begun.
    var silences = SilenceSet.none

    package init(settings: EditorSettings) {
        self.settings = settings
        window = StoryWindow(settings: settings.stories)
    }

    /// Takes over changed settings between two batches; the window stays.
    package mutating func adopt(_ settings: EditorSettings) {
        if settings.stories != self.settings.stories { isStale = true }
        self.settings = settings
    }

    /// Places, matches and decides the next batch of the queue; `nil` where it is empty.
    ///
    /// - Throws: what the store threw; nothing is lost, the batch is still in the queue.
    package mutating func editNext(
        of store: any Store, now: Timestamp
    ) async throws(StoreError) -> EditSummary? {
        let unplaced = try await store.unplacedItems(limit: settings.batchItems)
        guard !unplaced.isEmpty else { return nil }
        // A pass without news need not know the stories of the last days.
        if isStale { try await restore(from: store, now: now) }
        try await foldIfDue(in: store, now: now)
        // Until the commit has succeeded, what is in memory is a plan.
        isStale = true
        var batch = EditBatch(at: now)
        var touched: [StoryID] = []
        var placed: [PlacedArticles.Entry] = []
        for entry in unplaced {
            feeds[entry.item.feed] = entry.feed
            let story = try await place(entry, into: &batch, placed: &placed, store: store, now: now)
            touched.removeAll { $0 == story || !files.keys.contains($0) }
            touched.append(story)
        }
        try await matchGrownStories(touched, fresh: unplaced, into: &batch, store: store, now: now)
        try await readSilences(store, now: now)
        decide(touched, into: &batch, now: now)
        batch.stories = touched.compactMap { files[$0]?.story(language: settings.language) }
        if !placed.isEmpty {
            batch.window = .since(PlacedArticles.bytes(of: placed, settings: settings.stories))
        }
        try await store.commit(batch)
        stored.note(batch.window)
        isStale = false
        forgetOldFiles(now: now)
        var summary = EditSummary(
            items: unplaced.count,
            storiesOpened: batch.placements.count { $0.report == .original }, alerts: batch.alerts,
            isQueueDrained: unplaced.count < settings.batchItems)
        for placement in batch.placements {
            if let rule = placement.rule { summary.merges[rule, default: 0] += 1 }
            if placement.absorbed != nil { summary.merges["stories", default: 0] += 1 }
        }
        for match in batch.matches { summary.matches[match.watch, default: 0] += 1 }
        return summary
    }

    // MARK: Placing

    private mutating func place(
        _ entry: UnplacedItem, into batch: inout EditBatch, placed: inout [PlacedArticles.Entry],
        store: any Store, now: Timestamp
    ) async throws(StoreError) -> StoryID {
        var watched = WatchedItem(entry.item, feed: entry.feed, folded: entry.folded)
        let placement: Placement
        if let known = entry.placement {
            placement = known
        } else {
            let concepts = settings.aliases.concepts(in: watched)
            let article = Article(entry.item, outlet: entry.feed.outlet, concepts: concepts)
            placement = window.place(article, folded: entry.folded)
            placed.append(PlacedArticles.Entry(article: article, placement: placement))
            batch.placements.append(placement)
        }
        var file = try await file(of: placement.story, store: store)
        if let absorbed = placement.absorbed {
            file.absorb(try await self.file(of: absorbed, store: store))
            files[absorbed] = nil
        }
        file.add(
            Report(item: entry.item, outlet: entry.feed.outlet, placement: placement),
            isCorrection: entry.placement != nil)
        if let recast = placement.recast { file.markCopies(recast, of: placement.item) }
        watched.take(file)
        for found in settings.watches.matches(in: watched, now: now) {
            let match = Match(found, item: entry.item.id, story: file.id)
            file.note(match, mayAlert: !entry.item.isQuiet)
            batch.matches.append(match)
        }
        files[file.id] = file
        batch.edited.append(entry.item.id)
        return file.id
    }

    /// Looks again at the items of stories that grew, for watches that ask how large a story is.
    mutating func matchGrownStories(
        _ stories: [StoryID], fresh: [UnplacedItem], into batch: inout EditBatch, store: any Store,
        now: Timestamp
    ) async throws(StoreError) {
        let watches = settings.storyWatches
        guard !watches.watches.isEmpty else { return }
        let arrived = Dictionary(fresh.map { ($0.item.id, $0) }) { first, _ in first }
        for id in stories {
            guard var file = files[id], file.reports.count > 1,
                watches.watches.contains(where: { !file.watches.contains($0.settings.name) })
            else { continue }
            let members = Set(file.reports.map(\.item))
            var items = arrived.values.map(\.item).filter { members.contains($0.id) }
            if let detail = try await store.story(id) {
                items += detail.reports.map(\.item).filter { arrived[$0.id] == nil }
            }
            for item in items.sorted(by: { $0.id < $1.id }).suffix(Self.rematchedItems) {
                guard let feed = feeds[item.feed] else { continue }
                var watched = WatchedItem(item, feed: feed, folded: arrived[item.id]?.folded)
                watched.take(file)
                for found in watches.matches(in: watched, now: now) where !file.watches.contains(found.watch)
                {
                    let match = Match(found, item: item.id, story: id)
                    file.note(match, mayAlert: !item.isQuiet)
                    batch.matches.append(match)
                }
            }
            files[id] = file
        }
    }

    /// The newest items of a grown story that are matched again; older ones had their turn when it was smaller.
    private static let rematchedItems = 50

    // MARK: Deciding

    mutating func decide(_ stories: [StoryID], into batch: inout EditBatch, now: Timestamp) {
        for id in stories {
            guard var file = files[id] else { continue }
            for watch in settings.watches.watches.map(\.settings)
            where file.watches.contains(watch.name) || file.told[watch.name] != nil {
                let verdict = AlertDecision.verdict(
                    watch: watch, story: file, language: settings.language, now: now)
                guard
                    let alert = AlertDecision.alert(
                        verdict, watch: watch, story: file, language: settings.language, now: now)
                else { continue }
                file.tell(alert)
                if !silences.isEmpty {
                    let subject = SilenceSubject(watch: watch.name, story: file, feeds: feeds)
                    batch.silenced[batch.alerts.count] = silences.silence(over: subject, at: now)
                }
                batch.alerts.append(alert)
                batch.routes.append(
                    AlertDecision.routes(for: watch, defaults: settings.defaultRoutes, among: settings.routes)
                )
            }
            file.settle()
            files[id] = file
        }
    }

    mutating func readSilences(_ store: any Store, now: Timestamp) async throws(StoreError) {
        silences = SilenceSet(try await store.activeSilences(at: now), aliases: settings.queryAliases)
    }

    // MARK: Memory

    func file(of story: StoryID, store: any Store) async throws(StoreError) -> StoryFile {
        if let file = files[story] { return file }
        guard let detail = try await store.story(story) else { return StoryFile(id: story) }
        return StoryFile(detail)
    }

    private mutating func forgetOldFiles(now: Timestamp) {
        guard files.count > Self.keptFiles else { return }
        let limit = now - settings.stories.window
        files = files.filter { $0.value.reports.contains { $0.firstSeen >= limit } }
        if files.count > Self.keptFiles { files.removeAll() }
    }

    /// Story files are read again when they are needed: this many in memory are a few megabytes.
    private static let keptFiles = 5000
}

extension Article {
    init(_ item: Item, outlet: Outlet, concepts: [String]) {
        self.init(
            item: item.id, outlet: outlet.name, outletKind: outlet.kind, language: item.content.language,
            title: item.content.title, text: item.content.text, canonicalURL: item.canonicalURL,
            contentHash: item.contentHash, published: item.time, concepts: concepts)
    }
}

extension Match {
    init(_ found: WatchMatch, item: ItemID, story: StoryID) {
        self.init(
            watch: found.watch, item: item, story: story, score: found.score, evidence: found.evidence)
    }
}
