import CCurl
package import Platform

/// One thread that makes all transfers with one libcurl multi handle.
///
/// Requests come in through an inbox under a mutex; handles never leave the thread.
/// - Source: https://curl.se/libcurl/c/libcurl-multi.html
package final class TransferEngine: Sendable {
    private let inbox: TransferInbox
    /// Runs tasks on the engine's thread: what follows from one answer and leads to the next request needs no other. What
    /// runs there holds up all transfers, so it has to be short.
    package let executor: any TaskExecutor

    /// - Throws: when the process may have no more threads.
    package init() throws(SystemError) {
        let inbox = TransferInbox()
        self.inbox = inbox
        let executor = TransferExecutor(inbox: inbox)
        self.executor = executor
        try DedicatedThread.start(named: "wirewatch-net") {
            TransferLoop(inbox: inbox, executor: executor).run()
        }
    }

    deinit { _ = inbox.post(.stop) }

    /// The version of libcurl. The corresponding C function is `curl_version_info`.
    package static var libraryVersion: String { unsafe String(cString: ww_curl_version()) }

    /// Makes one request and returns the answer, whatever its status.
    ///
    /// - Throws: `TransferError.Kind.cancelled` when the task is cancelled.
    package func perform(_ request: TransferRequest) async throws(TransferError) -> TransferResponse {
        let ticket = TransferTicket()
        let inbox = inbox
        let result = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                if !inbox.post(.start(ticket, request, continuation)) {
                    continuation.resume(returning: .failure(TransferLoop.stopped))
                }
            }
        } onCancel: {
            ticket.callOff()
            _ = inbox.post(.cancel(ticket))
        }
        return try result.get()
    }
}

/// The loop of the engine's thread.
@safe private final class TransferLoop {
    static let stopped = TransferError(kind: .cancelled, message: "cancelled")

    private let inbox: TransferInbox
    private var running: [EasyHandle: RunningTransfer] = [:]
    private var idle: [EasyHandle] = []
    /// Among those that run: they found no free file, and are no longer with libcurl until they try again.
    private var starved: Set<EasyHandle> = []
    private var authorityFiles = AuthorityFiles()
    private var nextExpiry: Int64 = 0
    private let executor: TransferExecutor

    /// Handles kept for the next transfers; each holds a few kilobytes.
    private static let keptHandles = 32
    private static let longestPollMilliseconds: Int32 = 250
    private static let idlePollMilliseconds: Int32 = 60_000
    private static let expiryMilliseconds: Int64 = 250

    init(inbox: TransferInbox, executor: TransferExecutor) {
        self.inbox = inbox
        self.executor = executor
    }

    func run() {
        guard let multi = unsafe inbox.multi else {
            return refuse(inbox.close(), TransferError(kind: .other, message: "no memory for transfers"))
        }
        while handleMessages() {
            var active: Int32 = 0
            unsafe _ = curl_multi_perform(multi, &active)
            unsafe finishDone(multi)
            unsafe expire(multi)
            guard inbox.rest() else { continue }
            unsafe _ = curl_multi_poll(
                multi, nil, 0,
                running.isEmpty ? Self.idlePollMilliseconds : Self.longestPollMilliseconds, nil
            )
        }
        let rest = inbox.close()
        for transfer in running.values { unsafe end(transfer, multi).fail(Self.stopped) }
        refuse(rest, Self.stopped)
        for handle in idle { unsafe curl_easy_cleanup(handle.pointer) }
    }

    private func refuse(_ messages: [TransferMessage], _ error: TransferError) {
        for message in messages {
            switch message {
            case .start(_, _, let continuation): continuation.resume(returning: .failure(error))
            case .run(let job): executor.run(job)
            case .cancel, .stop: break
            }
        }
    }

    /// False when the engine is gone.
    private func handleMessages() -> Bool {
        // Tasks that run here ask for transfers, and go on at once where one cannot be made.
        while true {
            let messages = inbox.take()
            if messages.isEmpty { return true }
            for (index, message) in messages.enumerated() where !handle(message) {
                refuse(Array(messages[(index + 1)...]), Self.stopped)
                return false
            }
        }
    }

    /// False for the end.
    private func handle(_ message: TransferMessage) -> Bool {
        switch message {
        case .stop: return false
        case .run(let job): executor.run(job)
        case .start(let ticket, let request, let continuation):
            if ticket.isCalledOff {
                continuation.resume(returning: .failure(Self.stopped))
            } else {
                start(ticket, request, continuation)
            }
        case .cancel(let ticket):
            let transfer = running.values.first { $0.ticket === ticket }
            if let transfer, let multi = unsafe inbox.multi {
                unsafe end(transfer, multi).fail(Self.stopped)
            }
        }
        return true
    }

    private func start(
        _ ticket: TransferTicket, _ request: TransferRequest,
        _ continuation: CheckedContinuation<RunningTransfer.Outcome, Never>
    ) {
        guard let multi = unsafe inbox.multi, let handle = EasyHandle(reusing: &idle) else {
            continuation.resume(
                returning: .failure(TransferError(kind: .other, message: "no memory for a transfer")))
            return
        }
        // One that goes through a proxy may meet two servers, and the proxy is trusted as the system says.
        let file = request.proxy == nil ? request.authorityFile : nil
        let transfer = RunningTransfer(
            ticket: ticket, request: request, handle: handle,
            authorities: file.flatMap { authorityFiles.authorities(in: $0) },
            closesConnection: request.hostsInLine >= inbox.keptConnections, continuation: continuation)
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
