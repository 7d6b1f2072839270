import Model
import Text

/// What is known of an item beside its words; values are folded when they are first asked for.
struct ItemFacts: Sendable {
    struct Value: Sendable {
        var written: String
        var folded: [UInt8]
    }

    let item: WatchedItem
    /// By field.
    private var known: [[Value]?] = Array(repeating: nil, count: MetaTerm.Field.allCases.count)

    init(_ item: WatchedItem) { self.item = item }

    /// The values of `field`; none of a field that is counted or measured.
    mutating func values(of field: MetaTerm.Field) -> [Value] {
        if let values = known[field.number] { return values }
        let values = item.values(of: field).map { Value(written: $0, folded: FoldedText.value($0)) }
        known[field.number] = values
        return values
    }

    /// What meets `meta`, in words; `nil` if nothing does.
    mutating func found(_ meta: MetaTerm) -> String? {
        switch meta.value {
        case .pattern(let pattern):
            return values(of: meta.field).first { pattern.matches($0.folded, meta.field) }?.written
        case .comparison(let comparison, let number):
            let count = meta.field == .outlets ? item.outletCount : item.languageCount
            guard let count, comparison.holds(count, number) else { return nil }
            return String(count)
        case .times(let start, let end):
            if let start, item.time < start { return nil }
            if let end, item.time >= end { return nil }
            return CivilTime.rfc3339(item.time)
        }
    }

    /// What the item has to say where a claim about `field` did not hold.
    func remark(on field: MetaTerm.Field) -> String {
        let facts: [String] =
            switch field {
            case .outlets: item.outletCount.map { [String($0)] } ?? []
            case .langs: item.languageCount.map { [String($0)] } ?? []
            case .since, .until, .date: [CivilTime.rfc3339(item.time)]
            default: item.values(of: field)
            }
        return facts.isEmpty ? "the item says nothing of it" : "it is " + facts.joined(separator: ", ")
    }
}

extension WatchedItem {
    fileprivate func values(of field: MetaTerm.Field) -> [String] {
        switch field {
        case .source: [outlet]
        case .feed: [feed]
        case .tag: tags
        case .lang: language.map { [$0] } ?? []
        case .author: authors
        case .url: url.map { [$0] } ?? []
        case .site: host.map { [$0] } ?? []
        case .cat: categories
        case .outlets, .langs, .since, .until, .date: []
        }
    }
}
