import CMicrohttpd

/// One request as the server got it.
package struct ServerRequest: Sendable, Hashable {
    package var method: String
    /// Path with its query.
    package var target: String
    /// Names in small letters.
    package var headers: [String: String]
    package var body: [UInt8]

    /// The target without its query.
    package var path: String { target.firstIndex(of: "?").map { String(target[..<$0]) } ?? target }
}

/// What the server says.
package struct ServerAnswer: Sendable, Hashable {
    package var status: Int
    package var headers: [Header]
    package var body: [UInt8]

    package struct Header: Sendable, Hashable {
        package var name: String
        package var value: String

        package init(_ name: String, _ value: String) {
            self.name = name
            self.value = value
        }
    }

    package init(status: Int, headers: [Header] = [], body: [UInt8] = []) {
        self.status = status
        self.headers = headers
        self.body = body
    }
}

/// Why no server could be started.
package struct ServerError: Error, Sendable, Hashable, CustomStringConvertible {
    package var port: UInt16
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
            target: ServerCallbacks.target(connection, path: String(cString: url)),
            headers: ServerCallbacks.headers(connection), body: body.bytes)
        let answer = body.isTooLarge ? ServerAnswer(status: 413) : box.handler(request)
        return unsafe ServerCallbacks.send(answer, on: connection)
    }

    static let completed: ww_mhd_completed = { _, _, state, _ in
        guard let incoming = unsafe state.pointee else { return }
        unsafe Unmanaged<IncomingBody>.fromOpaque(incoming).release()
        unsafe state.pointee = nil
    }

    private static func send(_ answer: ServerAnswer, on connection: OpaquePointer) -> MHD_Result {
        guard
            let response = unsafe answer.body.withUnsafeBytes({ bytes in
                unsafe ww_mhd_response(bytes.baseAddress, bytes.count)
            })
        else { return .NO }
        defer { unsafe MHD_destroy_response(response) }
        for header in answer.headers {
            unsafe _ = MHD_add_response_header(response, header.name, header.value)
        }
        return unsafe MHD_queue_response(connection, UInt32(answer.status), response)
    }

    private static func headers(_ connection: OpaquePointer) -> [String: String] {
        let pairs = unsafe pairs(connection, .HEADER_KIND)
        return Dictionary(pairs.map { ($0.0.lowercased(), $0.1) }) { first, _ in first }
    }

    private static func target(_ connection: OpaquePointer, path: String) -> String {
        let arguments = unsafe pairs(connection, .GET_ARGUMENT_KIND)
        guard !arguments.isEmpty else { return path }
        return path + "?" + arguments.map { $0.1.isEmpty ? $0.0 : "\($0.0)=\($0.1)" }.joined(separator: "&")
    }

    private final class Pairs {
        var list: [(String, String)] = []
    }

    private static func pairs(_ connection: OpaquePointer, _ kind: MHD_ValueKind) -> [(String, String)] {
        let pairs = Pairs()
        let context = unsafe Unmanaged.passUnretained(pairs).toOpaque()
        unsafe _ = MHD_get_connection_values(
            connection, kind,
            { context, _, name, value in
                guard let context = unsafe context, let name = unsafe name else { return .YES }
                let pairs = unsafe Unmanaged<Pairs>.fromOpaque(context).takeUnretainedValue()
                let text = unsafe value.map { unsafe String(cString: $0) } ?? ""
                unsafe pairs.list.append((String(cString: name), text))
                return .YES
            }, context)
        return withExtendedLifetime(pairs) { pairs.list }
    }
}
