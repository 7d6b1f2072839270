import CCurl

/// One request as libcurl is told to make it. Redirects are not followed.
package struct TransferRequest: Sendable {
    package var url: String
    /// Sent with POST where there is one.
    package var body: [UInt8]?
    /// `Name: value`, as they go out.
    package var headers: [String]
    /// `user:password` for basic authentication.
    package var credentials: String?
    package var proxy: String?
    package var connectTimeout: Duration
    package var firstByteTimeout: Duration
    package var totalTimeout: Duration
    /// Slower than this for 20 seconds ends the transfer.
    package var lowSpeedBytesPerSecond: Int
    /// Of the body after decoding.
    package var bodyLimit: Int
    /// Of all header lines of one answer.
    package var headerLimit: Int
    package var policy: ConnectPolicy

    package init(url: String) {
        self.url = url
        body = nil
        headers = []
        credentials = nil
        proxy = nil
        connectTimeout = .seconds(10)
        firstByteTimeout = .seconds(20)
        totalTimeout = .seconds(60)
        lowSpeedBytesPerSecond = 50
        bodyLimit = 20 << 20
        headerLimit = 256 << 10
        policy = ConnectPolicy()
    }
}

/// What came back.
package struct TransferResponse: Sendable {
    package var status: Int
    /// Of the final answer, in order, names as sent.
    package var headers: [(name: String, value: String)]
    /// Decoded.
    package var body: [UInt8]
    /// Before decoding.
    package var transferredBytes: Int
    /// From `Retry-After`, seconds or date, seen from now; `nil` where there is none, or it says nothing.
    package var retryAfter: Duration?

    /// The moment that a date of a header names, in seconds since 1970; `nil` where it names none.
    ///
    /// The corresponding C function is `curl_getdate`.
    package static func seconds(ofDate date: String) -> Int64? {
        let seconds = unsafe curl_getdate(date, nil)
        return seconds < 0 ? nil : Int64(seconds)
    }

    /// The first header called `name`, case aside.
    package func header(_ name: String) -> String? {
        headers.first { $0.name.lowercased() == name.lowercased() }?.value
    }
}

/// Why a transfer ended without an answer.
package struct TransferError: Error, Sendable, Hashable {
    package enum Kind: Sendable, Hashable {
        case unresolved
        case unreachable
        case timeout
        case tls
        /// The policy forbids the address that the name resolved to.
        case blockedAddress
        case bodyTooLarge
        case headersTooLarge
        /// The answer broke off, was no HTTP or could not be decoded.
        case broken
        case badURL
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
