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

    /// Terms of the query and the score line that no item has had, as they are read.
    package var absentTerms: [String] { absent.map { $0.scope.rawValue + $0.written } }
}
