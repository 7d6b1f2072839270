package import Model
package import Pipeline
package import Platform

/// An actor over one connection; it answers the questions of ``StoreReader``, whether it writes as well or not.
package protocol DatabaseActor: QueueActor, StoreReader {
    var database: Database { get }
}

extension DatabaseActor {
    package func feeds() throws(StoreError) -> [StoredFeed] { try database.feeds() }

    package func stories(_ filter: StoryFilter, limit: Int) throws(StoreError) -> [StoryDossier] {
        try database.stories(filter, limit: limit)
    }

    /// Stories with a report since `moment`.
    package func storyCount(since moment: Timestamp) throws(StoreError) -> Int {
        try database.storyCount(since: moment)
    }

    package func story(_ id: StoryID) throws(StoreError) -> StoryDetail? { try database.detail(of: id) }

    package func stories(firstSeenIn window: Range<Timestamp>) throws(StoreError) -> [StoryDetail] {
        try database.stories(firstSeenIn: window)
    }

    package func alerts(onlyFailed: Bool, limit: Int) throws(StoreError) -> [StoredAlert] {
        try database.alerts(onlyFailed: onlyFailed, limit: limit)
    }

    package func alert(_ id: AlertID) throws(StoreError) -> StoredAlert? { try database.alert(id) }

    package func notices(onlyFailed: Bool, limit: Int) throws(StoreError) -> [StoredNotice] {
        try database.notices(onlyFailed: onlyFailed, limit: limit)
    }

    package func silences(in window: Range<Timestamp>) throws(StoreError) -> [StoredSilence] {
        try database.silences(in: window)
    }

    package func notice(_ id: FeedNoticeID) throws(StoreError) -> StoredNotice? { try database.notice(id) }

    package func candidates(_ narrowing: SearchNarrowing) throws(StoreError) -> [ItemID] {
        try database.candidates(narrowing)
    }

    package func reports(of items: [ItemID]) throws(StoreError) -> [Report] {
        try database.reports(of: items)
    }

    package func briefReports(of items: [ItemID]) throws(StoreError) -> [Report] {
        try database.briefReports(of: items)
    }

    package func briefReports(in story: StoryID) throws(StoreError) -> [Report] {
        try database.briefReports(in: story)
    }

    package func activity(
        of watches: [String], since: Timestamp
    ) throws(StoreError) -> [String: WatchActivity] {
        try database.activity(of: watches, since: since)
    }

    package func feedWatchMarks() throws(StoreError) -> [String: Timestamp] { try database.feedWatchMarks() }

    package func toldSilences(by watch: String) throws(StoreError) -> Set<WatchSilence> {
        try database.toldSilences(by: watch)
    }

    package func digestIssues(
        of digest: String?, onlyFailed: Bool, limit: Int
    ) throws(StoreError) -> [StoredIssue] {
        try database.digestIssues(of: digest, onlyFailed: onlyFailed, limit: limit)
    }

    package func digestIssue(_ id: DigestIssueID) throws(StoreError) -> StoredIssue? {
        try database.digestIssue(id)
    }

    package func lastDigest(of reader: String) throws(StoreError) -> Timestamp? {
        try database.lastDigest(of: reader)
    }

    package func figures() throws(StoreError) -> StoreFigures { try database.figures() }

    package func gauges(openSince moment: Timestamp) throws(StoreError) -> StoreGauges {
        try database.gauges(openSince: moment)
    }
}
