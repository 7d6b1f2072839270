import Curl
import Model

/// What a poller reads in the headers of an answer.
struct AnswerHeaders {
    let headers: TransferHeaders
    let now: Timestamp

    /// How long the answer stays fresh: `max-age` less `Age`, or `Expires` less `Date`.
    ///
    /// - Source: RFC 9111 §4.2.1, §4.2.3.
    var freshFor: Duration? {
        if let maxAge = maxAge {
            let age = headers.first("age").flatMap { Self.seconds($0) } ?? 0
            return .seconds(max(0, maxAge - age))
        }
        guard let expires = headers.first("expires").flatMap({ Self.moment($0) }) else { return nil }
        let sent = headers.first("date").flatMap { Self.moment($0) } ?? now
        return max(.zero, min(expires - sent, .seconds(Self.longestSeconds)))
    }

    /// How long the server asks us to stay away; bounded to ``shortestHold`` and ``longestHold``.
    ///
    /// - Source: RFC 9110 §10.2.3.
    var retryAfter: Duration? {
        guard let value = headers.first("retry-after") else { return nil }
        let span = Self.seconds(value).map { Duration.seconds($0) } ?? Self.moment(value).map { $0 - now }
        return span.map { min(max($0, Self.shortestHold), Self.longestHold) }
    }

    /// Zero and the past are meant as "soon", and soon is not at once.
    static let shortestHold: Duration = .seconds(1)
    /// Nobody means longer than a week.
    static let longestHold: Duration = .days(7)
    private static let longestSeconds: Int64 = 366 * 86400

    private static func moment(_ date: String) -> Timestamp? {
        TransferResponse.seconds(ofDate: date).map { Timestamp(seconds: $0) }
    }

    /// A whole number of seconds, however large.
    private static func seconds(_ text: String) -> Int64? {
        let digits = Substring(text).trimmed
        guard !digits.isEmpty, digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
        return min(Int64(digits) ?? longestSeconds, longestSeconds)
    }

    private var maxAge: Int64? {
        guard let header = headers.list("cache-control") else { return nil }
        for part in header.split(separator: ",") {
            let pair = part.split(separator: "=", maxSplits: 1)
            guard let key = pair.first, pair.count == 2, key.trimmed.lowercased() == "max-age" else {
                continue
            }
            return Self.seconds(String(pair[1].filter { $0 != "\"" }))
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
