package import Model

/// Everything that a digest is made of, gathered from the store; in, text out.
package struct DigestInput: Sendable {
    /// Moments at which stories count: from the reader's last digest, or as asked, until now.
    package var window: Range<Timestamp>
    package var feeds: FeedCoverage
    package var stories: [DigestStory]
    /// In order of the configuration.
    package var watches: [DigestWatch]
    /// Stories that are printed at most, watched ones counted and never left out; further ones that moved.
    package var top: Int
    package var frame: DigestFrame
    /// Those that kept something back in the window, or could have: a digest that hides them misleads.
    package var silences: [StoredSilence]

    package init(
        window: Range<Timestamp>, feeds: FeedCoverage, stories: [DigestStory], watches: [DigestWatch],
        top: Int, frame: DigestFrame, silences: [StoredSilence] = []
    ) {
        self.window = window
        self.feeds = feeds
        self.stories = stories
        self.watches = watches
        self.top = top
        self.frame = frame
        self.silences = silences
    }
}

/// How much of the configured world was seen: a digest that hides which feeds were down misleads.
package struct FeedCoverage: Sendable, Hashable {
    package var feeds: Int
    package var healthy: Int
    package var down: [Trouble]

    package struct Trouble: Sendable, Hashable {
        package var feed: String
        /// `403 forbidden`, `silent`.
        package var words: String
        package var since: Timestamp?

        package init(feed: String, words: String, since: Timestamp? = nil) {
            self.feed = feed
            self.words = words
            self.since = since
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
    /// How long it usually is from one story to the next; `nil` where too few are known.
    package var rhythm: Duration?

    package init(name: String, severity: Severity, lastMatch: Timestamp?, rhythm: Duration? = nil) {
        self.name = name
        self.severity = severity
        self.lastMatch = lastMatch
        self.rhythm = rhythm
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
    package var notes: [DigestNote]

    package init(
        id: StoryID, reports: [DigestReport], lead: ItemID, matches: [DigestMatch], notes: [DigestNote] = []
    ) {
        self.id = id
        self.reports = reports
        self.lead = lead
        self.matches = matches
        self.notes = notes
    }
}

/// What a reader who knows the story under another number has to know.
package enum DigestNote: Sendable, Hashable {
    /// That story turned out to be this one; `by` names the person who said so.
    case merged(StoryID, by: String?)
    /// It was split off that story.
    case split(from: StoryID, by: String?)
    /// That story was split off it.
    case parted(StoryID, by: String?)
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
    /// The last time that its outlet gave it another headline.
    package var headlineChange: HeadlineChange?

    package struct HeadlineChange: Sendable, Hashable {
        package var was: String
        package var at: Timestamp

        package init(was: String, at: Timestamp) {
            self.was = was
            self.at = at
        }
    }

    package init(
        item: ItemID, outlet: Outlet, language: String?, title: String, text: String, url: String?,
        time: Timestamp, firstSeen: Timestamp, copyOf: ItemID?, headlineChange: HeadlineChange? = nil
    ) {
        self.headlineChange = headlineChange
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
