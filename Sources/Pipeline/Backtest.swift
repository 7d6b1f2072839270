package import Model
package import Watches

/// Replays a watch over what is stored, as if it had been there when the items arrived.
///
/// The search index narrows, the watch decides, and alerts are decided as the editor does, after each report of a story.
/// In memory are the numbers of the candidates, and one story with its reports at a time. What is stored is the material:
/// stories as they are now, texts in their newest revision.
package struct Backtest: Sendable {
    private let store: any StoreReader
    /// Seen first in it: those items are replayed.
    private let span: Range<Timestamp>
    /// The reader's; see ``LeadItem``.
    private let language: String?

    /// Items read at once.
    private static let page = 500
    /// Candidates decided in one replay; beyond it the oldest are left out. Eight bytes each are held.
    package static let candidateLimit = 2_000_000

    package init(store: any StoreReader, span: Range<Timestamp>, language: String?) {
        self.store = store
        self.span = span
        self.language = language
    }

    /// What `watch` would have found.
    ///
    /// - Parameters:
    ///   - candidateLimit: candidates decided at most.
    ///   - found: told of each item that meets the watch.
    package func replay(
        _ watch: CompiledWatch, candidateLimit: Int = candidateLimit, found: (ItemID) -> Void = { _ in }
    ) async throws(StoreError) -> Replay {
        let (feeds, areNarrowed) = try await store.feedSettings(where: watch.mayHold(inFeedOf:))
        var replay = Replay(watch: watch.settings.name, expression: watch.searchExpression)
        var narrowing = SearchNarrowing(
            expression: replay.expression, firstSeen: span, order: .newest, limit: candidateLimit)
        if areNarrowed { narrowing.feeds = Set(feeds.keys) }
        let candidates = try await store.candidates(narrowing)
        replay.candidates = candidates.count
        replay.isCut = candidates.count == candidateLimit
        var trial = WatchTrial(watch)
        var matched: [StoryID: [ItemID]] = [:]
        var end = candidates.count
        while end > 0, !Task.isCancelled {
            // In order of arrival.
            let page = Array(candidates[max(0, end - Self.page)..<end].reversed())
            end -= page.count
            for report in try await store.briefReports(of: page) {
                guard span.contains(report.item.firstSeen), let feed = feeds[report.item.feed] else {
                    continue
                }
                replay.decided += 1
                // Who asks for the size of the story decides with the story, below.
                if !watch.dependsOnStory {
                    let item = WatchedItem(report.item, feed: feed)
                    guard trial.match(item, now: report.item.firstSeen) != nil else { continue }
                }
                matched[report.placement.story, default: []].append(report.item.id)
            }
        }
        for (id, items) in matched where !Task.isCancelled {
            let reports = try await store.briefReports(in: id)
            let wanted = Set(items)
            var play = StoryReplay(watch: watch, language: language, span: span)
            for report in reports where report.item.firstSeen < span.upperBound {
                guard let feed = feeds[report.item.feed] else { continue }
                let item = wanted.contains(report.item.id) ? WatchedItem(report.item, feed: feed) : nil
                play.add(report, candidate: item, trial: &trial)
            }
            for item in play.matches { found(item.item.id) }
            replay.take(play)
        }
        for term in trial.absentTerms {
            // Where the rest of the query left few items to decide, the index knows more of a term by itself.
            var isElsewhere = true
            if let expression = term.expression {
                let alone = SearchNarrowing(expression: expression, firstSeen: span, limit: 1)
                isElsewhere = !(try await store.candidates(alone)).isEmpty
            }
            if isElsewhere {
                replay.apartTerms.append(term.written)
            } else {
                replay.absentTerms.append(term.written)
            }
        }
        replay.stories.sort { ($1.firstMatch, $1.story) < ($0.firstMatch, $0.story) }
        return replay
    }
}

