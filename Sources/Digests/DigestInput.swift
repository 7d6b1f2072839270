package import Model

/// Everything that a digest is made of, gathered from the store; in, text out.
package struct DigestInput: Sendable {
    /// Moments at which stories count: from the reader's last digest, or as asked, until now.
    package var window: Range<Timestamp>
    package var feeds: FeedCoverage
    package var stories: [DigestStory]
    /// In order of the configuration.
    package var watches: [DigestWatch]
    /// Stories of the unwatched rest that are printed at most.
    package var top: Int
    /// Command lines that lead on, for the last line; program name and options included.
    package var hints: [String]

    package init(
        window: Range<Timestamp>, feeds: FeedCoverage, stories: [DigestStory], watches: [DigestWatch],
        top: Int, hints: [String]
    ) {
        self.window = window
        self.feeds = feeds
        self.stories = stories
        self.watches = watches
        self.top = top
        self.hints = hints
    }
}

/// How much of the configured world was seen: a digest that hides which feeds were down misleads.
package struct FeedCoverage: Sendable, Hashable {
    package var feeds: Int
    package var healthy: Int
    /// Name and trouble in words, `403 since 09:12`.
    package var down: [Trouble]

    package struct Trouble: Sendable, Hashable {
        package var feed: String
        package var words: String

        package init(feed: String, words: String) {
            self.feed = feed
            self.words = words
        }
    }

    package init(feeds: Int, healthy: Int, down: [Trouble]) {
        self.feeds = feeds
        self.healthy = healthy
        self.down = down
    }
}

/// A watch as a digest shows it.
package struct DigestWatch: Sendable, Hashable {
    package var name: String
    package var severity: Severity
    /// When it last matched anything; `nil` for never.
    package var lastMatch: Timestamp?

    package init(name: String, severity: Severity, lastMatch: Timestamp?) {
        self.name = name
        self.severity = severity
        self.lastMatch = lastMatch
    }
}

/// A story with its reports, as much as a digest prints.
package struct DigestStory: Sendable, Hashable {
    package var id: StoryID
    /// In order of arrival.
    package var reports: [DigestReport]
    package var lead: ItemID
    /// Watches that matched, with the evidence of the first match.
    package var matches: [DigestMatch]

    package init(id: StoryID, reports: [DigestReport], lead: ItemID, matches: [DigestMatch]) {
        self.id = id
        self.reports = reports
        self.lead = lead
        self.matches = matches
    }
}

package struct DigestMatch: Sendable, Hashable {
    package var watch: String
    package var evidence: [Evidence]

    package init(watch: String, evidence: [Evidence]) {
        self.watch = watch
        self.evidence = evidence
    }
}

package struct DigestReport: Sendable, Hashable {
    package var item: ItemID
    package var outlet: Outlet
    /// BCP 47 primary tag.
    package var language: String?
    package var title: String
    package var text: String
    package var url: String?
    /// As published, never later than first seen.
    package var time: Timestamp
    package var firstSeen: Timestamp
    /// The report that it is a copy of.
    package var copyOf: ItemID?

    package init(
        item: ItemID, outlet: Outlet, language: String?, title: String, text: String, url: String?,
        time: Timestamp, firstSeen: Timestamp, copyOf: ItemID?
    ) {
        self.item = item
        self.outlet = outlet
        self.language = language
        self.title = title
        self.text = text
        self.url = url
        self.time = time
        self.firstSeen = firstSeen
        self.copyOf = copyOf
    }
}
