package import Pipeline

/// The way out for webhooks: one request to one address, without following redirects.
///
/// Implemented by libcurl in the daemon and by a script in tests.
package protocol WebhookTransport: Sendable {
    /// - Throws: in words, where there was no answer; they must not hold the address, which may be a secret.
    func post(_ request: WebhookRequest) async throws(WebhookTransportError) -> WebhookResponse
}

/// One request, ready to go.
package struct WebhookRequest: Hashable, Sendable {
    /// `POST` or `PUT`.
    package var method: String
    package var url: String
    /// `Name: value`, in order.
    package var headers: [String]
    package var body: [UInt8]
    /// For all of it, from looking up the name to the end of the answer.
    package var timeout: Duration
    package var addresses: AddressPolicy

    package init(
        method: String = "POST", url: String, headers: [String], body: [UInt8], timeout: Duration,
        addresses: AddressPolicy
    ) {
        self.method = method
        self.url = url
        self.headers = headers
        self.body = body
        self.timeout = timeout
        self.addresses = addresses
    }
}

/// What came back.
package struct WebhookResponse: Hashable, Sendable {
    package var status: Int
    /// From `Retry-After`, seconds or date, seen from now.
    package var retryAfter: Duration?
    /// The beginning of the body; receivers say there what they did not like.
    package var excerpt: [UInt8]

    /// So many bytes of a body are worth keeping.
    package static let excerptLimit = 1024

    package init(status: Int, retryAfter: Duration? = nil, excerpt: [UInt8] = []) {
        self.status = status
        self.retryAfter = retryAfter
        self.excerpt = excerpt
    }
}

/// Why there was no answer.
package struct WebhookTransportError: Error, Hashable, Sendable {
    package var message: String

    package init(message: String) { self.message = message }
}
