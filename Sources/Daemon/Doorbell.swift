import Synchronization

/// Wakes the one consumer that waits at it; a ring that nobody waits for is kept, several are one.
package final class Doorbell: Sendable {
    private struct State {
        var isRung = false
        var waiter: CheckedContinuation<Bool, Never>?
    }

    private let state = Mutex(State())

    package init() {}

    package func ring() {
        let waiter = state.withLock { state in
            let waiter = state.waiter
            state.waiter = nil
            if waiter == nil { state.isRung = true }
            return waiter
        }
        waiter?.resume(returning: true)
    }

    /// Returns at the next ring, after `span` at the latest, or when the task is cancelled.
    ///
    /// Waits by the monotonic clock: a wall clock that jumps wakes nobody.
    /// - Returns: whether the bell rang.
    @discardableResult
    package func wait(atMost span: Duration) async -> Bool {
        await withTaskGroup(of: Bool.self) { group in
            group.addTask { await self.nextRing() }
            group.addTask {
                // Cancellation is how the wait ends when the bell rings first.
                try? await Task.sleep(for: span)
                return false
            }
            let first = await group.next() ?? false
            group.cancelAll()
            // A ring that came just as the time was up is not lost.
            let second = await group.next() ?? false
            return first || second
        }
    }

    private func nextRing() async -> Bool {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let answer: Bool? = state.withLock { state in
                    if state.isRung {
                        state.isRung = false
                        return true
                    }
                    if Task.isCancelled { return false }
                    state.waiter = continuation
                    return nil
                }
                if let answer { continuation.resume(returning: answer) }
            }
        } onCancel: {
            let waiter = state.withLock { state in
                let waiter = state.waiter
                state.waiter = nil
                return waiter
            }
            waiter?.resume(returning: false)
        }
    }
}
