import Synchronization

/// Wakes the one consumer that waits at it; a ring that nobody waits for is kept, several are one.
package final class Doorbell: Sendable {
    private let stream: AsyncStream<Void>
    private let continuation: AsyncStream<Void>.Continuation

    package init() {
        (stream, continuation) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    package func ring() { continuation.yield() }

    /// Returns at the next ring, after `span` at the latest, or when the task is cancelled.
    ///
    /// Waits by the monotonic clock: a wall clock that jumps wakes nobody.
    package func wait(atMost span: Duration) async {
        let stream = stream
        await withTaskGroup(of: Void.self) { group in
            group.addTask {
                var rings = stream.makeAsyncIterator()
                _ = await rings.next(isolation: nil)
            }
            group.addTask {
                // Cancellation is how the wait ends when the bell rings first.
                try? await Task.sleep(for: span)
            }
            await group.next()
            group.cancelAll()
        }
    }
}
