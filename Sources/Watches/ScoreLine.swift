import Text

/// The weighted terms of a watch by score.
struct ScoreLine: Sendable {
    struct Entry: Sendable {
        let node: QueryNode
        let weight: Int
        /// Words of it can stand in the title, which counts double.
        let hasTerms: Bool

        init(node: QueryNode, weight: Int) {
            self.node = node
            self.weight = weight
            hasTerms = !node.terms.isEmpty
        }

        /// The most that it can add: twice its weight for words in the title.
        var most: Int { max(0, hasTerms ? weight * 2 : weight) }
    }

    let entries: [Entry]

    /// The most that an item can reach: every positive term in its title.
    let highest: Int

    init(entries: [Entry]) {
        self.entries = entries
        highest = entries.reduce(0) { $0 + $1.most }
    }
}

extension QueryReader {
    /// Reads a list of terms and groups, each with its `^weight`; 1 where there is none.
    mutating func readScoreLine() -> ScoreLine {
        isScoreLine = true
        var entries: [ScoreLine.Entry] = []
        if tokens.isEmpty, errors.isEmpty { fail("nothing to score", 0..<bytes.count) }
        while position < tokens.count {
            let token = tokens[position]
            switch token.kind {
            case .and, .or, .near, .rightParenthesis:
                fail(
                    "a score line is a list; put \(text(token.range)) in parentheses with its terms",
                    token.range)
                position += 1
                continue
            case .not:
                fail("a score line takes away with a negative weight", token.range, suggestion: "word^-5")
                position += 1
                continue
            default: break
            }
            let node = primary(scope: .anywhere, level: 1)
            var weight = 1
            if position < tokens.count, case .boost(let written) = tokens[position].kind {
                weight = written
                position += 1
            }
            guard let node else { continue }
            if !node.isPositive { fail("only what must not be there is given", failingRange(position - 1)) }
            entries.append(ScoreLine.Entry(node: node, weight: weight))
        }
        checkSize()
        return ScoreLine(entries: entries)
    }
}

extension Evaluation {
    /// The sum of the weights of what holds, title hits counted double.
    mutating func score(of line: ScoreLine) -> Int {
        line.entries.reduce(0) { $0 + weight(of: $1) }
    }

    /// The same where it is `threshold` at least; otherwise `nil`, as soon as that is sure.
    mutating func score(of line: ScoreLine, reaching threshold: Int) -> Int? {
        // What is reached, with all that may still come.
        var most = line.highest
        for entry in line.entries {
            most += weight(of: entry) - entry.most
            guard most >= threshold else { return nil }
        }
        return most
    }

    /// What `entry` adds; 0 if it does not hold.
    mutating func weight(of entry: ScoreLine.Entry) -> Int {
        guard holds(entry.node) else { return 0 }
        return entry.hasTerms && holds(entry.node, isInTitle: true) ? entry.weight * 2 : entry.weight
    }
}
