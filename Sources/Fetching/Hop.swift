import Curl
import Model
import Pipeline

/// Where a fetch stands on its way through redirects.
struct Hop {
    private let request: FetchRequest
    private let policy: ConnectPolicy
    /// Without fragment and without the name and password that an address may carry.
    private(set) var url: String
    private(set) var hostAndPort: String?
    /// Only while every redirect so far was permanent.
    private(set) var permanentURL: String?
    private var isPermanent = true
    private var visited: Set<String>
    /// Scheme, host and port of `url`, and of the address that the user configured.
    private var origin: String?
    private let homeOrigin: String?
    private let credentials: String?
    /// Of the time that the whole poll may take.
    private var timeLeft: Duration

    /// Statuses that send us on. 300 and 305 do not: one offers a choice, the other a proxy.
    static let redirects: Set<Int> = [301, 302, 303, 307, 308]

    /// - Parameter policy: what `request.addresses` come to.
    init(_ request: FetchRequest, policy: ConnectPolicy) throws(FetchError) {
        self.request = request
        self.policy = policy
        guard let parts = WebURL(request.url) else {
            throw FetchError(
                cause: .badURL, message: "\(URLParts.shown(request.url)) is no http or https address")
        }
        url = parts.url
        hostAndPort = parts.hostAndPort
        origin = parts.origin
        visited = [parts.url]
        timeLeft = request.limits.totalTimeout
        let home = request.home.map { $0 == request.url ? parts : WebURL($0) } ?? parts
        homeOrigin = home?.origin
        credentials = request.credentials ?? home?.credentials
    }

    var isRedirected: Bool { visited.count > 1 }

    /// Validators belong to the URL that gave them.
    var isConditional: Bool {
        guard let validators = request.validators else { return false }
        return validators.url == url && !validators.isEmpty
    }

    /// The ETag that goes out.
    var entityTag: String? { isConditional ? request.validators?.entityTag : nil }

    /// Whether the request offers to take a delta.
    var takesDelta: Bool { request.takesDelta && entityTag != nil }

    func transfer() throws(TransferError) -> TransferRequest {
        var transfer = TransferRequest(url: url)
        transfer.headers = ["User-Agent: \(request.userAgent)", Self.accept]
        if origin == homeOrigin {
            transfer.headers += request.headers
            transfer.credentials = credentials
            transfer.authorityFile = request.authorityFile
            transfer.certificateFile = request.certificateFile
            transfer.keyFile = request.keyFile
        }
        if isConditional, let validators = request.validators {
            if let tag = validators.entityTag { transfer.headers.append("If-None-Match: \(tag)") }
            if let date = validators.lastModified { transfer.headers.append("If-Modified-Since: \(date)") }
        }
        if takesDelta { transfer.headers.append("A-IM: feed") }
        transfer.proxy = request.proxy
        transfer.connectTimeout = request.limits.connectTimeout
        transfer.firstByteTimeout = request.limits.firstByteTimeout
        transfer.totalTimeout = timeLeft
        transfer.lowSpeedBytesPerSecond = request.limits.lowSpeedBytesPerSecond
        transfer.lowSpeedTime = request.limits.lowSpeedTime
        transfer.bodyLimit = request.limits.bodyBytes
        transfer.headerLimit = request.limits.headerBytes
        transfer.headerLineLimit = request.limits.headerLineBytes
        transfer.headerCountLimit = request.limits.headers
        transfer.policy = policy
        transfer.hostsInLine = request.hostsInLine
        if request.proxy != nil { try checkBehindProxy(transfer.policy) }
        return transfer
    }

    /// A proxy connects to whatever it is told: the least is not to tell it addresses that we would refuse.
    private func checkBehindProxy(_ policy: ConnectPolicy) throws(TransferError) {
        guard let host = URLParts(url)?.host else { return }
        let bare = host.hasPrefix("[") ? String(host.dropFirst().dropLast()) : host
        let isLocalName = bare == "localhost" || bare.hasSuffix(".localhost")
        let address = AddressBlock.address(isLocalName ? "127.0.0.1" : bare)
        guard let address, !policy.permits(address) else { return }
        throw TransferError(
            kind: .blockedAddress, message: "an address outside the public network, which is not allowed")
    }

    private static let accept =
        "Accept: application/atom+xml, application/rss+xml, application/feed+json, application/rdf+xml, "
        + "application/xml;q=0.9, text/xml;q=0.9, application/json;q=0.8, */*;q=0.1"

    // MARK: Redirects

    /// Goes where `response` sends us.
    mutating func follow(_ response: TransferResponse) throws(FetchError) {
        guard let location = response.header("location"), !location.isEmpty else {
            throw redirectError("leads nowhere: it names no address", response)
        }
        guard location.utf8.count <= Self.longestLocation else {
            throw redirectError("names an address of more than \(Self.longestLocation) bytes", response)
        }
        guard let target = URLParts(url)?.resolved(location), let there = URLParts(target) else {
            throw redirectError("names no usable address", response)
        }
        guard let scheme = there.scheme, scheme == "http" || scheme == "https" else {
            throw redirectError("to a \(there.scheme ?? "nameless") address refused", response)
        }
        let carriesSecrets =
            origin == homeOrigin
            && (credentials != nil || !request.headers.isEmpty || request.certificateFile != nil)
        if carriesSecrets, url.hasPrefix("https:"), scheme == "http" {
            throw redirectError("from https to http with credentials refused", response)
        }
        guard let next = WebURL(target) else { throw redirectError("names no usable address", response) }
        guard visited.insert(next.url).inserted else {
            throw redirectError("goes round in a circle", response)
        }
        timeLeft = max(timeLeft - response.elapsed, Self.shortestTime)
        isPermanent = isPermanent && (response.status == 301 || response.status == 308)
        if isPermanent { permanentURL = next.url }
        url = next.url
        origin = next.origin
        hostAndPort = next.hostAndPort
    }

    /// What a hop has even where those before it took all the time: none at all would mean no bound.
    private static let shortestTime: Duration = .milliseconds(100)
    /// Bytes of a `Location`.
    private static let longestLocation = 8192

    private func redirectError(_ words: String, _ response: TransferResponse) -> FetchError {
        FetchError(
            cause: .badRedirect,
            message: "the redirect (\(response.status)) of \(hostAndPort ?? "the server") \(words)",
            status: response.status, host: hostAndPort)
    }
}

/// An http or https address as it is asked for: what identifies the document, apart from what opens it.
struct WebURL {
    let url: String
    let origin: String
    let hostAndPort: String
    /// `user:password`, where the address carries them.
    let credentials: String?

    init?(_ text: String) {
        let typed = text.firstIndex(of: "#").map { String(text[..<$0]) } ?? text
        guard let parts = URLParts(typed), let scheme = parts.scheme, scheme == "http" || scheme == "https",
            let host = parts.asciiHost
        else { return nil }
        credentials = parts.user.map {
            "\(URLParts.decoded($0)):\(parts.password.map { URLParts.decoded($0) } ?? "")"
        }
        // As typed, but for what no request line may hold.
        let isPlain = typed.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F }
        if isPlain, credentials == nil {
            url = typed
        } else {
            guard let encoded = parts.urlWithoutCredentials else { return nil }
            url = encoded
        }
        let hostAndPort = URLParts.hostAndPort(scheme: scheme, host: host, port: parts.port)
        origin = "\(scheme)://\(hostAndPort)"
        self.hostAndPort = hostAndPort
    }
}
