import CMicrohttpd
import Glibc
import MicroHTTP
import Testing

/// A client that sends what it likes, and no more.
private struct BareClient: ~Copyable {
    let number: Int32

    init(port: UInt16) {
        number = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        let code = unsafe withUnsafePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                unsafe connect(number, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        #expect(code == 0)
    }

    deinit { close(number) }

    func send(_ text: String) {
        let bytes = Array(text.utf8)
        _ = unsafe bytes.withUnsafeBytes {
            unsafe Glibc.send(number, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
        }
    }

    /// All that comes until the server closes the connection.
    func readToEnd() -> String {
        var all: [UInt8] = []
        var piece = [UInt8](repeating: 0, count: 4096)
        while true {
            let count = unsafe piece.withUnsafeMutableBytes {
                unsafe recv(number, $0.baseAddress, $0.count, 0)
            }
            guard count > 0 else { return String(decoding: all, as: UTF8.self) }
            all += piece.prefix(count)
        }
    }
}

@Suite struct WebServerTests {
    private func server(_ change: (inout ServerLimits) -> Void = { _ in }) throws -> WebServer {
        var limits = ServerLimits()
        limits.timeout = .seconds(3600)
        change(&limits)
        return try WebServer(at: .address(host: "127.0.0.1", port: 0), limits: limits) { _, _ in 100 }
    }

    /// What is sent before the sender stops.
    @Test(arguments: ["", "G", "GET / HTTP/1.1\r\nHost: a\r\nX: "])
    func `a request whose headers do not come in time is cut off`(text: String) async throws {
        let server = try server()
        let client = BareClient(port: server.port)
        client.send(text)
        // A connection that the server has taken after this one: the first is known by now.
        let second = BareClient(port: server.port)
        second.send("PUT / HTTP/1.1\r\nHost: a\r\nContent-Length: 1000\r\nConnection: close\r\n\r\n")
        #expect(second.readToEnd().hasPrefix("HTTP/1.1 413"))
        server.expire(at: ww_mhd_milliseconds())
        server.expire(at: ww_mhd_milliseconds() + 3_700_000)
        #expect(client.readToEnd() == "")
    }

    @Test func `a request that waits for its answer is not cut off`() async throws {
        let server = try server()
        let client = BareClient(port: server.port)
        client.send("GET /x HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
        var exchanges = server.exchanges.makeAsyncIterator()
        let exchange = try #require(await exchanges.next())
        server.expire(at: ww_mhd_milliseconds() + 3_700_000)
        exchange.answer(ServerAnswer(status: 200, body: Array("late".utf8)))
        exchange.answer(ServerAnswer(status: 500))
        let text = client.readToEnd()
        #expect(text.hasPrefix("HTTP/1.1 200"))
        #expect(text.hasSuffix("late"))
    }

    @Test func `an answer that comes after the end is dropped`() async throws {
        let server = try server()
        let client = BareClient(port: server.port)
        client.send("GET /x HTTP/1.1\r\nHost: a\r\n\r\n")
        var exchanges = server.exchanges.makeAsyncIterator()
        let exchange = try #require(await exchanges.next())
        #expect(server.openRequests == 1)
        server.quiesce()
        server.stop()
        exchange.answer(ServerAnswer(status: 200))
        #expect(await exchanges.next() == nil)
        #expect(!client.readToEnd().contains("200"))
    }

    @Test func `a socket that somebody else opened is taken, and left open`() throws {
        let outside = try server()
        let port = outside.port
        let number = unsafe ww_listen("127.0.0.1", "0", 5)
        defer { close(number) }
        for _ in 0..<2 {
            let server = try WebServer(at: .descriptor(number), limits: ServerLimits()) { _, _ in nil }
            #expect(server.port != port)
            let client = BareClient(port: server.port)
            client.send("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
            #expect(client.readToEnd().hasPrefix("HTTP/1.1 404"))
        }
    }
}
