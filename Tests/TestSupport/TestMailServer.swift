import Glibc
import Platform
import Synchronization

/// A mail server on loopback that keeps what it is given and refuses what it is told to.
package final class TestMailServer: Sendable {
    /// What came in over one connection.
    package struct Session: Sendable, Hashable {
        /// Commands in order, without line ends.
        package var commands: [String] = []
        /// Those of them that came encrypted.
        package var securedCommands: [String] = []
        /// Messages as they were meant: dots at the start of lines single again.
        package var messages: [String] = []
    }

    /// Answers to commands that begin so, instead of the usual.
    package typealias Script = @Sendable (_ command: String) -> String?

    /// From when on a server encrypts.
    package enum Security: Sendable {
        case none
        case startTLS(TestTLS)
        case fromTheStart(TestTLS)
    }

    private let listener: LoopbackListener
    private let recorder: Recorder

    private final class Recorder: Sendable {
        let sessions = Mutex<[Session]>([])
        let script: Script
        let tls: TLSContext?
        let isSecure: Bool

        init(_ script: @escaping Script, tls: TLSContext?, isSecure: Bool) {
            self.script = script
            self.tls = tls
            self.isSecure = isSecure
        }
    }

    /// - Parameter script: the answer to a command, or to `.` for the end of a message; `nil` for the usual one, an
    ///   empty one for silence.
    package init(_ security: Security = .none, script: @escaping Script = { _ in nil }) throws {
        let recorder =
            switch security {
            case .none: Recorder(script, tls: nil, isSecure: false)
            case .startTLS(let tls): Recorder(script, tls: TLSContext(tls), isSecure: false)
            case .fromTheStart(let tls): Recorder(script, tls: TLSContext(tls), isSecure: true)
            }
        self.recorder = recorder
        listener = try LoopbackListener(name: "mail") { client in
            let tls = recorder.isSecure ? recorder.tls : nil
            if let connection = RawConnection(socket: client, tls: tls) { Self.serve(connection, recorder) }
        }
    }

    package var port: UInt16 { listener.port }
    package var url: String { "\(recorder.isSecure ? "smtps" : "smtp")://127.0.0.1:\(port)" }

    /// All connections so far, those with no command aside.
    package var sessions: [Session] { recorder.sessions.withLock { $0.filter { !$0.commands.isEmpty } } }
    package var messages: [String] { sessions.flatMap(\.messages) }

    private static func serve(_ client: RawConnection, _ recorder: Recorder) {
        let index = recorder.sessions.withLock { sessions in
            sessions.append(Session())
            return sessions.count - 1
        }
        var isSecured = recorder.isSecure
        var isLoggingIn = false
        guard write("220 test.example ready", to: client) else { return }
        while let command = line(client) {
            recorder.sessions.withLock { sessions in
                sessions[index].commands.append(command)
                if isSecured { sessions[index].securedCommands.append(command) }
            }
            let verb = command.prefix(4).uppercased()
            let offersTLS = recorder.tls != nil && !isSecured
            let usual = isLoggingIn ? "235 2.7.0 welcome" : usual(verb, offersTLS: offersTLS)
            let answer = recorder.script(command) ?? usual
            isLoggingIn = verb == "AUTH" && answer.hasPrefix("334")
            if answer.isEmpty { continue }
            guard write(answer, to: client), verb != "QUIT", !answer.hasPrefix("421") else { return }
            if verb == "STAR", answer.hasPrefix("220"), let tls = recorder.tls {
                guard client.secure(tls) else { return }
                isSecured = true
            }
            guard verb == "DATA", answer.hasPrefix("354") else { continue }
            guard let message = message(client) else { return }
            let end = recorder.script(".") ?? "250 2.0.0 kept"
            if end.hasPrefix("2") { recorder.sessions.withLock { $0[index].messages.append(message) } }
            guard write(end, to: client) else { return }
        }
    }

    private static func usual(_ verb: String, offersTLS: Bool) -> String {
        switch verb {
        case "EHLO":
            "250-test.example\r\n250-SIZE 10000000\r\n" + (offersTLS ? "250 STARTTLS" : "250 AUTH PLAIN")
        case "STAR": offersTLS ? "220 go on" : "502 not here"
        case "AUTH": "334 "
        case "DATA": "354 go on"
        case "QUIT": "221 bye"
        default: "250 2.1.0 fine"
        }
    }

    private static func message(_ client: RawConnection) -> String? {
        var lines: [String] = []
        while let line = line(client) {
            if line == "." { return lines.map { $0 + "\r\n" }.joined() }
            lines.append(line.hasPrefix(".") ? String(line.dropFirst()) : line)
        }
        return nil
    }

    private static func line(_ client: RawConnection) -> String? {
        var bytes: [UInt8] = []
        while bytes.count < 1 << 20, let byte = client.receive() {
            if byte == 0x0A, bytes.last == 0x0D {
                return String(decoding: bytes.dropLast(), as: UTF8.self)
            }
            bytes.append(byte)
        }
        return nil
    }

    private static func write(_ line: String, to client: RawConnection) -> Bool {
        client.send(Array("\(line)\r\n".utf8))
    }
}
