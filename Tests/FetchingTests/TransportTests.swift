import Fetching
import MicroHTTP
import Model
import Pipeline
import Platform
import TestSupport
import Testing

/// Whom a request may reach, and what it carries there.
@Suite struct TransportTests {
    @Test func `a feed that may not reach an address does not reach it over another feed's connection`()
        async throws
    {
        let desk = try Desk()
        desk.server.serve("/x", .document("<rss/>"))
        _ = try await desk.document(desk.request("/x"))
        let error = try #require(await desk.error(desk.request("/x") { $0.addresses = AddressPolicy() }))
        #expect(error.cause == .refusedAddress)
        #expect(desk.server.requests.count == 1)
    }

    @Test func `a redirect to an address outside of the blocks is refused`() async throws {
        let desk = try Desk()
        desk.server.serve("/x", desk.redirect(302, to: "http://127.0.0.2:\(desk.server.port)/y"))
        let error = try #require(await desk.error(desk.request("/x")))
        #expect(error.cause == .refusedAddress)
        #expect(error.message.hasPrefix("redirected to 127.0.0.2:"))
    }

    @Test func `secrets go to the configured origin, not to where the feed moved`() async throws {
        let desk = try Desk()
        let moved = try TestServer()
        moved.serve("/x", .document("<rss/>"))
        let request = desk.request("/x") {
            $0.home = desk.server.url + "/x"
            $0.url = moved.url + "/x"
            $0.credentials = "reader:s3cret"
            $0.headers = ["X-Key: 42"]
        }
        _ = try await desk.document(request)
        let headers = try #require(moved.requests.first?.headers)
        #expect(headers["authorization"] == nil)
        #expect(headers["x-key"] == nil)
    }

    @Test func `name and password of an address are sent and never told`() async throws {
        let desk = try Desk()
        let address = "http://reader:s3%20cret@127.0.0.1:\(desk.server.port)"
        desk.server.serve("/x", .document("<rss/>"))
        let document = try #require(try await desk.document(desk.request("/x") { $0.url = address + "/x" }))
        #expect(desk.server.requests.first?.headers["authorization"] == "Basic cmVhZGVyOnMzIGNyZXQ=")
        #expect(document.metadata.url == desk.server.url + "/x")
        desk.server.serve("/round", desk.redirect(301, to: "/round"))
        for request in [
            desk.request("") { $0.url = address + "/round" }, desk.request("") { $0.url = address + "/none" },
        ] {
            let error = try #require(await desk.error(request))
            #expect(!error.message.contains("cret"), "\(error.message)")
        }
    }

    @Test func `a proxy is asked with the whole address, and not for addresses that are refused`()
        async throws
    {
        let desk = try Desk()
        let proxy = "http://127.0.0.1:\(desk.raw.port)"
        desk.raw.serve(
            "http://feed.example/x", RawServer.Script("HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\n<rss/>"))
        let request = desk.request("") {
            $0.url = "http://feed.example/x"
            $0.proxy = proxy
            $0.addresses = AddressPolicy()
        }
        #expect(try await desk.document(request) != nil)
        for host in ["169.254.169.254", "2130706433", "localhost", "[::1]"] {
            let error = await desk.error(
                desk.request("") {
                    $0.url = "http://\(host)/x"
                    $0.proxy = proxy
                    $0.addresses = AddressPolicy()
                })
            #expect(error?.cause == .refusedAddress, "\(host)")
        }
        #expect(desk.raw.requests.count == 1)
    }

    @Test(arguments: [("ten", 10, true), ("eleven", 11, false)])
    func `ten redirects are followed and no more`(name: String, hops: Int, isFine: Bool) async throws {
        let desk = try Desk()
        for hop in 0..<hops { desk.server.serve("/\(hop)", desk.redirect(302, to: "/\(hop + 1)")) }
        desk.server.serve("/\(hops)", .document("<rss/>"))
        let error = await desk.error(desk.request("/0"))
        #expect((error == nil) == isFine)
        #expect(desk.server.requests.count == 11)
    }

    @Test(arguments: [300, 305, 306])
    func `other statuses of that hundred send nobody on`(status: Int) async throws {
        let desk = try Desk()
        desk.raw.serve(
            "/x", RawServer.Script("HTTP/1.1 \(status) X\r\nLocation: /y\r\nContent-Length: 0\r\n\r\n"))
        #expect(await desk.error(desk.rawRequest("/x"))?.cause == .serverError)
        #expect(desk.raw.requests.count == 1)
    }

