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

    let gate: QueryNode?
    let score: ScoreLine?
    let literals: LiteralTable
    let limits: QueryLimits
    let filters: [Filter]

    /// One of the shorthand keys: any of its values is enough.
    struct Filter: Sendable {
        var name: String
        var values: [MetaTerm]

        func found(in facts: inout ItemFacts) -> String? {
            for value in values {
                if let found = facts.found(value) { return found }
            }
            return nil
        }
    }

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
        let narrow: (QueryNode) -> QueryNode = { settings.matchesTitleOnly ? $0.titleOnly : $0 }
        self.warnings = warnings
        self.gate = gate.map(narrow)
        self.score = score.map { line in
            ScoreLine(
                entries: line.entries.map { ScoreLine.Entry(node: narrow($0.node), weight: $0.weight) })
        }
        literals = numbers.table
        reading = gate?.outerReading
        let nodes = (gate.map { [$0] } ?? []) + (score?.entries.map(\.node) ?? [])
        dependsOnStory = nodes.contains { node in node.metas.contains { $0.field.isOfStory } }
        var names: [String] = []
        for case let name? in nodes.flatMap({ $0.terms }).map(\.alias) where !names.contains(name) {
            names.append(name)
        }
        aliasNames = names
        filters = [
            Self.filter("lang", .lang, settings.languages), Self.filter("tag", .tag, settings.tags),
            Self.filter("source", .source, settings.sources),
        ].compactMap { $0 }
    }

    private static func mistakes(in settings: WatchSettings) -> [QueryError] {
        var errors: [QueryError] = []
        func fail(_ message: String) { errors.append(QueryError(message, at: 0..<0, part: .watch)) }
        if settings.query == nil, settings.score == nil { fail("a watch needs a query or a score") }
        if settings.score != nil, settings.threshold == nil { fail("a score needs a threshold") }
        if settings.score == nil, settings.threshold != nil { fail("a threshold needs a score") }
        if settings.usesStemming { fail("stem is not in this version; end the words in *") }
        return errors
    }

    private static func filter(_ name: String, _ field: MetaTerm.Field, _ values: [String]) -> Filter? {
        guard !values.isEmpty else { return nil }
        return Filter(
            name: name,
            values: values.map { value in
                MetaTerm(field: field, value: .pattern(ValuePattern(value)), written: "\(name):\(value)")
            })
    }

    // MARK: Matching

    /// What `item` is to the watch at `now`; `nil` if it does not meet it or the watch has expired.
    package func match(_ item: WatchedItem, now: Timestamp) -> WatchMatch? {
        var evaluation = Evaluation(of: literals, in: item, limits: limits)
        return match(gate: gate, score: score, &evaluation, now: now)
    }

    /// - Parameter gate: The watch's own, perhaps with its literals numbered otherwise; `score` likewise.
    func match(
        gate: QueryNode?, score: ScoreLine?, _ evaluation: inout Evaluation, now: Timestamp
    ) -> WatchMatch? {
        if let expires = settings.expires, now >= expires { return nil }
        for filter in filters where filter.found(in: &evaluation.facts) == nil { return nil }
        if let gate, !evaluation.holds(gate) { return nil }
        var sum: Int?
        if let score, let threshold = settings.threshold {
            let reached = evaluation.score(of: score)
            guard reached >= threshold else { return nil }
            sum = reached
        }
        var evidence = gate.map { evaluation.evidence(for: $0) } ?? []
        for entry in score?.entries ?? [] where evaluation.weight(of: entry) != 0 {
            for ground in evaluation.evidence(for: entry.node) where !evidence.contains(ground) {
                evidence.append(ground)
            }
        }
        return WatchMatch(watch: settings.name, score: sum, evidence: Array(evidence.prefix(limits.evidence)))
    }

    /// Each part of the watch with whether it holds for `item`.
    package func explanation(for item: WatchedItem, now: Timestamp) -> Explanation {
        var evaluation = Evaluation(of: literals, in: item, limits: limits)
        var parts: [Explanation] = []
        if let expires = settings.expires {
            parts.append(Explanation(reading: "expires \(CivilTime.rfc3339(expires))", holds: now < expires))
        }
        for filter in filters {
            let field = filter.values.first?.field ?? .source
            parts.append(
                Explanation(
                    reading: filter.values.map(\.written).joined(separator: " OR "),
                    holds: filter.found(in: &evaluation.facts) != nil,
                    remark: evaluation.facts.remark(on: field)))
        }
        if let gate { parts.append(evaluation.explanation(of: gate)) }
        if let score, let threshold = settings.threshold {
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
    /// The same looking at titles only.
    fileprivate var titleOnly: QueryNode {
        mapTerms { term in
            var term = term
            if term.scope == .anywhere { term.scope = .title }
            return term
        }
    }
}
