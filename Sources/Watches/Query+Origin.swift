package import Model

/// What queries ask of an item's feed and time: before its words are looked at, it may be ruled out by them.
extension Query {
    /// False where no item of the feed that `item` tells of can meet it.
    package func mayHold(inFeedOf item: WatchedItem) -> Bool {
        var facts = ItemFacts(item)
        return root.verdict(onFeed: &facts) ?? true
    }

    /// The times of the items that can meet it.
    package var times: Range<Timestamp> { root.times }
}

extension CompiledWatch {
    /// False where no item of the feed that `item` tells of can meet it.
    package func mayHold(inFeedOf item: WatchedItem) -> Bool {
        var facts = ItemFacts(item)
        for filter in plan.filters where filter.values.allSatisfy(\.field.isOfFeed) {
            guard filter.found(in: &facts) != nil else { return false }
        }
        return plan.gate?.verdict(onFeed: &facts) ?? true
    }
}

extension MetaTerm.Field {
    /// All items of a feed have the same.
    fileprivate var isOfFeed: Bool { self == .source || self == .feed || self == .tag }
}

extension QueryNode {
    /// What the facts of its feed make of any item; `nil` where that is up to the item.
    fileprivate func verdict(onFeed facts: inout ItemFacts) -> Bool? {
        switch self {
        case .term, .near: return nil
        case .meta(let meta): return meta.field.isOfFeed ? facts.found(meta) != nil : nil
        case .not(let node): return node.verdict(onFeed: &facts).map { !$0 }
        case .all(let nodes): return Self.verdict(of: nodes, onFeed: &facts, decidedBy: false)
        case .any(let nodes): return Self.verdict(of: nodes, onFeed: &facts, decidedBy: true)
        }
    }

    private static func verdict(
        of nodes: [QueryNode], onFeed facts: inout ItemFacts, decidedBy decisive: Bool
    ) -> Bool? {
        var isCertain = true
        for node in nodes {
            switch node.verdict(onFeed: &facts) {
            case decisive: return decisive
            case nil: isCertain = false
            default: break
            }
        }
        return isCertain ? !decisive : nil
    }

    fileprivate var times: Range<Timestamp> {
        let always = Timestamp(milliseconds: .min)..<Timestamp(milliseconds: .max)
        switch self {
        case .meta(let meta):
            guard case .times(let start, let end) = meta.value else { return always }
            let lower = start ?? always.lowerBound
            return lower..<max(lower, end ?? always.upperBound)
        case .all(let nodes): return nodes.reduce(always) { $0.clamped(to: $1.times) }
        case .term, .near, .not, .any: return always
        }
    }
}
