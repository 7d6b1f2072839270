import Model
import Pipeline
import TestSupport
import Testing

/// Servers that take their time: each bound is told in words of its own.
@Suite struct SlownessTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var name: String
        var answer: String
        /// The bound that is passed; the other is out of reach.
        var isAnswerLate = false
        var words: String
        var testDescription: String { name }
    }

    static let cases = [
        Case(
            name: "no answer", answer: "", isAnswerLate: true,
            words: "does not answer: no answer within 200 ms"),
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
            $0.limits.firstByteTimeout = item.isAnswerLate ? .milliseconds(200) : .hours(1)
            $0.limits.totalTimeout = item.isAnswerLate ? .hours(1) : .milliseconds(600)
        }
        let error = try #require(await desk.error(request))
        #expect(error.cause == .timeout)
        #expect(error.message.contains(item.words), "\(error.message)")
    }

    @Test func `a server that takes no connection is let go`() async throws {
        let desk = try Desk()
        let full = try FullServer()
        let request = desk.request("") {
            $0.url = "http://127.0.0.1:\(full.port)/x"
            $0.limits.connectTimeout = .milliseconds(200)
        }
        let error = try #require(await desk.error(request))
        #expect(error.cause == .timeout)
        #expect(error.message == "127.0.0.1:\(full.port) does not answer: no connection within 200 ms")
    }

    @Test func `a server that says nothing of TLS is let go`() async throws {
        let desk = try Desk()
        let request = desk.request("") {
            $0.url = "https://127.0.0.1:\(desk.raw.port)/x"
            $0.limits.connectTimeout = .milliseconds(200)
        }
        let error = try #require(await desk.error(request))
        #expect(error.cause == .timeout)
        #expect(error.message.hasSuffix("does not answer: no secured connection within 200 ms"))
    }

    @Test func `a server that goes on by drops is let go`() async throws {
        let desk = try Desk()
        desk.raw.serve(
            "/x", RawServer.Script("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n<rss", end: .hold))
        let request = desk.rawRequest("/x") {
            $0.limits.lowSpeedBytesPerSecond = 5000
            $0.limits.lowSpeedTime = .seconds(1)
        }
        let error = try #require(await desk.error(request))
        #expect(error.cause == .timeout)
        #expect(error.message.hasSuffix("is too slow: less than 5000 bytes a second for 1 s"))
    }
}
