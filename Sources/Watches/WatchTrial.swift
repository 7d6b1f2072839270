package import Model

/// A watch that is tried on many items: beside its matches it finds out which of its terms never occur.
package struct WatchTrial: Sendable {
    package let watch: CompiledWatch
    /// Terms that no item has had so far, in the order of the query.
    private var absent: [QueryNode.Term]

    package init(_ watch: CompiledWatch) {
        self.watch = watch
        let nodes = [watch.plan.gate].compactMap(\.self) + (watch.plan.score?.entries.map(\.node) ?? [])
        absent = []
        for term in nodes.flatMap(\.terms) where !absent.contains(term) { absent.append(term) }
    }

    /// What `item` is to the watch at `now`, as ``CompiledWatch/match(_:now:)`` says.
    package mutating func match(_ item: WatchedItem, now: Timestamp) -> WatchMatch? {
        var evaluation = Evaluation(of: watch.literals, in: item, limits: watch.limits)
        if !absent.isEmpty {
            absent.removeAll { term in
                let presence = evaluation.occurrences.presence(of: term)
                return switch term.scope {
                case .anywhere: presence.title || presence.text
                case .title: presence.title
                case .text: presence.text
                }
            }
        }
        return watch.plan.match(&evaluation, now: now)
    }

    /// A term of the query or the score line that no item has had.
    package struct AbsentTerm: Hashable, Sendable {
        /// As it is read.
        package var written: String
        /// What asks the search index for it alone; `nil` where the index cannot tell.
        package var expression: String?
    }

    /// In the order of the query.
    package var absentTerms: [AbsentTerm] {
        absent.map { term in
            AbsentTerm(
                written: term.scope.rawValue + term.written,
                expression: QueryNode.term(term).searchExpression(watch.literals))
        }
    }
}
