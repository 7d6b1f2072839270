package import Model

/// The editor's working copy of one story: its figures, its reports in brief and what watches made of it.
package struct StoryFile: Sendable, Hashable {
    package private(set) var id: StoryID
    package private(set) var reports: [Brief] = []
    /// Watches with a match by an item that may alert.
    package private(set) var watches: Set<String> = []
    /// The evidence of the first such match, by watch; alerts show it.
    package private(set) var evidence: [String: [Evidence]] = [:]
    /// The newest alert of each watch, over the story and all it absorbed.
    package private(set) var told: [String: Alert] = [:]
    /// Watches that told of a story that this one, or one that it absorbed, was part of.
    package private(set) var toldBefore: Set<String> = []
    /// Watches for which it counts as told, as it is older than they are.
    package private(set) var backfilled: Set<String> = []
    package private(set) var aliases: [StoryID] = []
    /// Items whose words changed since the last decision.
    private var corrected: Set<ItemID> = []

    /// A report without its text.
    package struct Brief: Sendable, Hashable {
        package var item: ItemID
        package var feed: FeedID
        package var outlet: Outlet
        package var language: String?
        package var title: String
        package var url: String?
        package var time: Timestamp
        package var firstSeen: Timestamp
        package var copyOf: ItemID?
        /// Whether it stands under another report of its story; see ``CopyTree``.
        package fileprivate(set) var isCopy: Bool

        package init(_ report: Report) {
            item = report.item.id
            feed = report.item.feed
            outlet = report.outlet
            language = report.primaryLanguage
            title = report.item.content.title
            url = report.item.content.url
            time = report.item.time
            firstSeen = report.item.firstSeen
            copyOf = report.placement.original
            isCopy = report.isCopy
        }
    }

    package init(id: StoryID) { self.id = id }

    /// The story as stored.
    package init(_ detail: StoryDetail) {
        id = detail.dossier.story.id
        aliases = detail.dossier.aliases
        reports = detail.reports.map { Brief($0) }
        findCopies()
        watches = detail.dossier.watches
        toldBefore = detail.dossier.toldBefore
        backfilled = detail.dossier.backfilled
        for match in detail.matches where evidence[match.watch] == nil {
            evidence[match.watch] = match.evidence
        }
        for alert in detail.dossier.told { tell(alert) }
    }

    /// The story as far as `reports` tell it, with nothing of what watches made of it.
    package init(growing reports: [Report]) {
        id = reports.first?.placement.story ?? StoryID(0)
        self.reports = reports.map { Brief($0) }
        findCopies()
    }

    // MARK: Changing

    /// Adds a report, or replaces the one of the same item.
    package mutating func add(_ report: Report, isCorrection: Bool) {
        let brief = Brief(report)
        if let index = reports.firstIndex(where: { $0.item == brief.item }) {
            reports[index] = brief
            findCopies()
            if isCorrection { corrected.insert(brief.item) }
        } else {
            reports.append(brief)
        }
    }

    /// Items whose text turned out to be that of another: no independent texts.
    package mutating func markCopies(_ items: [ItemID], of original: ItemID) {
        for index in reports.indices where items.contains(reports[index].item) {
            reports[index].copyOf = original
        }
        findCopies()
    }

    private mutating func findCopies() {
        let tree = CopyTree(reports.map { ($0.item, $0.copyOf) })
        for index in reports.indices {
            reports[index].isCopy = tree.originals[reports[index].item] != nil
        }
    }

    /// Takes over everything of a story that turned out to be the same.
    package mutating func absorb(_ other: StoryFile) {
        aliases += [other.id] + other.aliases
        let known = Set(reports.map(\.item))
        reports += other.reports.filter { !known.contains($0.item) }
        reports.sort { $0.item < $1.item }
        findCopies()
        watches.formUnion(other.watches)
        toldBefore.formUnion(other.toldBefore)
        backfilled.formUnion(other.backfilled)
        evidence.merge(other.evidence) { own, _ in own }
        corrected.formUnion(other.corrected)
        for alert in other.told.values { tell(alert) }
    }

    package mutating func note(_ match: Match, mayAlert: Bool) {
        if mayAlert { watches.insert(match.watch) }
        if evidence[match.watch] == nil || mayAlert && told[match.watch] == nil {
            evidence[match.watch] = match.evidence
        }
    }

    /// Remembers an alert unless a newer one of its watch is known.
    ///
    /// Where both halves of a merged story alerted, the earlier opened alert stays the thread.
    package mutating func tell(_ alert: Alert) {
        guard let known = told[alert.id.watch] else { return told[alert.id.watch] = alert }
        if known.id == alert.id {
            if alert.revision > known.revision { told[alert.id.watch] = alert }
        } else if alert.id.story < known.id.story {
            told[alert.id.watch] = alert
        }
    }

    /// Forgets which items changed, once alerts are decided.
    package mutating func settle() { corrected.removeAll() }

    // MARK: Figures

    package var outlets: [String] { Self.distinct(reports.map(\.outlet.name)) }
    package var languages: [String] { Self.distinct(reports.compactMap(\.language)) }
    package var kinds: [OutletKind] { Self.distinct(reports.compactMap(\.outlet.kind)) }
    package var independentTexts: Int { reports.count { !$0.isCopy } }

    package func isCorrected(_ item: ItemID) -> Bool { corrected.contains(item) }

    /// The report that speaks for the story to a reader of `language`; see ``LeadItem``.
    package func lead(language: String?) -> Brief? {
        let candidates = reports.map {
            LeadItem.Candidate(
                item: $0.item, kind: $0.outlet.kind, language: $0.language, time: $0.time, isCopy: $0.isCopy)
        }
        let choice = LeadItem.choice(among: candidates, language: language)
        return reports.first { $0.item == choice }
    }

    /// The earliest report by its stated time.
    package var first: Brief? { reports.min { ($0.time, $0.item) < ($1.time, $1.item) } }

    /// Outlets that reported within `span` before the last report; all where `span` is `nil`.
    package func outletCount(within span: Duration?) -> Int {
        guard let span, let last = reports.map(\.firstSeen).max() else { return outlets.count }
        return Set(reports.filter { $0.firstSeen >= last - span }.map(\.outlet.name)).count
    }

    /// The story in figures for the store; `nil` while it has no report.
    package func story(language: String?) -> Story? {
        guard let lead = lead(language: language), let opened = reports.map(\.firstSeen).min(),
            let last = reports.map(\.firstSeen).max()
        else { return nil }
        return Story(
            id: id, lead: lead.item, headline: lead.title, opened: opened, lastReport: last,
            items: reports.count, outlets: outlets, languages: languages, independentTexts: independentTexts)
    }

    private static func distinct<Value: Hashable>(_ values: [Value]) -> [Value] {
        var seen: Set<Value> = []
        return values.filter { seen.insert($0).inserted }
    }
}
