import CMicrohttpd

/// One request while it comes in and is answered; belongs to the server's thread.
private final class IncomingRequest {
    let limit: Int
    let started: Int64
    let desk: ServerDesk
    var body: [UInt8] = []
    /// Bytes that the desk counts for the body.
    var reserved = 0
    /// What is said instead of handing the request out.
    var refusal: ServerAnswer?
    var exchange: ServerExchange?

    init(limit: Int, started: Int64, desk: ServerDesk) {
        self.limit = limit
        self.started = started
        self.desk = desk
    }

    /// Takes a piece of the body; what comes after a refusal is read and dropped. False where it takes too long.
    func take(_ piece: UnsafeRawBufferPointer, now: Int64) -> Bool {
        guard now - started <= desk.limits.timeout.components.seconds * 1000 else { return false }
        guard refusal == nil else { return true }
        if body.count + piece.count > limit {
            drop(ServerAnswer(status: 413))
        } else if !desk.reserve(piece.count) {
            drop(ServerAnswer(status: 503, headers: [ServerAnswer.Header("Retry-After", "60")]))
        } else {
            reserved += piece.count
            unsafe body.append(contentsOf: piece)
        }
        return true
    }

    private func drop(_ refusal: ServerAnswer) {
        self.refusal = refusal
        body = []
    }
}

/// What libmicrohttpd calls on the server's thread; the context is a `ServerDesk` that the server keeps alive.
enum WebCallbacks {
    /// Called once when the headers are there, then for each piece of the body, then to answer, and once more where
    /// the answer was waited for.
    static let handle: ww_mhd_handler = {
        (context, connection, url, method, _, upload, size, state) -> MHD_Result in
        guard let context = unsafe context else { return .NO }
        let desk = unsafe Unmanaged<ServerDesk>.fromOpaque(context).takeUnretainedValue()
        guard let known = unsafe state.pointee else {
            return unsafe WebCallbacks.begin(connection, url, method, state, desk)
        }
        let incoming = unsafe Unmanaged<IncomingRequest>.fromOpaque(known).takeUnretainedValue()
        if unsafe size.pointee > 0 {
            let piece = unsafe UnsafeRawBufferPointer(start: upload, count: size.pointee)
            unsafe size.pointee = 0
            return unsafe incoming.take(piece, now: ww_mhd_milliseconds()) ? .YES : .NO
        }
        if let refusal = incoming.refusal { return unsafe ConnectionReading.send(refusal, on: connection) }
        if let exchange = incoming.exchange {
            guard let answer = exchange.answer else { return .NO }
            return unsafe ConnectionReading.send(answer, on: connection)
        }
        let request = unsafe ServerRequest(
            method: String(cString: method),
            target: ConnectionReading.target(connection, path: String(cString: url)),
            headers: ConnectionReading.headers(connection),
            arguments: ConnectionReading.arguments(connection), body: incoming.body)
        incoming.body = []
        let exchange = unsafe ServerExchange(request: request, connection: connection, desk: desk)
        incoming.exchange = exchange
        unsafe MHD_suspend_connection(connection)
        desk.offer(exchange)
        return .YES
    }

    /// Looks at method, path and announced size before anything of a body is read.
    private static func begin(
        _ connection: OpaquePointer, _ url: UnsafePointer<CChar>, _ method: UnsafePointer<CChar>,
        _ state: UnsafeMutablePointer<UnsafeMutableRawPointer?>, _ desk: ServerDesk
    ) -> MHD_Result {
        let limit = unsafe desk.bodyLimit(String(cString: method), String(cString: url))
        let incoming = IncomingRequest(limit: limit ?? 0, started: ww_mhd_milliseconds(), desk: desk)
        unsafe desk.begin(on: ww_mhd_descriptor(connection))
        unsafe state.pointee = Unmanaged.passRetained(incoming).toOpaque()
        guard let limit else {
            return unsafe ConnectionReading.send(ServerAnswer(status: 404), on: connection)
        }
        let announced = unsafe MHD_lookup_connection_value(connection, .HEADER_KIND, "Content-Length")
        if let announced = unsafe announced, let bytes = unsafe Int(String(cString: announced)), bytes > limit
        {
            return unsafe ConnectionReading.send(ServerAnswer(status: 413), on: connection)
        }
        return .YES
    }

    /// Called when a connection is there, and before its descriptor is closed.
    static let connected: ww_mhd_connected = { context, connection, _, event in
        guard let context = unsafe context else { return }
        let desk = unsafe Unmanaged<ServerDesk>.fromOpaque(context).takeUnretainedValue()
        let descriptor = unsafe ww_mhd_descriptor(connection)
        if event == .CONNECTION_NOTIFY_STARTED {
            desk.connect(descriptor, at: ww_mhd_milliseconds())
        } else {
            desk.disconnect(descriptor)
        }
    }

    static let completed: ww_mhd_completed = { _, connection, state, _ in
        guard let known = unsafe state.pointee else { return }
        let incoming = unsafe Unmanaged<IncomingRequest>.fromOpaque(known).takeRetainedValue()
        unsafe incoming.desk.end(
            bodyBytes: incoming.reserved, on: ww_mhd_descriptor(connection), at: ww_mhd_milliseconds())
        unsafe state.pointee = nil
    }
}
