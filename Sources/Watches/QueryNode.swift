/// A query as a tree; names are put in, groups flattened.
indirect enum QueryNode: Hashable, Sendable {
    case term(Term)
    case meta(MetaTerm)
    case not(QueryNode)
    /// Two or more.
    case all([QueryNode])
    /// Two or more.
    case any([QueryNode])
    /// Words within a distance of each other: each step holds against the operand before it.
    case near(QueryNode, [Step])

    /// A word, words in a row, or an `@name`: any of its literals meets it.
    struct Term: Hashable, Sendable {
        /// As in the query, without the field.
        var written: String
        /// Name of the alias, if it is one.
        var alias: String?
        /// Its number among all lists of names.
        var list: Int?
        /// Numbers of its literals.
        var literals: [Int]
        var scope: Scope
    }

    /// Where a term is looked for.
    enum Scope: String, Hashable, Sendable {
        case anywhere = ""
        case title = "title:"
        case text = "text:"
    }

    struct Step: Hashable, Sendable {
        /// At most this many words between.
        var distance: Int
        /// The operand before stands first.
        var isOrdered: Bool
        var operand: QueryNode

        var written: String { isOrdered ? "BEFORE/\(distance)" : "NEAR/\(distance)" }
    }
}

extension QueryNode {
    /// The query with every AND and every pair of parentheses written out.
    var reading: String {
        switch self {
        case .term(let term): term.scope.rawValue + term.written
        case .meta(let meta): meta.written
        case .not(let node): "NOT \(node.reading)"
        case .all(let nodes): "(" + nodes.map(\.reading).joined(separator: " AND ") + ")"
        case .any(let nodes): "(" + nodes.map(\.reading).joined(separator: " OR ") + ")"
        case .near(let first, let steps):
            "(" + steps.reduce(first.reading) { "\($0) \($1.written) \($1.operand.reading)" } + ")"
        }
    }

    /// The reading without the parentheses around the whole.
    var outerReading: String {
        switch self {
        case .all, .any, .near: String(reading.dropFirst().dropLast())
        default: reading
        }
    }

    /// Something has to be there for it to hold: a query without that would hold for nearly all items.
    var isPositive: Bool {
        switch self {
        case .term, .meta, .near: true
        case .not: false
        case .all(let nodes): nodes.contains { $0.isPositive }
        case .any(let nodes): nodes.allSatisfy { $0.isPositive }
        }
    }

    /// All terms, in the order of the query.
    var terms: [Term] {
        switch self {
        case .term(let term): [term]
        case .meta: []
        case .not(let node): node.terms
        case .all(let nodes), .any(let nodes): nodes.flatMap(\.terms)
        case .near(let first, let steps): first.terms + steps.flatMap { $0.operand.terms }
        }
    }

    var metas: [MetaTerm] {
        switch self {
        case .meta(let meta): [meta]
        case .term, .near: []
        case .not(let node): node.metas
        case .all(let nodes), .any(let nodes): nodes.flatMap(\.metas)
        }
    }

    /// The same with every term changed by `change`.
    func mapTerms(_ change: (Term) -> Term) -> QueryNode {
        switch self {
        case .term(let term): .term(change(term))
        case .meta: self
        case .not(let node): .not(node.mapTerms(change))
        case .all(let nodes): .all(nodes.map { $0.mapTerms(change) })
        case .any(let nodes): .any(nodes.map { $0.mapTerms(change) })
        case .near(let first, let steps):
            .near(
                first.mapTerms(change),
                steps.map {
                    Step(distance: $0.distance, isOrdered: $0.isOrdered, operand: $0.operand.mapTerms(change))
                })
        }
    }
}
