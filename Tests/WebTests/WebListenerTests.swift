import Curl
import MicroHTTP
import Model
import Platform
import TestSupport
import Testing
import Web

/// A listener on a free port of loopback, with a client.
private struct Desk: Sendable {
    let listener: WebListener
    let client: TransferEngine

    init(
        _ routes: [WebRoute], base: String = "", port: UInt16 = 0,
        _ change: (inout ServerLimits) -> Void = { _ in }
    ) throws {
        var limits = ServerLimits()
        change(&limits)
        listener = try WebListener(
            at: .address(host: "127.0.0.1", port: port), limits: limits, routes: WebRoutes(routes, base: base)
        )
        client = try TransferEngine()
    }

    func ask(_ path: String, body: [UInt8]? = nil, headers: [String] = []) async throws -> TransferResponse {
        var request = TransferRequest(url: "http://127.0.0.1:\(listener.port)\(path)")
        request.body = body
        request.headers = headers
        request.policy = ConnectPolicy(allowed: [], allowsAll: true)
        // Other tests may keep every thread busy for longer than a person would wait.
        request.totalTimeout = .hours(1)
        request.firstByteTimeout = .hours(1)
        request.lowSpeedBytesPerSecond = 0
        return try await client.perform(request)
    }

    /// Serves while `body` runs, and stops then.
    func serving(_ body: () async throws -> Void) async throws {
        async let served: Void = listener.serve()
        let result: Result<Void, any Error>
        do {
            result = .success(try await body())
        } catch {
            result = .failure(error)
        }
        await listener.stop()
        await served
        try result.get()
    }
}

extension WebRoute {
    /// Says what it was asked.
    fileprivate static func echo(_ prefix: String, methods: [String: Int] = ["GET": 0, "POST": 100])
        -> WebRoute
    {
        WebRoute(prefix: prefix, methods: methods) { request in
            let arguments = request.arguments.map { "\($0.name)=\($0.value)" }.joined(separator: "|")
            return ServerAnswer(
                status: 200, headers: [.init("X-Route", prefix)],
                body: Array("\(request.method) \(request.path) \(arguments) ".utf8) + request.body)
        }
    }
}

/// Lets through when it is opened.
private final class Gate: Sendable {
    private let entries: AsyncStream<Void>
    private let entered: AsyncStream<Void>.Continuation
    private let exits: AsyncStream<Void>
    private let exit: AsyncStream<Void>.Continuation

    init() {
        (entries, entered) = AsyncStream.makeStream(of: Void.self)
        (exits, exit) = AsyncStream.makeStream(of: Void.self)
    }

    /// Waits until somebody stands at the gate.
    func somebody() async { for await _ in entries { return } }

    func open() { exit.finish() }

    func pass() async {
        entered.yield()
        for await _ in exits {}
    }
}

@Suite struct WebListenerTests {
    @Test func `the longest prefix answers, with decoded arguments and the whole body`() async throws {
        let desk = try Desk([.echo("/"), .echo("/a/"), .echo("/a/b/")])
        try await desk.serving { () async throws in
            let answer = try await desk.ask("/a/b/c?x=1%26&y=%C3%BC+z&x=2")
            #expect(answer.status == 200)
            #expect(answer.header("x-route") == "/a/b/")
            #expect(String(decoding: answer.body, as: UTF8.self) == "GET /a/b/c x=1&|y=ü z|x=2 ")
            let posted = try await desk.ask("/a/x", body: Array("hello".utf8))
            #expect(String(decoding: posted.body, as: UTF8.self) == "POST /a/x  hello")
        }
    }

    /// Path, body, and the status of the answer.
    static let refusals: [(String, Int?, Int)] = [
        ("/other", nil, 404), ("/other", 10, 404), ("/a/", 100, 200), ("/a/", 101, 413),
        ("/a/", 5_000_000, 413),
        ("/get/", 0, 405),
    ]

    @Test(arguments: refusals)
    func `what nobody wants is refused, and nothing of it kept`(
        path: String, bytes: Int?, status: Int
    ) async throws {
        let desk = try Desk([.echo("/a/"), .echo("/get/", methods: ["GET": 0])])
        try await desk.serving { () async throws in
            let body = bytes.map { [UInt8](repeating: 0x61, count: $0) }
            #expect(try await desk.ask(path, body: body).status == status)
        }
    }

