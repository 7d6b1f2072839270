import MicroHTTP
import Model
import Pipeline
import TestSupport
import Testing

/// What an answer may look like, byte by byte.
@Suite struct AnswerTests {
    struct Broken: Sendable, CustomTestStringConvertible {
        var name: String
        var answer: String
        var body: [UInt8] = []
        var cause: TroubleCause
        var words: String
        var testDescription: String { name }
    }

    static let ok = "HTTP/1.1 200 OK\r\nETag: \"cut\"\r\n"
    /// `<rss/>`, stored in Brotli and in Zstandard.
    static let brotli: [UInt8] = [0x50, 0x00, 0x10] + Array("<rss/>".utf8) + [3]
    static let zstandard: [UInt8] =
        [0x28, 0xB5, 0x2F, 0xFD, 0x00, 0x50, 0x31, 0x00, 0x00] + Array("<rss/>".utf8)

    static let broken = [
        Broken(
            name: "fewer bytes than announced", answer: ok + "Content-Length: 100\r\n\r\n<rss/>",
            cause: .brokenBody, words: "ends too early"),
        Broken(
            name: "chunks without an end", answer: ok + "Transfer-Encoding: chunked\r\n\r\n6\r\n<rss/>\r\n",
            cause: .brokenBody, words: "broken"),
        Broken(
            name: "no chunks", answer: ok + "Transfer-Encoding: chunked\r\n\r\nhello\r\n", cause: .brokenBody,
            words: "broken"),
        Broken(name: "no HTTP", answer: "SSH-2.0-x\r\n", cause: .brokenBody, words: "broken"),
        Broken(name: "nothing", answer: "", cause: .brokenBody, words: "closed without a word"),
        Broken(
            name: "half of a stream of Brotli", answer: ok + "Content-Encoding: br\r\n\r\n",
            body: Array(brotli.dropLast(3)), cause: .brokenBody, words: "ends too early"),
        Broken(
            name: "half of a stream of Zstandard", answer: ok + "Content-Encoding: zstd\r\n\r\n",
            body: Array(zstandard.dropLast(3)), cause: .brokenBody, words: "ends too early"),
        Broken(
            name: "plain text called gzip", answer: ok + "Content-Encoding: gzip\r\n\r\n<rss/>",
            cause: .brokenBody, words: "cannot be decompressed"),
        Broken(
            name: "a coding nobody knows", answer: ok + "Content-Encoding: rot13\r\n\r\n<rss/>",
            cause: .brokenBody, words: "unknown way (rot13)"),
        Broken(
            name: "a header line of 65 KiB",
            answer: ok + "X: " + String(repeating: "x", count: 65 << 10) + "\r\n\r\n",
            cause: .headersTooLarge, words: "header line exceeds 65536 bytes"),
        Broken(
            name: "a header line of 1 MiB",
            answer: ok + "X: " + String(repeating: "x", count: 1 << 20) + "\r\n\r\n",
            cause: .headersTooLarge, words: "header line exceeds 65536 bytes"),
        Broken(
            name: "201 headers", answer: ok + String(repeating: "X: y\r\n", count: 200) + "\r\n<rss/>",
            cause: .headersTooLarge, words: "more than 200 headers"),
        Broken(
            name: "300 KiB of headers",
            answer: ok + String(repeating: "X: \(String(repeating: "x", count: 3000))\r\n", count: 100)
                + "\r\n",
            cause: .headersTooLarge, words: "headers exceed 262144 bytes"),
        Broken(
            name: "a length over the limit", answer: ok + "Content-Length: 99999999999\r\n\r\n<rss/>",
            cause: .tooLarge, words: "a body of 99999999999 bytes is announced, more than 20971520"),
    ]

    @Test(arguments: broken)
    func `a broken answer is told in words`(item: Broken) async throws {
        let desk = try Desk()
        desk.raw.serve("/x", RawServer.Script(item.answer, body: item.body))
        let error = try #require(await desk.error(desk.rawRequest("/x")))
        #expect(error.cause == item.cause)
        #expect(error.message.contains(item.words), "\(error.message)")
        #expect(error.message.contains("127.0.0.1:\(desk.raw.port)"))
        // A fresh connection that breaks off is not tried again: one poll is one request.
        #expect(desk.raw.requests.count == 1)
    }

    @Test(arguments: [("br", brotli), ("zstd", zstandard), ("identity", Array("<rss/>".utf8))])
    func `a compressed body is opened`(coding: String, body: [UInt8]) async throws {
        let desk = try Desk()
        desk.raw.serve("/x", RawServer.Script(Self.ok + "Content-Encoding: \(coding)\r\n\r\n", body: body))
        let document = try #require(try await desk.document(desk.rawRequest("/x")))
        #expect(document.body == Array("<rss/>".utf8))
        #expect(desk.raw.header("accept-encoding", of: 0) == "gzip, deflate, br, zstd")
    }

    @Test func `a bomb ends at the limit`() async throws {
        let desk = try Desk()
        // A block of 128 KiB that Zstandard writes as one byte and how often it comes.
        let bomb: [UInt8] = [0x28, 0xB5, 0x2F, 0xFD, 0x00, 0x50, 0x03, 0x00, 0x10, 0x20]
        desk.raw.serve("/x", RawServer.Script(Self.ok + "Content-Encoding: zstd\r\n\r\n", body: bomb))
        let error = try #require(await desk.error(desk.rawRequest("/x") { $0.limits.bodyBytes = 100_000 }))
        #expect(error.cause == .tooLarge)
        #expect(try await desk.document(desk.rawRequest("/x"))?.body.count == 128 << 10)
    }

