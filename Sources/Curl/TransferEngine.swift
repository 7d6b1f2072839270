import CCurl
package import Platform
import Synchronization

/// One thread that makes all transfers with one libcurl multi handle.
///
/// Requests come in through an inbox under a mutex; handles never leave the thread.
/// - Source: https://curl.se/libcurl/c/libcurl-multi.html
package final class TransferEngine: Sendable {
    private let inbox: Inbox

    /// - Throws: when the process may have no more threads.
    package init() throws(SystemError) {
        let inbox = Inbox()
        self.inbox = inbox
        try DedicatedThread.start(named: "wirewatch-net") { TransferLoop(inbox: inbox).run() }
    }

    deinit { inbox.post(.stop) }

    /// The version of libcurl. The corresponding C function is `curl_version_info`.
    package static var libraryVersion: String { unsafe String(cString: ww_curl_version()) }

    /// Makes one request and returns the answer, whatever its status.
    ///
    /// - Throws: `TransferError.Kind.cancelled` when the task is cancelled.
    package func perform(_ request: TransferRequest) async throws(TransferError) -> TransferResponse {
        let id = inbox.nextID()
        let inbox = inbox
        let result = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                inbox.post(.start(id: id, request, continuation))
            }
        } onCancel: {
            inbox.post(.cancel(id: id))
        }
        return try result.get()
    }
}

/// What the loop is asked to do.
private enum Message: Sendable {
    case start(id: UInt64, TransferRequest, CheckedContinuation<RunningTransfer.Outcome, Never>)
    case cancel(id: UInt64)
    case stop
}

/// The one thing that the loop's thread shares with others.
@safe private final class Inbox: Sendable {
    private struct State {
        var messages: [Message] = []
        var lastID: UInt64 = 0
        var isClosed = false
    }

    private static let keptConnections = 64
    /// Of the files that may still be opened, one in so many is for connections that are kept.
    private static let filesPerKeptConnection = 4

    private let state = Mutex(State())
    // Off the loop's thread only curl_multi_wakeup is called on it, which may be called from any, and only while the
    // inbox is not closed: the loop closes it before it frees the handle.
    nonisolated(unsafe) let multi: UnsafeMutableRawPointer?

    init() {
        _ = curl_global_init(Int(CURL_GLOBAL_DEFAULT))
        unsafe multi = curl_multi_init()
        // Feeds of one host are asked one after the other; more connections than that are kept for nobody.
        if let multi = unsafe multi {
            let room = OpenFiles.free / Self.filesPerKeptConnection
            let kept = max(1, min(Self.keptConnections, room))
            unsafe _ = ww_curl_multi_set_long(multi, CURLMOPT_MAXCONNECTS, kept)
        }
    }

    func nextID() -> UInt64 {
        state.withLock { state in
            state.lastID += 1
            return state.lastID
        }
    }

    func post(_ message: Message) {
        let isRefused = state.withLock { state in
            guard !state.isClosed else { return true }
            state.messages.append(message)
            if state.messages.count == 1 { unsafe _ = curl_multi_wakeup(multi) }
            return false
        }
        if isRefused, case .start(_, _, let continuation) = message {
            continuation.resume(returning: .failure(TransferLoop.stopped))
        }
    }

    func take() -> [Message] {
        state.withLock { state in
            let messages = state.messages
            state.messages = []
            return messages
        }
    }

    func close() -> [Message] {
        state.withLock { state in
            state.isClosed = true
            return state.messages
        }
    }
}

/// The loop of the engine's thread.
@safe private final class TransferLoop {
    static let stopped = TransferError(kind: .cancelled, message: "cancelled")

    private let inbox: Inbox
    private var running: [EasyHandle: RunningTransfer] = [:]
    private var idle: [EasyHandle] = []
    /// Among those that run: they found no free file, and are no longer with libcurl until they try again.
    private var starved: Set<EasyHandle> = []
    private var cancelledEarly: Set<UInt64> = []
    private var lastStarted: UInt64 = 0
    private var nextExpiry: Int64 = 0

    /// Handles kept for the next transfers; each holds a few kilobytes.
    private static let keptHandles = 32
    private static let longestPollMilliseconds: Int32 = 250
    private static let idlePollMilliseconds: Int32 = 60_000
    private static let expiryMilliseconds: Int64 = 250

    init(inbox: Inbox) { self.inbox = inbox }

    func run() {
        guard let multi = unsafe inbox.multi else { return refuseAll() }
        while handleMessages() {
            var active: Int32 = 0
            unsafe _ = curl_multi_perform(multi, &active)
            unsafe finishDone(multi)
            unsafe expire(multi)
            unsafe _ = curl_multi_poll(
                multi, nil, 0,
                running.isEmpty ? Self.idlePollMilliseconds : Self.longestPollMilliseconds, nil
            )
        }
        for case .start(_, _, let continuation) in inbox.close() {
            continuation.resume(returning: .failure(Self.stopped))
        }
        for transfer in running.values { unsafe end(transfer, multi).fail(Self.stopped) }
        for handle in idle { unsafe curl_easy_cleanup(handle.pointer) }
        unsafe _ = curl_multi_cleanup(multi)
    }

    private func refuseAll() {
        for case .start(_, _, let continuation) in inbox.close() {
            continuation.resume(
                returning: .failure(TransferError(kind: .other, message: "no memory for transfers")))
        }
    }

