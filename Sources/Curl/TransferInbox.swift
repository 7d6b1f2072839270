import CCurl
import Synchronization

/// What the loop is asked to do.
enum TransferMessage: Sendable {
    case start(id: UInt64, TransferRequest, CheckedContinuation<RunningTransfer.Outcome, Never>)
    case cancel(id: UInt64)
    /// A piece of a task that is at home on the loop's thread.
    case run(UnownedJob)
    case stop
}

/// The one thing that the loop's thread shares with others.
@safe final class TransferInbox: Sendable {
    private struct State {
        var messages: [TransferMessage] = []
        var lastID: UInt64 = 0
        var isClosed = false
        /// The loop sleeps, or is about to: the next message has to wake it.
        var isResting = false
    }

    private static let keptConnections = 64

    private let state = Mutex(State())
    // Off the loop's thread only curl_multi_wakeup is called on it, which may be called from any, and only while the
    // inbox is not closed: the loop closes it before it frees the handle.
    nonisolated(unsafe) let multi: UnsafeMutableRawPointer?

    init() {
        _ = curl_global_init(Int(CURL_GLOBAL_DEFAULT))
        unsafe multi = curl_multi_init()
        // Feeds of one host are asked one after the other; more connections than that are kept for nobody.
        if let multi = unsafe multi {
            unsafe _ = ww_curl_multi_set_long(multi, CURLMOPT_MAXCONNECTS, Self.keptConnections)
        }
    }

    func nextID() -> UInt64 {
        state.withLock { state in
            state.lastID += 1
            return state.lastID
        }
    }

    /// False where the loop has ended: the message is not taken.
    func post(_ message: TransferMessage) -> Bool {
        state.withLock { state in
            guard !state.isClosed else { return false }
            state.messages.append(message)
            if state.isResting {
                state.isResting = false
                unsafe _ = curl_multi_wakeup(multi)
            }
            return true
        }
    }

    func take() -> [TransferMessage] {
        state.withLock { state in
            state.isResting = false
            let messages = state.messages
            state.messages = []
            return messages
        }
    }

    /// Says that the loop is about to sleep; false where messages have come.
    func rest() -> Bool {
        state.withLock { state in
            state.isResting = state.messages.isEmpty
            return state.isResting
        }
    }

    func close() -> [TransferMessage] {
        state.withLock { state in
            state.isClosed = true
            let messages = state.messages
            state.messages = []
            return messages
        }
    }
}

/// Runs tasks on the loop's thread.
///
/// It holds the inbox alone: an engine that nobody holds any longer ends, and what is left of its tasks runs where it is
/// resumed.
final class TransferExecutor: TaskExecutor {
    private let inbox: TransferInbox

    init(inbox: TransferInbox) { self.inbox = inbox }

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        if !inbox.post(.run(job)) { run(job) }
    }

    func run(_ job: UnownedJob) { unsafe job.runSynchronously(on: asUnownedTaskExecutor()) }
}
