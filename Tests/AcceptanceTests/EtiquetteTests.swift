import FoundationEssentials
import MicroHTTP
import Model
import Platform
import TestSupport
import Testing

/// One feed as `feeds --json` tells it.
struct FeedRow: Decodable {
    var name: String
    var state: String
    var since: String?
    var error: String?
    var lastPoll: String?
    var lastSuccess: String?
    var nextPoll: String?
    var movedTo: String?
    var status: Int?
    var failures: Int
    var pacedBy: String?

    /// From the last poll to the next, in seconds; `nil` where it is not asked again.
    var wait: Int64? {
        guard let last = lastPoll.flatMap(Self.moment), let next = nextPoll.flatMap(Self.moment) else {
            return nil
        }
        return next - last
    }

    private static func moment(_ text: String) -> Int64? {
        // RFC 3339, UTC, as our own program writes it.
        let numbers = text.split { !$0.isNumber }.compactMap { Int($0) }
        guard numbers.count >= 6 else { return nil }
        let time = CivilTime(
            year: numbers[0], month: numbers[1], day: numbers[2], hour: numbers[3], minute: numbers[4],
            second: numbers[5])
        return time.timestamp().seconds
    }
}

extension Program {
    /// A program with feeds at paths of its origin, `interval` an hour unless `settings` say otherwise.
    static func polling(_ paths: [String], settings: String = "interval = 1h", each: String = "") throws
        -> Program
    {
        let program = try Program()
        var text = "[wirewatch]\nallow-private-addresses = 127.0.0.0/8\n\(settings)\n"
        for path in paths {
            text += "[feed \"\(path.dropFirst())\"]\nurl = \(program.server.url)\(path)\n\(each)\n"
        }
        try program.write("feeds.conf", text)
        return program
    }

    /// The feeds after one pass, by name.
    func pass() async throws -> [String: FeedRow] {
        #expect(try await run("run", "--once").status == .exited(0))
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        let rows = try decoder.decode(
            [FeedRow].self, from: Data(try await run("feeds", "--json").output.utf8))
        return Dictionary(uniqueKeysWithValues: rows.map { ($0.name, $0) })
    }

    static let document =
        "<rss version='2.0'><channel><title>t</title>%<item><guid>1</guid><title>x</title></item>"
        + "</channel></rss>"

    static func feed(_ head: String = "", _ headers: [(String, String)] = []) -> ServerAnswer {
        ServerAnswer(
            status: 200,
            headers: [
                ServerAnswer.Header("Content-Type", "application/rss+xml"),
                ServerAnswer.Header("ETag", "\"1\""),
            ]
                + headers.map { ServerAnswer.Header($0.0, $0.1) },
            body: Array(document.replacing("%", with: head).utf8))
    }

    /// A date for a header, so many seconds from now.
    static func date(after seconds: Int64) -> String {
        let moment = Timestamp(milliseconds: SystemClock.now()) + .seconds(seconds)
        let time = CivilTime(moment)
        let days = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
        let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        return "\(days[time.weekday]), \(two(time.day)) \(months[time.month - 1]) \(time.year) "
            + "\(two(time.hour)):\(two(time.minute)):\(two(time.second)) GMT"
    }
}

@Suite struct EtiquetteTests {
    @Test func `a feed is asked once until it is due, however often somebody runs a pass`() async throws {
        let program = try Program.polling(["/a"])
        program.server.serve("/a", Program.feed())
        for _ in 0..<3 { _ = try await program.pass() }
        #expect(program.server.requests.map(\.target) == ["/a"])
        #expect(program.server.requests.map(\.method) == ["GET"])
        let agent = try #require(program.server.requests.first?.headers["user-agent"])
        #expect(agent.hasPrefix("wirewatch/"))
        #expect(!["mozilla", "curl", program.folder].contains { agent.lowercased().contains($0) })
    }

    struct Wait: Sendable, CustomTestStringConvertible {
        var rule: String
        var head = ""
        var headers: [(String, String)] = []
        var expected: ClosedRange<Int64>
        var by: String
        var testDescription: String { rule }
    }

