import Model

/// What of a watch decides about an item.
///
/// A class: thousands of them lie in an array, and a look at one copies a reference, not a tree.
final class WatchPlan: Sendable {
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

    let name: String
    let gate: QueryNode?
    let score: ScoreLine?
    let threshold: Int?
    let filters: [Filter]
    let expires: Timestamp?

    init(settings: WatchSettings, gate: QueryNode?, score: ScoreLine?) {
        name = settings.name
        self.gate = gate
        self.score = score
        threshold = settings.threshold
        expires = settings.expires
        filters = [
            Self.filter("lang", .lang, settings.languages), Self.filter("tag", .tag, settings.tags),
            Self.filter("source", .source, settings.sources),
        ].compactMap { $0 }
    }

    /// The same with the literals of its terms numbered otherwise.
    init(_ plan: WatchPlan, renumbered: (QueryNode) -> QueryNode) {
        name = plan.name
        gate = plan.gate.map(renumbered)
        score = plan.score.map { line in
            ScoreLine(entries: line.entries.map { .init(node: renumbered($0.node), weight: $0.weight) })
        }
        threshold = plan.threshold
        filters = plan.filters
        expires = plan.expires
    }

    private static func filter(_ name: String, _ field: MetaTerm.Field, _ values: [String]) -> Filter? {
        guard !values.isEmpty else { return nil }
        return Filter(
            name: name,
            values: values.map { value in
                MetaTerm(field: field, value: .pattern(ValuePattern(value)), written: "\(name):\(value)")
            })
    }

    /// What the item of `evaluation` is to the watch at `now`; `nil` if it does not meet it or the watch has expired.
    func match(_ evaluation: inout Evaluation, now: Timestamp) -> WatchMatch? {
        if let expires, now >= expires { return nil }
        for filter in filters where filter.found(in: &evaluation.facts) == nil { return nil }
        if let gate, !evaluation.holds(gate) { return nil }
        var sum: Int?
        if let score, let threshold {
            guard let reached = evaluation.score(of: score, reaching: threshold) else { return nil }
            sum = reached
        }
        var evidence = gate.map { evaluation.evidence(for: $0) } ?? []
        for entry in score?.entries ?? [] where evaluation.weight(of: entry) != 0 {
            for ground in evaluation.evidence(for: entry.node) where !evidence.contains(ground) {
                evidence.append(ground)
            }
        }
        return WatchMatch(
            watch: name, score: sum, evidence: Array(evidence.prefix(evaluation.limits.evidence)))
    }

    /// What any item that it meets must all have, one thing of each, the rarest first; nothing where nothing is sure.
    func requirements(_ literals: LiteralTable) -> [Requirement] {
        var all: [Requirement] = gate?.requirements(literals) ?? []
        if let score, let threshold, let requirement = score.requirement(literals, threshold: threshold) {
            all.append(requirement)
        }
        for filter in filters {
            all.append(
                Requirement(
                    things: Set(filter.values.map { .meta($0) }),
                    frequency: filter.values.reduce(0) { $0 + $1.frequency }))
        }
        return all.sorted { $0.isRarer(than: $1) }
    }
}
