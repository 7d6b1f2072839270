package import Curl
package import Model
package import Pipeline
import Synchronization

/// Fetches with libcurl: one conditional request, redirects by hand.
package struct CurlFetcher: Fetcher {
    private let engine: TransferEngine
    private let files = FileFetch()
    private let policies = PolicyCache()
    private let now: @Sendable () -> Timestamp

    /// - Parameter engine: whose thread makes the transfers; webhooks may share it.
    package init(engine: TransferEngine, now: @escaping @Sendable () -> Timestamp) {
        self.engine = engine
        self.now = now
    }

    package var executor: (any TaskExecutor)? { engine.executor }

    package func fetch(_ request: FetchRequest) async throws(FetchError) -> FetchResult {
        // Only what the user wrote is a file: redirects and lists of feeds are held to http and https.
        if let path = FileFetch.path(of: request.url) { return try await files.fetch(path, request) }
        var hop = try Hop(request, policy: policies.policy(for: request.addresses))
        for _ in 0...request.limits.redirects {
            let response = try await answer(to: hop)
            guard Hop.redirects.contains(response.status) else { return try result(of: response, hop: hop) }
            try hop.follow(response)
        }
        throw FetchError(
            cause: .badRedirect,
            message: "more than \(request.limits.redirects) redirects, the last to \(hop.url)",
            host: hop.hostAndPort)
    }

    private func answer(to hop: Hop) async throws(FetchError) -> TransferResponse {
        do throws(TransferError) {
            return try await engine.perform(try hop.transfer())
        } catch {
            throw FetchError(error, host: hop.hostAndPort, isRedirected: hop.isRedirected)
        }
    }

    private func result(of response: TransferResponse, hop: Hop) throws(FetchError) -> FetchResult {
        let headers = AnswerHeaders(headers: response.headers, now: now())
        var metadata = FetchMetadata(status: response.status, url: hop.url)
        metadata.permanentURL = hop.permanentURL
        metadata.contentType = response.header("content-type")
        metadata.entityTag = Self.validator(response.header("etag"))
        metadata.lastModified = Self.validator(response.header("last-modified"))
        metadata.freshFor = headers.freshFor
        metadata.links = PushLinks(response, at: hop.url)
        metadata.transferredBytes = response.transferredBytes
        switch response.status {
        case 304:
            guard hop.isConditional else {
                throw FetchError(
                    cause: .serverError, message: "304 not modified, but we did not ask whether it was",
                    status: 304, host: hop.hostAndPort)
            }
            return .notModified(metadata)
        case 226:
            try checkDelta(response, hop: hop)
            metadata.isDelta = true
            return .document(body: response.body, metadata)
        case 200, 203: return .document(body: response.body, metadata)
        default: throw FetchError(response, headers: headers, host: hop.hostAndPort)
        }
    }

    /// A delta is what we asked for, against what we have, or it is of no use.
    ///
    /// - Source: RFC 3229 §10.4.1, §10.5.2.
    private func checkDelta(_ response: TransferResponse, hop: Hop) throws(FetchError) {
        let manipulations = response.headers.list("im")?.lowercased().filter { $0 != " " } ?? ""
        let base = response.header("delta-base")
        let isOurs = base == nil || base == hop.entityTag
        guard hop.takesDelta, manipulations == "feed", isOurs else {
            throw FetchError(
                cause: .brokenBody, message: "226 with a delta that was not asked for", status: 226,
                host: hop.hostAndPort)
        }
    }

    /// A validator that can be sent back: one line, not absurdly long.
    private static func validator(_ value: String?) -> String? {
        guard let value, !value.isEmpty, value.utf8.count <= longestValidator,
            !value.utf8.contains(where: { $0 < 0x20 && $0 != 0x09 || $0 == 0x7F })
        else { return nil }
        return value
    }

    /// Bytes.
    private static let longestValidator = 4096
}

/// The policy asked for last: nearly all feeds have the same one, and reading its blocks takes a while.
private final class PolicyCache: Sendable {
    private let last = Mutex<(addresses: AddressPolicy, policy: ConnectPolicy)?>(nil)

    func policy(for addresses: AddressPolicy) -> ConnectPolicy {
        last.withLock { last in
            if let last, last.addresses == addresses { return last.policy }
            let policy = ConnectPolicy(
                allowed: addresses.allowedPrivateBlocks.compactMap { AddressBlock($0) },
                allowsAll: addresses.allowsAllPrivate)
            last = (addresses, policy)
            return policy
        }
    }
}
