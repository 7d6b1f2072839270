import Synchronization

/// What the services tell of themselves while they run; it outlives reloads.
///
/// One lock for each poll, edit or delivery, held for the counting alone.
package final class Meter: Sendable {
    private struct State {
        var counters = Counters()
        var pulse = Pulse()
        var isReady = false
        var standstill = Standstill()
    }

    private let state = Mutex(State())
    private let elapsed: @Sendable () -> Duration

    /// - Parameter elapsed: the clock that never goes back.
    package init(elapsed: @escaping @Sendable () -> Duration) { self.elapsed = elapsed }

    package var counters: Counters { state.withLock { $0.counters } }

    /// Whether the services run and the store takes writes.
    package var isReady: Bool { state.withLock { $0.isReady && $0.standstill.reason == nil } }

    /// Why services wait for the store; `nil` where none does.
    package var standstill: String? { state.withLock { $0.standstill.reason } }

    /// Stages that hang.
    package var lateStages: [Pulse.Stage] {
        let moment = elapsed()
        return state.withLock { $0.pulse.late(at: moment) }
    }

    package func count(_ body: @Sendable (inout Counters) -> Void) { state.withLock { body(&$0.counters) } }

    package func ready(_ isReady: Bool) { state.withLock { $0.isReady = isReady } }

    /// One service more waits for the store; returns whether it is the first.
    package func beginWaiting(for reason: String) -> Bool { state.withLock { $0.standstill.begin(reason) } }

    /// One that waited goes on, or ends; returns whether it was the last.
    package func endWaiting() -> Bool { state.withLock { $0.standstill.end() } }

    /// See ``Pulse``.
    package func beat(_ stage: Pulse.Stage, rest: Duration = .zero) {
        let moment = elapsed()
        state.withLock { $0.pulse.beat(stage, at: moment, rest: rest) }
    }

    package func end(_ stage: Pulse.Stage) { state.withLock { $0.pulse.end(stage) } }
}

/// How many services wait for a store that takes no writes, and since the first of them why.
struct Standstill: Sendable, Hashable {
    private(set) var reason: String?
    private var services = 0

    /// Returns whether it is the first.
    mutating func begin(_ reason: String) -> Bool {
        services += 1
        guard services == 1 else { return false }
        self.reason = reason
        return true
    }

    /// Returns whether it was the last.
    mutating func end() -> Bool {
        services -= 1
        guard services == 0 else { return false }
        reason = nil
        return true
    }
}
