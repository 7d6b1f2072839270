package import Model
import Synchronization

/// A clock that goes only when it is told.
package final class ManualClock: Sendable {
    private let state: Mutex<Timestamp>

    package init(_ start: Timestamp) { state = Mutex(start) }

    package var now: Timestamp { state.withLock { $0 } }

    package func advance(by span: Duration) { state.withLock { $0 = $0 + span } }
}
