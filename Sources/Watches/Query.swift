package import Model
import Text

/// A query that was read without error, ready to be put to items.
package struct Query: Sendable {
    /// As written.
    package let text: String
    /// What may not be meant: a mix of AND and OR in a search, a weight outside of a score line.
    package let warnings: [QueryError]
    /// Every AND and every pair of parentheses written out, on one line.
    package let reading: String
    /// The names used, as `@name` says them, each once, in the order of the query.
    package let aliasNames: [String]

    let root: QueryNode
    let literals: LiteralTable
    let limits: QueryLimits
    private let entries: [[String]]

    init(
        text: String, root: QueryNode, literals: LiteralTable, warnings: [QueryError], aliases: AliasTable,
        limits: QueryLimits
    ) {
        self.text = text
        self.root = root
        self.literals = literals
        self.warnings = warnings
        self.limits = limits
        reading = root.outerReading
        var names: [String] = []
        for case let name? in root.terms.map(\.alias) where !names.contains(name) { names.append(name) }
        aliasNames = names
        entries = names.map { aliases.entries(of: $0) ?? [] }
    }

    /// The reading, and below it a line for each list of names with what is in it.
    package var explained: String {
        zip(aliasNames, entries).reduce(reading) { text, alias in
            text + "\n@\(alias.0) = " + alias.1.joined(separator: ", ")
        }
    }

    /// It asks for `outlets:` or `langs:`, so its answer changes as the story grows.
    package var dependsOnStory: Bool { root.metas.contains { $0.field.isOfStory } }

    /// Whether `item` meets it, and on which grounds.
    package func evaluate(_ item: WatchedItem) -> QueryAnswer {
        var evaluation = Evaluation(of: literals, in: item, limits: limits)
        guard evaluation.holds(root) else { return QueryAnswer(isMatch: false, evidence: []) }
        return QueryAnswer(isMatch: true, evidence: evaluation.evidence(for: root))
    }

    /// Whether `item` meets it.
    package func matches(_ item: WatchedItem) -> Bool {
        var evaluation = Evaluation(of: literals, in: item, limits: limits)
        return evaluation.holds(root)
    }

    /// The names in it of which a word stands in the title or text of `item`.
    package func aliasesMatched(in item: WatchedItem) -> [String] {
        var occurrences = Occurrences(of: literals, in: item)
        let terms = root.terms
        return aliasNames.filter { name in
            guard let term = terms.first(where: { $0.alias == name }) else { return false }
            let presence = occurrences.presence(of: term)
            return presence.title || presence.text
        }
    }

    /// Each part of it with whether it holds for `item`.
    package func explanation(for item: WatchedItem) -> Explanation {
        var evaluation = Evaluation(of: literals, in: item, limits: limits)
        return evaluation.explanation(of: root)
    }
}

/// What a query says to an item.
package struct QueryAnswer: Hashable, Sendable {
    package var isMatch: Bool
    /// Empty where it is none.
    package var evidence: [Evidence]

    package init(isMatch: Bool, evidence: [Evidence]) {
        self.isMatch = isMatch
        self.evidence = evidence
    }
}
