import Fetching
import MicroHTTP
import Model
import Pipeline
import TestSupport
import Testing

@Suite struct CurlFetcherTests {
    @Test(arguments: [
        ("\"abc\"", "Tue, 23 Apr 2019 10:00:00 GMT"), ("W/\"x-gzip\"", "Tue, 23 Apr 2019 10:00:00 +0000"),
        ("bare", "yesterday at noon"),
    ])
    func `validators go back byte for byte`(tag: String, date: String) async throws {
        let desk = try Desk()
        desk.server.serve(
            "/x", .document("<rss/>", entityTag: tag, lastModified: date), ServerAnswer(status: 304))
        guard case .document(let body, let first) = try await desk.fetcher.fetch(desk.request("/x")) else {
            Issue.record("no document")
            return
        }
        #expect(body == Array("<rss/>".utf8))
        let validators = Validators(
            entityTag: first.entityTag, lastModified: first.lastModified, url: first.url)
        let second = try await desk.fetcher.fetch(desk.request("/x") { $0.validators = validators })
        guard case .notModified = second else {
            Issue.record("not 304")
            return
        }
        let headers = try #require(desk.server.requests.last?.headers)
        #expect(headers["if-none-match"] == tag)
        #expect(headers["if-modified-since"] == date)
        #expect(headers["user-agent"] == "wirewatch/test")
        #expect(headers["accept-encoding"]?.contains("gzip") == true)
        #expect(headers["cookie"] == nil)
    }

    @Test func `validators are not sent to another address`() async throws {
        let desk = try Desk()
        desk.server.serve("/x", desk.redirect(302, to: "/y"))
        desk.server.serve("/y", .document("<rss/>"))
        let validators = Validators(entityTag: "\"1\"", lastModified: nil, url: desk.server.url + "/x")
        _ = try await desk.fetcher.fetch(desk.request("/x") { $0.validators = validators })
        #expect(desk.server.requests.map { $0.headers["if-none-match"] } == ["\"1\"", nil])
    }

    @Test func `only an unbroken run of permanent redirects is told`() async throws {
        let desk = try Desk()
        desk.server.serve("/a", desk.redirect(301, to: "/b"))
        desk.server.serve("/b", desk.redirect(308, to: "/c"))
        desk.server.serve("/c", desk.redirect(302, to: "/d"))
        desk.server.serve("/d", .document("<rss/>"))
        guard case .document(_, let metadata) = try await desk.fetcher.fetch(desk.request("/a")) else {
            return
        }
        #expect(metadata.permanentURL == desk.server.url + "/c")
        #expect(metadata.url == desk.server.url + "/d")
    }

    @Test(arguments: [
        ("/round", "goes round in a circle"), ("/nowhere", "leads nowhere"),
        ("/file", "file address refused"),
        ("/gopher", "gopher address refused"), ("/ftp", "ftp address refused"),
    ])
    func `bad redirects are refused`(path: String, words: String) async throws {
        let desk = try Desk()
        desk.server.serve("/round", desk.redirect(302, to: "/round"))
        desk.server.serve("/nowhere", ServerAnswer(status: 302))
        desk.server.serve("/file", desk.redirect(302, to: "file:///etc/passwd"))
        desk.server.serve("/ftp", desk.redirect(302, to: "ftp://127.0.0.1/"))
        desk.server.serve("/gopher", desk.redirect(302, to: "gopher://127.0.0.1/"))
        let error = try #require(await desk.error(desk.request(path)))
        #expect(error.cause == .badRedirect)
        #expect(error.message.contains(words))
    }

    @Test func `secrets stay with their origin`() async throws {
        let desk = try Desk()
        let other = try TestServer()
        other.serve("/y", .document("<rss/>"))
        desk.server.serve("/x", desk.redirect(302, to: other.url + "/y"))
        let request = desk.request("/x") {
            $0.credentials = "reader:s3cret"
            $0.headers = ["X-Key: 42"]
        }
        _ = try await desk.fetcher.fetch(request)
        let home = try #require(desk.server.requests.first?.headers)
        #expect(home["x-key"] == "42")
        #expect(home["authorization"]?.hasPrefix("Basic ") == true)
        let away = try #require(other.requests.first?.headers)
        #expect(away["x-key"] == nil)
        #expect(away["authorization"] == nil)
    }

    @Test(arguments: [
        (401, TroubleCause.forbidden), (403, .forbidden), (404, .notFound), (410, .gone),
        (429, .tooManyRequests),
        (500, .serverError), (503, .serverError), (304, .serverError),
    ])
    func `answers without a document are told apart`(status: Int, cause: TroubleCause) async throws {
        let desk = try Desk()
        desk.server.serve("/x", ServerAnswer(status: status))
        let error = try #require(await desk.error(desk.request("/x")))
        #expect(error.cause == cause)
        #expect(error.status == status)
    }

    @Test(arguments: [("120", 120), ("0", 1), ("99999999", 7 * 86400)])
    func `Retry-After is obeyed within bounds`(header: String, seconds: Int64) async throws {
        let desk = try Desk()
        desk.server.serve(
            "/x", ServerAnswer(status: 429, headers: [ServerAnswer.Header("Retry-After", header)]))
        let error = try #require(await desk.error(desk.request("/x")))
        #expect(error.retryAfter == .seconds(seconds))
    }

    @Test func `freshness is max-age less age`() async throws {
        let desk = try Desk()
        var answer = ServerAnswer.document("<rss/>")
        answer.headers += [
            ServerAnswer.Header("Cache-Control", "public, max-age=3600"), ServerAnswer.Header("Age", "600"),
        ]
        desk.server.serve("/x", answer)
        guard case .document(_, let metadata) = try await desk.fetcher.fetch(desk.request("/x")) else {
            return
        }
        #expect(metadata.freshFor == .minutes(50))
    }

    @Test func `a body over the limit ends the transfer`() async throws {
        let desk = try Desk()
        desk.server.serve("/x", .document(String(repeating: "x", count: 5000)))
        let error = try #require(await desk.error(desk.request("/x") { $0.limits.bodyBytes = 4999 }))
        #expect(error.cause == .tooLarge)
        #expect(error.message.contains("a body of 5000 bytes is announced, more than 4999"))
    }

    @Test func `loopback is refused before anything is sent`() async throws {
        let desk = try Desk()
        let error = try #require(await desk.error(desk.request("/x") { $0.addresses = AddressPolicy() }))
        #expect(error.cause == .refusedAddress)
        #expect(desk.server.requests.isEmpty)
    }

    @Test func `nobody listening is told as such`() async throws {
        let desk = try Desk()
        let error = try #require(await desk.error(desk.request("/x") { $0.url = "http://127.0.0.1:1/" }))
        #expect(error.cause == .unreachable)
    }

    @Test func `a cancelled fetch ends`() async throws {
        let desk = try Desk()
        desk.server.serve("/x", .document("<rss/>"))
        let task = Task { await desk.error(desk.request("/x")) }
        task.cancel()
        let error = await task.value
        #expect(error == nil || error?.cause == nil)
    }
}
