import Pipeline
import TestSupport
import Testing

/// Servers that take their time: each bound is told in words of its own.
@Suite struct SlownessTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var name: String
        var answer: String
        var words: String
        var testDescription: String { name }
    }

    static let cases = [
        Case(name: "no answer", answer: "", words: "does not answer: no answer within 200 ms"),
        Case(
            name: "headers without an end", answer: "HTTP/1.1 200 OK\r\nX: y\r\n",
            words: "is too slow: not done within 600 ms"),
        Case(
            name: "a body without an end", answer: "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n<rss",
            words: "is too slow: not done within 600 ms"),
    ]

    @Test(arguments: cases)
    func `a server that stalls is let go`(item: Case) async throws {
        let desk = try Desk()
        desk.raw.serve("/x", RawServer.Script(item.answer, end: .hold))
        let request = desk.rawRequest("/x") {
            $0.limits.firstByteTimeout = .milliseconds(200)
            $0.limits.totalTimeout = .milliseconds(600)
        }
        let error = try #require(await desk.error(request))
        #expect(error.kind == .timeout)
        #expect(error.message.contains(item.words), "\(error.message)")
    }
}