/// What a watch would have found in a span of time.
package struct Replay: Sendable {
    package var watch: String
    /// What the search index was asked; `nil` where every item had to be decided.
    package var expression: String?
    /// Items that the index held possible, and those of them that the watch was put to.
    package var candidates = 0
    package var decided = 0
    /// Older candidates were left out.
    package var isCut = false
    /// Items that met the watch.
    package var items = 0
    /// Items that met it, by outlet and by primary language; `und` where it is not known.
    package var outlets: [String: Int] = [:]
    package var languages: [String: Int] = [:]
    /// Stories that it would have met, the newest first.
    package var stories: [ReplayedStory] = []
    /// Terms that stand in no item of the span.
    package var absentTerms: [String] = []
    /// Terms that stand in no item that was decided, and may in others.
    package var apartTerms: [String] = []

    package init(watch: String, expression: String?) {
        self.watch = watch
        self.expression = expression
    }

    /// Alerts that would have gone out, in no order.
    package var alerts: [ReplayedAlert] { stories.flatMap(\.alerts) }

    fileprivate mutating func take(_ play: StoryReplay) {
        guard let story = play.story else { return }
        stories.append(story)
        items += play.matches.count
        for report in play.matches {
            outlets[report.outlet.name, default: 0] += 1
            languages[report.primaryLanguage ?? "und", default: 0] += 1
        }
    }
}

/// A story that a watch would have met.
package struct ReplayedStory: Sendable, Hashable {
    package var story: StoryID
    /// Of the first report that met the watch.
    package var headline: String
    package var outlet: String
    package var language: String?
    /// When that report was seen first.
    package var firstMatch: Timestamp
    /// Its reports that met the watch.
    package var items: Int
    package var alerts: [ReplayedAlert]
}

/// An alert that would have gone out.
package struct ReplayedAlert: Sendable, Hashable {
    package var decided: Timestamp
    package var reason: AlertReason
}

/// One story as it grows, with what a watch makes of it.
private struct StoryReplay {
    let watch: CompiledWatch
    let language: String?
    let span: Range<Timestamp>
    private(set) var matches: [Report] = []
    private var file: StoryFile?
    private var alerts: [ReplayedAlert] = []
    /// Candidates that have not met a watch that asks for the size of the story.
    private var waiting: [(report: Report, item: WatchedItem)] = []
    private var firstMatch: Timestamp?

    init(watch: CompiledWatch, language: String?, span: Range<Timestamp>) {
        self.watch = watch
        self.language = language
        self.span = span
    }

    /// The newest items of a story that are put to a watch again as it grows, as the editor has it.
    private static let rematchedItems = 50

    /// Adds the next report; `candidate` where it may meet the watch.
    mutating func add(_ report: Report, candidate: WatchedItem?, trial: inout WatchTrial) {
        var file = file ?? StoryFile(id: report.placement.story)
        file.add(report, isCorrection: false)
        if let candidate {
            if watch.dependsOnStory {
                waiting.append((report, candidate))
                if waiting.count > Self.rematchedItems { waiting.removeFirst() }
            } else {
                note(report, in: &file, at: report.item.firstSeen)
            }
        }
        for (other, item) in waiting {
            // Once the story is met by one of its items, the others need not be looked at again.
            guard other.item.id == report.item.id || !file.watches.contains(watch.settings.name) else {
                continue
            }
            var item = item
            item.take(file)
            guard trial.match(item, now: report.item.firstSeen) != nil else { continue }
            waiting.removeAll { $0.report.item.id == other.item.id }
            note(other, in: &file, at: report.item.firstSeen)
        }
        if file.watches.contains(watch.settings.name) || file.told[watch.settings.name] != nil {
            decide(&file, at: report.item.firstSeen)
        }
        self.file = file
    }

    private mutating func note(_ report: Report, in file: inout StoryFile, at moment: Timestamp) {
        matches.append(report)
        if firstMatch == nil { firstMatch = moment }
        let match = Match(
            watch: watch.settings.name, item: report.item.id, story: file.id, score: nil, evidence: [])
        file.note(match, mayAlert: !report.item.isQuiet)
    }

    private mutating func decide(_ file: inout StoryFile, at moment: Timestamp) {
        let verdict = AlertDecision.verdict(
            watch: watch.settings, story: file, language: language, now: moment)
        let alert = AlertDecision.alert(
            verdict, watch: watch.settings, story: file, language: language, now: moment)
        guard let alert else { return }
        file.tell(alert)
        alerts.append(ReplayedAlert(decided: moment, reason: alert.reason))
    }

    /// What came of it; `nil` where nothing met the watch.
    var story: ReplayedStory? {
        guard let first = matches.first, let file, let firstMatch else { return nil }
        return ReplayedStory(
            story: file.id, headline: first.item.content.title, outlet: first.outlet.name,
            language: first.primaryLanguage, firstMatch: firstMatch, items: matches.count, alerts: alerts)
    }
}
