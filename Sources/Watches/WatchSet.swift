package import Model
import Text

/// All watches, asked together.
///
/// The words of all watches are found in one pass over an item; then only the watches are asked that the item has
/// a required word of, and those of which no word is required (`source:kcna* lang:ko`).
package struct WatchSet: Sendable {
    package let watches: [CompiledWatch]
    /// The watches' queries with literals numbered for all of them together.
    private let gates: [QueryNode?]
    private let scores: [ScoreLine?]
    private let index: LiteralIndex
    /// By literal: the watches that may match once it stands in an item.
    private let awaiting: [[Int]]
    /// Watches that are asked about every item.
    private let always: [Int]
    private let limits: QueryLimits

    package init(_ watches: [CompiledWatch], limits: QueryLimits = .standard) {
        self.watches = watches
        self.limits = limits
        var numbers = LiteralNumbers()
        var gates: [QueryNode?] = []
        var scores: [ScoreLine?] = []
        var awaiting: [[Int]] = []
        var always: [Int] = []
        for (place, watch) in watches.enumerated() {
            let renumbered = watch.literals.map { numbers.number(of: $0) }
            let renumber: (QueryNode) -> QueryNode = { node in
                node.mapTerms { term in
                    var term = term
                    term.literals = term.literals.map { renumbered[$0] }
                    return term
                }
            }
            let gate = watch.gate.map(renumber)
            let score = watch.score.map { line in
                ScoreLine(entries: line.entries.map { .init(node: renumber($0.node), weight: $0.weight) })
            }
            gates.append(gate)
            scores.append(score)
            awaiting += Array(repeating: [], count: numbers.literals.count - awaiting.count)
            guard let required = Self.required(gate, score, threshold: watch.settings.threshold) else {
                always.append(place)
                continue
            }
            for literal in required { awaiting[literal].append(place) }
        }
        self.gates = gates
        self.scores = scores
        self.awaiting = awaiting
        self.always = always
        index = LiteralIndex(numbers.literals)
    }

    /// The watches that `item` meets at `now`, in their order.
    package func matches(in item: WatchedItem, now: Timestamp) -> [WatchMatch] {
        var evaluation = Evaluation(item: item, occurrences: Occurrences(of: index, in: item), limits: limits)
        var candidates = Set(always)
        for literal in evaluation.occurrences.literals { candidates.formUnion(awaiting[literal]) }
        return candidates.sorted().compactMap { place in
            let watch = watches[place]
            guard watch.isOpen(to: item, now: now) else { return nil }
            return watch.match(gate: gates[place], score: scores[place], &evaluation)
        }
    }

    private static func required(_ gate: QueryNode?, _ score: ScoreLine?, threshold: Int?) -> Set<Int>? {
        let byGate = gate.flatMap(\.requiredLiterals)
        // A threshold of zero or less is reached by nothing at all.
        let byScore = (threshold ?? 0) > 0 ? score.flatMap(\.requiredLiterals) : nil
        guard let byGate, let byScore else { return byGate ?? byScore }
        return byGate.count <= byScore.count ? byGate : byScore
    }
}