    @Test func `a body that does not say its length is cut off at the limit`() async throws {
        let desk = try Desk([.echo("/a/")])
        try await desk.serving { () async throws in
            let body = [UInt8](repeating: 0x61, count: 5000)
            let answer = try await desk.ask("/a/", body: body, headers: ["Transfer-Encoding: chunked"])
            #expect(answer.status == 413)
        }
    }

    @Test func `bodies that are too large together wait for another time`() async throws {
        let desk = try Desk([.echo("/a/", methods: ["POST": 1000])]) { $0.bodyBytes = 500 }
        try await desk.serving { () async throws in
            #expect(try await desk.ask("/a/", body: [UInt8](repeating: 0x61, count: 501)).status == 503)
            // What was counted is given back.
            for _ in 0..<3 {
                #expect(try await desk.ask("/a/", body: [UInt8](repeating: 0x61, count: 500)).status == 200)
            }
        }
    }

    @Test func `headers that are too long are refused`() async throws {
        let desk = try Desk([.echo("/a/")]) { $0.headerBytes = 8 << 10 }
        try await desk.serving { () async throws in
            let answer = try await desk.ask(
                "/a/", headers: ["X-Long: " + String(repeating: "x", count: 20_000)])
            #expect((400..<500).contains(answer.status))
            #expect(try await desk.ask("/a/").status == 200)
        }
    }

    @Test(arguments: ["/wirewatch/push/x", "/push/x"])
    func `the path before the listener may be there or not`(path: String) async throws {
        let desk = try Desk([.echo("/push/")], base: "/wirewatch")
        try await desk.serving { () async throws in
            let answer = try await desk.ask(path)
            #expect(String(decoding: answer.body, as: UTF8.self) == "GET /push/x  ")
        }
    }

    @Test func `one address has no more connections than it may`() async throws {
        let gate = Gate()
        let held = WebRoute(prefix: "/", methods: ["GET": 0]) { _ in
            await gate.pass()
            return ServerAnswer(status: 200)
        }
        let desk = try Desk([held]) { $0.connectionsPerAddress = 1 }
        try await desk.serving { () async throws in
            async let first = desk.ask("/")
            await gate.somebody()
            await #expect(throws: TransferError.self) { try await desk.ask("/") }
            gate.open()
            #expect(try await first.status == 200)
        }
    }

    @Test func `a slow answer holds up nobody else`() async throws {
        let gate = Gate()
        let held = WebRoute(prefix: "/slow", methods: ["GET": 0]) { _ in
            await gate.pass()
            return ServerAnswer(status: 200)
        }
        let desk = try Desk([held, .echo("/")])
        try await desk.serving { () async throws in
            async let slow = desk.ask("/slow")
            await gate.somebody()
            for _ in 0..<3 { #expect(try await desk.ask("/quick").status == 200) }
            gate.open()
            #expect(try await slow.status == 200)
        }
    }

    @Test func `a stop does not wait for ever for an answer that does not come`() async throws {
        let gate = Gate()
        let held = WebRoute(prefix: "/", methods: ["GET": 0]) { _ in
            await gate.pass()
            return ServerAnswer(status: 200)
        }
        let desk = try Desk([held])
        async let served: Void = desk.listener.serve()
        async let answer = desk.ask("/")
        await gate.somebody()
        await desk.listener.stop()
        #expect((try? await answer)?.status != 200)
        gate.open()
        await served
    }

    @Test func `an address that is taken is told, and free again after a stop`() async throws {
        let desk = try Desk([.echo("/")], port: try FreePort.find())
        let place = ListenPlace.address(host: "127.0.0.1", port: desk.listener.port)
        let routes = WebRoutes([.echo("/")], base: "")
        #expect(throws: ListenError(description: "cannot listen at \(place): address already in use")) {
            try WebListener(at: place, limits: ServerLimits(), routes: routes)
        }
        try await desk.serving { () async throws in #expect(try await desk.ask("/").status == 200) }
        let again = try WebListener(at: place, limits: ServerLimits(), routes: routes)
        await again.stop()
    }
}
