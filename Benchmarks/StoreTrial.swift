import Glibc
import Model
import Pipeline
import Platform
import Storage
import Text
import Watches

/// Search and a replayed watch over a store with so many items in it: `benchmarks --store FOLDER --items N`.
///
/// The store is made in FOLDER, and added to where one is there already: a million items take minutes.
struct StoreTrial {
    private let store: SQLiteStore
    private let path: String
    private let items: Int

    private static let start = Timestamp(seconds: 1_556_000_000)
    /// Between two items: a million are 400 days, the time for which items are kept.
    private static let interval: Duration = .milliseconds(34_560)
    private static let feeds = 200
    private static let batch = 500

    init(folder: String, items: Int) throws {
        try Folder.make(folder)
        path = folder + "/store.db"
        store = try SQLiteStore(path: path)
        self.items = items
    }

    static func run(folder: String, items: Int, part: String?) async throws {
        let trial = try StoreTrial(folder: folder, items: items)
        try await trial.fill()
        if part != "replay" { try await trial.search() }
        if part != "search" { try await trial.backtest() }
    }

    // MARK: Filling

    /// Names of the lists of the typical query, with the words around them as news have them.
    private static let aliases = [
        AliasSettings(
            name: "kim",
            names: [
                "Kim Jong Un", "Kim Chong Un", "Kim Jong Eun", "=Ким Чен Ын*", "김정은*", "金正恩", "キム・ジョンウン",
            ]),
        AliasSettings(name: "putin", names: ["Putin", "=Путин*", "푸틴*", "뿌찐*", "普京", "普丁", "プーチン"]),
        AliasSettings(
            name: "summit",
            names: [
                "summit*", "talks", "meeting*", "meet", "meets", "met", "саммит*", "переговор*", "встреч*",
                "*정상회담*", "*수뇌회담*", "*수뇌상봉*", "*회담*", "会晤", "會晤", "会谈", "會談", "峰会", "峰會", "会談",
            ]),
    ]
    private static let names: [String: (kim: String, putin: String)] = [
        "en": ("Kim Jong Un", "Putin"), "ru": ("Ким Чен Ыном", "Путина"), "ko": ("김정은", "푸틴"),
        "zh": ("金正恩", "普京"), "ja": ("キム・ジョンウン", "プーチン"),
    ]

    /// One item in fifty names the one, one in twenty-five the other, one in two hundred both in one sentence.
    private static func draft(_ number: Int) -> ItemDraft {
        let language = WatchLanguage.all[number % WatchLanguage.all.count]
        var dice = Material.Dice(number &* 7 &+ 3)
        let names = names[language.tag] ?? ("", "")
        var title = language.text(number &* 2, tokens: language.gap.isEmpty ? 22 : 9)
        var text = language.text(number &* 2 &+ 1, tokens: language.gap.isEmpty ? 110 : 42)
        if dice.roll(200) == 0 {
            title += language.gap + names.kim + language.gap + names.putin
        } else if dice.roll(50) == 0 {
            text += language.gap + names.kim
        } else if dice.roll(25) == 0 {
            text = names.putin + language.gap + text
        }
        var content = ItemContent(title: title, text: text)
        content.language = language.tag
        content.url = "https://outlet\(number % feeds).example/a/\(number)"
        return ItemDraft(
            content: content, guid: nil, canonicalURL: "outlet\(number % feeds).example/a/\(number)",
            keys: ["u:outlet\(number % feeds).example/a/\(number)"],
            contentHash: UInt64(number) &* 0x9E37_79B9_7F4A_7C15)
    }

    private func fill() async throws {
        let settings = (0..<Self.feeds).map { number in
            FeedSettings(
                name: "feed\(number)", url: "https://outlet\(number).example/feed",
                outlet: Outlet(name: "Outlet \(number)"))
        }
        try await store.synchronise(feeds: settings, at: Self.start)
        let feeds = try await store.feeds().map(\.id)
        var number = try await store.figures().items
        let began = SystemClock.processorMicroseconds()
        let first = number
        var openers: [ItemID] = []
        while number < items {
            let count = min(Self.batch, items - number)
            let moment = Self.start + .milliseconds(Self.interval.milliseconds * Int64(number))
            let drafts = (number..<(number + count)).map { ItemChange.new(Self.draft($0), isQuiet: false) }
            // A batch is of one feed.
            let feed = feeds[number / Self.batch % feeds.count]
            let receipt = try await store.commit(
                IngestBatch(feed: feed, state: nil, changes: drafts, at: moment))
            var edit = EditBatch(at: moment)
            edit.edited = receipt.newItems
            // Stories of four items each, of four feeds.
            if number / Self.batch % 4 == 0 || openers.count != count { openers = receipt.newItems }
            for (place, item) in receipt.newItems.enumerated() {
                let opener = openers[place]
                edit.placements.append(
                    Placement(
                        item: item, story: StoryID(openedBy: opener),
                        report: item == opener ? .original : .own,
                        confidence: 0.8, because: ["cosine 0.61", "shares summit, 12"]))
                guard item == opener else { continue }
                edit.stories.append(
                    Story(
                        id: StoryID(openedBy: item), lead: item, headline: "Headline", opened: moment,
                        lastReport: moment, items: 4, outlets: ["Outlet"], languages: ["en"],
                        independentTexts: 4))
            }
            try await store.commit(edit)
            while try await store.indexForSearch(limit: 1000) > 0 {}
            number += count
            if number % 50_000 == 0 {
                try await store.maintain()
                try Self.write("\(number) items\n")
            }
        }
        try await store.maintain()
        let spent = Double(SystemClock.processorMicroseconds() - began) / 1_000_000
        let figures = try await store.figures()
        try Self.write(
            "\(figures.items) items, \(figures.bytes >> 20) MiB; \(number - first) added in \(Int(spent)) s of processor time\n"
        )
    }

