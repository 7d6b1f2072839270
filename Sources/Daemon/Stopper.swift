import Synchronization

/// Asks services to come to an end between two pieces of work.
package final class Stopper: Sendable {
    private let state = Mutex<(isStopped: Bool, bells: [Doorbell])>((false, []))

    package init() {}

    package var isStopped: Bool { state.withLock { $0.isStopped } }

    /// Rings `bell` when the end is asked for, so that whoever waits there notices.
    package func wakes(_ bell: Doorbell) { state.withLock { $0.bells.append(bell) } }

    package func stop() {
        let bells = state.withLock { state in
            state.isStopped = true
            return state.bells
        }
        for bell in bells { bell.ring() }
    }
}
