package import FeedParsing
package import Model

/// What one visit to an address finds, without storing anything.
package struct FeedProbe: Sendable {
    package let metadata: FetchMetadata
    /// Bytes of the body as decoded.
    package let bodyBytes: Int
    package let outcome: Outcome

    /// What the document is.
    package enum Outcome: Sendable {
        case feed(ParsedFeed)
        case noFeed(FeedError)
    }

    /// Visits `feed` once, as its poll would if it had never been polled.
    ///
    /// - Throws: what stood in the way of an answer; a document that is no feed is an outcome.
    package static func visit(
        _ feed: FeedSettings, by fetcher: any Fetcher, settings: PollSettings, now: Timestamp
    ) async throws(FetchError) -> FeedProbe {
        let request = settings.request(for: feed, at: feed.url, validators: nil)
        guard case .document(let body, let metadata) = try await fetcher.fetch(request) else {
            // Nobody asked for it, and the fetcher has refused it already.
            throw FetchError(cause: .serverError, message: "304 not modified, unasked", status: 304)
        }
        let document = settings.document(body, metadata, of: feed)
        let outcome: Outcome
        do throws(FeedError) {
            outcome = .feed(try FeedParser.parse(document, limits: settings.parseLimits, now: now))
        } catch {
            outcome = .noFeed(error)
        }
        return FeedProbe(metadata: metadata, bodyBytes: body.count, outcome: outcome)
    }
}