    @Test func `a huge Location is an error`() async throws {
        let desk = try Desk()
        desk.server.serve("/x", desk.redirect(302, to: "/" + String(repeating: "y", count: 9000)))
        let error = try #require(await desk.error(desk.request("/x")))
        #expect(error.cause == .badRedirect)
        #expect(error.message.contains("more than 8192 bytes"))
    }

    @Test func `validators of the last hop go to the last hop`() async throws {
        let desk = try Desk()
        desk.server.serve("/x", desk.redirect(302, to: "/y"))
        desk.server.serve("/y", .document("<rss/>", entityTag: "\"1\""), ServerAnswer(status: 304))
        let first = try #require(try await desk.document(desk.request("/x")))
        let validators = Validators(
            entityTag: first.metadata.entityTag, lastModified: nil, url: first.metadata.url)
        #expect(try await desk.document(desk.request("/x") { $0.validators = validators }) == nil)
        #expect(desk.server.requests.map { $0.headers["if-none-match"] } == [nil, nil, nil, "\"1\""])
    }

    @Test func `a name in any script is asked for as DNS has it`() async throws {
        let desk = try Desk()
        desk.raw.serve("/x", RawServer.Script("HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\n<rss/>"))
        let request = desk.request("") {
            $0.url = "http://ПРИМЕР。localhost:\(desk.raw.port)/x"
            $0.addresses = AddressPolicy(allowedPrivateBlocks: ["127.0.0.1/32", "::1/128"])
        }
        #expect(try await desk.document(request) != nil)
        #expect(desk.raw.header("host", of: 0) == "xn--e1afmkfd.localhost:\(desk.raw.port)")
    }

    @Test(arguments: ["http://a\u{FFFD}b.example/", "http://-пример-.example/", "http://a.example:99999/"])
    func `what can be no name is told as such`(url: String) async throws {
        let desk = try Desk()
        let error = try #require(await desk.error(desk.request("") { $0.url = url }))
        #expect(error.cause == .badURL)
    }

    @Test func `a challenge of Cloudflare is told as such`() async throws {
        let desk = try Desk()
        desk.server.serve(
            "/x", ServerAnswer(status: 403, headers: [ServerAnswer.Header("cf-mitigated", "challenge")]))
        #expect(await desk.error(desk.request("/x"))?.message.contains("Cloudflare challenge") == true)
    }
}

/// Validity in time: what headers say of when to come again.
@Suite struct ScheduleHeaderTests {
    @Test(
        arguments: [
            (["Retry-After": "120"], 120), (["Retry-After": "0"], 1),
            (["Retry-After": "999999999999999999999"], 7 * 86400),
            (["Retry-After": "Wed, 18 Nov 2026 11:11:40 GMT"], 300),
            (["Retry-After": "Wed, 18 Nov 2026 08:20:00 GMT"], 1),
            (["Retry-After": "soon"], nil), ([:], nil),
        ] as [([String: String], Int64?)])
    func `Retry-After is a number of seconds or a date`(headers: [String: String], seconds: Int64?)
        async throws
    {
        let desk = try Desk()
        for status in [429, 503] {
            desk.server.serve(
                "/x",
                ServerAnswer(status: status, headers: headers.map { ServerAnswer.Header($0.key, $0.value) }))
            let error = try #require(await desk.error(desk.request("/x")))
            #expect(error.retryAfter == seconds.map { .seconds($0) })
        }
    }

