import Curl
import FeedParsing
import Model
import Scheduling

/// Older pages of a feed, which its first poll reads where the user wants them.
///
/// Bounded in number, one at a time with a pause between, on the server that gave the feed and nowhere else.
/// - Source: RFC 5005 §3 (`next`), §4 (`prev-archive`).
struct FeedPages: Sendable {
    private let fetcher: any Fetcher
    private let settings: PollSettings
    /// Waits for the pause between two requests.
    private let pause: @Sendable (Duration) async -> Void

    init(fetcher: any Fetcher, settings: PollSettings, pause: @escaping @Sendable (Duration) async -> Void) {
        self.fetcher = fetcher
        self.settings = settings
        self.pause = pause
    }

    /// The pages before `first`, the newest of them first; fewer than the user wants where one cannot be had, and then a
    /// warning why.
    func older(
        than first: ParsedFeed, at url: String, of feed: FeedSettings, now: Timestamp
    ) async -> (pages: [ParsedFeed], warnings: [ParseWarning]) {
        var pages: [ParsedFeed] = []
        var visited: Set<String> = [url]
        var page = first
        let origin = URLParts(url)?.origin
        while pages.count < feed.pages ?? 0, !Task.isCancelled {
            guard let link = page.relations["prev-archive"] ?? page.relations["next"] else { break }
            guard visited.insert(link).inserted, let parts = URLParts(link), parts.origin == origin else {
                break
            }
            await pause(HostRules.pause(of: parts.hostAndPort ?? "", set: settings.hostPause))
            do throws(FetchError) {
                let request = settings.request(for: feed, at: link, validators: nil)
                guard case .document(let body, let metadata) = try await fetcher.fetch(request) else { break }
                page = try await Self.parse(
                    settings.document(body, metadata, of: feed), limits: settings.parseLimits, now: now
                ).get()
                pages.append(page)
            } catch {
                let message = "older pages end after \(pages.count): \(error.message)"
                return (pages, [ParseWarning(code: .pageMissing, message: message)])
            }
        }
        return (pages, [])
    }

    @concurrent
    private static func parse(
        _ document: Document, limits: ParseLimits, now: Timestamp
    ) async -> Result<ParsedFeed, FetchError> {
        do throws(FeedError) {
            return .success(try FeedParser.parse(document, limits: limits, now: now))
        } catch {
            return .failure(FetchError(cause: .brokenBody, message: error.message))
        }
    }
}
