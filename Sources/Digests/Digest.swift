package import Model

/// A digest decided: which stories, in which order, with which figures. What is left is to print it.
package struct Digest: Sendable, Hashable {
    package var frame: DigestFrame
    package var window: Range<Timestamp>
    package var feeds: FeedCoverage
    package var silences: [StoredSilence]
    /// Watched stories that are new or moved by watch, then the new rest under `nil`; each story stands once, numbered
    /// through.
    package var sections: [Section]
    /// Unwatched stories from before the window that grew in it.
    package var moved: [Entry]
    /// Stories that have been quiet for ``quietSpan`` since a moment inside the window.
    package var ended: [Entry]
    package var silentWatches: [DigestWatch]
    /// New stories that did not find room.
    package var leftOut: Int

    package struct Section: Sendable, Hashable {
        package var watch: DigestWatch?
        package var entries: [Entry]
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

    /// Decides what `input` gives, in the order that ``DigestWords/order`` tells the reader.
    package init(_ input: DigestInput) {
        frame = input.frame
        window = input.window
        feeds = input.feeds
        silences = input.silences
        let since = input.window.lowerBound
        let entries = input.stories.compactMap { Entry($0, window: input.window) }
        let recent = entries.filter { $0.lastReport >= since }
        let news = recent.filter { !$0.isOld || $0.hasGrown }
        sections = []
        var placed: Set<StoryID> = []
        // A stable sort: watches of equal severity keep the order of the configuration.
        let watches = input.watches.enumerated().sorted {
            ($0.element.severity, $1.offset) > ($1.element.severity, $0.offset)
        }.map(\.element)
        for watch in watches {
            let watched = news.filter { entry in
                !placed.contains(entry.id) && entry.matches.contains { $0.watch == watch.name }
            }.sorted(by: Entry.isHotter)
            placed.formUnion(watched.map(\.id))
            if !watched.isEmpty { sections.append(Section(watch: watch, entries: watched)) }
        }
        let unplaced = news.filter { !placed.contains($0.id) }
        let rest = unplaced.filter { !$0.isOld }.sorted(by: Entry.isWider)
        let room = max(0, input.top - placed.count)
        if room > 0, !rest.isEmpty { sections.append(Section(watch: nil, entries: Array(rest.prefix(room)))) }
        leftOut = rest.count - min(room, rest.count)
        moved = Array(unplaced.filter(\.isOld).sorted(by: Entry.isHotter).prefix(input.top))
        let quietSince = input.window.upperBound - Self.quietSpan
        ended = entries.filter { entry in
            entry.lastReport < quietSince && entry.lastReport >= since - Self.quietSpan
                && (entry.isWatched || entry.outlets >= Self.notableOutlets)
        }.sorted(by: Entry.isWider)
        let met = Set(recent.flatMap(\.matches).map(\.watch))
        silentWatches = input.watches.filter { !met.contains($0.name) }
        number()
    }

    private mutating func number() {
        var next = 1
        func take(_ entries: inout [Entry]) {
            for index in entries.indices {
                entries[index].number = next
                next += 1
            }
        }
        for section in sections.indices { take(&sections[section].entries) }
        take(&moved)
        take(&ended)
    }

    // MARK: Counts

    /// Stories that are new in the window, printed or not.
    package var newStories: Int {
        sections.reduce(0) { $0 + $1.entries.count { !$0.isOld } } + leftOut
    }

    /// Stories from before the window that grew in it, watched or not.
    package var movedStories: Int {
        sections.reduce(0) { $0 + $1.entries.count(where: \.isOld) } + moved.count
    }

    /// Every story that is printed, in order, with what it is in this digest.
    package var stories: [(entry: Entry, state: State)] {
        sections.flatMap(\.entries).map { ($0, $0.isOld ? .moved : .new) } + moved.map { ($0, .moved) }
            + ended.map { ($0, .ended) }
    }

    package enum State: String, Sendable {
        case new
        case moved
        case ended
    }
}