    @Test(arguments: [
        Wait(rule: "the interval", expected: 3600...3961, by: "interval"),
        Wait(
            rule: "max-age less Age", headers: [("Cache-Control", "max-age=9000"), ("Age", "600")],
            expected: 8400...8401, by: "server"),
        Wait(
            rule: "a shorter max-age", headers: [("Cache-Control", "max-age=60")], expected: 3600...3961,
            by: "interval"),
        Wait(
            rule: "Expires less Date", headers: [("Expires", Program.date(after: 7200))],
            expected: 6200...7201, by: "server"),
        Wait(
            rule: "a day at most", headers: [("Cache-Control", "max-age=31536000")], expected: 86400...86401,
            by: "server"),
        Wait(rule: "ttl", head: "<ttl>120</ttl>", expected: 7200...7201, by: "server"),
        Wait(
            rule: "updatePeriod",
            head:
                "<sy:updatePeriod xmlns:sy='http://purl.org/rss/1.0/modules/syndication/'>daily</sy:updatePeriod>",
            expected: 86400...86401, by: "server"),
    ])
    func `the wait is the longest that user, server and feed ask for`(given: Wait) async throws {
        let program = try Program.polling(["/a"])
        program.server.serve("/a", Program.feed(given.head, given.headers))
        let feed = try #require(try await program.pass()["a"])
        #expect(given.expected.contains(try #require(feed.wait)))
        #expect(feed.pacedBy == given.by)
    }

    @Test func `what a document asked for survives a 304 and a restart`() async throws {
        let program = try Program.polling(["/a"], settings: "interval = 1s")
        program.server.serve(
            "/a", Program.feed("<ttl>0</ttl>"),
            ServerAnswer(status: 304, headers: [ServerAnswer.Header("ETag", "\"1\"")]))
        #expect(try await program.pass()["a"]?.pacedBy == "interval")
        let other = try Program.polling(["/b"], settings: "interval = 1s\nmax-interval = 2s")
        other.server.serve(
            "/b", Program.feed("<ttl>60</ttl>"),
            ServerAnswer(status: 304, headers: [ServerAnswer.Header("ETag", "\"1\"")]))
        _ = try await other.pass()
        try await other.untilDue()
        let feed = try #require(try await other.pass()["b"])
        #expect(other.server.requests.last?.headers["if-none-match"] == "\"1\"")
        #expect(feed.wait == 2)
        #expect(feed.pacedBy == "server")
    }

    @Test func `skipped hours are left out`() async throws {
        let now = CivilTime(Timestamp(milliseconds: SystemClock.now()))
        let open = (now.hour + 5) % 24
        let hours = (0..<24).filter { $0 != open }.map { "<hour>\($0)</hour>" }.joined()
        let program = try Program.polling(["/a"])
        program.server.serve("/a", Program.feed("<skipHours>\(hours)</skipHours>"))
        let next = try #require(try await program.pass()["a"]?.nextPoll)
        #expect(next.dropFirst(11).prefix(2) == (open < 10 ? "0\(open)" : "\(open)"))
    }

    struct Refusal: Sendable, CustomTestStringConvertible {
        var status: Int
        var after: String?
        var expected: ClosedRange<Int64>
        var state: String
        var testDescription: String { "\(status), Retry-After \(after ?? "none")" }
    }

    @Test(arguments: [
        Refusal(status: 429, after: "7200", expected: 7200...7201, state: "refused"),
        Refusal(status: 429, after: Program.date(after: 10_000), expected: 9000...10_001, state: "refused"),
        Refusal(status: 429, after: "0", expected: 3600...3961, state: "refused"),
        Refusal(status: 429, after: "99999999", expected: 604_800...604_801, state: "refused"),
        Refusal(status: 429, after: nil, expected: 3600...3961, state: "refused"),
        Refusal(status: 503, after: "7200", expected: 7200...7201, state: "failing"),
        Refusal(status: 503, after: Program.date(after: 10_000), expected: 9000...10_001, state: "failing"),
        Refusal(status: 500, after: nil, expected: 3600...3961, state: "failing"),
        Refusal(status: 404, after: nil, expected: 3600...3961, state: "failing"),
        Refusal(status: 403, after: nil, expected: 3600...3961, state: "refused"),
        Refusal(status: 401, after: nil, expected: 3600...3961, state: "refused"),
    ])
    func `a server that says no is left alone for as long as it asks, or ever longer`(given: Refusal)
        async throws
    {
        let program = try Program.polling(["/a"])
        let headers = given.after.map { [ServerAnswer.Header("Retry-After", $0)] } ?? []
        program.server.serve("/a", ServerAnswer(status: given.status, headers: headers))
        let feed = try #require(try await program.pass()["a"])
        #expect(given.expected.contains(try #require(feed.wait)))
        #expect(feed.state == given.state)
        #expect(feed.status == given.status)
        #expect(feed.error?.contains("\(given.status)") == true)
        _ = try await program.pass()
        #expect(program.server.requests.count == 1)
    }

