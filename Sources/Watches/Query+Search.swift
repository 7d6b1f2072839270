import Text

extension Query {
    /// An FTS5 expression over `FoldedText.indexText` in columns `title` and `text`; `nil` if it cannot narrow.
    ///
    /// Every item that meets the query meets the expression; more may, and the query decides.
    /// - Source: https://www.sqlite.org/fts5.html, section 3.
    package var searchExpression: String? { root.searchExpression(literals) }
}

extension CompiledWatch {
    /// The same for a watch: its query and what its score needs; `nil` where every item has to be looked at.
    package var searchExpression: String? {
        let gate = plan.gate?.searchExpression(literals)
        var score: String?
        if let line = plan.score, let threshold = plan.threshold {
            score = line.requirement(literals, threshold: threshold)?.searchExpression(literals)
        }
        let parts = [gate, score].compactMap(\.self)
        return parts.count == 2 ? "(" + parts.joined(separator: " AND ") + ")" : parts.first
    }
}

extension CompiledWatch {
    /// The terms by which the search index narrows, as they are read; those of a score are alternatives.
    package var narrowingTerms: [String] {
        guard searchExpression != nil else { return [] }
        var found: [String] = []
        let gate = plan.gate.map { $0.narrowingTerms(literals) } ?? []
        var score: [String] = []
        if plan.score != nil, plan.gate?.searchExpression(literals) == nil { score = required ?? [] }
        for term in gate + score where !found.contains(term) { found.append(term) }
        return found
    }
}

extension QueryNode {
    fileprivate func narrowingTerms(_ literals: LiteralTable) -> [String] {
        guard searchExpression(literals) != nil else { return [] }
        switch self {
        case .term(let term): return [term.scope.rawValue + term.written]
        case .meta, .not: return []
        case .all(let nodes), .any(let nodes): return nodes.flatMap { $0.narrowingTerms(literals) }
        case .near(let first, let steps):
            return ([first] + steps.map(\.operand)).flatMap { $0.narrowingTerms(literals) }
        }
    }
}

extension Requirement {
    /// Any of the things; `nil` where one of them is nothing that the index has.
    fileprivate func searchExpression(_ literals: LiteralTable) -> String? {
        var parts: Set<String> = []
        for thing in things {
            guard case .literal(let number, let scope) = thing,
                let part = literals[number].searchExpression(scope)
            else { return nil }
            parts.insert(part)
        }
        return parts.isEmpty ? nil : "(" + parts.sorted().joined(separator: " OR ") + ")"
    }
}

extension QueryNode {
    /// The parser of FTS5 gives up at about thirty levels; what is deeper than this narrows nothing.
    private static let deepest = 12

    func searchExpression(_ literals: LiteralTable, level: Int = 0) -> String? {
        guard level < Self.deepest else { return nil }
        func expressions(_ nodes: [QueryNode]) -> [String?] {
            nodes.map { $0.searchExpression(literals, level: level + 1) }
        }
        switch self {
        case .term(let term):
            return Self.joined(term.literals.map { literals[$0].searchExpression(term.scope) }, by: "OR")
        case .meta, .not: return nil
        case .any(let nodes): return Self.joined(expressions(nodes), by: "OR")
        // A part that cannot narrow is left to the others.
        case .all(let nodes): return Self.joined(expressions(nodes).filter { $0 != nil }, by: "AND")
        case .near(let first, let steps):
            let operands = expressions([first] + steps.map(\.operand))
            return Self.joined(operands.filter { $0 != nil }, by: "AND")
        }
    }

    /// `nil` where a part is, or where there is none.
    private static func joined(_ parts: [String?], by sign: String) -> String? {
        var known: [String] = []
        for part in parts {
            guard let part else { return nil }
            if !known.contains(part) { known.append(part) }
        }
        guard let first = known.first else { return nil }
        return known.count == 1 ? first : "(" + known.joined(separator: " \(sign) ") + ")"
    }
}

extension Literal {
    /// Its pieces as phrases of index tokens, all of them required; `nil` if no piece can narrow.
    fileprivate func searchExpression(_ scope: QueryNode.Scope) -> String? {
        // The index has the words as they are, not their stems.
        guard stems == nil else { return nil }
        var phrases: [String] = []
        var run: [String] = []
        func finish() {
            if !run.isEmpty { phrases.append("\"" + run.joined(separator: " ") + "\"") }
            run = []
        }
        for piece in pieces {
            let text = String(decoding: piece.bytes, as: UTF8.self)
            switch piece.script {
            case .alphabetic, .digits:
                // Whole words in a row are a phrase; a word that goes on can only end one.
                if piece.isOpenAtStart {
                    finish()
                } else {
                    run.append(text)
                    if piece.isOpenAtEnd {
                        finish()
                        phrases[phrases.count - 1] += "*"
                    }
                }
            case .hangul, .ideographic:
                finish()
                let signs = text.unicodeScalars.map { String($0) }
                if signs.count > 1 {
                    let pairs = zip(signs, signs.dropFirst()).map { $0 + $1 }
                    phrases.append("\"" + pairs.joined(separator: " ") + "\"")
                } else if piece.exact != nil, !piece.isOpenAtStart, !piece.isOpenAtEnd {
                    // A run of one sign is a token of its own.
                    phrases.append("\"\(text)\"")
                } else if piece.script == .hangul, !piece.isOpenAtStart {
                    phrases.append("\"\(text)\"*")
                }
            }
        }
        finish()
        guard !phrases.isEmpty else { return nil }
        let column: String =
            switch scope {
            case .anywhere: ""
            case .title: "title : "
            case .text: "text : "
            }
        let parts = phrases.map { column + $0 }
        return parts.count == 1 ? parts[0] : "(" + parts.joined(separator: " AND ") + ")"
    }
}
