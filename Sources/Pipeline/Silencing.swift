package import Model
package import Watches

/// What silences look at of an alert.
package struct SilenceSubject: Sendable, Hashable {
    package var watch: String
    /// The story and all that became one with it.
    package var stories: Set<StoryID>
    package var reports: [Report]

    package struct Report: Sendable, Hashable {
        package var feed: String
        package var outlet: String
        package var language: String?
        package var headline: String
        package var time: Timestamp

        package init(feed: String, outlet: String, language: String?, headline: String, time: Timestamp) {
            self.feed = feed
            self.outlet = outlet
            self.language = language
            self.headline = headline
            self.time = time
        }
    }

    package init(watch: String, stories: Set<StoryID>, reports: [Report]) {
        self.watch = watch
        self.stories = stories
        self.reports = reports
    }

    /// An alert of `watch` over `story` as it stands.
    package init(watch: String, story: StoryFile, feeds: [FeedID: FeedSettings]) {
        self.init(
            watch: watch, stories: Set([story.id] + story.aliases),
            reports: story.reports.map { report in
                Report(
                    feed: feeds[report.feed]?.name ?? "", outlet: report.outlet.name,
                    language: report.language, headline: report.title, time: report.time)
            })
    }
}

/// Silences made ready to be asked.
package struct SilenceSet: Sendable {
    private var entries: [(silence: Silence, queries: [Query?])] = []

    package static let none = SilenceSet([], aliases: .empty)

    /// A silence with a query that can no longer be read, since a name list is gone say, keeps nothing back.
    package init(_ silences: [Silence], aliases: AliasTable) {
        entries = silences.map { silence in
            (
                silence,
                silence.matchers.filter { $0.field == .query }
                    .map { try? QueryParser.parse($0.value, aliases: aliases, context: .filter) }
            )
        }
    }

    package var isEmpty: Bool { entries.isEmpty }

    /// The first silence, active at `now`, all of whose matchers `subject` meets.
    package func silence(over subject: SilenceSubject, at now: Timestamp) -> Silence? {
        entries.first { $0.silence.isActive(at: now) && Self.covers($0.silence, $0.queries, subject) }?
            .silence
    }

    private static func covers(_ silence: Silence, _ queries: [Query?], _ subject: SilenceSubject) -> Bool {
        guard !silence.matchers.isEmpty else { return false }
        let isMet = silence.matchers.allSatisfy { matcher in
            switch matcher.field {
            case .watch: matcher.value == subject.watch
            case .story: StoryID(matcher.value).map { subject.stories.contains($0) } ?? false
            // What others report as well is news to those who had enough of the one.
            case .feed: isAlone(subject.reports) { $0.feed == matcher.value }
            case .outlet: isAlone(subject.reports) { $0.outlet == matcher.value }
            case .query: true
            }
        }
        return isMet
            && queries.allSatisfy { query in
                subject.reports.contains { report in query?.matches(WatchedItem(report)) ?? false }
            }
    }

    /// Whether the claim holds for all, of which there are some.
    private static func isAlone(
        _ reports: [SilenceSubject.Report], _ claim: (SilenceSubject.Report) -> Bool
    ) -> Bool {
        !reports.isEmpty && reports.allSatisfy(claim)
    }
}

extension WatchedItem {
    fileprivate init(_ report: SilenceSubject.Report) {
        self.init(
            title: report.headline, text: "", outlet: report.outlet, feed: report.feed, time: report.time)
        language = report.language
    }
}
