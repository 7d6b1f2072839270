package import Model

/// A digest decided: which stories, in which order, with which figures. What is left is to print it.
package struct Digest: Sendable, Hashable {
    package var window: Range<Timestamp>
    package var feeds: FeedCoverage
    /// Watched stories by watch, then the rest under `nil`; each story stands once, numbered through.
    package var sections: [Section]
    /// Stories from before the window that grew in it.
    package var moved: [Entry]
    /// Stories that have been quiet for ``quietSpan`` since a moment inside the window.
    package var ended: [Entry]
    package var silentWatches: [DigestWatch]
    /// New stories that did not find room.
    package var leftOut: Int
    package var hints: [String]

    package struct Section: Sendable, Hashable {
        package var watch: DigestWatch?
        package var entries: [Entry]
    }

    /// One story with its figures.
    package struct Entry: Sendable, Hashable {
        package var number: Int
        package var id: StoryID
        package var lead: DigestReport
        package var first: DigestReport
        /// The first report of each further outlet, soonest first.
        package var followers: [DigestReport]
        /// The first report in each further language, then of further outlets, with a headline of its own.
        package var also: [DigestReport]
        package var items: Int
        package var outlets: Int
        package var outletNames: [String]
        package var languages: [String]
        package var independentTexts: Int
        /// Outlets that were copied, with how often, most first.
        package var copied: [Copied]
        /// Before the window.
        package var earlierItems: Int
        package var earlierOutlets: Int
        package var lastReport: Timestamp
        package var matches: [DigestMatch]
        package var heat: Int
    }

    package struct Copied: Sendable, Hashable {
        package var outlet: String
        package var count: Int

        package init(outlet: String, count: Int) {
            self.outlet = outlet
            self.count = count
        }
    }

    /// A story without a report for this long has ended.
    package static let quietSpan: Duration = .hours(48)
    /// How far back growth counts as heat.
    package static let heatSpan: Duration = .hours(3)
    /// Ended stories are worth a line from this many outlets on, or when watched.
    package static let notableOutlets = 5
    /// Headlines of other reports that are printed.
    package static let listedReports = 4

    // MARK: Deciding

    /// Decides what `input` gives: watched stories first, by severity, then heat; the rest by outlets.
    package init(_ input: DigestInput) {
        window = input.window
        feeds = input.feeds
        hints = input.hints
        let entries = input.stories.compactMap { Entry($0, window: input.window) }
        let now = input.window.upperBound
        let fresh = entries.filter { $0.earlierItems == 0 && $0.lastReport >= input.window.lowerBound }
        sections = []
        var placed: Set<StoryID> = []
        // A stable sort: watches of equal severity keep the order of the configuration.
        let watches = input.watches.enumerated().sorted {
            ($0.element.severity, $1.offset) > ($1.element.severity, $0.offset)
        }.map(\.element)
        for watch in watches {
            let watched = fresh.filter { entry in
                !placed.contains(entry.id) && entry.matches.contains { $0.watch == watch.name }
            }.sorted(by: Entry.isHotter)
            placed.formUnion(watched.map(\.id))
            if !watched.isEmpty { sections.append(Section(watch: watch, entries: watched)) }
        }
        let rest = fresh.filter { !placed.contains($0.id) }.sorted(by: Entry.isWider)
        let room = max(0, input.top - sections.reduce(0) { $0 + $1.entries.count })
        if room > 0, !rest.isEmpty { sections.append(Section(watch: nil, entries: Array(rest.prefix(room)))) }
        leftOut = rest.count - min(room, rest.count)
        moved = entries.filter { $0.earlierItems > 0 && $0.items > $0.earlierItems }
            .sorted { ($0.isWatched ? 1 : 0, $0.heat, $1.id) > ($1.isWatched ? 1 : 0, $1.heat, $0.id) }
        let quietSince = now - Self.quietSpan
        ended = entries.filter { entry in
            entry.lastReport < quietSince && entry.lastReport >= input.window.lowerBound - Self.quietSpan
                && (entry.isWatched || entry.outlets >= Self.notableOutlets)
        }.sorted(by: Entry.isWider)
        let met = Set(
            entries.filter { $0.lastReport >= input.window.lowerBound }.flatMap(\.matches).map(\.watch))
        silentWatches = input.watches.filter { !met.contains($0.name) }
        moved = Array(moved.prefix(max(input.top, moved.count { $0.isWatched })))
        number()
    }

    private mutating func number() {
        var next = 1
        for section in sections.indices {
            for entry in sections[section].entries.indices {
                sections[section].entries[entry].number = next
                next += 1
            }
        }
        for index in moved.indices {
            moved[index].number = next
            next += 1
        }
        for index in ended.indices {
            ended[index].number = next
            next += 1
        }
    }

    /// Stories that are new in the window, printed or not.
    package var newStories: Int { sections.reduce(0) { $0 + $1.entries.count } + leftOut }
}

