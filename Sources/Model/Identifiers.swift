/// The number of a feed in the store.
package struct FeedID: Hashable, Sendable, Codable {
    package let rawValue: Int64

    package init(_ rawValue: Int64) { self.rawValue = rawValue }
}

/// The number of an item in the store; items are numbered in the order in which they were ingested.
package struct ItemID: Hashable, Sendable, Codable, Comparable {
    package let rawValue: Int64

    package init(_ rawValue: Int64) { self.rawValue = rawValue }

    package static func < (left: ItemID, right: ItemID) -> Bool { left.rawValue < right.rawValue }
}

/// The number of a delivery in the store.
package struct DeliveryID: Hashable, Sendable, Codable {
    package let rawValue: Int64

    package init(_ rawValue: Int64) { self.rawValue = rawValue }
}

/// A story, named after the item that opened it, so that placing the same items twice gives the same stories.
package struct StoryID: Hashable, Sendable, Codable, Comparable {
    package let rawValue: Int64

    package init(_ rawValue: Int64) { self.rawValue = rawValue }

    /// The story that `item` opens.
    package init(openedBy item: ItemID) { self.rawValue = item.rawValue }

    package static func < (left: StoryID, right: StoryID) -> Bool { left.rawValue < right.rawValue }
}

extension StoryID: CustomStringConvertible, LosslessStringConvertible {
    /// Six characters of Crockford's base 32 for people, `7F3K2Q` say.
    ///
    /// Neighbouring numbers are spread over the whole range by an odd factor, so that a mistyped letter names no
    /// other story. Numbers of 2³⁰ and more take twelve characters.
    package var description: String {
        let isShort = rawValue >= 0 && rawValue < 1 << 30
        let (bits, factor) = isShort ? (UInt64(30), Self.shortFactor) : (UInt64(60), Self.longFactor)
        let spread = (UInt64(bitPattern: rawValue) &* factor) & (1 << bits - 1)
        return String(
            decoding: stride(from: Int(bits) - 5, through: 0, by: -5).map { shift in
                Self.alphabet[Int(spread >> UInt64(shift)) & 31]
            }, as: UTF8.self)
    }

    /// Reads what ``description`` wrote; letters of either case, `O` as 0, `I` and `L` as 1.
    package init?(_ description: String) {
        let letters = Array(description.utf8)
        guard letters.count == 6 || letters.count == 12 else { return nil }
        var spread: UInt64 = 0
        for letter in letters {
            guard let digit = Self.digit(of: letter) else { return nil }
            spread = spread << 5 | digit
        }
        let isShort = letters.count == 6
        let inverse = isShort ? Self.shortInverse : Self.longInverse
        let value = (spread &* inverse) & (1 << (isShort ? 30 : 60) - 1)
        guard isShort || value >= 1 << 30 else { return nil }
        self.init(Int64(value))
    }

    private static let alphabet = Array("0123456789ABCDEFGHJKMNPQRSTVWXYZ".utf8)
    private static let shortFactor: UInt64 = 0x2545_F491
    private static let longFactor: UInt64 = 0x09E3_779B_97F4_A7C1
    private static let shortInverse = inverse(of: shortFactor)
    private static let longInverse = inverse(of: longFactor)

    /// The factor that undoes `factor` modulo 2⁶⁴, by Newton's iteration (the number of right bits doubles).
    private static func inverse(of factor: UInt64) -> UInt64 {
        var inverse = factor
        for _ in 0..<6 { inverse = inverse &* (2 &- factor &* inverse) }
        return inverse
    }

    private static func digit(of letter: UInt8) -> UInt64? {
        let upper = letter >= 0x61 && letter <= 0x7A ? letter - 32 : letter
        switch upper {
        case UInt8(ascii: "O"): return 0
        case UInt8(ascii: "I"), UInt8(ascii: "L"): return 1
        default: return alphabet.firstIndex(of: upper).map { UInt64($0) }
        }
    }
}

/// An alert, named after its watch and story: there is never a second one for the two.
package struct AlertID: Hashable, Sendable, Codable, CustomStringConvertible, LosslessStringConvertible {
    package let watch: String
    package let story: StoryID

    package init(watch: String, story: StoryID) {
        self.watch = watch
        self.story = story
    }

    /// `watch/story`, `putin-kim/7F3K2Q` say.
    package var description: String { "\(watch)/\(story)" }

    package init?(_ description: String) {
        let parts = description.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2, !parts[0].isEmpty, let story = StoryID(String(parts[1])) else { return nil }
        self.init(watch: String(parts[0]), story: story)
    }
}
