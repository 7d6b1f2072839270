import FoundationEssentials
import MicroHTTP
import Model
import Pipeline
import TestSupport
import Testing

/// Servers with certificates of an authority that only the tests know.
@Suite struct TLSTests {
    static let answer = RawServer.Script("HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\n<rss/>")

    /// A server that has the document at every path that the tests ask for.
    private static func server(_ change: (inout TestTLS) -> Void = { _ in }) throws -> RawServer {
        var tls = TestTLS()
        change(&tls)
        let server = try RawServer(tls: tls)
        server.serve("/x", answer)
        return server
    }

    @Test func `a feed's own authority is trusted for it and for no other`() async throws {
        let desk = try Desk()
        let server = try Self.server()
        let trusting = desk.request("") {
            $0.url = server.url + "/x"
            $0.authorityFile = TestTLS.path("authority")
        }
        #expect(try await desk.document(trusting)?.body == Array("<rss/>".utf8))
        var other = trusting
        other.authorityFile = nil
        let error = try #require(await desk.error(other))
        #expect(error.cause == .tls)
        #expect(error.message.contains("signed by an authority that is not trusted here"))
        // Nothing is asked of a server that is not who it should be.
        #expect(server.requests.count == 1)
    }

    @Test(arguments: [
        ("expired", "its certificate has expired"), ("elsewhere", "its certificate is for another name"),
    ])
    func `a certificate that does not hold is told with why`(certificate: String, words: String) async throws
    {
        let desk = try Desk()
        let server = try Self.server { $0.certificate = TestTLS.path(certificate) }
        let request = desk.request("") {
            $0.url = server.url + "/x"
            $0.authorityFile = TestTLS.path("authority")
        }
        let error = try #require(await desk.error(request))
        #expect(error.cause == .tls)
        #expect(error.message == "no trusted connection to 127.0.0.1:\(server.port): \(words)")
        #expect(server.requests.isEmpty)
    }

    @Test func `a file of authorities that cannot be read is named`() async throws {
        let desk = try Desk()
        let server = try Self.server()
        let request = desk.request("") {
            $0.url = server.url + "/x"
            $0.authorityFile = "/no/such/authority.pem"
        }
        let error = try #require(await desk.error(request))
        #expect(error.cause == .tls)
        #expect(error.message.contains("/no/such/authority.pem cannot be read as certificates"))
    }

    @Test func `a file of authorities that is written anew counts from the next connection on`() async throws
    {
        let desk = try Desk()
        let server = try Self.server()
        let folder = try ScratchFolder()
        let file = folder.path + "/authorities.pem"
        let request = desk.request("") {
            $0.url = server.url + "/x"
            $0.authorityFile = file
        }
        for (authorities, isTrusted) in [("client", false), ("authority", true), ("client", false)] {
            try Self.copy(TestTLS.path(authorities), to: file)
            #expect(await desk.error(request)?.cause == (isTrusted ? nil : .tls))
        }
    }

    @Test func `a connection to a server that one feed trusts is not there for a feed that does not`()
        async throws
    {
        let desk = try Desk()
        let server = try Self.server()
        server.serve(
            "/x", RawServer.Script("HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\n<rss/>", end: .keep))
        func request(trusting authorities: String) -> FetchRequest {
            desk.request("") {
                $0.url = server.url + "/x"
                $0.authorityFile = TestTLS.path(authorities)
            }
        }
        for _ in 0..<2 { #expect(try await desk.document(request(trusting: "authority")) != nil) }
        #expect(server.connections == 1)
        #expect(await desk.error(request(trusting: "client"))?.cause == .tls)
    }

    private static func copy(_ path: String, to file: String) throws {
        if FileManager.default.fileExists(atPath: file) { try FileManager.default.removeItem(atPath: file) }
        try FileManager.default.copyItem(atPath: path, toPath: file)
    }

    @Test func `http and https at each other's place are told as such`() async throws {
        let desk = try Desk()
        let server = try Self.server()
        let plain = try #require(
            await desk.error(desk.request("") { $0.url = "https://127.0.0.1:\(desk.server.port)/x" }))
        #expect(plain.cause == .tls)
        #expect(plain.message.hasSuffix("it speaks no TLS there, or none that both sides know"))
        let secure = await desk.error(desk.request("") { $0.url = "http://127.0.0.1:\(server.port)/x" })
        #expect(secure?.cause == .brokenBody)
    }

    @Test func `a certificate is shown where the feed has one, and missed where it has none`() async throws {
        let desk = try Desk()
        let server = try Self.server { $0.clientAuthority = TestTLS.path("authority") }
        let showing = desk.request("") {
            $0.url = server.url + "/x"
            $0.authorityFile = TestTLS.path("authority")
            $0.certificateFile = TestTLS.path("client")
        }
        #expect(try await desk.document(showing) != nil)
        var other = showing
        other.certificateFile = nil
        let error = try #require(await desk.error(other))
        #expect(error.cause == .tls)
        #expect(error.message.contains("it wants a client certificate"))
        #expect(server.requests.count == 1)
    }

    @Test func `a certificate stays with its origin`() async throws {
        let desk = try Desk()
        let away = try Self.server { $0.clientAuthority = TestTLS.path("authority") }
        let home = try Self.server()
        home.serve(
            "/x",
            RawServer.Script(
                "HTTP/1.1 302 Found\r\nLocation: \(away.url)/x\r\nContent-Length: 0\r\n\r\n"))
        let request = desk.request("") {
            $0.url = home.url + "/x"
            $0.authorityFile = TestTLS.path("authority")
            $0.certificateFile = TestTLS.path("client")
        }
        #expect(await desk.error(request)?.cause == .tls)
        #expect(away.requests.isEmpty)
    }

    struct Secret: Sendable, CustomTestStringConvertible {
        var name: String
        var give: @Sendable (inout FetchRequest) -> Void
        var testDescription: String { name }
    }

    @Test(arguments: [
        Secret(name: "credentials") { $0.credentials = "reader:s3cret" },
        Secret(name: "a header") { $0.headers = ["X-Key: 42"] },
        Secret(name: "a certificate") { $0.certificateFile = TestTLS.path("client") },
    ])
    func `secrets are not followed from https to http`(secret: Secret) async throws {
        let desk = try Desk()
        let server = try Self.server()
        desk.server.serve("/y", .document("<rss/>"))
        server.serve(
            "/x",
            RawServer.Script(
                "HTTP/1.1 302 Found\r\nLocation: \(desk.server.url)/y\r\nContent-Length: 0\r\n\r\n"))
        var request = desk.request("") {
            $0.url = server.url + "/x"
            $0.authorityFile = TestTLS.path("authority")
        }
        #expect(try await desk.document(request) != nil)
        secret.give(&request)
        let error = try #require(await desk.error(request))
        #expect(error.cause == .badRedirect)
        #expect(error.message.hasSuffix("from https to http with credentials refused"))
        #expect(desk.server.requests.count == 1)
    }

    @Test func `a server that offers HTTP 2 is spoken to in it`() async throws {
        let desk = try Desk()
        let server = try Self.server { $0.speaksHTTP2 = true }
        server.serve(RawServer.http2, RawServer.Script("<rss/>"))
        let request = desk.request("") {
            $0.url = server.url + "/x"
            $0.authorityFile = TestTLS.path("authority")
        }
        let document = try #require(try await desk.document(request))
        #expect(document.body == Array("<rss/>".utf8))
        #expect(document.metadata.status == 200)
        #expect(server.requests == [RawServer.http2])
    }
}