    /// False when the engine is gone.
    private func handleMessages() -> Bool {
        for message in inbox.take() {
            switch message {
            case .stop: return false
            case .start(let id, let request, let continuation):
                lastStarted = max(lastStarted, id)
                if cancelledEarly.remove(id) != nil {
                    continuation.resume(returning: .failure(Self.stopped))
                } else {
                    start(id, request, continuation)
                }
            case .cancel(let id):
                let transfer = running.values.first { $0.id == id }
                if let transfer {
                    if let multi = unsafe inbox.multi { unsafe end(transfer, multi).fail(Self.stopped) }
                } else if id > lastStarted {
                    cancelledEarly.insert(id)
                }
            }
        }
        return true
    }

    private func start(
        _ id: UInt64, _ request: TransferRequest,
        _ continuation: CheckedContinuation<RunningTransfer.Outcome, Never>
    ) {
        guard let multi = unsafe inbox.multi, let handle = EasyHandle(reusing: &idle) else {
            continuation.resume(
                returning: .failure(TransferError(kind: .other, message: "no memory for a transfer")))
            return
        }
        let transfer = RunningTransfer(
            id: id, request: request, handle: handle, continuation: continuation)
        let code = transfer.prepare()
        guard code == CURLE_OK, unsafe curl_multi_add_handle(multi, handle.pointer) == CURLM_OK else {
            let words = unsafe String(cString: curl_easy_strerror(code))
            transfer.fail(TransferError(kind: .badURL, code: Int(code.rawValue), message: words.lowercased()))
            unsafe curl_easy_cleanup(handle.pointer)
            return
        }
        running[handle] = transfer
    }

    private func finishDone(_ multi: UnsafeMutableRawPointer) {
        var left: Int32 = 0
        while let message = unsafe curl_multi_info_read(multi, &left) {
            guard unsafe message.pointee.msg == CURLMSG_DONE, let handle = unsafe message.pointee.easy_handle,
                let transfer = unsafe running[EasyHandle(pointer: handle)]
            else { continue }
            let code = unsafe ww_curl_message_result(message)
            if transfer.refusal == .staleConnection, unsafe restart(transfer, multi) { continue }
            if transfer.isStarved(code) {
                if unsafe setAside(transfer, multi) { continue }
                unsafe end(transfer, multi).fail(transfer.noFreeFile)
                continue
            }
            transfer.finish(code)
            unsafe _ = end(transfer, multi)
        }
    }

    /// Makes the request again over a new connection; false where that cannot be.
    private func restart(_ transfer: RunningTransfer, _ multi: UnsafeMutableRawPointer) -> Bool {
        let handle = transfer.handle
        unsafe _ = curl_multi_remove_handle(multi, handle.pointer)
        guard unsafe ww_curl_set_long(handle.pointer, CURLOPT_FRESH_CONNECT, 1) == CURLE_OK else {
            return false
        }
        return unsafe curl_multi_add_handle(multi, handle.pointer) == CURLM_OK
    }

    /// Lets a transfer that found no free file wait for one; false where it has waited for as long as it may.
    private func setAside(_ transfer: RunningTransfer, _ multi: UnsafeMutableRawPointer) -> Bool {
        let now = SystemClock.monotonicMilliseconds()
        let until = transfer.starvesUntil ?? now + RunningTransfer.milliseconds(transfer.request.totalTimeout)
        transfer.starvesUntil = until
        guard now < until else { return false }
        unsafe _ = curl_multi_remove_handle(multi, transfer.handle.pointer)
        starved.insert(transfer.handle)
        return true
    }

    /// Lets all that found no free file try again.
    private func feed(_ multi: UnsafeMutableRawPointer) {
        for handle in starved {
            guard let transfer = running[handle] else { continue }
            transfer.tryAgain()
            if unsafe curl_multi_add_handle(multi, handle.pointer) != CURLM_OK {
                unsafe end(transfer, multi).fail(transfer.noFreeFile)
            }
        }
        starved = []
    }

    /// Ends transfers whose first byte did not come in time; looks for them now and then.
    private func expire(_ multi: UnsafeMutableRawPointer) {
        let now = SystemClock.monotonicMilliseconds()
        guard now >= nextExpiry else { return }
        nextExpiry = now + Self.expiryMilliseconds
        unsafe feed(multi)
        let late = running.values.filter { $0.firstByteDeadline.map { $0 < now } ?? false }
        for transfer in late {
            unsafe end(transfer, multi).fail(transfer.firstByteTimeout())
        }
    }

    private func end(_ transfer: RunningTransfer, _ multi: UnsafeMutableRawPointer) -> RunningTransfer {
        let handle = transfer.handle
        unsafe _ = curl_multi_remove_handle(multi, handle.pointer)
        running[handle] = nil
        starved.remove(handle)
        if idle.count < Self.keptHandles {
            unsafe curl_easy_reset(handle.pointer)
            idle.append(handle)
        } else {
            unsafe curl_easy_cleanup(handle.pointer)
        }
        return transfer
    }
}

/// A handle of libcurl that can stand in collections; whoever made it frees it.
@safe struct EasyHandle: Hashable {
    let pointer: UnsafeMutableRawPointer

    init(pointer: UnsafeMutableRawPointer) { unsafe self.pointer = pointer }

    static func == (left: EasyHandle, right: EasyHandle) -> Bool { left.address == right.address }

    func hash(into hasher: inout Hasher) { hasher.combine(address) }

    private var address: Int { unsafe Int(bitPattern: pointer) }

    /// One of `idle`, or else a new one; `nil` without memory.
    init?(reusing idle: inout [EasyHandle]) {
        if let handle = idle.popLast() {
            self = handle
        } else {
            guard let handle = unsafe curl_easy_init() else { return nil }
            unsafe pointer = handle
        }
    }
}
