import CCurl

/// One request as libcurl is told to make it. Redirects are not followed.
package struct TransferRequest: Sendable {
    package var url: String
    /// Instead of GET or, with a body, POST.
    package var method: String?
    /// Sent with POST where there is one.
    package var body: [UInt8]?
    /// `Name: value`, as they go out.
    package var headers: [String]
    /// `user:password` for basic authentication.
    package var credentials: String?
    /// Through which the request goes; never one that the environment names.
    package var proxy: String?
    /// PEM file with the authorities that are trusted instead of the system's.
    package var authorityFile: String?
    /// PEM files of a certificate that the client shows, and of its key where that is a file of its own.
    package var certificateFile: String?
    package var keyFile: String?
    package var connectTimeout: Duration
    package var firstByteTimeout: Duration
    package var totalTimeout: Duration
    /// Slower than this for ``lowSpeedTime`` ends the transfer.
    package var lowSpeedBytesPerSecond: Int
    /// Whole seconds.
    package var lowSpeedTime: Duration
    /// Of the body after decoding.
    package var bodyLimit: Int
    /// Bytes of all header lines of one answer.
    package var headerLimit: Int
    /// Bytes of one header line.
    package var headerLineLimit: Int
    /// Header lines of one answer.
    package var headerCountLimit: Int
    package var policy: ConnectPolicy
    /// Hosts that will be asked before this one is asked again. Where they are as many as the connections that are kept, this
    /// one's is closed with the answer.
    package var hostsInLine: Int

    package init(url: String) {
        self.url = url
        method = nil
        body = nil
        headers = []
        credentials = nil
        proxy = nil
        authorityFile = nil
        certificateFile = nil
        keyFile = nil
        connectTimeout = .seconds(10)
        firstByteTimeout = .seconds(20)
        totalTimeout = .seconds(60)
        lowSpeedBytesPerSecond = 50
        lowSpeedTime = .seconds(20)
        bodyLimit = 20 << 20
        headerLimit = 256 << 10
        headerLineLimit = 64 << 10
        headerCountLimit = 200
        policy = ConnectPolicy()
        hostsInLine = 0
    }
}

/// What came back.
package struct TransferResponse: Sendable {
    package var status: Int
    /// Of the final answer.
    package var headers: TransferHeaders
    /// Decoded; empty where the answer is no success and broke off.
    package var body: [UInt8]
    /// Before decoding.
    package var transferredBytes: Int
    /// From `Retry-After`, seconds or date, seen from now; `nil` where there is none, or it says nothing.
    package var retryAfter: Duration?
    /// From the start to the last byte.
    package var elapsed: Duration

    /// The moment that a date of a header names, in seconds since 1970; `nil` where it names none.
    ///
    /// The corresponding C function is `curl_getdate`.
    package static func seconds(ofDate date: String) -> Int64? {
        let seconds = unsafe curl_getdate(date, nil)
        return seconds < 0 ? nil : Int64(seconds)
    }

    /// The first header called `name`, case aside.
    package func header(_ name: String) -> String? { headers.first(name) }
}

/// Why a transfer ended without an answer.
package struct TransferError: Error, Sendable, Hashable {
    package enum Kind: Sendable, Hashable {
        case unresolved
        case unreachable
        /// Nobody took the connection in time, or the name was not found in time.
        case connectTimeout
        /// The server took the request and said nothing in time.
        case firstByteTimeout
        /// Bytes came, but too few of them.
        case tooSlow
        /// The whole took longer than it may.
        case totalTimeout
        case tls
        /// The policy forbids the address that the name resolved to.
        case blockedAddress
        case bodyTooLarge
        case headersTooLarge
        /// The answer broke off, was no HTTP or could not be decoded.
        case broken
        case badURL
        /// The process has as many files open as it may, and none was closed in time.
        case noFreeFile
        case cancelled
        case other
    }

    package var kind: Kind
    /// libcurl's number, 0 where the transfer ended for a reason of ours.
    package var code: Int
    package var message: String

    package init(kind: Kind, code: Int = 0, message: String) {
        self.kind = kind
        self.code = code
        self.message = message
    }
}
