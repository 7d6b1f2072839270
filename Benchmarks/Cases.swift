import FeedParsing
import Model
import Pipeline
import Platform
import Storage
import Stories
import Text
import Watches

/// All that is measured, stage by stage along the line.
enum Cases {
    static func all() throws -> [Case] {
        var cases = [
            parse, normalise, fold("english", koreanShare: false), fold("korean", koreanShare: true),
        ]
        cases += markup()
        for count in [10, 100, 1000] { cases.append(try match(watches: count)) }
        cases += try WatchCases.all()
        for count in [1000, 10_000] { cases.append(cluster(articles: count)) }
        cases += filledWindows
        cases += storedWindows
        cases += [commit(batch: 20), commit(batch: 200), line]
        return cases
    }

    // MARK: Parse

    private static var parse: Case {
        let document = Document(bytes: Material.feed(items: 50, seed: 1), url: "https://outlet1.example/feed")
        return Case(name: "parse: RSS of 50 items", unit: "item") {
            let feed = try FeedParser.parse(document, limits: ParseLimits(), now: nil)
            return (feed.entries.count, document.bytes.count)
        }
    }

    private static var normalise: Case {
        let settings = FeedSettings(name: "x", url: "https://outlet1.example/feed", outlet: Outlet(name: "x"))
        let document = Document(bytes: Material.feed(items: 50, seed: 1), url: settings.url)
        return Case(name: "parse and normalise", unit: "item") {
            let feed = try FeedParser.parse(document, limits: ParseLimits(), now: nil)
            return (Normaliser.drafts(of: feed, settings: settings).count, document.bytes.count)
        }
    }

    private static func fold(_ name: String, koreanShare: Bool) -> Case {
        let texts = (0..<200).map {
            koreanShare ? Material.koreanText($0, words: 220) : Material.text($0, sentences: 26)
        }
        let bytes = texts.reduce(0) { $0 + $1.utf8.count }
        return Case(name: "fold and cut, \(name)", unit: "text") {
            var words = 0
            for text in texts { words += FoldedText(text).words.count }
            return (words > 0 ? texts.count : 0, bytes)
        }
    }

    // MARK: Match

    private static func match(watches count: Int) throws -> Case {
        let aliases = try AliasTable(aliases: [
            AliasSettings(name: "kim", names: ["Kim Jong Un", "김정은*", "=Ким Чен Ын*"]),
            AliasSettings(name: "putin", names: ["Putin", "푸틴*", "=Путин*"]),
        ])
        let queries = ["@kim NEAR/25 @putin", "title:(@kim OR @putin)", "\"word\" harbour", "@kim trade*"]
        let watches = try (0..<count).map { number in
            let query = "(\(queries[number % queries.count])) subject\(number)"
            return try CompiledWatch(
                settings: WatchSettings(name: "w\(number)", query: query), aliases: aliases)
        }
        let set = WatchSet(watches)
        let items = (0..<200).map { number in
            WatchedItem(
                title: Material.title(number), text: Material.text(number, sentences: 20), outlet: "A",
                feed: "a",
                time: Timestamp(seconds: 1_556_000_000))
        }
        return Case(name: "match: \(count) watches, 300 words", unit: "item") {
            var found = 0
            for item in items { found += set.matches(in: item, now: item.time).count }
            return (items.count + found, 0)
        }
    }

    // MARK: Cluster

    private static func cluster(articles count: Int) -> Case {
        let articles = (0..<count).map { number in
            Article(
                item: ItemID(Int64(number + 1)), outlet: "Outlet \(number % 9)", outletKind: nil,
                language: "en",
                title: Material.title(number), text: Material.text(number, sentences: 3), canonicalURL: nil,
                contentHash: UInt64(number),
                published: Timestamp(seconds: 1_556_000_000 + Int64(number) * 30),
                concepts: [])
        }
        return Case(name: "cluster: a stream of \(count)", unit: "article") {
            var window = StoryWindow(settings: StorySettings())
            for article in articles { _ = window.place(article) }
            return (articles.count, 0)
        }
    }

    // MARK: The line

    /// Articles from parsed documents to the search index: normalised, compared, stored, placed, indexed.
    private static var line: Case {
        let feeds = (1...20).compactMap { seed in
            try? FeedParser.parse(
                Document(
                    bytes: Material.feed(items: 50, seed: seed, sentences: 20), url: "https://x.example/f"),
                limits: ParseLimits(), now: nil)
        }
        return Case(name: "the line, 300 words", unit: "item") {
            let (store, feed) = try await emptyStore()
            let now = Timestamp(seconds: 1_556_000_000)
            var editor = Editor(settings: StoredDesk.settings)
            var items = 0
            for parsed in feeds {
                let drafts = Normaliser.drafts(of: parsed, settings: feed.settings)
                let changes = IngestPlan.changes(for: drafts, stored: [], firstPoll: nil, now: now)
                _ = try await store.commit(
                    IngestBatch(feed: feed.id, state: feed.state, changes: changes, at: now))
                while let summary = try await editor.editNext(of: store, now: now) { items += summary.items }
                while try await store.indexForSearch(limit: 100) == 100 {}
            }
            return (items, 0)
        }
    }

    private static func emptyStore() async throws -> (SQLiteStore, DueFeed) {
        let folder =
            "/tmp/wirewatch-bench-\(try Randomness.bytes(count: 6).map { String($0, radix: 16) }.joined())"
        try Folder.make(folder)
        let store = try SQLiteStore(path: folder + "/bench.db")
        let now = Timestamp(seconds: 1_556_000_000)
        let feed = FeedSettings(name: "x", url: "https://x.example/feed", outlet: Outlet(name: "x"))
        try await store.synchronise(feeds: [feed], at: now)
        guard let due = try await store.dueFeeds(at: now, limit: 1).first else { throw NoFeed() }
        return (store, due)
    }

    private struct NoFeed: Error {}

    // MARK: Commit

    private static func commit(batch: Int) -> Case {
        let rows = 2000
        return Case(name: "ingest commit, \(batch) items each", unit: "item") {
            let (store, due) = try await emptyStore()
            let now = Timestamp(seconds: 1_556_000_000)
            for start in stride(from: 0, to: rows, by: batch) {
                let changes = (start..<(start + batch)).map { number in
                    var content = ItemContent(
                        title: Material.title(number), text: Material.text(number, sentences: 4))
                    content.language = "en"
                    return ItemChange.new(
                        ItemDraft(
                            content: content, guid: "\(number)", canonicalURL: "x.example/\(number)",
                            keys: ["g:\(number)", "u:x.example/\(number)"], contentHash: UInt64(number)),
                        isQuiet: false)
                }
                _ = try await store.commit(
                    IngestBatch(feed: due.id, state: due.state, changes: changes, at: now))
            }
            return (rows, 0)
        }
    }
}
