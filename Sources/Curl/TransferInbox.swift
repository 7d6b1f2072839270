import CCurl
import Platform
import Synchronization

/// What the loop is asked to do.
enum TransferMessage: Sendable {
    // Boxed: a list has room for the largest in each place, and most of what stands in it are pieces of tasks.
    indirect case start(TransferTicket, TransferRequest, CheckedContinuation<RunningTransfer.Outcome, Never>)
    /// The ticket has been called off; it may have been started or not, or be done.
    case cancel(TransferTicket)
    /// A piece of a task that is at home on the loop's thread.
    case run(UnownedJob)
    case stop
}

/// Stands for one transfer from the moment that it is asked for.
final class TransferTicket: Sendable {
    private let isOff = Atomic(false)

    /// Set before the loop is told: a transfer that has not been started by then is not started.
    var isCalledOff: Bool { isOff.load(ordering: .acquiring) }

    func callOff() { isOff.store(true, ordering: .releasing) }
}

/// The one thing that the loop's thread shares with others.
@safe final class TransferInbox: Sendable {
    private struct State {
        var messages: [TransferMessage] = []
        var isClosed = false
        /// The loop sleeps, or is about to: the next message has to wake it.
        var isResting = false
    }

    private static let mostConnections = 64
    /// Of the files that may still be opened, one in so many is for connections that are kept.
    private static let filesPerKeptConnection = 4

    private let state = Mutex(State())
    // Off the loop's thread only curl_multi_wakeup is called on it, which may be called from any. The handle is freed
    // with the inbox, which the loop and everybody who may call hold.
    nonisolated(unsafe) let multi: UnsafeMutableRawPointer?
    /// Connections that are kept for later requests.
    let keptConnections: Int

    init() {
        _ = curl_global_init(Int(CURL_GLOBAL_DEFAULT))
        unsafe multi = curl_multi_init()
        // Feeds of one host are asked one after the other; more connections than that are kept for nobody.
        let room = OpenFiles.free / Self.filesPerKeptConnection
        keptConnections = max(1, min(Self.mostConnections, room))
        if let multi = unsafe multi {
            unsafe _ = ww_curl_multi_set_long(multi, CURLMOPT_MAXCONNECTS, keptConnections)
        }
    }

    deinit { if let multi = unsafe multi { unsafe _ = curl_multi_cleanup(multi) } }

    /// False where the loop has ended: the message is not taken.
    func post(_ message: TransferMessage) -> Bool {
        let (isTaken, wakes) = state.withLock { state in
            guard !state.isClosed else { return (false, false) }
            state.messages.append(message)
            let wakes = state.isResting
            state.isResting = false
            return (true, wakes)
        }
        // Not under the lock: the loop would wake and run into it.
        if wakes { unsafe _ = curl_multi_wakeup(multi) }
        return isTaken
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
