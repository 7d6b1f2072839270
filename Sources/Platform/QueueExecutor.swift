import Synchronization

/// A thread that works off what it is given, in order: for actors and functions that make blocking calls.
///
/// An actor runs on it as a ``QueueActor``, anybody else by ``run(_:)``. The thread ends when
/// the last reference is gone; work that was given is done before.
package final class QueueExecutor: SerialExecutor {
    private let queue: WorkQueue

    /// - Parameter name: of the thread, as `ps -L` shows it; 15 bytes of it.
    /// - Throws: when the process may have no more threads or descriptors.
    package init(name: String) throws(SystemError) {
        let queue = WorkQueue(wake: try Descriptor.event())
        self.queue = queue
        try DedicatedThread.start(named: name) { queue.drain() }
    }

    deinit { queue.finish() }

    package func enqueue(_ job: consuming ExecutorJob) {
        let unowned = UnownedJob(job)
        // The executor lives at least until the job has run: the closure holds it.
        queue.append { unsafe unowned.runSynchronously(on: self.asUnownedSerialExecutor()) }
    }

    /// Runs `body` on the thread and gives back what it makes; the caller's thread is free meanwhile.
    package func run<Value: Sendable, Failure: Error>(
        _ body: @escaping @Sendable () throws(Failure) -> Value
    ) async throws(Failure) -> Value {
        let result: Result<Value, Failure> = await withCheckedContinuation { continuation in
            queue.append {
                _ = self
                continuation.resume(returning: Result(catching: body))
            }
        }
        return try result.get()
    }
}

/// An actor that runs on a thread of its own, since it makes blocking calls.
package protocol QueueActor: Actor {
    nonisolated var executor: QueueExecutor { get }
}

extension QueueActor {
    /// The actor holds its executor, which therefore outlives every job of the actor.
    package nonisolated var unownedExecutor: UnownedSerialExecutor {
        unsafe executor.asUnownedSerialExecutor()
    }
}

/// What the thread and its clients share.
private final class WorkQueue: Sendable {
    private struct State {
        var work: [@Sendable () -> Void] = []
        var isFinished = false
    }

    private let state = Mutex(State())
    private let wake: Descriptor

    init(wake: consuming Descriptor) { self.wake = wake }

    func append(_ work: @escaping @Sendable () -> Void) {
        let isFirst = state.withLock { state in
            state.work.append(work)
            return state.work.count == 1
        }
        if isFirst { wake.signal() }
    }

    func finish() {
        state.withLock { $0.isFinished = true }
        wake.signal()
    }

    /// Works until the queue is finished and empty.
    func drain() {
        while true {
            wake.awaitSignal()
            let (work, isFinished) = state.withLock { state in
                let work = state.work
                state.work = []
                return (work, state.isFinished)
            }
            for item in work { item() }
            if isFinished { return }
        }
    }
}
