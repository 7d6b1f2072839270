import Model
import Text

/// Reads queries, score lines and filters.
package enum QueryParser {
    /// The query that `text` says.
    ///
    /// - Throws: Everything that is wrong with it, not the first thing only.
    package static func parse(
        _ text: String, aliases: AliasTable, context: QueryContext, limits: QueryLimits = .standard
    ) throws(QueryErrors) -> Query {
        var reader = QueryReader(text, aliases: aliases, context: context, limits: limits)
        let root = reader.readQuery()
        guard reader.errors.isEmpty, let root else { throw QueryErrors(reader.errors) }
        return Query(
            text: text, root: root, literals: reader.interned.table, warnings: reader.warnings,
            aliases: aliases, limits: limits)
    }
}

/// Recursive descent over the tokens; notes errors and goes on.
struct QueryReader {
    let aliases: AliasTable
    let context: QueryContext
    let limits: QueryLimits
    let bytes: [UInt8]
    let tokens: [QueryToken]
    var position = 0
    var interned: LiteralNumbers
    var errors: [QueryError]
    var warnings: [QueryError] = []
    /// Literals that each term stands for, and where: for the limit and who is to blame.
    var literalCounts: [(written: String, count: Int, range: Range<Int>)] = []
    var isScoreLine = false

    init(_ text: String, aliases: AliasTable, context: QueryContext, limits: QueryLimits) {
        self.aliases = aliases
        self.context = context
        self.limits = limits
        interned = LiteralNumbers(after: aliases.literals)
        let length = text.unicodeScalars.count
        guard length <= limits.characters else {
            bytes = []
            tokens = []
            errors = [
                QueryError("\(length) characters are more than \(limits.characters)", at: 0..<text.utf8.count)
            ]
            return
        }
        bytes = Array(text.utf8)
        let lexer = QueryLexer(text, limits: limits)
        tokens = lexer.tokens
        errors = lexer.errors
    }

    // MARK: Queries

    mutating func readQuery() -> QueryNode? {
        guard !tokens.isEmpty else {
            if errors.isEmpty { fail("nothing to search for", 0..<bytes.count) }
            return nil
        }
        let root = or(scope: .anywhere, level: 1)
        while position < tokens.count {
            // Only a parenthesis that was never opened ends an expression early.
            fail(") closes nothing", tokens[position].range)
            position += 1
            _ = or(scope: .anywhere, level: 1)
        }
        checkSize()
        guard errors.isEmpty, let root else { return nil }
        if !root.isPositive {
            fail("only what must not be there is given: add something that must", 0..<bytes.count)
        }
        return root
    }

    mutating func checkSize() {
        let total = literalCounts.reduce(0) { $0 + $1.count }
        guard total > limits.literals, let worst = literalCounts.max(by: { $0.count < $1.count }) else {
            return
        }
        let blame = worst.count > 1 ? "; \(worst.written) alone has \(worst.count)" : ""
        fail("\(total) words are more than \(limits.literals)\(blame)", worst.range)
    }

    mutating func or(scope: QueryNode.Scope, level: Int) -> QueryNode? {
        var branches: [QueryNode] = []
        var isMixed = false
        let start = position
        while true {
            if let (branch, isBareAnd) = and(scope: scope, level: level) {
                branches.append(branch)
                isMixed = isMixed || isBareAnd
            }
            guard position < tokens.count, tokens[position].kind == .or else { break }
            position += 1
        }
        guard branches.count > 1 else { return branches.first }
        let node = QueryNode.any(branches)
        if isMixed { reportMix(node, start..<position) }
        return .any(branches.flatMap { $0.alternatives })
    }

    private mutating func reportMix(_ node: QueryNode, _ range: Range<Int>) {
        let place = tokens[range.lowerBound].range.lowerBound..<tokens[range.upperBound - 1].range.upperBound
        if context.use == .search {
            warnings.append(QueryError("AND and OR are mixed; read as \(node.outerReading)", at: place))
        } else {
            errors.append(
                QueryError(
                    "AND (or a space) and OR are mixed without parentheses", at: place,
                    suggestion: node.outerReading))
        }
    }

    /// The node, and whether it is several without parentheses around them.
    private mutating func and(scope: QueryNode.Scope, level: Int) -> (QueryNode, Bool)? {
        var parts: [QueryNode] = []
        let start = position
        loop: while position < tokens.count {
            switch tokens[position].kind {
            case .or, .rightParenthesis: break loop
            case .and:
                if position == start { fail("AND has nothing before it", tokens[position].range) }
                position += 1
                if isAtEndOfOperand { fail("AND has nothing after it", tokens[position - 1].range) }
            default:
                if let part = not(scope: scope, level: level) { parts.append(part) }
            }
        }
        if position == start { failMissing(start) }
        guard let first = parts.first else { return nil }
        guard parts.count > 1 else { return (first, false) }
        return (.all(parts.flatMap(\.conditions)), true)
    }

