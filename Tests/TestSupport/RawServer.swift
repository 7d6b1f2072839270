import Glibc
import Platform
import Synchronization

/// A server on loopback that sends what it is told byte for byte: for answers that no sound server gives.
package final class RawServer: Sendable {
    /// What is sent for a path, and what happens to the connection then.
    package struct Script: Sendable {
        package var bytes: [UInt8]
        package var end: End

        package init(_ text: String, body: [UInt8] = [], end: End = .close) {
            bytes = Array(text.utf8) + body
            self.end = end
        }
    }

    package enum End: Sendable {
        case close
        /// Nothing more comes; the connection stays until the client goes, or ``RawServer/release()``.
        case hold
        /// The next request may come.
        case keep
    }

    private let listener: LoopbackListener
    private let state: Recorder
    private let isSecure: Bool

    private final class Recorder: Sendable {
        let scripts = Mutex<[String: [Script]]>([:])
        let requests = Mutex<[String]>([])
        let endings = Mutex<[Ending]>([])
        /// Sockets of connections that are held.
        let held = Mutex<Set<Int32>>([])
        let connections = Mutex(0)

        /// The next script of `path`; the last of them stays.
        func script(_ path: String) -> Script? {
            scripts.withLock { scripts in
                guard var list = scripts[path], let first = list.first else { return nil }
                if list.count > 1 {
                    list.removeFirst()
                    scripts[path] = list
                }
                return first
            }
        }
    }

    /// A client that went away from a held connection, and how much `count` said at that moment.
    package struct Ending: Sendable {
        package var path: String
        package var count: Int
    }

    /// - Parameters:
    ///   - tls: https where there is one.
    ///   - count: asked whenever a client leaves a held connection.
    package init(tls: TestTLS? = nil, count: @escaping @Sendable () -> Int = { 0 }) throws {
        let recorder = Recorder()
        state = recorder
        isSecure = tls != nil
        let context = tls.flatMap { TLSContext($0) }
        if tls != nil, context == nil { throw SystemError("read certificates", code: ENOENT) }
        listener = try LoopbackListener(name: "raw") { client in
            recorder.connections.withLock { $0 += 1 }
            guard let connection = RawConnection(socket: client, tls: context) else { return }
            Self.serve(connection, recorder, count)
        }
    }

    package var port: UInt16 { listener.port }
    package var url: String { "\(isSecure ? "https" : "http")://127.0.0.1:\(port)" }

    /// Heads of all requests so far, as they came.
    package var requests: [String] { state.requests.withLock { $0 } }
    package var endings: [Ending] { state.endings.withLock { $0 } }
    /// Connections that were taken so far.
    package var connections: Int { state.connections.withLock { $0 } }

    /// Answers `path` with `scripts` in turn, the last of them from then on.
    package func serve(_ path: String, _ scripts: Script...) { state.scripts.withLock { $0[path] = scripts } }

    /// Ends the connections that are held.
    package func release() {
        state.held.withLock { for socket in $0 { shutdown(socket, Int32(SHUT_RDWR)) } }
    }

    /// The value of `header` in the request number `index`; `nil` where it was not sent.
    package func header(_ header: String, of index: Int) -> String? {
        let lines = requests[index].split(separator: "\r\n")
        let line = lines.first { $0.lowercased().hasPrefix(header.lowercased() + ": ") }
        return line.map { String($0.dropFirst(header.count + 2)) }
    }

    private static func serve(
        _ client: RawConnection, _ state: Recorder, _ count: @Sendable () -> Int
    ) {
        if client.isHTTP2 {
            return HTTP2Answers.serve(client, body: state.script(http2)?.bytes ?? []) {
                state.requests.withLock { $0.append(http2) }
            }
        }
        while let request = head(client) {
            // Bytes above 0x7F stand one for one: Latin-1.
            let text = String(String.UnicodeScalarView(request.map { Unicode.Scalar($0) }))
            state.requests.withLock { $0.append(text) }
            let target = text.split(separator: " ").dropFirst().first.map(String.init) ?? ""
            let path = String(target.prefix { $0 != "?" })
            guard let script = state.script(path), client.send(script.bytes) else { return }
            switch script.end {
            case .close: return
            case .keep: continue
            case .hold:
                client.hold(in: state.held)
                state.endings.withLock { $0.append(Ending(path: path, count: count())) }
                return
            }
        }
    }

    /// Stands for every path over HTTP/2, and for every request in ``requests``: its bytes are the body of the answer.
    package static let http2 = "HTTP/2"

    /// The bytes up to the empty line; `nil` where the client goes before.
    private static func head(_ client: RawConnection) -> [UInt8]? {
        var head: [UInt8] = []
        while head.count < 64 << 10, let byte = client.receive() {
            head.append(byte)
            if head.suffix(4) == [13, 10, 13, 10] { return head }
        }
        return nil
    }
}
