/// The least of HTTP/2: every request of a connection gets status 200 and one body.
///
/// - Source: RFC 9113; RFC 7541 appendix A.
enum HTTP2Answers {
    private enum Frame {
        static let data: UInt8 = 0
        static let headers: UInt8 = 1
        static let settings: UInt8 = 4
        static let goAway: UInt8 = 7
    }

    /// Serves until the client goes.
    ///
    /// - Parameter onRequest: called before each answer.
    static func serve(_ connection: RawConnection, body: [UInt8], onRequest: () -> Void) {
        // "PRI * HTTP/2.0" and what follows it; then our settings, which change nothing.
        guard connection.receive(24) != nil, connection.send(frame(Frame.settings)) else { return }
        while let head = connection.receive(9) {
            let length = Int(head[0]) << 16 | Int(head[1]) << 8 | Int(head[2])
            guard connection.receive(length) != nil, head[3] != Frame.goAway else { return }
            if head[3] == Frame.settings, head[4] & 1 == 0 {
                guard connection.send(frame(Frame.settings, flags: 1)) else { return }
            }
            guard head[3] == Frame.headers else { continue }
            onRequest()
            let stream = Array(head[5..<9])
            // 0x88 is `:status: 200` of the static table.
            guard connection.send(frame(Frame.headers, flags: 4, stream: stream, [0x88])),
                connection.send(frame(Frame.data, flags: 1, stream: stream, body))
            else { return }
        }
    }

    private static func frame(
        _ type: UInt8, flags: UInt8 = 0, stream: [UInt8] = [0, 0, 0, 0], _ payload: [UInt8] = []
    ) -> [UInt8] {
        let length = payload.count
        return [UInt8(length >> 16 & 255), UInt8(length >> 8 & 255), UInt8(length & 255), type, flags]
            + stream
            + payload
    }
}
