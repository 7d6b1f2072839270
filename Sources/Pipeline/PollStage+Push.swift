package import FeedParsing
package import Model
import Scheduling

/// A document as a hub sent it.
package struct PushedDocument: Sendable, Hashable {
    package var body: [UInt8]
    package var contentType: String?

    package init(body: [UInt8], contentType: String?) {
        self.body = body
        self.contentType = contentType
    }
}

/// What one push did.
package struct PushReport: Sendable, Hashable {
    package var receipt: IngestReceipt
    package var warnings: [ParseWarning]
    /// What is wrong with the document, where it was of no use.
    package var problem: String?
}

/// The second way in: documents that hubs push go through the same line as those that were polled.
extension PollStage {
    /// Parses, normalises, compares and commits what a hub sent.
    ///
    /// Items are added and revised, never removed, and what is known from polling stays as it is: the document came
    /// from another address than its validators. Items that are known already are known again.
    /// - Throws: what the store threw; then nothing of the push is stored, and the hub has to send it again.
    package func push(
        _ document: PushedDocument, to target: PushTarget, at now: Timestamp
    ) async throws(StoreError) -> PushReport {
        let subscription = target.subscription
        let feed = DueFeed(
            id: subscription.feed, settings: target.settings, state: FeedState(), subscription: subscription)
        var metadata = FetchMetadata(status: 200, url: subscription.topic)
        metadata.contentType = document.contentType
        let parsed = await Self.parse(
            settings.document(document.body, metadata, of: target.settings), limits: settings.parseLimits,
            now: now)
        var batch = IngestBatch(
            feed: feed.id, state: nil, changes: [], pushedBy: subscription.id, at: now)
        switch parsed {
        case .success(let parsed):
            let found = await Self.drafts(of: parsed, feed: feed, settings: settings, now: now)
            let stored = try await store.storedItems(of: feed.id, keys: found.keys)
            batch.changes = IngestPlan.changes(for: found.drafts, stored: stored, firstPoll: nil, now: now)
            batch.withdrawn = Withdrawal.items(
                takenBackBy: found.feed, changes: batch.changes, stored: stored, now: now)
            batch.returned = Withdrawal.returned(batch.changes, stored: stored)
            return PushReport(
                receipt: try await store.commit(batch), warnings: found.feed.warnings, problem: nil)
        case .failure(let error):
            return PushReport(
                receipt: IngestReceipt(newItems: [], revisedItems: []), warnings: [], problem: error.message)
        }
    }

    // MARK: What polls have to do with it

    /// Who pushes `feed`: what the answer's headers say goes before what the document says.
    ///
    /// A document that broke off, or that holds only what is new, may name its hub in what is missing: what was known
    /// stays.
    /// - Source: WebSub §4.
    static func offer(in metadata: FetchMetadata, _ feed: ParsedFeed, known: PushOffer?) -> PushOffer? {
        let hubs = metadata.links.hubs.isEmpty ? feed.hubs : metadata.links.hubs
        let usable = hubs.filter { isWebAddress($0) }
        guard !usable.isEmpty else { return feed.isTruncated || metadata.isDelta ? known : nil }
        let topic = metadata.links.topic ?? feed.relations["self"] ?? metadata.url
        return PushOffer(hubs: usable, topic: isWebAddress(topic) ? topic : metadata.url)
    }

    /// Who pushes a feed whose document is as it was: what the answer's headers say, where they name a hub; `nil` for
    /// no other word than before.
    static func offer(in metadata: FetchMetadata, known: PushOffer?) -> PushOffer?? {
        let usable = metadata.links.hubs.filter { isWebAddress($0) }
        guard !usable.isEmpty else { return nil }
        let topic = metadata.links.topic ?? known?.topic ?? metadata.url
        return .some(PushOffer(hubs: usable, topic: isWebAddress(topic) ? topic : metadata.url))
    }

    /// Bytes of a hub's or topic's address.
    private static let longestAddress = 2048

    private static func isWebAddress(_ url: String) -> Bool {
        let lower = url.prefix(8).lowercased()
        return url.utf8.count <= longestAddress && (lower.hasPrefix("http://") || lower == "https://")
            && url.utf8.allSatisfy { $0 > 0x20 && $0 != 0x7F }
    }

    /// Puts the next poll off while pushes come.
    func relax(_ state: inout FeedState, of feed: DueFeed, after outcome: PollOutcome, at now: Timestamp) {
        guard let pace = settings.pushPace, let subscription = feed.subscription,
            subscription.isTrusted(at: now), let planned = state.nextPoll, state.error == nil
        else { return }
        // What a poll finds that no push has brought says that pushes get lost.
        if case .read(_, let reading) = outcome, reading.newItems > 0 { return }
        state.nextPoll = Interval.relaxed(
            planned, after: now, pace: pace, settings: feed.settings, hints: state.hints)
    }
}
