import CMicrohttpd
import Synchronization

/// Where a server listens.
package enum ListenPlace: Sendable, Hashable {
    case address(host: String, port: UInt16)
    /// A listening socket that the service manager opened and keeps.
    case descriptor(Int32)
}

/// Bounds of a server, each a setting with its unit.
package struct ServerLimits: Sendable, Hashable {
    package var connections = 64
    /// Connections of one address at once; behind a proxy all have the proxy's.
    package var connectionsPerAddress = 32
    /// Silence after which a connection is closed, and the longest that a body may take to come.
    package var timeout: Duration = .seconds(15)
    /// Bytes of the request line and all headers of one request.
    package var headerBytes = 32 << 10
    /// Bytes of all bodies that are here at once.
    package var bodyBytes = 40 << 20
    /// Connections that wait to be taken.
    package var backlog = 64

    package init() {}
}

/// Why a server cannot listen.
package struct ListenError: Error, Sendable, Hashable, CustomStringConvertible {
    /// In words.
    package var description: String

    package init(description: String) { self.description = description }
}

/// An HTTP server for the open network: one thread, bounded in every way, answering whenever the answer is there.
///
/// Requests come out of ``exchanges``, whole, and wait for their ``ServerExchange/answer(_:)`` without holding the
/// thread. How large a body may be is asked before any of it is read.
/// - Source: https://www.gnu.org/software/libmicrohttpd/manual/
@safe package final class WebServer: Sendable {
    // Set once in init; libmicrohttpd guards what it points to, and only `stop` ends it, once.
    nonisolated(unsafe) private let daemon: OpaquePointer
    private let desk: ServerDesk
    package let port: UInt16

    /// The requests, in order of arrival; ends with ``stop()``. No more wait than there are connections.
    package var exchanges: AsyncStream<ServerExchange> { desk.stream }

    /// Requests that are being read, worked on or answered.
    package var openRequests: Int { desk.openRequests }

    /// Begins to listen.
    ///
    /// - Parameter bodyLimit: bytes that a body of this method and path may have; `nil` where there is nothing there.
    package init(
        at place: ListenPlace, limits: ServerLimits,
        bodyLimit: @escaping @Sendable (_ method: String, _ path: String) -> Int?
    ) throws(ListenError) {
        let socket: Int32
        switch place {
        case .address(let host, let port):
            socket = unsafe ww_listen(host, "\(port)", Int32(limits.backlog))
        case .descriptor(let number): socket = ww_listen_copy(number)
        }
        guard socket >= 0 else {
            let words = unsafe String(cString: strerror(-socket))
            throw ListenError(description: "cannot listen at \(place): \(words.lowercased())")
        }
        let desk = ServerDesk(limits: limits, bodyLimit: bodyLimit)
        let context = unsafe Unmanaged.passUnretained(desk).toOpaque()
        let daemon = unsafe ww_mhd_serve(
            socket, WebCallbacks.handle, WebCallbacks.completed, WebCallbacks.connected, context,
            UInt32(limits.connections),
            UInt32(limits.connectionsPerAddress), UInt32(max(1, limits.timeout.components.seconds)),
            limits.headerBytes)
        guard let daemon = unsafe daemon else {
            close(socket)
            throw ListenError(description: "cannot listen at \(place): no thread or memory for a server")
        }
        unsafe self.daemon = daemon
        self.desk = desk
        port = unsafe ww_mhd_port(daemon)
    }

    deinit { stop() }

    /// Cuts off connections whose request has not had its headers in time: a sender who drips is never silent.
    ///
    /// To be called now and then. - Parameter now: milliseconds of the monotonic clock.
    package func expire(at now: Int64) { desk.expire(at: now) }

    /// Takes no further connection; those that are open go on.
    ///
    /// The corresponding C function is `MHD_quiesce_daemon`.
    package func quiesce() {
        guard desk.isFirst(.quiesce) else { return }
        let socket = unsafe MHD_quiesce_daemon(daemon)
        if socket >= 0 { close(socket) }
    }

    /// Ends all connections and the thread; who waits for an answer gets none. Blocks until the thread has ended.
    ///
    /// The corresponding C function is `MHD_stop_daemon`.
    package func stop() {
        guard desk.isFirst(.stop) else { return }
        desk.close()
        unsafe MHD_stop_daemon(daemon)
    }
}

extension ListenPlace: CustomStringConvertible {
    package var description: String {
        switch self {
        case .address(let host, let port): host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)"
        case .descriptor(let number): "the socket of the service manager (\(number))"
        }
    }
}

/// One request that waits for its answer.
@safe package final class ServerExchange: Sendable {
    package let request: ServerRequest
    // Belongs to libmicrohttpd, which keeps it until the suspended connection is resumed; the desk resumes it once.
    nonisolated(unsafe) let connection: OpaquePointer
    private let desk: ServerDesk
    private let stored = Mutex<ServerAnswer?>(nil)

    init(request: ServerRequest, connection: OpaquePointer, desk: ServerDesk) {
        self.request = request
        unsafe self.connection = connection
        self.desk = desk
    }

    /// Sends `answer`; a second one is dropped, and one that comes after the server's end.
    package func answer(_ answer: ServerAnswer) { desk.resume(self, with: answer) }

    func store(_ answer: ServerAnswer) { stored.withLock { $0 = answer } }

    var answer: ServerAnswer? { stored.withLock { $0 } }
}
