import Curl
import Pipeline

extension FetchError {
    /// What a transfer that gave no answer means.
    init(_ error: TransferError, host: String?) {
        let name = host ?? "the server"
        switch error.kind {
        case .unresolved: self.init(kind: .unreachable, message: "\(name) has no address", host: host)
        case .unreachable: self.init(kind: .unreachable, message: "\(name) does not answer", host: host)
        case .connectTimeout, .firstByteTimeout:
            self.init(kind: .timeout, message: "\(name) does not answer: \(error.message)", host: host)
        case .tooSlow, .totalTimeout:
            self.init(kind: .timeout, message: "\(name) is too slow: \(error.message)", host: host)
        case .tls:
            self.init(kind: .tls, message: "no trusted connection to \(name): \(error.message)", host: host)
        case .blockedAddress:
            self.init(
                kind: .refusedAddress,
                message: "\(name): \(error.message); see allow-private-addresses", host: host)
        case .bodyTooLarge, .headersTooLarge:
            self.init(
                kind: .tooLarge, message: "the answer of \(name) is too large: \(error.message)", host: host)
        case .broken:
            self.init(
                kind: .brokenBody, message: "the answer of \(name) is broken: \(error.message)", host: host)
        case .badURL: self.init(kind: .badURL, message: error.message, host: host)
        case .cancelled: self.init(kind: .cancelled, message: "cancelled", host: host)
        case .other: self.init(kind: .unreachable, message: "\(name): \(error.message)", host: host)
        }
    }

    /// What an answer without a document means.
    init(_ response: TransferResponse, headers: AnswerHeaders, host: String?) {
        let status = response.status
        let name = host ?? "the server"
        // Nobody else says when to come back.
        let retryAfter = status == 429 || status == 503 ? headers.retryAfter : nil
        let kind: Kind
        var words: String
        switch status {
        case 401: (kind, words) = (.forbidden, "401 unauthorized: \(name) wants credentials")
        case 403: (kind, words) = (.forbidden, "403 forbidden by \(name)")
        case 407: (kind, words) = (.serverError, "407: the proxy before \(name) wants credentials")
        case 404: (kind, words) = (.notFound, "404 not found at \(name)")
        case 410: (kind, words) = (.gone, "410 gone: \(name) says it will not come back")
        case 429: (kind, words) = (.tooManyRequests, "429 too many requests to \(name)")
        case 503: (kind, words) = (.serverError, "503 \(name) is not available")
        default: (kind, words) = (.serverError, "\(status) from \(name)")
        }
        if response.header("cf-mitigated")?.lowercased() == "challenge" {
            words += "; it wants a browser (Cloudflare challenge): ask the site to let feed readers in"
        }
        if let span = retryAfter { words += ", asks to wait \(span.components.seconds) s" }
        self.init(kind: kind, message: words, status: status, retryAfter: retryAfter, host: host)
    }
}
