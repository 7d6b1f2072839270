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

    /// What of `item` meets it, in words; `nil` if nothing does.
    func found(in item: WatchedItem) -> String? {
        switch value {
        case .pattern(let pattern):
            return values(of: item).first { pattern.matches($0, field) }
        case .comparison(let comparison, let number):
            let count = field == .outlets ? item.outletCount : item.languageCount
            guard let count, comparison.holds(count, number) else { return nil }
            return String(count)
        case .times(let start, let end):
            if let start, item.time < start { return nil }
            if let end, item.time >= end { return nil }
            return CivilTime.rfc3339(item.time)
        }
    }

    func values(of item: WatchedItem) -> [String] {
        switch field {
        case .source: [item.outlet]
        case .feed: [item.feed]
        case .tag: item.tags
        case .lang: item.language.map { [$0] } ?? []
        case .author: item.authors
        case .url: item.url.map { [$0] } ?? []
        case .site: item.host.map { [$0] } ?? []
        case .cat: item.categories
        case .outlets, .langs, .since, .until, .date: []
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

    func matches(_ text: String, _ field: MetaTerm.Field) -> Bool {
        let value = FoldedText.value(text)
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
