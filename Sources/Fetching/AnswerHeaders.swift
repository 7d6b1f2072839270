import Curl
import Model

/// What a poller reads in the headers of an answer.
struct AnswerHeaders {
    let response: TransferResponse
    let now: Timestamp

    /// How long the answer stays fresh: `max-age` less `Age`, or `Expires` less `Date`.
    ///
    /// - Source: RFC 9111 §4.2.1, §4.2.3.
    var freshFor: Duration? {
        if let maxAge = directive("max-age").flatMap({ Int64($0) }) {
            let age = response.header("age").flatMap { Int64($0.filter(\.isNumber)) } ?? 0
            return .seconds(max(0, min(maxAge, Self.longestSeconds) - min(max(0, age), Self.longestSeconds)))
        }
        guard let expires = response.header("expires").flatMap({ Self.moment($0) }) else {
            return nil
        }
        let sent = response.header("date").flatMap { Self.moment($0) } ?? now
        return max(.zero, min(expires - sent, .seconds(Self.longestSeconds)))
    }

    /// How long the server asks us to stay away; bounded to ``shortestHold`` and ``longestHold``.
    ///
    /// - Source: RFC 9110 §10.2.3.
    var retryAfter: Duration? {
        guard response.header("retry-after") != nil, let span = response.retryAfter else { return nil }
        return min(max(span, Self.shortestHold), Self.longestHold)
    }

    /// Zero and the past are meant as "soon", and soon is not at once.
    static let shortestHold: Duration = .seconds(1)
    /// Nobody means longer than a week.
    static let longestHold: Duration = .days(7)
    private static let longestSeconds: Int64 = 366 * 86400

    private static func moment(_ date: String) -> Timestamp? {
        TransferResponse.seconds(ofDate: date).map { Timestamp(seconds: $0) }
    }

    private func directive(_ name: String) -> String? {
        guard let header = response.header("cache-control") else { return nil }
        for part in header.split(separator: ",") {
            let pair = part.split(separator: "=", maxSplits: 1)
            guard let key = pair.first, pair.count == 2,
                key.trimmed.lowercased() == name
            else { continue }
            return String(pair[1].trimmed.filter { $0 != "\"" })
        }
        return nil
    }
}

extension Substring {
    fileprivate var trimmed: Substring {
        var text = self
        while let first = text.first, first.isWhitespace { text.removeFirst() }
        while let last = text.last, last.isWhitespace { text.removeLast() }
        return text
    }
}
