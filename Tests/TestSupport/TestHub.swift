package import Crypto
package import Curl
package import MicroHTTP
import Platform
import Synchronization

/// A WebSub hub on loopback: it remembers what it is asked for, and verifies, denies and pushes when it is told to.
package final class TestHub: Sendable {
    /// A request for a subscription or its end, as it came.
    package struct Asked: Sendable, Hashable {
        package var mode: String
        package var topic: String
        package var callback: String
        package var secret: String?
        package var lease: String?
        package var userAgent: String?

        package init(
            mode: String, topic: String, callback: String, secret: String?, lease: String?, userAgent: String?
        ) {
            self.mode = mode
            self.topic = topic
            self.callback = callback
            self.secret = secret
            self.lease = lease
            self.userAgent = userAgent
        }
    }

    private let server: LoopbackServer
    private let engine: TransferEngine
    private let requests: AsyncStream<Asked>
    private let script: Script

    /// What is answered and what was asked, shared with the server's thread.
    private final class Script: Sendable {
        let asked = Mutex<[Asked]>([])
        let answer = Mutex(ServerAnswer(status: 202))
    }

    package init() throws {
        engine = try TransferEngine()
        let (stream, continuation) = AsyncStream.makeStream(of: Asked.self)
        requests = stream
        let script = Script()
        self.script = script
        server = try LoopbackServer(port: 0) { request in
            guard let asked = Self.read(request) else { return ServerAnswer(status: 400) }
            script.asked.withLock { $0.append(asked) }
            continuation.yield(asked)
            return script.answer.withLock { $0 }
        }
    }

    package var url: String { server.url + "/hub" }

    /// All requests so far.
    package var asked: [Asked] { script.asked.withLock { $0 } }

    /// Answers requests so from now on.
    package func answers(_ answer: ServerAnswer) { script.answer.withLock { $0 = answer } }

    /// The next request, in order; waits for it.
    package func next() async -> Asked? {
        var iterator = requests.makeAsyncIterator()
        return await iterator.next()
    }

    // MARK: What hubs do

    /// Asks the callback whether it meant `asked`, or something else where that is given.
    package func verify(
        _ asked: Asked, mode: String? = nil, topic: String? = nil, challenge: String = "challenge-42",
        lease: Int? = nil
    ) async throws -> TransferResponse {
        var fields = [
            ("hub.mode", mode ?? asked.mode), ("hub.topic", topic ?? asked.topic),
            ("hub.challenge", challenge),
        ]
        if let lease { fields.append(("hub.lease_seconds", "\(lease)")) }
        return try await get(asked.callback, fields)
    }

    package func deny(_ asked: Asked, reason: String) async throws -> TransferResponse {
        try await get(
            asked.callback,
            [("hub.mode", "denied"), ("hub.topic", asked.topic), ("hub.reason", reason)])
    }

    /// Sends `body`, signed with the secret of `asked`, or with `secret`; unsigned where `hash` is `nil`.
    package func push(
        _ body: String, to asked: Asked, hash: MessageAuthentication.Hash? = .sha256, secret: String? = nil
    ) async throws -> TransferResponse {
        var request = Self.request(asked.callback)
        request.body = Array(body.utf8)
        request.headers = ["Content-Type: application/rss+xml"]
        if let hash {
            let key = Array((secret ?? asked.secret ?? "").utf8)
            let code = try MessageAuthentication.code(of: Array(body.utf8), key: key, by: hash)
            let digits = code.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
            request.headers.append("X-Hub-Signature: \(hash.rawValue)=\(digits)")
        }
        return try await engine.perform(request)
    }

    private func get(_ url: String, _ fields: [(String, String)]) async throws -> TransferResponse {
        let query = fields.map { "\($0.0)=\(Self.encoded($0.1))" }.joined(separator: "&")
        return try await engine.perform(Self.request("\(url)?\(query)"))
    }

    private static func request(_ url: String) -> TransferRequest {
        var request = TransferRequest(url: url)
        request.policy = ConnectPolicy(allowed: [], allowsAll: true)
        request.totalTimeout = .seconds(3600)
        request.firstByteTimeout = .seconds(3600)
        request.lowSpeedBytesPerSecond = 0
        return request
    }

    // MARK: Forms

    private static func read(_ request: ServerRequest) -> Asked? {
        var fields: [String: String] = [:]
        for pair in String(decoding: request.body, as: UTF8.self).split(separator: "&") {
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            fields[decoded(parts[0])] = parts.count == 2 ? decoded(parts[1]) : ""
        }
        guard request.method == "POST", let mode = fields["hub.mode"], let topic = fields["hub.topic"],
            let callback = fields["hub.callback"]
        else { return nil }
        return Asked(
            mode: mode, topic: topic, callback: callback, secret: fields["hub.secret"],
            lease: fields["hub.lease_seconds"], userAgent: request.headers["user-agent"])
    }

    private static func decoded(_ text: Substring) -> String {
        var bytes: [UInt8] = []
        var rest = Array(text.utf8)[...]
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: "%"), rest.count >= 2,
                let value = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16)
            {
                bytes.append(value)
                rest.removeFirst(2)
            } else {
                bytes.append(byte == UInt8(ascii: "+") ? UInt8(ascii: " ") : byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func encoded(_ text: String) -> String {
        text.utf8.map { byte in
            let isPlain =
                (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
            return isPlain
                ? String(UnicodeScalar(byte)) : "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16)
        }.joined()
    }
}