    @Test(
        arguments: [
            ("Cache-Control: max-age=3600\r\n", 3600),
            ("Cache-Control: public\r\nCache-Control: Max-Age=\"60\"\r\n", 60),
            ("Cache-Control: max-age=3600\r\nAge: 600\r\n", 3000),
            ("Cache-Control: max-age=60\r\nAge: 600\r\n", 0),
            ("Date: Wed, 18 Nov 2026 11:00:00 GMT\r\nExpires: Wed, 18 Nov 2026 12:00:00 GMT\r\n", 3600),
            ("Date: Wed, 18 Nov 2026 11:00:00 GMT\r\nExpires: Wed, 18 Nov 2026 10:00:00 GMT\r\n", 0),
            ("Cache-Control: max-age=10\r\nExpires: Wed, 18 Nov 2036 12:00:00 GMT\r\n", 10),
            ("Expires: 0\r\n", nil),
            ("Cache-Control: no-cache\r\n", nil),
        ] as [(String, Int64?)])
    func `freshness is max-age less Age, or Expires less Date`(headers: String, seconds: Int64?) async throws
    {
        let desk = try Desk()
        let ending = headers + "Content-Length: 6\r\nETag: \"1\"\r\n\r\n"
        desk.raw.serve("/x", RawServer.Script("HTTP/1.1 200 OK\r\n" + ending + "<rss/>"))
        let document = try #require(try await desk.document(desk.rawRequest("/x")))
        #expect(document.metadata.freshFor == seconds.map { .seconds($0) })
        desk.raw.serve("/x", RawServer.Script("HTTP/1.1 304 Not Modified\r\n" + headers + "\r\n"))
        let validators = Validators(entityTag: "\"1\"", lastModified: nil, url: desk.raw.url + "/x")
        let result = try await desk.fetcher.fetch(desk.rawRequest("/x") { $0.validators = validators })
        guard case .notModified(let metadata) = result else {
            Issue.record("not 304")
            return
        }
        #expect(metadata.freshFor == seconds.map { .seconds($0) })
    }
}

/// Deltas (RFC 3229).
@Suite struct DeltaTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var name: String
        var headers: String
        var isTaken: Bool
        var testDescription: String { name }
    }

    @Test(arguments: [
        Case(name: "what was asked for", headers: "IM: feed\r\n", isTaken: true),
        Case(name: "against what we have", headers: "IM: feed\r\nDelta-Base: \"1\"\r\n", isTaken: true),
        Case(name: "against something else", headers: "IM: feed\r\nDelta-Base: \"0\"\r\n", isTaken: false),
        Case(name: "another manipulation", headers: "IM: vcdiff\r\n", isTaken: false),
        Case(name: "one more", headers: "IM: feed, gzip\r\n", isTaken: false),
        Case(name: "not said which", headers: "", isTaken: false),
    ])
    func `a delta is taken where it is what was asked for`(item: Case) async throws {
        let desk = try Desk()
        desk.raw.serve(
            "/x",
            RawServer.Script("HTTP/1.1 226 IM Used\r\n" + item.headers + "Content-Length: 6\r\n\r\n<rss/>"))
        let request = desk.rawRequest("/x") {
            $0.takesDelta = true
            $0.validators = Validators(entityTag: "\"1\"", lastModified: nil, url: $0.url)
        }
        if item.isTaken {
            #expect(try await desk.document(request)?.metadata.isDelta == true)
        } else {
            #expect(await desk.error(request)?.cause == .brokenBody)
        }
        #expect(desk.raw.header("a-im", of: 0) == "feed")
    }

    @Test func `without an ETag no delta is asked for, and none is taken`() async throws {
        let desk = try Desk()
        desk.raw.serve(
            "/x", RawServer.Script("HTTP/1.1 226 IM Used\r\nIM: feed\r\nContent-Length: 0\r\n\r\n"))
        #expect(await desk.error(desk.rawRequest("/x") { $0.takesDelta = true })?.cause == .brokenBody)
        #expect(desk.raw.header("a-im", of: 0) == nil)
    }
}

/// Feeds that are files.
@Suite struct FileFetchTests {
    @Test func `a file is read when it has changed`() async throws {
        let desk = try Desk()
        let scratch = try ScratchFolder()
        let path = scratch.path + "/feed.xml"
        _ = try AppendingFile.append(Array("<rss/>".utf8), to: path)
        func request(_ known: FetchMetadata?) -> FetchRequest {
            desk.request("") {
                $0.url = "file://" + path
                $0.validators = known.map {
                    Validators(entityTag: $0.entityTag, lastModified: nil, url: $0.url)
                }
            }
        }
        let first = try #require(try await desk.document(request(nil)))
        #expect(first.body == Array("<rss/>\n".utf8))
        #expect(try await desk.document(request(first.metadata)) == nil)
        _ = try AppendingFile.append(Array("<!-- -->".utf8), to: path)
        let second = try #require(try await desk.document(request(first.metadata)))
        #expect(second.body == Array("<rss/>\n<!-- -->\n".utf8))
        #expect(await desk.error(request(nil)) == nil)
    }

    @Test(arguments: ["file:///no/such/file.xml", "file:///dev/zero", "file://host/x"])
    func `what is no file is told`(url: String) async throws {
        let desk = try Desk()
        let error = try #require(await desk.error(desk.request("") { $0.url = url }))
        #expect([.notFound, .badURL].contains(error.cause))
    }
}
