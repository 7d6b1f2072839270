/// The shape in which a webhook writes its requests.
package enum WebhookFormat: String, Hashable, Sendable, Codable, CaseIterable {
    /// Standard Webhooks: signed, with an id that repeated attempts share.
    case standard
    case slack
    case discord
    case matrix
    case teams
    case cloudevents
}

/// At most so many deliveries in any span of this length: `20/min`.
package struct RateLimit: Hashable, Sendable, Codable, CustomStringConvertible {
    package var count: Int
    package var span: Duration

    package init(count: Int, span: Duration) {
        self.count = count
        self.span = span
    }

    /// More than this is no limit.
    private static let largestCount = 100_000

    private static let units: [(word: Substring, span: Duration)] = [
        ("s", .seconds(1)), ("min", .minutes(1)), ("h", .hours(1)), ("d", .days(1)),
    ]

    /// Reads `1/s`, `20/min`, `100/h` or `500/d`; `nil` for anything else.
    package init?(_ text: String) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2, parts[0].utf8.allSatisfy({ (0x30...0x39).contains($0) }),
            let count = Int(parts[0]), (1...Self.largestCount).contains(count),
            let unit = Self.units.first(where: { $0.word == parts[1] })
        else { return nil }
        self.init(count: count, span: unit.span)
    }

    package var description: String {
        let unit = Self.units.first { $0.span == span }?.word ?? "\(span)"
        return "\(count)/\(unit)"
    }
}
