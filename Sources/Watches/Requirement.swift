/// Things of which any item that meets a query has at least one: what an index looks for.
struct Requirement: Sendable {
    enum Thing: Hashable, Sendable {
        case literal(Int, QueryNode.Scope)
        case meta(MetaTerm)
    }

    var things: Set<Thing>
    /// A guess at the share of items that have one of them.
    var frequency: Double

    static func rarest(of requirements: [Requirement]) -> Requirement? {
        requirements.min { $0.isRarer(than: $1) }
    }

    func isRarer(than other: Requirement) -> Bool {
        (frequency, things.count) < (other.frequency, other.things.count)
    }

    static func any(of requirements: [Requirement]) -> Requirement {
        requirements.dropFirst().reduce(requirements.first ?? Requirement(things: [], frequency: 0)) {
            Requirement(things: $0.things.union($1.things), frequency: $0.frequency + $1.frequency)
        }
    }
}

extension QueryNode {
    /// What an item that meets the node must all have, one thing of each; nothing where nothing is sure.
    func requirements(_ literals: LiteralTable) -> [Requirement] {
        switch self {
        case .term(let term): return [term.requirement(literals)]
        case .meta(let meta): return [Requirement(things: [.meta(meta)], frequency: meta.frequency)]
        case .not: return []
        case .all(let nodes): return nodes.flatMap { $0.requirements(literals) }
        case .any(let nodes):
            let all = nodes.compactMap { $0.requirement(literals) }
            return all.count == nodes.count ? [Requirement.any(of: all)] : []
        case .near(let first, let steps):
            return ([first] + steps.map(\.operand)).flatMap { $0.requirements(literals) }
        }
    }

    /// The rarest of them; `nil` where nothing is sure.
    func requirement(_ literals: LiteralTable) -> Requirement? {
        Requirement.rarest(of: requirements(literals))
    }
}

extension QueryNode.Term {
    fileprivate func requirement(_ table: LiteralTable) -> Requirement {
        // An item is in one language: of a list in five only the names in its script count.
        var sums: [Int: Double] = [:]
        for literal in literals { sums[table[literal].family, default: 0] += table[literal].frequency }
        let sum = sums.values.max() ?? 0
        return Requirement(
            things: Set(literals.map { .literal($0, scope) }),
            // Titles have about a tenth of an item's words.
            frequency: scope == .title ? sum / 5 : sum)
    }
}

extension ScoreLine {
    /// A step towards a threshold: an entry holds, or holds in the title too, which adds its weight once more.
    private struct Gain {
        var entry: Int
        var isInTitle: Bool
        /// `nil` where nothing is sure.
        var requirement: Requirement?
        var weight: Int

        var frequency: Double { requirement?.frequency ?? .infinity }
    }

    /// Things of which any item that reaches `threshold` has one.
    ///
    /// Gains that together cannot reach it need not be looked for: a name whose weight is not enough by itself is
    /// looked for in titles only. Which to leave out is tried in two orders, the most frequent first and the most
    /// frequent for their weight first, and the rarer rest is taken.
    func requirement(_ literals: LiteralTable, threshold: Int) -> Requirement? {
        // Nothing at all reaches such a threshold.
        guard threshold > 0 else { return nil }
        let gains = gains(literals)
        let orders: [(Gain) -> Double] = [{ $0.frequency }, { $0.frequency / Double($0.weight) }]
        let rests = orders.compactMap { order in
            Self.rest(of: gains.sorted { order($0) > order($1) }, below: threshold)
        }
        return Requirement.rarest(of: rests)
    }

    private func gains(_ literals: LiteralTable) -> [Gain] {
        var gains: [Gain] = []
        for (number, entry) in entries.enumerated() where entry.weight > 0 {
            gains.append(
                Gain(
                    entry: number, isInTitle: false, requirement: entry.node.requirement(literals),
                    weight: entry.weight))
            guard entry.hasTerms else { continue }
            gains.append(
                Gain(
                    entry: number, isInTitle: true,
                    requirement: entry.node.titleOnly.requirement(literals), weight: entry.weight))
        }
        return gains
    }

    /// What is needed of `gains` when as many of the first as stay below `threshold` together are left out; `nil` where
    /// that cannot be told.
    private static func rest(of gains: [Gain], below threshold: Int) -> Requirement? {
        var left = threshold - 1
        var needed: [Gain] = []
        for gain in gains {
            if gain.weight <= left {
                left -= gain.weight
            } else {
                needed.append(gain)
            }
        }
        // What holds in the title holds anywhere.
        let anywhere = Set(needed.filter { !$0.isInTitle }.map(\.entry))
        needed.removeAll { $0.isInTitle && anywhere.contains($0.entry) }
        let requirements = needed.compactMap(\.requirement)
        return requirements.count == needed.count ? Requirement.any(of: requirements) : nil
    }
}
