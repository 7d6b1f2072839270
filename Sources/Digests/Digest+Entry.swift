package import Model

extension Digest {
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
        /// All of them, soonest first.
        package var reports: [DigestReport]
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
        package var earlierTexts: Int
        /// When we saw the first report.
        package var opened: Timestamp
        package var lastReport: Timestamp
        /// How it moved inside the window, soonest first.
        package var moves: [DatedMove]
        /// The last named move, or when it was opened.
        package var updated: Timestamp
        package var matches: [DigestMatch]
        package var notes: [DigestNote]
        package var recent: Recent

        /// See ``Recent/heat``.
        package var heat: Int { recent.heat }
        /// Stories of before the window that somebody may have read.
        package var isOld: Bool { earlierItems > 0 }
        var isWatched: Bool { !matches.isEmpty }

        /// Whether more came than copies by outlets that had it before.
        var hasGrown: Bool {
            outlets > earlierOutlets || independentTexts > earlierTexts || isOld && !moves.isEmpty
        }
    }

    package struct Copied: Sendable, Hashable {
        package var outlet: String
        package var count: Int

        package init(outlet: String, count: Int) {
            self.outlet = outlet
            self.count = count
        }
    }

    /// What came in the last ``heatSpan``.
    package struct Recent: Sendable, Hashable {
        /// Independent texts, outlets and languages that are new.
        package var texts: Int
        package var outlets: Int
        package var languages: Int

        /// What watched stories are ordered by: a text or a language counts twice.
        package var heat: Int { texts * 2 + outlets + languages * 2 }

        init(_ reports: [DigestReport], until now: Timestamp) {
            let recent = reports.filter { $0.firstSeen >= now - Digest.heatSpan }
            let before = reports.filter { $0.firstSeen < now - Digest.heatSpan }
            texts = recent.count { $0.copyOf == nil }
            outlets = Set(recent.map(\.outlet.name)).subtracting(before.map(\.outlet.name)).count
            languages =
                Set(recent.compactMap(\.language)).subtracting(before.compactMap(\.language)).count
        }
    }
}

extension Digest.Entry {
    /// The figures of `story`, or `nil` where there was no report before the end of `window`.
    init?(_ story: DigestStory, window: Range<Timestamp>) {
        let reports = story.reports.filter { $0.firstSeen < window.upperBound }
        guard let lead = reports.first(where: { $0.item == story.lead }) ?? reports.first,
            let opened = reports.map(\.firstSeen).min(), let last = reports.map(\.firstSeen).max()
        else { return nil }
        let earlier = reports.filter { $0.firstSeen < window.lowerBound }
        let byTime = reports.sorted { ($0.time, $0.item) < ($1.time, $1.item) }
        let firsts = Self.firstOfEach(byTime) { $0.outlet.name }
        let moves = DatedMove.moves(of: reports, lead: lead.item).filter { $0.moment < window.upperBound }
        number = 0
        id = story.id
        self.lead = lead
        first = byTime[0]
        followers = Array(firsts.dropFirst())
        self.reports = byTime
        items = reports.count
        outletNames = firsts.map(\.outlet.name)
        outlets = outletNames.count
        languages = Self.firstOfEach(byTime.filter { $0.language != nil }) { $0.language }.compactMap(
            \.language)
        independentTexts = reports.count { $0.copyOf == nil }
        earlierItems = earlier.count
        earlierOutlets = Set(earlier.map(\.outlet.name)).count
        earlierTexts = earlier.count { $0.copyOf == nil }
        self.opened = opened
        lastReport = last
        self.moves = moves.filter { $0.moment >= window.lowerBound }
        updated = moves.last?.moment ?? opened
        matches = story.matches
        // Who never saw the story knows no other number of it; a story that was split off is named with its origin.
        notes =
            earlier.isEmpty ? story.notes.filter { if case .split = $0 { true } else { false } } : story.notes
        also = Self.otherHeadlines(byTime, lead: lead)
        copied = Self.copied(reports)
        recent = Digest.Recent(reports, until: window.upperBound)
    }

    static func isHotter(_ left: Self, _ right: Self) -> Bool {
        (left.heat, right.opened, right.id) > (right.heat, left.opened, left.id)
    }

    static func isWider(_ left: Self, _ right: Self) -> Bool {
        (left.outlets, right.opened, right.id) > (right.outlets, left.opened, left.id)
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
        let outlets = Dictionary(
            reports.map { ($0.item, $0.outlet.name) }, uniquingKeysWith: { one, _ in one })
        var counts: [String: Int] = [:]
        for report in reports {
            guard let original = report.copyOf, let source = outlets[original] else { continue }
            counts[source, default: 0] += 1
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
