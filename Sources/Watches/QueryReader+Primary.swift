import Model
import Text

extension QueryReader {
    mutating func primary(scope: QueryNode.Scope, level: Int) -> QueryNode? {
        let token = tokens[position]
        guard level <= limits.levels else { return failDeep(token.range) }
        let node = bare(token, scope: scope, level: level)
        if !isScoreLine, position < tokens.count, case .boost = tokens[position].kind {
            warnings.append(
                QueryError("a weight counts in a score line only", at: tokens[position].range))
            position += 1
        }
        return node
    }

    private mutating func bare(_ token: QueryToken, scope: QueryNode.Scope, level: Int) -> QueryNode? {
        position += 1
        switch token.kind {
        case .leftParenthesis: return group(token, scope: scope, level: level)
        case .scope(let inner): return scoped(token, inner, in: scope, level: level)
        case .word(let text): return literal(text, isExact: false, from: token, offset: 0, scope)
        case .string(let text): return phrase(text, isExact: false, from: token, scope)
        case .exact: return exact(token, scope)
        case .alias(let name): return alias(name, token, scope)
        case .meta(let field, let value): return meta(field, value, token, scope)
        case .near:
            fail("\(text(token.range)) has nothing before it", token.range)
        case .not:
            fail("- and NOT cannot stand here; put them before the whole", token.range)
        case .boost, .slop:
            fail("\(text(token.range)) has nothing before it", token.range)
        case .or, .and, .rightParenthesis:
            // The callers stop at these, but for a field with nothing after it.
            fail("a word or a group is missing before \(text(token.range))", token.range)
            position -= 1
        }
        return nil
    }

    private mutating func group(_ open: QueryToken, scope: QueryNode.Scope, level: Int) -> QueryNode? {
        guard level < limits.levels else { return failDeep(open.range) }
        let node = or(scope: scope, level: level + 1)
        guard position < tokens.count else {
            if !errors.contains(where: { $0.message.hasPrefix("nested") }) {
                fail("the parenthesis that opens here is not closed", open.range)
            }
            return nil
        }
        position += 1
        return node
    }

    private mutating func scoped(
        _ token: QueryToken, _ inner: QueryNode.Scope, in outer: QueryNode.Scope, level: Int
    ) -> QueryNode? {
        guard position < tokens.count, tokens[position].range.lowerBound == token.range.upperBound else {
            fail(
                "\(text(token.range)) needs a word or a group that touches it", token.range,
                suggestion: followingWord.map { text(token.range) + $0 })
            return nil
        }
        if outer != .anywhere, outer != inner {
            fail("\(inner.rawValue) cannot be inside \(outer.rawValue)", token.range)
        }
        return primary(scope: inner, level: level + 1)
    }

    /// The word, string or name that comes next, as written.
    private var followingWord: String? {
        guard position < tokens.count else { return nil }
        switch tokens[position].kind {
        case .word, .string, .alias: return text(tokens[position].range)
        default: return nil
        }
    }

    // MARK: Words

    private mutating func exact(_ token: QueryToken, _ scope: QueryNode.Scope) -> QueryNode? {
        guard position < tokens.count else { return nil }
        let next = tokens[position]
        position += 1
        switch next.kind {
        case .word(let text): return literal(text, isExact: true, from: next, offset: 0, scope)
        case .string(let text): return phrase(text, isExact: true, from: next, scope)
        default: return nil
        }
    }

    private mutating func phrase(
        _ text: String, isExact: Bool, from token: QueryToken, _ scope: QueryNode.Scope
    ) -> QueryNode? {
        guard position < tokens.count, case .slop(let distance) = tokens[position].kind else {
            return literal(text, isExact: isExact, from: token, offset: 1, scope)
        }
        position += 1
        // "a b"~5 is a NEAR/5 b.
        let words = text.split { $0 == " " || $0 == "\t" || $0 == "\n" }.map(String.init)
        let mark = isExact ? "=" : ""
        let nodes = words.compactMap { word in
            literal(word, isExact: isExact, from: token, offset: 1, scope, written: mark + word)
        }
        guard let first = nodes.first, nodes.count == words.count else {
            if words.isEmpty { fail("\"\" has no letters or digits to search", token.range) }
            return nil
        }
        guard nodes.count > 1 else { return first }
        return .near(
            first,
            nodes.dropFirst().map { QueryNode.Step(distance: distance, isOrdered: false, operand: $0) })
    }

    private mutating func literal(
        _ typed: String, isExact: Bool, from token: QueryToken, offset: Int, _ scope: QueryNode.Scope,
        written: String? = nil
    ) -> QueryNode? {
        do throws(QueryError) {
            let isQuoted = if case .string = token.kind { true } else { false }
            let literal = try Literal(
                reading: typed, isExact: isExact, isQuoted: isQuoted,
                offset: token.range.lowerBound + offset)
            let written = written ?? (isExact ? "=" : "") + text(token.range)
            literalCounts.append((written, 1, token.range))
            return .term(
                QueryNode.Term(
                    written: written, alias: nil, literals: [interned.number(of: literal)], scope: scope))
        } catch {
            var error = error
            if error.range.isEmpty { error.range = token.range }
            errors.append(error)
            return nil
        }
    }

