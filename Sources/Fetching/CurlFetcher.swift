package import Curl
package import Model
package import Pipeline

/// Fetches with libcurl: one conditional request, redirects by hand.
package struct CurlFetcher: Fetcher {
    private let engine: TransferEngine
    private let now: @Sendable () -> Timestamp

    /// - Parameter engine: whose thread makes the transfers; webhooks may share it.
    package init(engine: TransferEngine, now: @escaping @Sendable () -> Timestamp) {
        self.engine = engine
        self.now = now
    }

    package func fetch(_ request: FetchRequest) async throws(FetchError) -> FetchResult {
        var hop = Hop(request: request)
        for _ in 0...request.limits.redirects {
            let response = try await answer(to: hop)
            guard (300..<400).contains(response.status), response.status != 304 else {
                return try result(of: response, hop: hop)
            }
            try hop.follow(response)
        }
        throw FetchError(
            kind: .badRedirect,
            message: "more than \(request.limits.redirects) redirects, the last to \(hop.url)",
            host: hop.host)
    }

    private func answer(to hop: Hop) async throws(FetchError) -> TransferResponse {
        do throws(TransferError) {
            return try await engine.perform(try hop.transfer())
        } catch {
            throw FetchError(error, host: hop.host)
        }
    }

    private func result(of response: TransferResponse, hop: Hop) throws(FetchError) -> FetchResult {
        let headers = AnswerHeaders(response: response, now: now())
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
                    kind: .serverError, message: "304 not modified, but we did not ask whether it was",
                    status: 304, host: hop.host)
            }
            return .notModified(metadata)
        case 200, 203, 226: return .document(body: response.body, metadata)
        default: throw FetchError(response, headers: headers, host: hop.host)
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

/// Where a fetch stands on its way through redirects.
struct Hop {
    private let request: FetchRequest
    private(set) var url: String
    /// Only while every redirect so far was permanent.
    private(set) var permanentURL: String?
    private var isPermanent = true
    private var visited: Set<String>

    init(request: FetchRequest) {
        self.request = request
        url = request.url
        visited = [request.url]
    }

    var host: String? { URLParts(url)?.hostAndPort }

    /// Validators belong to the URL that gave them.
    var isConditional: Bool {
        guard let validators = request.validators else { return false }
        return validators.url == url && !validators.isEmpty
    }

    func transfer() throws(TransferError) -> TransferRequest {
        guard let parts = URLParts(url), parts.scheme == "http" || parts.scheme == "https", parts.host != nil
        else { throw TransferError(kind: .badURL, message: "no http or https address: \(url)") }
        var transfer = TransferRequest(url: Self.withoutFragment(url))
        let isHome = parts.origin == URLParts(request.url)?.origin
        transfer.headers = [
            "User-Agent: \(request.userAgent)",
            "Accept: application/atom+xml, application/rss+xml, application/feed+json, application/rdf+xml, "
                + "application/xml;q=0.9, text/xml;q=0.9, application/json;q=0.8, */*;q=0.1",
        ]
        if isHome {
            transfer.headers += request.headers
            transfer.credentials = request.credentials
        }
        if isConditional, let validators = request.validators {
            if let tag = validators.entityTag { transfer.headers.append("If-None-Match: \(tag)") }
            if let date = validators.lastModified { transfer.headers.append("If-Modified-Since: \(date)") }
        }
        transfer.proxy = request.proxy
        transfer.connectTimeout = request.limits.connectTimeout
        transfer.firstByteTimeout = request.limits.firstByteTimeout
        transfer.totalTimeout = request.limits.totalTimeout
        transfer.lowSpeedBytesPerSecond = request.limits.lowSpeedBytesPerSecond
        transfer.bodyLimit = request.limits.bodyBytes
        transfer.headerLimit = request.limits.headerBytes
        transfer.policy = ConnectPolicy(
            allowed: request.addresses.allowedPrivateBlocks.compactMap { AddressBlock($0) },
            allowsAll: request.addresses.allowsAllPrivate)
        return transfer
    }

    /// Goes where `response` sends us.
    mutating func follow(_ response: TransferResponse) throws(FetchError) {
        guard let location = response.header("location"), !location.isEmpty else {
            throw redirectError("redirect \(response.status) to nowhere", response)
        }
        guard location.utf8.count <= Self.longestLocation, let here = URLParts(url),
            let target = here.resolved(location), let there = URLParts(target)
        else { throw redirectError("redirect \(response.status) to no usable address", response) }
        guard there.scheme == "http" || there.scheme == "https" else {
            throw redirectError(
                "redirect \(response.status) to \(there.scheme ?? "no") address refused", response)
        }
        let carriesSecrets = request.credentials != nil || !request.headers.isEmpty || here.user != nil
        if here.scheme == "https", there.scheme == "http", carriesSecrets {
            throw redirectError(
                "redirect \(response.status) from https to http with credentials refused", response)
        }
        let next = Self.withoutFragment(target)
        guard visited.insert(next).inserted else {
            throw redirectError("redirects go round in a circle", response)
        }
        isPermanent = isPermanent && (response.status == 301 || response.status == 308)
        if isPermanent { permanentURL = next }
        url = next
    }

    /// Bytes of a `Location`.
    private static let longestLocation = 8192

    private func redirectError(_ message: String, _ response: TransferResponse) -> FetchError {
        FetchError(kind: .badRedirect, message: message, status: response.status, host: host)
    }

    private static func withoutFragment(_ url: String) -> String {
        url.firstIndex(of: "#").map { String(url[..<$0]) } ?? url
    }
}
