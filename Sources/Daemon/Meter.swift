import Synchronization

/// What the services tell of themselves while they run; it outlives reloads.
///
/// One lock for each poll, edit or delivery, held for the counting alone.
package final class Meter: Sendable {
    private let state = Mutex<(counters: Counters, pulse: Pulse, isReady: Bool)>((Counters(), Pulse(), false))
    private let elapsed: @Sendable () -> Duration

    /// - Parameter elapsed: the clock that never goes back.
    package init(elapsed: @escaping @Sendable () -> Duration) { self.elapsed = elapsed }

    package var counters: Counters { state.withLock { $0.counters } }

    /// Whether the services run and the store takes writes.
    package var isReady: Bool { state.withLock { $0.isReady } }

    /// Stages that hang.
    package var lateStages: [Pulse.Stage] {
        let moment = elapsed()
        return state.withLock { $0.pulse.late(at: moment) }
    }

    package func count(_ body: @Sendable (inout Counters) -> Void) { state.withLock { body(&$0.counters) } }

    package func ready(_ isReady: Bool) { state.withLock { $0.isReady = isReady } }

    /// See ``Pulse``.
    package func beat(_ stage: Pulse.Stage, rest: Duration = .zero) {
        let moment = elapsed()
        state.withLock { $0.pulse.beat(stage, at: moment, rest: rest) }
    }

    package func end(_ stage: Pulse.Stage) { state.withLock { $0.pulse.end(stage) } }
}
