import Curl
import Fetching
import MicroHTTP
import Model
import Pipeline
import Scheduling
import TestSupport
import Testing

@Suite struct CurlHubTests {
    private func request(
        _ hub: String, mode: HubMode = .subscribe, allowed: [String] = ["127.0.0.1/32"]
    ) -> HubRequest {
        HubRequest(
            hub: hub, mode: mode, topic: "https://a.example/feed?x=1&y=ü",
            callback: "https://we.example/push/ab",
            secret: "secret", lease: .days(10), userAgent: "wirewatch/test", proxy: nil,
            limits: FetchLimits(),
            addresses: AddressPolicy(allowedPrivateBlocks: allowed))
    }

    @Test func `a hub is asked with a form`() async throws {
        let hub = try TestHub()
        let curl = CurlHub(engine: try TransferEngine())
        #expect(await curl.ask(request(hub.url)) == .accepted)
        #expect(await curl.ask(request(hub.url, mode: .unsubscribe)) == .accepted)
        var asked = TestHub.Asked(
            mode: "subscribe", topic: "https://a.example/feed?x=1&y=ü",
            callback: "https://we.example/push/ab", secret: "secret", lease: "864000",
            userAgent: "wirewatch/test")
        #expect(hub.asked.first == asked)
        asked.mode = "unsubscribe"
        asked.secret = nil
        asked.lease = nil
        #expect(hub.asked.last == asked)
    }

    struct Answer: Sendable, CustomTestStringConvertible {
        var status: Int
        var headers: [ServerAnswer.Header] = []
        var body = ""
        var outcome: HubOutcome

        var testDescription: String { "\(status) \(body)" }
    }

    static let answers = [
        Answer(status: 202, outcome: .accepted),
        Answer(status: 204, outcome: .accepted),
        Answer(
            status: 400, body: "no\u{1B}[31m such\r\ntopic",
            outcome: .refused(message: "the hub answers 400: no [31m such topic")),
        Answer(status: 404, outcome: .refused(message: "the hub answers 404")),
        Answer(
            status: 302, headers: [.init("Location", "/x")], outcome: .refused(message: "the hub answers 302")
        ),
        Answer(
            status: 307, headers: [.init("Location", "ftp://x.example/")],
            outcome: .refused(message: "the hub sends us on (307) to no usable address")),
        Answer(
            status: 429, headers: [.init("Retry-After", "120")],
            outcome: .failed(message: "the hub answers 429", retryAfter: .seconds(120))),
        Answer(status: 503, outcome: .failed(message: "the hub answers 503", retryAfter: nil)),
    ]

    @Test(arguments: answers)
    func `what a hub answers is told in words`(_ answer: Answer) async throws {
        let server = try TestServer()
        server.serve(
            "/", ServerAnswer(status: answer.status, headers: answer.headers, body: Array(answer.body.utf8)))
        let outcome = await CurlHub(engine: try TransferEngine()).ask(request(server.url + "/"))
        #expect(outcome == answer.outcome)
        #expect(server.requests.count == 1)
    }

    @Test(arguments: [307, 308])
    func `a redirect that keeps the method takes the form along`(status: Int) async throws {
        let hub = try TestHub()
        let server = try TestServer()
        server.serve("/", ServerAnswer(status: status, headers: [.init("Location", hub.url)]))
        #expect(await CurlHub(engine: try TransferEngine()).ask(request(server.url + "/")) == .accepted)
        #expect(hub.asked.count == 1)
    }

    @Test func `redirects without an end are given up`() async throws {
        let server = try TestServer()
        server.serve("/", ServerAnswer(status: 307, headers: [.init("Location", "/")]))
        let outcome = await CurlHub(engine: try TransferEngine()).ask(request(server.url + "/"))
        #expect(outcome == .refused(message: "the hub sends us on more than 5 times"))
        #expect(server.requests.count == 6)
    }

    @Test func `a hub at a private address is not asked`() async throws {
        let hub = try TestHub()
        let outcome = await CurlHub(engine: try TransferEngine()).ask(request(hub.url, allowed: []))
        guard case .failed = outcome else {
            Issue.record("\(outcome)")
            return
        }
        #expect(hub.asked.isEmpty)
    }

    @Test func `Link headers tell of hubs and of the feed's own address`() async throws {
        let server = try TestServer()
        var answer = ServerAnswer.document("<rss/>")
        answer.headers += [
            .init("Link", "</hub>; rel=hub, <https://b.example/hub>; rel=hub"),
            .init("Link", "<feed>; rel=self"),
        ]
        server.serve("/x/y", answer)
        let fetcher = CurlFetcher(engine: try TransferEngine(), now: { Timestamp(seconds: 0) })
        let fetched = try await fetcher.fetch(
            FetchRequest(
                url: server.url + "/x/y", userAgent: "t",
                addresses: AddressPolicy(allowedPrivateBlocks: ["127.0.0.1/32"])))
        guard case .document(_, let metadata) = fetched else {
            Issue.record("no document")
            return
        }
        #expect(
            metadata.links
                == PushLinks(
                    hubs: [server.url + "/hub", "https://b.example/hub"], topic: server.url + "/x/feed"))
    }
}
