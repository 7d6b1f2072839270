import Model
import Watches

/// A watch put to what was stored before it was made.
extension Editor {
    /// Writes down which of `items` meet the watch of that name; their stories count as told, and nobody is told.
    ///
    /// Each item is decided here, by the watch as it is configured now and at the moment that the item was seen first:
    /// who asks need not know it as exactly. Items that the watch has met already are left as they are.
    /// - Throws: what the store threw; nothing has changed then.
    mutating func backfill(
        _ name: String, with items: [ItemID], in store: any Store, now: Timestamp
    ) async throws(StoreError) -> RulingOutcome {
        guard let watch = settings.watches.watches.first(where: { $0.settings.name == name }) else {
            return .refused(
                "there is no watch `\(name)` in the configuration that the daemon runs by: reload it")
        }
        let feeds = try await store.feedSettings()
        var batch = EditBatch(at: now)
        for report in try await store.briefReports(of: items) {
            guard let feed = feeds[report.item.feed] else { continue }
            var watched = WatchedItem(report.item, feed: feed)
            if watch.dependsOnStory {
                watched.take(StoryFile(growing: try await store.briefReports(in: report.placement.story)))
            }
            guard let found = watch.match(watched, now: report.item.firstSeen) else { continue }
            batch.backfilled.append(Match(found, item: report.item.id, story: report.placement.story))
        }
        let stories = Set(batch.backfilled.map(\.story))
        if !batch.backfilled.isEmpty { try await store.commit(batch) }
        // They are read again, with what they count as from now on.
        for story in stories { files[story] = nil }
        return .backfilled(watch: name, items: batch.backfilled.count, stories: stories.count)
    }
}
