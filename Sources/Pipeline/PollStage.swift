import Curl
package import FeedParsing
package import Model
package import Scheduling
import Text
import Watches

/// What one poll did, for the log and the progress bar.
package struct PollReport: Sendable {
    package var feed: DueFeed
    package var verdict: PollVerdict
    package var receipt: IngestReceipt
    package var warnings: [ParseWarning]
    package var isUnchanged: Bool
    /// How it ended, as far as turns are concerned.
    package var end = PollEnd.answered
    /// Why the poll was not made, where it was not.
    package var obstacle: String?
    /// Items of the document that were known as they are, and those that the feed's own filter did not let in.
    package var duplicates = 0
    package var dropped = 0
    /// False where ``batch`` is left to be stored: see ``PollStage/visit(_:hostsInLine:now:)``.
    package var isStored = true

    /// What a poll without news leaves to be stored.
    package var batch: IngestBatch {
        IngestBatch(
            feed: feed.id, state: verdict.state, changes: [],
            at: verdict.state.lastPoll ?? Timestamp(milliseconds: 0))
    }
}

/// The poll half of the line: fetch, parse, normalise, compare, ingest commit.
package struct PollStage: Sendable {
    private let fetcher: any Fetcher
    let store: any Store
    let settings: PollSettings
    private let pages: FeedPages

    /// - Parameter pause: waits between two requests for pages of one feed.
    package init(
        fetcher: any Fetcher, store: any Store, settings: PollSettings,
        pause: @escaping @Sendable (Duration) async -> Void = { try? await Task.sleep(for: $0) }
    ) {
        self.fetcher = fetcher
        self.store = store
        self.settings = settings
        pages = FeedPages(fetcher: fetcher, settings: settings, pause: pause)
    }

    /// Where tasks that poll are at home; documents are read elsewhere.
    package var executor: (any TaskExecutor)? { fetcher.executor }

    /// Where the polls of `feed` start, `host:port`: what politeness counts by.
    package static func host(of feed: DueFeed) -> String {
        let address = feed.state.address(configured: feed.settings.url)
        return URLParts(address)?.hostAndPort ?? address
    }

    /// Polls `feed` once and commits what came of it, success or failure.
    ///
    /// - Throws: what the store threw; then nothing of the poll is stored and it will be made again.
    package func poll(_ feed: DueFeed, now: @Sendable () -> Timestamp) async throws(StoreError) -> PollReport
    {
        var report = try await visit(feed, now: now)
        guard !report.isStored else { return report }
        report.receipt = try await store.commit(report.batch)
        report.isStored = true
        return report
    }

    /// The same, but where nothing has changed the commit is left to the caller, who may gather many of them: such a
    /// commit is cheap in company, and nobody waits for it.
    ///
    /// - Parameter hostsInLine: those that are asked before this feed's host is asked again.
    package func visit(
        _ feed: DueFeed, hostsInLine: Int = 0, now: @Sendable () -> Timestamp
    ) async throws(StoreError) -> PollReport {
        let result: FetchResult
        do throws(FetchError) {
            var request = settings.request(
                for: feed.settings, at: feed.state.address(configured: feed.settings.url),
                validators: feed.state.validators)
            request.hostsInLine = hostsInLine
            result = try await fetcher.fetch(request)
        } catch {
            // The daemon is coming to its end, or short of files: that is no failure of the feed, and it stays due.
            guard let cause = error.cause else {
                return PollReport(
                    feed: feed, verdict: PollVerdict(state: feed.state, hold: nil),
                    receipt: IngestReceipt(newItems: [], revisedItems: []), warnings: [], isUnchanged: true,
                    end: .undone, obstacle: error.message)
            }
            var report = try await conclude(feed, .failed(PollOutcome.Failure(error)), at: now())
            if cause == .unreachable || cause == .timeout { report.end = .unreachable }
            return report
        }
        switch result {
        case .notModified(let metadata):
            return try await conclude(
                feed, .unchanged(answer(metadata, bodyHash: feed.state.bodyHash)),
                offer: Self.offer(in: metadata, known: feed.state.offer), at: now())
        case .document(let body, let metadata):
            let moment = now()
            // Reading is work, and the thread that makes the transfers has others to serve.
            return try await withTaskExecutorPreference(globalConcurrentExecutor) {
                () async throws(StoreError) in try await take(body, metadata, of: feed, at: moment)
            }
        }
    }

    private func answer(_ metadata: FetchMetadata, bodyHash: UInt64?) -> PollOutcome.Answer {
        let validators = Validators(
            entityTag: metadata.entityTag, lastModified: metadata.lastModified, url: metadata.url)
        return PollOutcome.Answer(
            validators: validators.isEmpty ? nil : validators, bodyHash: bodyHash,
            freshFor: metadata.freshFor,
            permanentURL: metadata.permanentURL, isDocument: metadata.status != 304)
    }

    // MARK: A document

    private func take(
        _ body: [UInt8], _ metadata: FetchMetadata, of feed: DueFeed, at now: Timestamp
    ) async throws(StoreError) -> PollReport {
        // A delta is no whole body that another could be equal to.
        var answer = answer(metadata, bodyHash: metadata.isDelta ? nil : Self.hash(of: body))
        // A server without validators that sends the same bytes again has nothing new to say.
        if let hash = answer.bodyHash, hash == feed.state.bodyHash, feed.state.lastSuccess != nil {
            return try await conclude(
                feed, .unchanged(answer), offer: Self.offer(in: metadata, known: feed.state.offer), at: now)
        }
        let document = settings.document(body, metadata, of: feed.settings)
        var read: ReadDocument
        switch await Self.parse(document, limits: settings.parseLimits, now: now) {
        case .success(let parsed):
            read = await Self.drafts(of: parsed, feed: feed, settings: settings, now: now)
        case .failure(let error):
            let failure = PollOutcome.Failure(
                kind: .notAFeed, message: error.message, cause: .notAFeed, status: metadata.status)
            return try await conclude(feed, .failed(failure), at: now)
        }
        let isFirst = feed.state.lastSuccess == nil
        if isFirst, (feed.settings.pages ?? 0) > 0 {
            let older = await pages.older(
                than: read.feed, at: metadata.url, of: feed.settings, now: now)
            for page in older.pages {
                read.append(await Self.drafts(of: page, feed: feed, settings: settings, now: now))
            }
            read.feed.warnings += older.warnings
        }
        let stored = try await store.storedItems(of: feed.id, keys: read.keys)
        var changes = IngestPlan.changes(
            for: read.drafts, stored: stored, firstPoll: isFirst ? feed.settings.firstPoll : nil, now: now)
        // What only older pages still show is no news, whatever its date.
        for index in changes.indices.dropFirst(read.newest) {
            if case .new(let draft, _) = changes[index] { changes[index] = .new(draft, isQuiet: true) }
        }
        // Neither is what would be deleted by now: it was here, and is forgotten.
        if let keep = settings.keep {
            for index in changes.indices {
                if case .new(let draft, _) = changes[index],
                    let date = draft.content.published ?? draft.content.updated, date < now - keep
                {
                    changes[index] = .new(draft, isQuiet: true)
                }
            }
        }
        let reading = PollOutcome.Reading(
            newItems: changes.count { change in
                if case .new = change { true } else { false }
            }, times: read.times, hints: read.feed.hints,
            title: read.feed.title.flatMap { $0.isEmpty ? nil : $0 },
            language: read.feed.language, isTruncated: read.feed.isTruncated)
        if read.feed.isTruncated { answer.bodyHash = nil }
        var batch = IngestBatch(feed: feed.id, state: nil, changes: changes, at: now)
        if Self.isWhole(read, metadata) { batch.listed = read.newest }
        batch.withdrawn = Withdrawal.items(
            takenBackBy: read.feed, changes: changes, stored: stored, now: now)
        batch.returned = Withdrawal.returned(changes, stored: stored)
        var report = try await conclude(
            feed, .read(answer, reading), batch: batch, warnings: read.feed.warnings,
            offer: .some(Self.offer(in: metadata, read.feed, known: feed.state.offer)), at: now)
        report.duplicates =
            changes.count - report.receipt.newItems.count - report.receipt.revisedItems.count
        report.dropped = read.dropped
        return report
    }

    /// Whether what the document lacks is not in the feed: not so of half a document, a mended one, a delta, and one of which
    /// a part was not let in.
    private static func isWhole(_ read: ReadDocument, _ metadata: FetchMetadata) -> Bool {
        !read.feed.isTruncated && !metadata.isDelta && read.dropped == 0
            && !read.feed.warnings.contains { $0.code == .malformed }
    }

    private static func hash(of body: [UInt8]) -> UInt64 {
        var hash = StableHash()
        hash.combine(body)
        return hash.value
    }

    struct ReadDocument: Sendable {
        var feed: ParsedFeed
        var drafts: [ItemDraft]
        var times: [Timestamp]
        /// Drafts of the newest page, which stand first.
        var newest: Int
        /// How many the feed's own filter did not let in.
        var dropped: Int

        /// What the items are known by that it shows or takes back.
        var keys: [String] { drafts.flatMap(\.keys) + feed.withdrawn.map { Normaliser.guidKey($0.id) } }

        /// Adds the drafts of an older page that the newer ones do not show.
        mutating func append(_ page: ReadDocument) {
            let known = Set(drafts.flatMap(\.keys))
            drafts += page.drafts.filter { known.isDisjoint(with: $0.keys) }
        }
    }

    /// Parses; off the caller's thread, since it is nothing but work.
    @concurrent
    static func parse(
        _ document: Document, limits: ParseLimits, now: Timestamp
    ) async -> Result<ParsedFeed, FeedError> {
        do throws(FeedError) {
            return .success(try FeedParser.parse(document, limits: limits, now: now))
        } catch {
            return .failure(error)
        }
    }

    /// Normalises and filters what was parsed.
    @concurrent
    static func drafts(
        of parsed: ParsedFeed, feed: DueFeed, settings: PollSettings, now: Timestamp
    ) async -> ReadDocument {
        var drafts = Normaliser.drafts(of: parsed, settings: feed.settings)
        let all = drafts.count
        if let filter = settings.filters[feed.settings.name] {
            drafts = drafts.filter { filter.keeps(WatchedItem($0, feed: feed.settings, now: now)) }
        }
        let times = parsed.entries.compactMap { $0.published?.moment ?? $0.updated?.moment }
        return ReadDocument(
            feed: parsed, drafts: drafts, times: times, newest: drafts.count, dropped: all - drafts.count)
    }

    // MARK: Commit

    private func conclude(
        _ feed: DueFeed, _ outcome: PollOutcome, batch: IngestBatch? = nil, warnings: [ParseWarning] = [],
        offer: PushOffer?? = nil, at now: Timestamp
    ) async throws(StoreError) -> PollReport {
        var verdict = feed.state.after(outcome, of: feed.settings, at: now)
        if let offer { verdict.state.offer = offer }
        relax(&verdict.state, of: feed, after: outcome, at: now)
        if let hold = verdict.hold {
            // A limit that concerns the feed alone is in its own next poll.
            if HostRules.scope(of: hold.host, set: feed.settings.holdScope) == .feed {
                verdict.hold = nil
            } else {
                let host = HostRules.group(of: hold.host)
                verdict.hold = PollVerdict.Hold(host: host, until: hold.until)
                try await store.hold(host: host, until: hold.until)
            }
        }
        if case .unchanged = outcome {
            return PollReport(
                feed: feed, verdict: verdict, receipt: IngestReceipt(newItems: [], revisedItems: []),
                warnings: warnings, isUnchanged: true, isStored: false)
        }
        var batch = batch ?? IngestBatch(feed: feed.id, state: nil, changes: [], at: now)
        batch.state = verdict.state
        let receipt = try await store.commit(batch)
        return PollReport(
            feed: feed, verdict: verdict, receipt: receipt, warnings: warnings, isUnchanged: false)
    }
}

extension PollOutcome.Failure {
    fileprivate init(_ error: FetchError) {
        let kind: Kind =
            switch error.cause {
            case .gone: .gone
            case .tooManyRequests: .tooManyRequests
            case .forbidden, .refusedAddress: .refused
            default: .temporary
            }
        self.init(
            kind: kind, message: error.message, retryAfter: error.retryAfter, host: error.host,
            cause: error.cause, status: error.status)
    }
}