    private mutating func failMissing(_ start: Int) {
        if start > 0, tokens[start - 1].kind == .or {
            fail("OR has nothing after it", tokens[start - 1].range)
        } else if start < tokens.count, tokens[start].kind == .or {
            fail("OR has nothing before it", tokens[start].range)
        } else if start > 0, tokens[start - 1].kind == .leftParenthesis, start < tokens.count {
            fail(
                "nothing is in the parentheses",
                tokens[start - 1].range.lowerBound..<tokens[start].range.upperBound)
        }
    }

    private var isAtEndOfOperand: Bool {
        guard position < tokens.count else { return true }
        switch tokens[position].kind {
        case .or, .and, .rightParenthesis: return true
        default: return false
        }
    }

    private mutating func not(scope: QueryNode.Scope, level: Int) -> QueryNode? {
        guard tokens[position].kind == .not else { return near(scope: scope, level: level) }
        let range = tokens[position].range
        position += 1
        guard level <= limits.levels else { return failDeep(range) }
        if isAtEndOfOperand {
            fail("NOT has nothing after it", range)
            return nil
        }
        return not(scope: scope, level: level + 1).map { .not($0) }
    }

    func failingRange(_ start: Int) -> Range<Int> {
        tokens[start].range.lowerBound..<tokens[max(start, position - 1)].range.upperBound
    }

    mutating func failDeep(_ range: Range<Int>) -> QueryNode? {
        fail("nested deeper than \(limits.levels) levels", range)
        // Nothing further can be made of it.
        position = tokens.count
        return nil
    }

    // MARK: Distances

    private mutating func near(scope: QueryNode.Scope, level: Int) -> QueryNode? {
        let start = position
        let first = primary(scope: scope, level: level)
        var steps: [QueryNode.Step] = []
        var isWhole = first != nil
        if let first, isNear { isWhole = checkOperand(first, failingRange(start)) }
        while position < tokens.count, case .near(let distance, let isOrdered) = tokens[position].kind {
            let range = tokens[position].range
            position += 1
            if isAtEndOfOperand {
                fail("\(text(range)) has nothing after it", range)
                return nil
            }
            let operandStart = position
            guard let operand = primary(scope: scope, level: level) else {
                isWhole = false
                continue
            }
            if !checkOperand(operand, failingRange(operandStart)) { isWhole = false }
            steps.append(QueryNode.Step(distance: distance ?? 10, isOrdered: isOrdered, operand: operand))
        }
        guard let first, isWhole else { return nil }
        guard !steps.isEmpty else { return first }
        checkFields([first] + steps.map(\.operand), failingRange(start))
        return .near(first, steps)
    }

    private var isNear: Bool {
        guard position < tokens.count, case .near = tokens[position].kind else { return false }
        return true
    }

    private mutating func checkOperand(_ node: QueryNode, _ range: Range<Int>) -> Bool {
        guard !node.isOperand else { return true }
        fail("NEAR and BEFORE take words, phrases, @names and OR groups of them", range)
        return false
    }

    /// Neighbours in different fields are never near.
    private mutating func checkFields(_ operands: [QueryNode], _ range: Range<Int>) {
        let scopes = operands.map { Set($0.terms.map(\.scope)) }
        for (left, right) in zip(scopes, scopes.dropFirst()) {
            if left == [.title] && right == [.text] || left == [.text] && right == [.title] {
                fail("NEAR and BEFORE need both sides in the same field", range)
            }
        }
    }

    // MARK: Errors

    mutating func fail(_ message: String, _ range: Range<Int>, suggestion: String? = nil) {
        errors.append(QueryError(message, at: range, suggestion: suggestion))
    }

    func text(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }
}

extension QueryNode {
    fileprivate var alternatives: [QueryNode] {
        if case .any(let nodes) = self { return nodes }
        return [self]
    }

    fileprivate var conditions: [QueryNode] {
        if case .all(let nodes) = self { return nodes }
        return [self]
    }

    /// May stand beside NEAR.
    fileprivate var isOperand: Bool {
        switch self {
        case .term: true
        case .any(let nodes): nodes.allSatisfy(\.isOperand)
        default: false
        }
    }
}
