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
        window: Range<Timestamp>, only: [String]?, top: Int, hints: [String]
    ) async throws(StoreError) -> DigestInput {
        let shown = watches.filter { only?.contains($0.name) ?? $0.isInDigests }
        let names = Set(shown.map(\.name))
        let from = window.lowerBound - Digest.quietSpan
        let details = try await store.stories(firstSeenIn: from..<window.upperBound)
        var lastMatches: [String: Timestamp] = [:]
        var stories: [DigestStory] = []
        for detail in details {
            let story = story(from: detail, watches: names)
            if only != nil, story.matches.isEmpty { continue }
            let last = story.reports.map(\.firstSeen).max()
            for match in story.matches {
                lastMatches[match.watch] = [lastMatches[match.watch], last].compactMap { $0 }.max()
            }
            stories.append(story)
        }
        for watch in shown where lastMatches[watch.name] == nil {
            let last = try await store.stories(StoryFilter(watch: watch.name), limit: 1).first
            lastMatches[watch.name] = last?.story.lastReport
        }
        return DigestInput(
            window: window, feeds: try await coverage(), stories: stories,
            watches: shown.map {
                DigestWatch(name: $0.name, severity: $0.severity, lastMatch: lastMatches[$0.name])
            }, top: top, hints: hints)
    }

    private func coverage() async throws(StoreError) -> FeedCoverage {
        let feeds = try await store.feeds().filter(\.isConfigured)
        let down = feeds.filter { $0.state.error != nil || $0.state.health == .silent }
        return FeedCoverage(
            feeds: feeds.count, healthy: feeds.count - down.count,
            down: down.map {
                FeedCoverage.Trouble(
                    feed: $0.settings.name, words: $0.state.error ?? $0.state.health.rawValue)
            })
    }

    private func story(from detail: StoryDetail, watches: Set<String>) -> DigestStory {
        let lead = LeadItem.choice(among: detail.reports.map(\.candidate), language: language)
        let order = self.watches.map(\.name)
        var evidence: [String: [Evidence]] = [:]
        for match in detail.matches where watches.contains(match.watch) && evidence[match.watch] == nil {
            evidence[match.watch] = match.evidence
        }
        return DigestStory(
            id: detail.dossier.story.id, reports: detail.reports.map { DigestReport($0) },
            lead: lead ?? detail.dossier.story.lead,
            matches: order.compactMap { name in
                evidence[name].map { DigestMatch(watch: name, evidence: $0) }
            })
    }
}

extension DigestReport {
    fileprivate init(_ report: Report) {
        var original: ItemID?
        if case .copy(let of) = report.placement.report { original = of }
        self.init(
            item: report.item.id, outlet: report.outlet, language: report.primaryLanguage,
            title: report.item.content.title, text: report.item.content.text, url: report.item.content.url,
            time: report.item.time, firstSeen: report.item.firstSeen, copyOf: original)
    }
}