    @Test(arguments: [429, 503])
    func `an error whose page is cut keeps its meaning`(status: Int) async throws {
        let desk = try Desk()
        desk.raw.serve(
            "/x",
            RawServer.Script("HTTP/1.1 \(status) No\r\nRetry-After: 77\r\nContent-Length: 99\r\n\r\nhalf"))
        let error = try #require(await desk.error(desk.rawRequest("/x")))
        #expect(error.status == status)
        #expect(error.retryAfter == .seconds(77))
    }

    @Test func `headers of interim answers and trailers are not the answer's`() async throws {
        let desk = try Desk()
        desk.raw.serve(
            "/x",
            RawServer.Script(
                "HTTP/1.1 103 Early Hints\r\nETag: \"hint\"\r\nLast-Modified: yesterday\r\n\r\n"
                    + "HTTP/1.1 200 OK\r\nETag: \"real\"\r\nTransfer-Encoding: chunked\r\n\r\n"
                    + "6\r\n<rss/>\r\n0\r\nLast-Modified: never\r\n\r\n"))
        let document = try #require(try await desk.document(desk.rawRequest("/x")))
        #expect(document.metadata.entityTag == "\"real\"")
        #expect(document.metadata.lastModified == nil)
    }

    @Test func `an ETag in Latin-1 goes back byte for byte`() async throws {
        let desk = try Desk()
        desk.raw.serve(
            "/x",
            RawServer.Script(
                "HTTP/1.1 200 OK\r\nETag: \"", body: [0xE9, 0x22] + Array("\r\n\r\n<rss/>".utf8)))
        let first = try #require(try await desk.document(desk.rawRequest("/x")))
        let validators = Validators(
            entityTag: first.metadata.entityTag, lastModified: nil, url: first.metadata.url)
        _ = try await desk.document(desk.rawRequest("/x") { $0.validators = validators })
        #expect(desk.raw.header("if-none-match", of: 1) == "\"\u{E9}\"")
    }

    @Test(arguments: [
        "/a/../b/./c.xml?q=1%20b&c=%7E&d=../x&&=#part", "/%7Euser/feed.xml?", "/a//b.xml?x=[1]|{2}",
    ])
    func `the address goes out as it was typed, without its fragment`(target: String) async throws {
        let desk = try Desk()
        _ = await desk.error(desk.rawRequest(target))
        let line = try #require(desk.raw.requests.first?.split(separator: "\r\n").first)
        #expect(line == "GET \(target.prefix { $0 != "#" }) HTTP/1.1")
    }

    @Test func `a request says no more than it must`() async throws {
        let desk = try Desk()
        _ = await desk.error(desk.rawRequest("/x"))
        let request = try #require(desk.raw.requests.first)
        let names = request.split(separator: "\r\n").dropFirst().map { $0.prefix { $0 != ":" }.lowercased() }
        #expect(Set(names) == ["host", "user-agent", "accept", "accept-encoding"])
    }

    @Test func `cookies are not kept, neither over redirects nor to the next poll`() async throws {
        let desk = try Desk()
        desk.raw.serve(
            "/x",
            RawServer.Script(
                "HTTP/1.1 302 Found\r\nSet-Cookie: a=1; Path=/\r\nLocation: /y\r\nContent-Length: 0\r\n\r\n"))
        desk.raw.serve(
            "/y",
            RawServer.Script("HTTP/1.1 200 OK\r\nSet-Cookie: b=2; Path=/\r\nContent-Length: 6\r\n\r\n<rss/>"))
        for _ in 0..<2 { _ = try await desk.document(desk.rawRequest("/x")) }
        #expect(desk.raw.requests.count == 4)
        #expect((0..<4).allSatisfy { desk.raw.header("cookie", of: $0) == nil })
    }

    @Test func `a connection that was kept and is closed is replaced once, in silence`() async throws {
        let desk = try Desk()
        desk.raw.serve(
            "/x", RawServer.Script("HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\n<rss/>", end: .keep),
            RawServer.Script("", end: .close),
            RawServer.Script("HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\n<rss/>", end: .keep))
        _ = try await desk.document(desk.rawRequest("/x"))
        #expect(try await desk.document(desk.rawRequest("/x")) != nil)
        #expect(desk.raw.requests.count == 3)
    }

    @Test(arguments: [(hostsInLine: 0, connections: 1), (hostsInLine: 64, connections: 2)])
    func `a connection is kept unless as many hosts are asked first as connections are kept`(
        hostsInLine: Int, connections: Int
    ) async throws {
        let desk = try Desk()
        desk.raw.serve(
            "/x", RawServer.Script("HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\n<rss/>", end: .keep))
        for _ in 0..<2 {
            let request = desk.rawRequest("/x") { $0.hostsInLine = hostsInLine }
            #expect(try await desk.document(request) != nil)
        }
        #expect(desk.raw.connections == connections)
    }

    @Test func `a redirect to the same host goes over the same connection however many hosts wait`()
        async throws
    {
        let desk = try Desk()
        desk.raw.serve(
            "/x",
            RawServer.Script(
                "HTTP/1.1 302 Found\r\nLocation: /y\r\nContent-Length: 0\r\n\r\n", end: .keep))
        desk.raw.serve("/y", RawServer.Script("HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\n<rss/>"))
        #expect(try await desk.document(desk.rawRequest("/x") { $0.hostsInLine = 64 }) != nil)
        #expect(desk.raw.connections == 1)
    }
}
