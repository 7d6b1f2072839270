package import Model
import Text

/// A watch whose query and score line were read without error.
package struct CompiledWatch: Sendable {
    package let settings: WatchSettings
    package let warnings: [QueryError]
    /// What its query says with every parenthesis written out; `nil` for a watch by score alone.
    package let reading: String?
    /// It asks for facts of the story, so it has to be looked at again as the story grows.
    package let dependsOnStory: Bool
    /// The names used, each once.
    package let aliasNames: [String]

    let plan: WatchPlan
    let literals: LiteralTable
    let limits: QueryLimits

    /// Reads the query and the score line of `settings`.
    ///
    /// - Throws: Everything that is wrong with either; `QueryError.part` says with which.
    package init(
        settings: WatchSettings, aliases: AliasTable, limits: QueryLimits = .standard
    ) throws(QueryErrors) {
        self.settings = settings
        self.limits = limits
        var errors = Self.mistakes(in: settings)
        var warnings: [QueryError] = []
        var numbers = LiteralNumbers(after: aliases.literals)
        var gate: QueryNode?
        if let text = settings.query {
            var reader = QueryReader(text, aliases: aliases, context: .watch, limits: limits)
            gate = reader.readQuery()
            errors += reader.errors
            warnings += reader.warnings
            numbers = reader.interned
        }
        var score: ScoreLine?
        if let text = settings.score {
            var reader = QueryReader(text, aliases: aliases, context: .watch, limits: limits)
            reader.interned = numbers
            let line = reader.readScoreLine()
            if reader.errors.isEmpty, let threshold = settings.threshold, line.highest < threshold {
                reader.errors.append(
                    QueryError(
                        "the threshold \(threshold) cannot be reached: all terms in a title give \(line.highest)",
                        at: 0..<text.utf8.count))
            }
            errors += reader.errors.map { $0.inScore }
            warnings += reader.warnings.map { $0.inScore }
            numbers = reader.interned
            score = line
        }
        guard errors.isEmpty else { throw QueryErrors(errors) }
        let narrow: (QueryNode) -> QueryNode = { node in
            let node = settings.matchesTitleOnly ? node.titleOnly : node
            return settings.usesStemming ? node.stemmed(&numbers) : node
        }
        self.warnings = warnings
        plan = WatchPlan(
            WatchPlan(settings: settings, gate: gate, score: score), renumbered: narrow)
        literals = numbers.table
        reading = gate?.outerReading
        let nodes = (gate.map { [$0] } ?? []) + (score?.entries.map(\.node) ?? [])
        dependsOnStory = nodes.contains { node in node.metas.contains { $0.field.isOfStory } }
        var names: [String] = []
        for case let name? in nodes.flatMap({ $0.terms }).map(\.alias) where !names.contains(name) {
            names.append(name)
        }
        aliasNames = names
    }

    private static func mistakes(in settings: WatchSettings) -> [QueryError] {
        var errors: [QueryError] = []
        func fail(_ message: String) { errors.append(QueryError(message, at: 0..<0, part: .watch)) }
        if settings.query == nil, settings.score == nil { fail("a watch needs a query or a score") }
        if settings.score != nil, settings.threshold == nil { fail("a score needs a threshold") }
        if settings.score == nil, settings.threshold != nil { fail("a threshold needs a score") }
        return errors
    }

    // MARK: Matching

    /// What `item` is to the watch at `now`; `nil` if it does not meet it or the watch has expired.
    package func match(_ item: WatchedItem, now: Timestamp) -> WatchMatch? {
        var evaluation = Evaluation(of: literals, in: item, limits: limits)
        return plan.match(&evaluation, now: now)
    }

    /// Each part of the watch with whether it holds for `item`.
    package func explanation(for item: WatchedItem, now: Timestamp) -> Explanation {
        var evaluation = Evaluation(of: literals, in: item, limits: limits)
        var parts: [Explanation] = []
        if let expires = settings.expires {
            parts.append(Explanation(reading: "expires \(CivilTime.rfc3339(expires))", holds: now < expires))
        }
        for filter in plan.filters {
            let field = filter.values.first?.field ?? .source
            parts.append(
                Explanation(
                    reading: filter.values.map(\.written).joined(separator: " OR "),
                    holds: filter.found(in: &evaluation.facts) != nil,
                    remark: evaluation.facts.remark(on: field)))
        }
        if let gate = plan.gate { parts.append(evaluation.explanation(of: gate)) }
        if let score = plan.score, let threshold = plan.threshold {
            parts.append(evaluation.explanation(of: score, threshold: threshold))
        }
        return Explanation(
            reading: "watch \(settings.name)", holds: parts.allSatisfy(\.holds), parts: parts)
    }
}

/// One watch meets one item.
package struct WatchMatch: Hashable, Sendable {
    package var watch: String
    /// Sum of weights, for a watch with a score.
    package var score: Int?
    package var evidence: [Evidence]

    package init(watch: String, score: Int?, evidence: [Evidence]) {
        self.watch = watch
        self.score = score
        self.evidence = evidence
    }
}

extension Evaluation {
    fileprivate mutating func explanation(of line: ScoreLine, threshold: Int) -> Explanation {
        var parts: [Explanation] = []
        for entry in line.entries {
            var part = explanation(of: entry.node)
            part.remark = "\(weight(of: entry)) of weight \(entry.weight)"
            parts.append(part)
        }
        let sum = score(of: line)
        return Explanation(
            reading: "score at least \(threshold)", holds: sum >= threshold, remark: "\(sum)", parts: parts)
    }
}

extension QueryError {
    fileprivate var inScore: QueryError {
        var error = self
        error.part = .score
        return error
    }
}

extension QueryNode {
    /// The same with the stems of words that may be stemmed.
    fileprivate func stemmed(_ numbers: inout LiteralNumbers) -> QueryNode {
        mapTerms { term in
            var term = term
            term.literals = term.literals.map { number in
                let literal = numbers.table[number]
                return literal.isStemmable ? numbers.number(of: literal.stemmed) : number
            }
            // It is no longer the list that other watches have.
            term.list = nil
            return term
        }
    }

    /// The same looking at titles only.
    var titleOnly: QueryNode {
        mapTerms { term in
            var term = term
            if term.scope == .anywhere { term.scope = .title }
            return term
        }
    }
}
