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
        requirements.min { ($0.frequency, $0.things.count) < ($1.frequency, $1.things.count) }
    }

    static func any(of requirements: [Requirement]) -> Requirement {
        requirements.dropFirst().reduce(requirements.first ?? Requirement(things: [], frequency: 0)) {
            Requirement(things: $0.things.union($1.things), frequency: $0.frequency + $1.frequency)
        }
    }
}

extension QueryNode {
    /// The rarest things of which any item that meets the node has one; `nil` where nothing is sure.
    func requirement(_ literals: LiteralTable) -> Requirement? {
        switch self {
        case .term(let term): return term.requirement(literals)
        case .meta(let meta): return Requirement(things: [.meta(meta)], frequency: meta.frequency)
        case .not: return nil
        case .all(let nodes): return Requirement.rarest(of: nodes.compactMap { $0.requirement(literals) })
        case .any(let nodes):
            let all = nodes.compactMap { $0.requirement(literals) }
            return all.count == nodes.count ? Requirement.any(of: all) : nil
        case .near(let first, let steps):
            let operands = [first] + steps.map(\.operand)
            return Requirement.rarest(of: operands.compactMap { $0.requirement(literals) })
        }
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
    /// Things of which any item that reaches `threshold` has one.
    ///
    /// Terms that together cannot reach it need not be looked for. Which to leave out is tried in two orders, the most
    /// frequent first and the most frequent for their weight first, and the rarer rest is taken.
    func requirement(_ literals: LiteralTable, threshold: Int) -> Requirement? {
        // Nothing at all reaches such a threshold.
        guard threshold > 0 else { return nil }
        let terms = entries.filter { $0.most > 0 }.map { entry in
            (requirement: entry.node.requirement(literals), most: entry.most)
        }
        let orders: [((requirement: Requirement?, most: Int)) -> Double] = [
            { $0.requirement?.frequency ?? .infinity },
            { ($0.requirement?.frequency ?? .infinity) / Double($0.most) },
        ]
        let rests = orders.compactMap { order in
            var left = threshold - 1
            var needed: [Requirement] = []
            for term in terms.sorted(by: { order($0) > order($1) }) {
                if term.most <= left {
                    left -= term.most
                } else if let requirement = term.requirement {
                    needed.append(requirement)
                } else {
                    return nil as Requirement?
                }
            }
            return Requirement.any(of: needed)
        }
        return Requirement.rarest(of: rests)
    }
}