    private mutating func alias(_ name: String, _ token: QueryToken, _ scope: QueryNode.Scope) -> QueryNode? {
        guard let list = aliases.list(named: name) else {
            guard !aliases.isBroken(name) else {
                fail("@\(name) cannot be used: its list has mistakes", token.range)
                return nil
            }
            let nearest = aliases.nearest(to: name)
            fail("there is no alias @\(name)", token.range, suggestion: nearest.map { "@\($0)" })
            return nil
        }
        let written = "@\(name)"
        literalCounts.append((written, list.literals.count, token.range))
        return .term(
            QueryNode.Term(
                written: written, alias: name, list: list.number, literals: list.literals, scope: scope))
    }

    // MARK: Meta

    private mutating func meta(
        _ field: MetaTerm.Field, _ value: String, _ token: QueryToken, _ scope: QueryNode.Scope
    ) -> QueryNode? {
        let name = field.rawValue
        if scope != .anywhere {
            fail("\(name): cannot be inside \(scope.rawValue)", token.range)
            return nil
        }
        if field.isOfTime, context.use != .search {
            fail(
                "\(name): is for searching; a \(context.use == .watch ? "watch" : "filter") looks at new items only, "
                    + "so leave it out",
                token.range)
            return nil
        }
        if field.isOfStory, context.use == .filter {
            fail("\(name): is a property of the story, and a filter comes before there is one", token.range)
            return nil
        }
        let read: MetaTerm.Value? =
            field.isOfStory
            ? comparison(field, value, token)
            : field.isOfTime ? times(field, value, token) : pattern(value, token)
        if field == .lang, let code = LanguageNames.code(of: value) {
            warnings.append(
                QueryError(
                    "lang:\(value) finds little: feeds name the language otherwise", at: token.range,
                    suggestion: "lang:\(code)")
            )
        }
        return read.map { .meta(MetaTerm(field: field, value: $0, written: text(token.range))) }
    }

    private mutating func pattern(_ value: String, _ token: QueryToken) -> MetaTerm.Value? {
        let pattern = ValuePattern(value)
        guard !pattern.isEmpty else {
            fail("\(text(token.range)) says nothing: the value is empty", token.range)
            return nil
        }
        return .pattern(pattern)
    }

    private mutating func comparison(
        _ field: MetaTerm.Field, _ value: String, _ token: QueryToken
    ) -> MetaTerm.Value? {
        let signs: [MetaTerm.Comparison] = [.atLeast, .atMost, .above, .below]
        let sign = signs.first { value.hasPrefix($0.rawValue) }
        let digits = String(value.dropFirst(sign?.rawValue.count ?? 0))
        guard let sign, let number = Int(digits), (0...1_000_000).contains(number) else {
            let isNumber = Int(digits).map { $0 >= 0 } ?? false
            fail(
                "\(field.rawValue): takes >=, <=, > or < and a number", token.range,
                suggestion: "\(field.rawValue):>=\(isNumber ? digits : "5")")
            return nil
        }
        return .comparison(sign, number)
    }

    private mutating func times(
        _ field: MetaTerm.Field, _ value: String, _ token: QueryToken
    ) -> MetaTerm.Value? {
        if let times = times(field, value) { return times }
        fail(
            "\(field.rawValue): does not understand \(value)", token.range,
            suggestion: field == .date
                ? "date:2019-04-24..2019-04-26" : "\(field.rawValue):2d, 24h or 2019-04-25")
        return nil
    }

    private func times(_ field: MetaTerm.Field, _ value: String) -> MetaTerm.Value? {
        switch field {
        case .since: return QueryTime.span(value, context: context).map { .times($0.lowerBound, nil) }
        case .until: return QueryTime.span(value, context: context).map { .times(nil, $0.upperBound) }
        default: break
        }
        guard let dots = value.utf8.indices.first(where: { value[$0...].hasPrefix("..") }) else {
            return QueryTime.span(value, context: context).map { .times($0.lowerBound, $0.upperBound) }
        }
        let first = String(value[..<dots])
        let last = String(value[value.index(dots, offsetBy: 2)...])
        let start = QueryTime.span(first, context: context)?.lowerBound
        let end = QueryTime.span(last, context: context)?.upperBound
        guard first.isEmpty || start != nil, last.isEmpty || end != nil, start != nil || end != nil else {
            return nil
        }
        if let start, let end, start >= end { return nil }
        return .times(start, end)
    }
}
