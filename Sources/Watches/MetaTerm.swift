import Model
import Text

/// A claim about an item's origin, labels, time or story.
struct MetaTerm: Hashable, Sendable {
    enum Field: String, Hashable, Sendable, CaseIterable {
        case source
        case feed
        case tag
        case lang
        case author
        case url
        case site
        case cat
        case outlets
        case langs
        case since
        case until
        case date

        var isOfStory: Bool { self == .outlets || self == .langs }
        var isOfTime: Bool { self == .since || self == .until || self == .date }

        /// From 0 on.
        var number: Int {
            switch self {
            case .source: 0
            case .feed: 1
            case .tag: 2
            case .lang: 3
            case .author: 4
            case .url: 5
            case .site: 6
            case .cat: 7
            case .outlets: 8
            case .langs: 9
            case .since: 10
            case .until: 11
            case .date: 12
            }
        }
    }

    enum Value: Hashable, Sendable {
        case pattern(ValuePattern)
        case comparison(Comparison, Int)
        /// Not before the first, before the second.
        case times(Timestamp?, Timestamp?)
    }

    enum Comparison: String, Hashable, Sendable, CaseIterable {
        case atLeast = ">="
        case atMost = "<="
        case above = ">"
        case below = "<"

        func holds(_ left: Int, _ right: Int) -> Bool {
            switch self {
            case .atLeast: left >= right
            case .atMost: left <= right
            case .above: left > right
            case .below: left < right
            }
        }
    }

    var field: Field
    var value: Value
    /// With the field, as in the query.
    var written: String

    /// A guess at the share of items that meet it.
    var frequency: Double {
        switch field {
        case .source, .feed, .site, .cat: 0.05
        case .author: 0.01
        case .tag, .url: 0.1
        case .lang, .outlets, .langs: 0.25
        case .since, .until, .date: 0.5
        }
    }
}

/// A folded value in which `*` stands for anything.
struct ValuePattern: Hashable, Sendable {
    /// What stands between the asterisks; one part where there are none.
    private let parts: [[UInt8]]

    init(_ text: String) {
        parts = text.split(separator: "*", omittingEmptySubsequences: false).map { part in
            // White space beside an asterisk is part of the pattern: folding trims it.
            let folded = FoldedText.value(String(part))
            let before: [UInt8] = part.first == " " && !folded.isEmpty ? [0x20] : []
            let after: [UInt8] = part.last == " " && !folded.isEmpty ? [0x20] : []
            return before + folded + after
        }
    }

    /// An asterisk and nothing else, or nothing at all.
    var isEmpty: Bool { parts.allSatisfy(\.isEmpty) }

    /// What the value has to be, where it has no asterisk.
    var whole: [UInt8]? { parts.count == 1 ? parts[0] : nil }

    /// - Parameter value: Folded.
    func matches(_ value: [UInt8], _ field: MetaTerm.Field) -> Bool {
        if matches(value) { return true }
        guard parts.count == 1 else { return false }
        switch field {
        // `en` is also `en-GB`, `tass.ru` also `www.tass.ru`.
        case .lang: return value.starts(with: parts[0] + [UInt8(ascii: "-")])
        case .site: return value.suffix(parts[0].count + 1).elementsEqual([UInt8(ascii: ".")] + parts[0])
        default: return false
        }
    }

    private func matches(_ value: [UInt8]) -> Bool {
        guard let first = parts.first, let last = parts.last, parts.count > 1 else {
            return value == parts.first
        }
        guard value.count >= first.count + last.count, value.starts(with: first),
            value.suffix(last.count).elementsEqual(last)
        else { return false }
        var rest = value[first.count..<(value.count - last.count)]
        for part in parts.dropFirst().dropLast() where !part.isEmpty {
            guard let start = Self.firstIndex(of: part, in: rest) else { return false }
            rest = rest[(start + part.count)...]
        }
        return true
    }

    private static func firstIndex(of part: [UInt8], in value: ArraySlice<UInt8>) -> Int? {
        guard value.count >= part.count else { return nil }
        return (value.startIndex...(value.endIndex - part.count)).first { start in
            value[start] == part[0] && value[start..<(start + part.count)].elementsEqual(part)
        }
    }
}
