package import Model

/// The port through which documents come in.
package protocol Fetcher: Sendable {
    /// Asks once for one feed.
    ///
    /// - Throws: what stood in the way, with what to do about it.
    func fetch(_ request: FetchRequest) async throws(FetchError) -> FetchResult

    /// Where tasks that fetch are at home, the thread that makes the transfers say: it spares them two changes of thread
    /// for each. What runs there has to be short.
    var executor: (any TaskExecutor)? { get }
}

extension Fetcher {
    /// Anywhere.
    package var executor: (any TaskExecutor)? { nil }
}

/// One conditional request.
package struct FetchRequest: Sendable, Hashable {
    package var url: String
    /// Sent only where `url` (or the hop that a redirect leads to) is the one that gave them.
    package var validators: Validators?
    package var userAgent: String
    /// Extra headers, `Name: value`; dropped when a redirect leaves the origin.
    package var headers: [String]
    /// `user:password`; dropped when a redirect leaves the origin.
    package var credentials: String?
    /// The address as configured: headers, credentials and certificates go to its scheme, host and port only, also where
    /// `url` is the address that the feed moved to. `nil`: `url` is it.
    package var home: String?
    package var proxy: String?
    /// PEM files: authorities instead of the system's, a certificate to show, its key; for the home origin only.
    package var authorityFile: String?
    package var certificateFile: String?
    package var keyFile: String?
    /// Whether a delta may be asked for where there is an ETag to ask with (RFC 3229).
    package var takesDelta: Bool
    package var limits: FetchLimits
    package var addresses: AddressPolicy
    /// Hosts that will be asked before this one is asked again: a connection is not kept for longer than it lasts.
    package var hostsInLine: Int

    package init(
        url: String, validators: Validators? = nil, userAgent: String, headers: [String] = [],
        credentials: String? = nil, proxy: String? = nil, limits: FetchLimits = FetchLimits(),
        addresses: AddressPolicy = AddressPolicy()
    ) {
        self.url = url
        self.validators = validators
        self.userAgent = userAgent
        self.headers = headers
        self.credentials = credentials
        home = nil
        self.proxy = proxy
        authorityFile = nil
        certificateFile = nil
        keyFile = nil
        takesDelta = false
        hostsInLine = 0
        self.limits = limits
        self.addresses = addresses
    }
}

/// Bounds of one fetch, each a setting.
package struct FetchLimits: Sendable, Hashable {
    package var connectTimeout: Duration = .seconds(10)
    package var firstByteTimeout: Duration = .seconds(20)
    package var totalTimeout: Duration = .seconds(60)
    /// A transfer slower than this for ``lowSpeedTime`` ends.
    package var lowSpeedBytesPerSecond = 50
    /// Whole seconds.
    package var lowSpeedTime: Duration = .seconds(20)
    /// Of the body after decoding.
    package var bodyBytes = 20 << 20
    /// Of all header lines together.
    package var headerBytes = 256 << 10
    /// Of one header line.
    package var headerLineBytes = 64 << 10
    /// Header lines of one answer.
    package var headers = 200
    package var redirects = 10

    package init() {}
}

/// Which addresses may be connected to, checked after resolution on every hop.
package struct AddressPolicy: Sendable, Hashable {
    /// CIDR blocks outside the public network that are allowed, `127.0.0.1/32` say.
    package var allowedPrivateBlocks: [String]
    package var allowsAllPrivate: Bool

    package init(allowedPrivateBlocks: [String] = [], allowsAllPrivate: Bool = false) {
        self.allowedPrivateBlocks = allowedPrivateBlocks
        self.allowsAllPrivate = allowsAllPrivate
    }
}

/// What a server answered.
package enum FetchResult: Sendable {
    case notModified(FetchMetadata)
    case document(body: [UInt8], FetchMetadata)
}

/// What came with an answer besides its body.
package struct FetchMetadata: Sendable, Hashable {
    package var status: Int
    /// Where the answer came from in the end.
    package var url: String
    /// Where the unbroken run of permanent redirects (301, 308) from the start leads; `nil` without any.
    package var permanentURL: String?
    package var contentType: String?
    package var entityTag: String?
    package var lastModified: String?
    /// Cache-Control max-age less Age, or Expires less Date, where stated.
    package var freshFor: Duration?
    /// Who pushes the document, as the answer's `Link` headers say; addresses are absolute.
    package var links: PushLinks
    /// Bytes on the wire.
    package var transferredBytes: Int
    /// The document holds only what is new since the validators that were sent (226).
    package var isDelta: Bool

    package init(status: Int, url: String) {
        self.status = status
        self.url = url
        permanentURL = nil
        contentType = nil
        entityTag = nil
        lastModified = nil
        freshFor = nil
        links = PushLinks()
        transferredBytes = 0
        isDelta = false
    }
}

/// What `Link` headers, or a document, say of hubs and of the feed's own address.
package struct PushLinks: Sendable, Hashable {
    package var hubs: [String]
    /// `rel="self"`.
    package var topic: String?

    package init(hubs: [String] = [], topic: String? = nil) {
        self.hubs = hubs
        self.topic = topic
    }
}

/// Why a fetch failed and what follows from it.
package struct FetchError: Error, Sendable, Hashable {
    /// `nil` where the poll was not made, which is no failure of the feed: it was cancelled, or no file could be opened.
    package var cause: TroubleCause?
    /// In words, with the status code, host or limit concerned; for `feeds` and the journal.
    package var message: String
    package var status: Int?
    package var retryAfter: Duration?
    /// `host:port` of the hop that failed, where it is known.
    package var host: String?

    package init(
        cause: TroubleCause?, message: String, status: Int? = nil, retryAfter: Duration? = nil,
        host: String? = nil
    ) {
        self.cause = cause
        self.message = message
        self.status = status
        self.retryAfter = retryAfter
        self.host = host
    }
}
