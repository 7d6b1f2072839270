import CMicrohttpd
import Synchronization

/// What the server's thread and everybody else share.
final class ServerDesk: Sendable {
    enum Ending: Sendable {
        case quiesce
        case stop
    }

    private struct State {
        /// Suspended and not yet resumed.
        var waiting: [ObjectIdentifier: ServerExchange] = [:]
        /// Connections that wait for the headers of a request, since when, by descriptor.
        var idle: [Int32: Int64] = [:]
        var open = 0
        var bodyBytes = 0
        var isClosed = false
        var isQuiesced = false
        var isStopped = false
    }

    let limits: ServerLimits
    let bodyLimit: @Sendable (_ method: String, _ path: String) -> Int?
    let stream: AsyncStream<ServerExchange>
    private let continuation: AsyncStream<ServerExchange>.Continuation
    private let state = Mutex(State())

    init(limits: ServerLimits, bodyLimit: @escaping @Sendable (_ method: String, _ path: String) -> Int?) {
        self.limits = limits
        self.bodyLimit = bodyLimit
        (stream, continuation) = AsyncStream.makeStream(of: ServerExchange.self)
    }

    var openRequests: Int { state.withLock { $0.open } }

    func isFirst(_ ending: Ending) -> Bool {
        state.withLock { state in
            switch ending {
            case .quiesce:
                defer { state.isQuiesced = true }
                return !state.isQuiesced && !state.isStopped
            case .stop:
                defer { state.isStopped = true }
                return !state.isStopped
            }
        }
    }

    // MARK: Requests

    /// The headers of a request are here.
    func begin(on descriptor: Int32) {
        state.withLock { state in
            state.open += 1
            state.idle[descriptor] = nil
        }
    }

    func end(bodyBytes: Int, on descriptor: Int32, at now: Int64) {
        state.withLock { state in
            state.open -= 1
            state.bodyBytes -= bodyBytes
            state.idle[descriptor] = now
        }
    }

    // MARK: Connections

    func connect(_ descriptor: Int32, at now: Int64) { state.withLock { $0.idle[descriptor] = now } }

    /// The descriptor is about to be closed; from then on its number may be somebody else's.
    func disconnect(_ descriptor: Int32) { state.withLock { $0.idle[descriptor] = nil } }

    /// Shuts connections down that have waited too long; under the lock, so that none is closed meanwhile.
    func expire(at now: Int64) {
        state.withLock { state in
            let limit = limits.timeout.components.seconds * 1000
            for (descriptor, since) in state.idle where now - since > limit { ww_shutdown(descriptor) }
        }
    }

    /// Makes room for a piece of a body; false where all bodies together would be too large.
    func reserve(_ bytes: Int) -> Bool {
        state.withLock { state in
            guard state.bodyBytes + bytes <= limits.bodyBytes else { return false }
            state.bodyBytes += bytes
            return true
        }
    }

    /// Hands a suspended request out; on the server's thread.
    func offer(_ exchange: ServerExchange) {
        let isClosed = state.withLock { state in
            // The connection is suspended already: it must be in the list before somebody may answer.
            if !state.isClosed { state.waiting[ObjectIdentifier(exchange)] = exchange }
            return state.isClosed
        }
        if isClosed {
            exchange.store(ServerAnswer(status: 503))
            unsafe MHD_resume_connection(exchange.connection)
        } else {
            continuation.yield(exchange)
        }
    }

    /// Wakes the connection that waits for `answer`.
    ///
    /// It is resumed under the lock: after `close` nothing may touch a connection, whose memory is gone soon. The call
    /// only marks it and wakes the thread.
    func resume(_ exchange: ServerExchange, with answer: ServerAnswer) {
        state.withLock { state in
            guard state.waiting.removeValue(forKey: ObjectIdentifier(exchange)) != nil else { return }
            exchange.store(answer)
            unsafe MHD_resume_connection(exchange.connection)
        }
    }

    /// Lets go of all that wait: libmicrohttpd ends the process where it is stopped with suspended connections.
    func close() {
        continuation.finish()
        state.withLock { state in
            state.isClosed = true
            for exchange in state.waiting.values {
                exchange.store(ServerAnswer(status: 503))
                unsafe MHD_resume_connection(exchange.connection)
            }
            state.waiting = [:]
        }
    }
}
