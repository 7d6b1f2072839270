/// Whether the stages of the line move: each says by when it will have moved again.
///
/// A stage that is late hangs: the service manager is told nothing then, and starts the daemon anew. A stage that has
/// ended, or has not begun, is none of its business.
package struct Pulse: Sendable, Hashable {
    package enum Stage: String, Sendable, CaseIterable {
        case polls
        case editor
    }

    /// How long a stage may take over one piece of work: a round of the poll loop, an edit of one batch. The longest of
    /// them, a story window that is made anew from the stored items, takes a fraction of it.
    package static let patience: Duration = .seconds(300)

    /// By the clock that never goes back.
    private var due: [Stage: Duration] = [:]

    package init() {}

    /// `stage` has moved at `moment` and may rest for `rest` before its next piece of work.
    package mutating func beat(_ stage: Stage, at moment: Duration, rest: Duration = .zero) {
        due[stage] = moment + rest + Self.patience
    }

    /// `stage` has come to its end.
    package mutating func end(_ stage: Stage) { due[stage] = nil }

    /// Stages that have not moved for too long, by name.
    package func late(at moment: Duration) -> [Stage] {
        Stage.allCases.filter { stage in due[stage].map { $0 < moment } ?? false }
    }
}
