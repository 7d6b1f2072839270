/// The name of a silence: six letters and digits.
package struct SilenceID: Hashable, Sendable, Codable, CustomStringConvertible, LosslessStringConvertible {
    package let description: String

    package init?(_ description: String) {
        let text = description.uppercased()
        guard text.utf8.count == Self.length, text.utf8.allSatisfy({ Self.letters.contains($0) }) else {
            return nil
        }
        self.description = text
    }

    /// The name that `bytes`, which are random, give.
    package init(random bytes: [UInt8]) {
        let letters = (0..<Self.length).map { index in
            Self.letters[bytes.isEmpty ? 0 : Int(bytes[index % bytes.count]) % Self.letters.count]
        }
        description = String(decoding: letters, as: UTF8.self)
    }

    private static let length = 6
    /// Crockford's: no letter looks like a digit.
    private static let letters = Array("0123456789ABCDEFGHJKMNPQRSTVWXYZ".utf8)
}

/// That nobody is to be told of what meets all its matchers, from one moment to another.
package struct Silence: Hashable, Sendable, Codable {
    package var id: SilenceID
    /// At least one; all have to be met.
    package var matchers: [Matcher]
    package var author: String?
    package var comment: String
    package var start: Timestamp
    /// The first moment at which it is over; earlier than planned where somebody ended it.
    package var end: Timestamp
    /// Who ended it before its time.
    package var endedBy: String?

    package init(
        id: SilenceID, matchers: [Matcher], author: String?, comment: String, start: Timestamp,
        end: Timestamp,
        endedBy: String? = nil
    ) {
        self.id = id
        self.matchers = matchers
        self.author = author
        self.comment = comment
        self.start = start
        self.end = end
        self.endedBy = endedBy
    }

    package func isActive(at moment: Timestamp) -> Bool { start <= moment && moment < end }

    /// What an alert has to be like: `watch=putin-kim`.
    package struct Matcher: Hashable, Sendable, Codable, CustomStringConvertible {
        package var field: Field
        package var value: String

        package enum Field: String, Hashable, Sendable, Codable, CaseIterable {
            /// Of that watch.
            case watch
            /// Of that story, whatever became one with it.
            case story
            /// Of a story that feeds of that name alone report.
            case feed
            /// Of a story that this outlet alone reports.
            case outlet
            /// Of a story with a headline that meets the query.
            case query
        }

        package init(_ field: Field, _ value: String) {
            self.field = field
            self.value = value
        }

        package var description: String { "\(field.rawValue)=\(value)" }
    }

    /// Why an alert was kept back, for people: `silence 7F3K2Q of anna: press pool`.
    package var words: String {
        "silence \(id)" + (author.map { " of \($0)" } ?? "") + (comment.isEmpty ? "" : ": \(comment)")
    }
}

/// A silence and what it did.
package struct StoredSilence: Sendable, Hashable {
    package var silence: Silence
    /// Revisions of alerts that it kept back on some route.
    package var alerts: Int

    package init(silence: Silence, alerts: Int) {
        self.silence = silence
        self.alerts = alerts
    }
}

/// What a person asks of those who tell: a silence, its end, or that an alert go out again.
package struct AlertRequest: Hashable, Sendable, Codable {
    package enum Wish: Hashable, Sendable, Codable {
        case silence(Silence)
        case expire(SilenceID)
        /// Over one route, or over all that it should have taken.
        case resend(AlertID, route: String?)
    }

    package var wish: Wish
    package var by: String?

    package init(_ wish: Wish, by: String?) {
        self.wish = wish
        self.by = by
    }
}
