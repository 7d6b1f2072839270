import CMicrohttpd

/// Why no server could be started.
package struct ServerError: Error, Sendable, Hashable, CustomStringConvertible {
    package var port: UInt16

    package init(port: UInt16) { self.port = port }

    package var description: String { "cannot listen on 127.0.0.1:\(port); is the port taken?" }
}

/// An HTTP server on 127.0.0.1 with one thread, over libmicrohttpd.
///
/// - Source: https://www.gnu.org/software/libmicrohttpd/manual/
@safe package final class LoopbackServer: Sendable {
    // Set once in init; libmicrohttpd guards what it points to, and only deinit stops it.
    nonisolated(unsafe) private let daemon: OpaquePointer
    private let box: HandlerBox
    package let port: UInt16

    /// Bytes of a request body; a longer one is answered with 413.
    package static let bodyLimit = 4 << 20

    /// Starts to answer with `handler`, which is called on the server's thread.
    ///
    /// - Parameter port: 0 lets the system choose one.
    package init(
        port: UInt16, handler: @escaping @Sendable (ServerRequest) -> ServerAnswer
    ) throws(ServerError) {
        let box = HandlerBox(handler: handler)
        let context = unsafe Unmanaged.passUnretained(box).toOpaque()
        guard
            let daemon = unsafe ww_mhd_start(port, ServerCallbacks.handle, ServerCallbacks.completed, context)
        else { throw ServerError(port: port) }
        unsafe self.daemon = daemon
        self.box = box
        self.port = unsafe ww_mhd_port(daemon)
    }

    deinit { unsafe MHD_stop_daemon(daemon) }

    package var url: String { "http://127.0.0.1:\(port)" }
}

private final class HandlerBox: Sendable {
    let handler: @Sendable (ServerRequest) -> ServerAnswer

    init(handler: @escaping @Sendable (ServerRequest) -> ServerAnswer) { self.handler = handler }
}

/// The body of a request while it comes in pieces.
private final class IncomingBody {
    var bytes: [UInt8] = []
    var isTooLarge = false
}

/// What libmicrohttpd calls on its thread.
private enum ServerCallbacks {
    /// Called once when the headers are there, then for each piece of the body, then once more to answer.
    static let handle: ww_mhd_handler = {
        (context, connection, url, method, _, upload, size, state) -> MHD_Result in
        guard let context = unsafe context else { return .NO }
        guard let incoming = unsafe state.pointee else {
            unsafe state.pointee = Unmanaged.passRetained(IncomingBody()).toOpaque()
            return .YES
        }
        let body = unsafe Unmanaged<IncomingBody>.fromOpaque(incoming).takeUnretainedValue()
        if unsafe size.pointee > 0 {
            if unsafe body.bytes.count + size.pointee > LoopbackServer.bodyLimit {
                body.isTooLarge = true
            } else if let upload = unsafe upload {
                let piece = unsafe UnsafeRawBufferPointer(start: upload, count: size.pointee)
                unsafe body.bytes.append(contentsOf: piece)
            }
            unsafe size.pointee = 0
            return .YES
        }
        let box = unsafe Unmanaged<HandlerBox>.fromOpaque(context).takeUnretainedValue()
        let request = unsafe ServerRequest(
            method: String(cString: method),
            target: ConnectionReading.target(connection, path: String(cString: url)),
            headers: ConnectionReading.headers(connection),
            arguments: ConnectionReading.arguments(connection), body: body.bytes)
        let answer = body.isTooLarge ? ServerAnswer(status: 413) : box.handler(request)
        return unsafe ConnectionReading.send(answer, on: connection)
    }

    static let completed: ww_mhd_completed = { _, _, state, _ in
        guard let incoming = unsafe state.pointee else { return }
        unsafe Unmanaged<IncomingBody>.fromOpaque(incoming).release()
        unsafe state.pointee = nil
    }
}