extension Digest.Entry {
    /// The figures of `story`, or `nil` where its lead is not among its reports.
    init?(_ story: DigestStory, window: Range<Timestamp>) {
        let reports = story.reports.filter { $0.firstSeen < window.upperBound }
        guard let lead = reports.first(where: { $0.item == story.lead }) ?? reports.first,
            let first = reports.min(by: { ($0.time, $0.item) < ($1.time, $1.item) }),
            let last = reports.map(\.firstSeen).max()
        else { return nil }
        let earlier = reports.filter { $0.firstSeen < window.lowerBound }
        let byTime = reports.sorted { ($0.time, $0.item) < ($1.time, $1.item) }
        let firsts = Self.firstOfEach(byTime) { $0.outlet.name }
        number = 0
        id = story.id
        self.lead = lead
        self.first = first
        followers = firsts.filter { $0.outlet.name != first.outlet.name }
        items = reports.count
        outletNames = firsts.map(\.outlet.name)
        outlets = outletNames.count
        languages = Self.firstOfEach(byTime.filter { $0.language != nil }) { $0.language }.compactMap(
            \.language)
        independentTexts = reports.count { $0.copyOf == nil }
        earlierItems = earlier.count
        earlierOutlets = Set(earlier.map(\.outlet.name)).count
        lastReport = last
        matches = story.matches
        also = Self.otherHeadlines(byTime, lead: lead)
        copied = Self.copied(reports)
        heat = Self.heat(reports, until: window.upperBound)
    }

    var isWatched: Bool { !matches.isEmpty }

    /// New independent texts ×2, new outlets, new languages ×2, of the last ``Digest/heatSpan``.
    private static func heat(_ reports: [DigestReport], until now: Timestamp) -> Int {
        let recent = reports.filter { $0.firstSeen >= now - Digest.heatSpan }
        let before = reports.filter { $0.firstSeen < now - Digest.heatSpan }
        let outlets = Set(recent.map(\.outlet.name)).subtracting(before.map(\.outlet.name)).count
        let languages = Set(recent.compactMap(\.language)).subtracting(before.compactMap(\.language)).count
        return recent.count { $0.copyOf == nil } * 2 + outlets + languages * 2
    }

    static func isHotter(_ left: Self, _ right: Self) -> Bool {
        (left.heat, left.outlets, right.first.time, right.id) > (
            right.heat, right.outlets, left.first.time, left.id
        )
    }

    static func isWider(_ left: Self, _ right: Self) -> Bool {
        (left.outlets, left.items, right.first.time, right.id)
            > (right.outlets, right.items, left.first.time, left.id)
    }

    /// One headline for each further language first, then other outlets' own; copies repeat what is printed.
    private static func otherHeadlines(_ reports: [DigestReport], lead: DigestReport) -> [DigestReport] {
        let others = reports.filter { $0.item != lead.item && $0.copyOf == nil && $0.title != lead.title }
        let foreign = firstOfEach(others.filter { $0.language != lead.language }) { $0.language }
        let rest = firstOfEach(others.filter { $0.outlet.name != lead.outlet.name }) { $0.outlet.name }
        let known = Set(foreign.map(\.item))
        return Array((foreign + rest.filter { !known.contains($0.item) }).prefix(Digest.listedReports))
    }

    private static func copied(_ reports: [DigestReport]) -> [Digest.Copied] {
        var counts: [String: Int] = [:]
        for report in reports {
            guard let original = report.copyOf, let source = reports.first(where: { $0.item == original })
            else { continue }
            counts[source.outlet.name, default: 0] += 1
        }
        return counts.map { Digest.Copied(outlet: $0.key, count: $0.value) }
            .sorted { ($0.count, $1.outlet) > ($1.count, $0.outlet) }
    }

    private static func firstOfEach<Key: Hashable>(
        _ reports: [DigestReport], by key: (DigestReport) -> Key
    ) -> [DigestReport] {
        var seen: Set<Key> = []
        return reports.filter { seen.insert(key($0)).inserted }
    }
}
