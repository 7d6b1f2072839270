import Curl
import Model
import Pipeline

extension FetchError {
    /// What a transfer that gave no answer means.
    ///
    /// - Parameter isRedirected: `host` is not where the poll began.
    init(_ error: TransferError, host: String?, isRedirected: Bool) {
        let name = (isRedirected ? "redirected to " : "") + (host ?? "the server")
        switch error.kind {
        case .unresolved:
            self.init(cause: .unreachable, message: "\(name) has no address: \(error.message)", host: host)
        case .unreachable:
            self.init(cause: .unreachable, message: "\(name) does not answer: \(error.message)", host: host)
        case .connectTimeout, .firstByteTimeout:
            self.init(cause: .timeout, message: "\(name) does not answer: \(error.message)", host: host)
        case .tooSlow, .totalTimeout:
            self.init(cause: .timeout, message: "\(name) is too slow: \(error.message)", host: host)
        case .tls:
            self.init(cause: .tls, message: "no trusted connection to \(name): \(error.message)", host: host)
        case .blockedAddress:
            self.init(
                cause: .refusedAddress,
                message: "\(name): \(error.message); see allow-private-addresses", host: host)
        case .bodyTooLarge:
            self.init(
                cause: .tooLarge, message: "the document of \(name) is too large: \(error.message)",
                host: host)
        case .headersTooLarge:
            self.init(
                cause: .headersTooLarge, message: "the answer of \(name) is too large: \(error.message)",
                host: host)
        case .broken:
            self.init(
                cause: .brokenBody, message: "the answer of \(name) is broken: \(error.message)", host: host)
        case .badURL: self.init(cause: .badURL, message: error.message, host: host)
        case .noFreeFile, .cancelled: self.init(cause: nil, message: error.message, host: host)
        case .other: self.init(cause: .unreachable, message: "\(name): \(error.message)", host: host)
        }
    }

    /// What an answer without a document means.
    init(_ response: TransferResponse, headers: AnswerHeaders, host: String?) {
        let status = response.status
        let name = host ?? "the server"
        // Nobody else says when to come back.
        let retryAfter = status == 429 || status == 503 ? headers.retryAfter : nil
        let cause: TroubleCause
        var words: String
        switch status {
        case 401: (cause, words) = (.forbidden, "401 unauthorized: \(name) wants credentials")
        case 403: (cause, words) = (.forbidden, "403 forbidden by \(name)")
        case 407: (cause, words) = (.serverError, "407: the proxy before \(name) wants credentials")
        case 404: (cause, words) = (.notFound, "404 not found at \(name)")
        case 410: (cause, words) = (.gone, "410 gone: \(name) says it will not come back")
        case 429: (cause, words) = (.tooManyRequests, "429 too many requests to \(name)")
        case 503: (cause, words) = (.serverError, "503 unavailable: \(name) cannot answer now")
        case 400..<500: (cause, words) = (.serverError, "\(status): \(name) does not take the request")
        case 500...: (cause, words) = (.serverError, "\(status): an error within \(name)")
        default: (cause, words) = (.serverError, "\(status) from \(name), without a document")
        }
        if response.header("cf-mitigated")?.lowercased() == "challenge" {
            words += "; only browsers pass its Cloudflare challenge"
        }
        if let span = retryAfter { words += ", asks to wait \(span.components.seconds) s" }
        self.init(cause: cause, message: words, status: status, retryAfter: retryAfter, host: host)
    }
}