    // MARK: Asking

    private func backtest() async throws {
        let table = AliasTable.reading(Self.aliases).table
        let reader = try SQLiteReader(path: path)
        let span = Self.start..<(Self.start + .days(1000))
        for query in [
            "(@kim NEAR/25 @putin) @summit", "@kim @putin", "=Путин* -футбол", "@summit outlets:>=2",
            "source:outlet*7 lang:ko",
        ] {
            let watch = try CompiledWatch(
                settings: WatchSettings(name: "w", query: query), aliases: table)
            let (wall, began) = (SystemClock.monotonicMilliseconds(), SystemClock.processorMicroseconds())
            let replay = try await Backtest(store: reader, span: span, language: "en").replay(watch)
            let spent = (SystemClock.processorMicroseconds() - began) / 1000
            try Self.write(
                "replay \(query): \(spent) ms of processor time, \(SystemClock.monotonicMilliseconds() - wall) ms; "
                    + "\(replay.candidates) candidates, \(replay.items) items of \(replay.stories.count) stories, "
                    + "\(replay.alerts.count) alerts; narrowed by "
                    + (replay.expression == nil ? "nothing" : watch.narrowingTerms.joined(separator: ", "))
                    + "; \(Self.peak)\n")
        }
    }

    /// Queries of the kinds that people type, by time and by rank: how long each kind takes, and its slowest query.
    private func search() async throws {
        let table = AliasTable.reading(Self.aliases).table
        let reader = try SQLiteReader(path: path)
        for order in Searcher.Order.allCases {
            for (kind, queries) in SearchKinds.all {
                var times = Times()
                var found = 0
                for text in queries {
                    let query = try QueryParser.parse(
                        text, aliases: table, context: .search(now: Self.start + .days(400)))
                    try await times.measure(text) {
                        found += try await Searcher(store: reader).search(query, limit: 50, order: order)
                            .count
                    }
                }
                try Self.write("search by \(order.rawValue), \(kind): \(times); \(found) rows\n")
            }
        }
        try Self.write("\(Self.peak)\n")
    }

    /// What several questions took.
    private struct Times: CustomStringConvertible {
        private var all: [(processor: Int64, wall: Int64, text: String)] = []

        mutating func measure(_ text: String, _ work: () async throws -> Void) async throws {
            let (wall, processor) = (
                SystemClock.monotonicMilliseconds(), SystemClock.processorMicroseconds()
            )
            try await work()
            all.append(
                (
                    SystemClock.processorMicroseconds() - processor,
                    SystemClock.monotonicMilliseconds() - wall, text
                ))
        }

        var description: String {
            let sorted = all.sorted { $0.processor < $1.processor }
            guard let last = sorted.last else { return "nothing asked" }
            func share(_ percent: Int) -> Int64 {
                sorted[min(sorted.count - 1, sorted.count * percent / 100)].processor / 1000
            }
            return
                "\(sorted.count) queries, median \(share(50)) ms, 99th percentile \(share(99)) ms of processor time, "
                + "at most \(all.map(\.wall).max() ?? 0) ms by the clock; slowest \(last.text)"
        }
    }

    /// The most memory that the process has had.
    private static var peak: String {
        // Without /proc there is nothing to say about memory.
        guard let bytes = try? BoundedFile.read(path: "/proc/self/status", limit: 8192) else { return "" }
        let line = String(decoding: bytes, as: UTF8.self).split(separator: "\n").first {
            $0.hasPrefix("VmHWM")
        }
        return "peak "
            + (line?.split(separator: " ").dropFirst().first.map { "\((Int($0) ?? 0) / 1024) MiB" } ?? "?")
    }

    private static func write(_ text: String) throws { _ = try StandardStreams.write(text, to: .output) }
}
