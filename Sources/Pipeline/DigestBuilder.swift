package import Digests
package import Model

/// Gathers from the store what a digest is made of.
package struct DigestBuilder: Sendable {
    private let store: any StoreReader
    /// In the order of the configuration.
    private let watches: [WatchSettings]
    /// The reader's; see ``LeadItem``.
    private let language: String?

    package init(store: any StoreReader, watches: [WatchSettings], language: String?) {
        self.store = store
        self.watches = watches
        self.language = language
    }

    /// The input for a digest over `window`.
    ///
    /// Reads `Digest.quietSpan` further back than the window, to see which stories ended in it.
    /// - Parameter only: names of watches; the digest then has their stories only.
    package func input(
        window: Range<Timestamp>, only: [String]?, top: Int, frame: DigestFrame
    ) async throws(StoreError) -> DigestInput {
        let shown = watches.filter { only?.contains($0.name) ?? $0.isInDigests }
        let names = Set(shown.map(\.name))
        let from = window.lowerBound - Digest.quietSpan
        let details = try await store.stories(firstSeenIn: from..<window.upperBound)
        var lastMatches: [String: Timestamp] = [:]
        var stories: [DigestStory] = []
        for detail in details {
            let story = story(from: detail, watches: names, since: window.lowerBound)
            if only != nil, story.matches.isEmpty { continue }
            let last = story.reports.map(\.firstSeen).max()
            for match in story.matches {
                lastMatches[match.watch] = [lastMatches[match.watch], last].compactMap { $0 }.max()
            }
            stories.append(story)
        }
        var rhythms: [String: Duration] = [:]
        for watch in shown where (lastMatches[watch.name] ?? from) < window.lowerBound {
            // Silence is told with what is usual.
            let last = try await store.stories(
                StoryFilter(watch: watch.name), limit: Self.rhythmStories
            ).map(\.story)
            lastMatches[watch.name] = last.map(\.lastReport).max()
            rhythms[watch.name] = Self.rhythm(last.map(\.opened))
        }
        return DigestInput(
            window: window, feeds: try await coverage(), stories: stories,
            watches: shown.map {
                DigestWatch(
                    name: $0.name, severity: $0.severity, lastMatch: lastMatches[$0.name],
                    rhythm: rhythms[$0.name])
            }, top: top, frame: frame, silences: try await silences(in: window, of: only.map { _ in names }))
    }

    /// Silences that reach into `window`, but for those of other watches than `names`.
    private func silences(
        in window: Range<Timestamp>, of names: Set<String>?
    ) async throws(StoreError) -> [StoredSilence] {
        try await store.silences(in: window).filter { stored in
            guard let names else { return true }
            return stored.silence.matchers.allSatisfy { $0.field != .watch || names.contains($0.value) }
        }
    }

    /// What people decided about a story since then, and what it turned out to be by itself.
    private static func notes(on detail: StoryDetail, since: Timestamp) -> [DigestNote] {
        let story = detail.dossier.story.id
        let standing = detail.rulings.filter { $0.undone == nil }
        let ruled = standing.filter { $0.made >= since }.compactMap { ruling -> DigestNote? in
            switch ruling.kind {
            case .merge: ruling.other == story ? nil : .merged(ruling.other, by: ruling.by)
            case .split where ruling.other == story: .split(from: ruling.story, by: ruling.by)
            case .split: .parted(ruling.other, by: ruling.by)
            }
        }
        // When the engine found that two are one nobody has noted; it is said as long as the story moves.
        let told = Set(standing.filter { $0.kind == .merge }.map(\.other))
        return detail.dossier.aliases.filter { !told.contains($0) }.map { .merged($0, by: nil) } + ruled
    }

    /// Stories of a watch that its rhythm is read from.
    private static let rhythmStories = 12
    /// Fewer spans say nothing of what is usual.
    private static let rhythmSpans = 3

    /// The median span between `moments`.
    static func rhythm(_ moments: [Timestamp]) -> Duration? {
        let moments = moments.sorted()
        let spans = zip(moments, moments.dropFirst()).map { $1 - $0 }.sorted()
        return spans.count >= rhythmSpans ? spans[spans.count / 2] : nil
    }

    private func coverage() async throws(StoreError) -> FeedCoverage {
        let feeds = try await store.feeds().filter(\.isConfigured)
        let down = feeds.filter { $0.state.error != nil || $0.state.health == .silent }
        return FeedCoverage(
            feeds: feeds.count, healthy: feeds.count - down.count,
            down: down.map {
                let isSilent = $0.state.error == nil
                return FeedCoverage.Trouble(
                    feed: $0.settings.name, words: $0.state.error ?? $0.state.health.rawValue,
                    since: isSilent ? $0.state.lastNewItem ?? $0.state.since : $0.state.since)
            })
    }

    private func story(from detail: StoryDetail, watches: Set<String>, since: Timestamp) -> DigestStory {
        let lead = LeadItem.choice(among: detail.reports.map(\.candidate), language: language)
        let order = self.watches.map(\.name)
        var evidence: [String: [Evidence]] = [:]
        for match in detail.matches where watches.contains(match.watch) && evidence[match.watch] == nil {
            evidence[match.watch] = match.evidence
        }
        return DigestStory(
            id: detail.dossier.story.id,
            reports: detail.reports.map { DigestReport($0, revisions: detail.revisions) },
            lead: lead ?? detail.dossier.story.lead,
            matches: order.compactMap { name in
                evidence[name].map { DigestMatch(watch: name, evidence: $0) }
            }, notes: Self.notes(on: detail, since: since))
    }
}

extension DigestReport {
    fileprivate init(_ report: Report, revisions: [ItemRevision]) {
        var original: ItemID?
        if case .copy(let of) = report.placement.report { original = of }
        self.init(
            item: report.item.id, outlet: report.outlet, language: report.primaryLanguage,
            title: report.item.content.title, text: report.item.content.text, url: report.item.content.url,
            time: report.item.time, firstSeen: report.item.firstSeen, copyOf: original,
            headlineChange: Self.headlineChange(report, revisions))
    }

    /// The last revision of the item that had another title than the one after it.
    private static func headlineChange(_ report: Report, _ revisions: [ItemRevision]) -> HeadlineChange? {
        var title = report.item.content.title
        for revision in revisions.filter({ $0.item == report.item.id }).reversed() {
            if revision.title != title { return HeadlineChange(was: revision.title, at: revision.replaced) }
            title = revision.title
        }
        return nil
    }
}