    @Test(arguments: [(429, "", 2), (503, "", 3), (429, "hold-scope = feed", 3)])
    func `429 holds every feed of the host, 503 its own, and a scope says otherwise`(
        status: Int, each: String, requests: Int
    ) async throws {
        let program = try Program.polling(["/a", "/b", "/c"], each: each)
        program.server.serve("/a", Program.feed())
        program.server.serve(
            "/b", ServerAnswer(status: status, headers: [ServerAnswer.Header("Retry-After", "7200")]))
        program.server.serve("/c", Program.feed())
        let feeds = try await program.pass()
        #expect(program.server.requests.count == requests)
        #expect((feeds["c"]?.lastSuccess == nil) == (requests == 2))
        // The hold outlives the process.
        _ = try await program.pass()
        #expect(program.server.requests.count == requests)
    }

    @Test func `what is gone is not asked again until somebody says so or its address changes`() async throws
    {
        let program = try Program.polling(["/a"], settings: "interval = 1s")
        program.server.serve("/a", ServerAnswer(status: 410), Program.feed())
        var feed = try #require(try await program.pass()["a"])
        #expect(feed.state == "gone" && feed.nextPoll == nil)
        _ = try await program.pass()
        #expect(program.server.requests.count == 1)
        let problems = try await program.run("feeds", "--problems").output
        #expect(problems.contains("410 gone") && problems.contains("wirewatch feed retry a"))
        #expect(try await program.run("feed", "retry", "zebra").status == .exited(2))
        #expect(try await program.run("feed", "retry", "a").errors.contains("by the next `wirewatch run`"))
        feed = try #require(try await program.passUntil(requests: 2)["a"])
        #expect(feed.state == "ok")
    }

    @Test func `a move is followed at once, shown, and not believed on the first day`() async throws {
        let program = try Program.polling(["/old"], settings: "interval = 1s")
        program.server.serve(
            "/old", ServerAnswer(status: 301, headers: [ServerAnswer.Header("Location", "/new")]))
        program.server.serve("/new", Program.feed())
        let feed = try #require(try await program.pass()["old"])
        #expect(feed.state == "ok")
        #expect(feed.movedTo == program.server.url + "/new")
        try await program.untilDue()
        _ = try await program.pass()
        #expect(program.server.requests.map(\.target) == ["/old", "/new", "/old", "/new"])
        #expect(program.server.requests.map { $0.headers["if-none-match"] } == [nil, nil, nil, "\"1\""])
    }

    @Test(arguments: [302, 303, 307])
    func `a temporary move is followed and never remembered`(status: Int) async throws {
        let program = try Program.polling(["/old"], settings: "interval = 1s")
        program.server.serve(
            "/old", ServerAnswer(status: status, headers: [ServerAnswer.Header("Location", "/new")]))
        program.server.serve("/new", Program.feed())
        let feed = try #require(try await program.pass()["old"])
        #expect(feed.state == "ok" && feed.movedTo == nil)
        try await program.untilDue()
        _ = try await program.pass()
        #expect(program.server.requests.map(\.target) == ["/old", "/new", "/old", "/new"])
    }

    @Test func `every trouble is told in words, with since when, when next and what to do`() async throws {
        let program = try Program.polling(["/gone", "/html", "/no", "/late", "/good"])
        program.server.serve("/gone", ServerAnswer(status: 410))
        program.server.serve("/html", .document("<html><title>Sign in</title></html>", type: "text/html"))
        program.server.serve("/no", ServerAnswer(status: 403))
        program.server.serve("/late", ServerAnswer(status: 503))
        program.server.serve("/good", Program.feed())
        _ = try await program.pass()
        let text = try await program.run("feeds", "--problems").output
        for words in [
            "410 gone", "no longer asked", "not a feed but an HTML page", "403 forbidden", "503",
            "since today",
            "next try", "ask the site to let feed readers in", "feed probe",
        ] { #expect(text.contains(words), "\(words)") }
        #expect(!text.contains("good"))
    }
}

extension Program {
    /// Passes until the origin has been asked so often, and the feeds then.
    func passUntil(requests: Int) async throws -> [String: FeedRow] {
        for _ in 0..<50 {
            let feeds = try await pass()
            if server.requests.count >= requests { return feeds }
        }
        Issue.record("no further request")
        return [:]
    }
}
