package import MicroHTTP
import Synchronization
import Text

/// A scripted origin on loopback: answers by path, remembers what was asked.
package final class TestServer: Sendable {
    private let script: Script
    private let server: LoopbackServer

    /// What is answered and what was asked, shared with the server's thread.
    private final class Script: Sendable {
        struct State {
            var answers: [String: [ServerAnswer]] = [:]
            var requests: [ServerRequest] = []
            /// Tag and answer for requests that name it.
            var known: [String: (tag: String, answer: ServerAnswer)] = [:]
            /// Called when so many requests have come.
            var milestone: (count: Int, action: @Sendable () -> Void)?
        }

        let state = Mutex(State())

        func answer(_ request: ServerRequest) -> ServerAnswer {
            state.withLock { state in
                state.requests.append(request)
                if let milestone = state.milestone, milestone.count == state.requests.count {
                    milestone.action()
                }
                if let known = state.known[request.path], request.headers["if-none-match"] == known.tag {
                    return known.answer
                }
                guard var answers = state.answers[request.path], let first = answers.first else {
                    return ServerAnswer(status: 404)
                }
                // The last answer stays.
                if answers.count > 1 {
                    answers.removeFirst()
                    state.answers[request.path] = answers
                }
                return first
            }
        }
    }

    package init() throws {
        let script = Script()
        self.script = script
        server = try LoopbackServer(port: 0) { script.answer($0) }
    }

    package var url: String { server.url }
    package var port: UInt16 { server.port }

    /// Answers `path` with `answers` in turn, the last of them from then on.
    package func serve(_ path: String, _ answers: ServerAnswer...) {
        script.state.withLock { $0.answers[path] = answers }
    }

    /// Serves `body` at `path` as a good origin does: with an ETag, and 304 for whoever has it.
    package func publish(_ path: String, _ body: [UInt8], type: String = "application/xml") {
        var hash = StableHash()
        hash.combine(body)
        let tag = "\"\(hash.value)\""
        let header = ServerAnswer.Header("ETag", tag)
        let full = ServerAnswer(
            status: 200, headers: [header, ServerAnswer.Header("Content-Type", type)], body: body)
        script.state.withLock { state in
            state.answers[path] = [full]
            state.known[path] = (tag, ServerAnswer(status: 304, headers: [header]))
        }
    }

    /// Calls `action` when request number `count` has come. It must not ask this server anything.
    package func at(request count: Int, _ action: @escaping @Sendable () -> Void) {
        script.state.withLock { $0.milestone = (count, action) }
    }

    /// All requests so far, in order.
    package var requests: [ServerRequest] { script.state.withLock { $0.requests } }
}

extension ServerAnswer {
    /// A document with its validators.
    package static func document(
        _ body: String, type: String = "application/rss+xml", entityTag: String? = nil,
        lastModified: String? = nil
    ) -> ServerAnswer {
        var headers = [Header("Content-Type", type)]
        if let entityTag { headers.append(Header("ETag", entityTag)) }
        if let lastModified { headers.append(Header("Last-Modified", lastModified)) }
        return ServerAnswer(status: 200, headers: headers, body: Array(body.utf8))
    }
}
