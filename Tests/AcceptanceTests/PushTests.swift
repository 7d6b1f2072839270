import Crypto
import Curl
import Glibc
import MicroHTTP
import Platform
import TestSupport
import Testing

/// The built daemon, a feed and its hub, all on loopback.
struct PushedProgram {
    let program: Program
    let hub: TestHub
    let callback: String

    /// - Parameter keys: further lines of `[wirewatch]`.
    init(_ keys: String = "") throws {
        program = try Program()
        hub = try TestHub()
        let port = try FreePort.find()
        callback = "http://127.0.0.1:\(port)/wirewatch"
        try program.write(
            "feeds.conf",
            """
            [wirewatch]
            allow-private-addresses = 127.0.0.0/8
            listen = 127.0.0.1:\(port)
            callback = \(callback)
            notify = file
            \(keys)
            [watch "kim"]
            query = kim
            [route "file"]
            type = file
            path = \(program.folder)/alerts.jsonl
            [feed "a"]
            url = \(program.server.url)/feed

            """)
        serve("First")
    }

    func document(_ titles: String...) -> String {
        let items = titles.map { "<item><guid>\($0)</guid><title>\($0)</title></item>" }.joined()
        return "<rss version='2.0'><channel><title>t</title>\(items)</channel></rss>"
    }

    /// The feed, which names its hub in headers.
    func serve(_ title: String) {
        var answer = ServerAnswer.document(document(title))
        answer.headers += [
            .init("Link", "<\(hub.url)>; rel=\"hub\""),
            .init("Link", "<\(program.server.url)/topic>; rel=\"self\""),
        ]
        program.server.serve("/feed", answer)
    }

    /// The daemon while `body` runs; it is told to stop then.
    func running(_ body: () async throws -> Void) async throws -> Program.Outcome {
        async let outcome = program.run("run", timeLimit: .seconds(900))
        try await body()
        try signal(SIGTERM)
        return try await outcome
    }

    func signal(_ number: Int32) throws {
        let holder = FileLock.holder(of: "\(program.folder)/wirewatch.db.lock")
        kill(pid_t(try #require(holder)), number)
    }

    /// Until what `feeds` says of pushes is `state`.
    func until(_ state: String) async throws {
        for _ in 0..<200 {
            let feeds = try await program.run("feeds", "--json").output
            if feeds.contains("\"push\":\"\(state)\"") { return }
        }
        Issue.record("no subscription becomes \(state)")
    }

    /// Until the alert file has `count` lines.
    func untilDelivered(_ count: Int) async throws {
        for _ in 0..<200 where program.delivered().count < count { _ = try await program.run("status") }
        #expect(program.delivered().count == count)
    }
}

@Suite(.timeLimit(.minutes(15))) struct PushTests {
    @Test func `a signed push raises an alert through the usual line, a wrong one does not`() async throws {
        let trial = try PushedProgram()
        let outcome = try await trial.running { () async throws in
            let asked = try #require(await trial.hub.next())
            #expect(asked.mode == "subscribe")
            #expect(asked.topic == trial.program.server.url + "/topic")
            #expect(asked.callback.hasPrefix(trial.callback + "/push/"))
            #expect(try await trial.hub.verify(asked, topic: "https://other.example/").status == 404)
            #expect(try await trial.hub.verify(asked, mode: "unsubscribe").status == 404)
            let verified = try await trial.hub.verify(asked, challenge: "<b>&42", lease: 86400)
            #expect(verified.status == 200)
            #expect(String(decoding: verified.body, as: UTF8.self) == "<b>&42")
            try await trial.until("active")
            var stranger = asked
            stranger.callback = String(asked.callback.dropLast(32)) + String(repeating: "0", count: 32)
            #expect(try await trial.hub.push(trial.document("Kim forged"), to: stranger).status == 404)
            #expect(
                try await trial.hub.push(trial.document("Kim forged"), to: asked, secret: "guess").status
                    == 202)
            #expect(
                try await trial.hub.push(trial.document("Kim forged"), to: asked, hash: nil).status == 202)
            for hash in ["sha512", "sha1"] {
                let answer = try await trial.hub.push(
                    trial.document("Kim arrives in Vladivostok"), to: asked, hash: .init(rawValue: hash))
                #expect(answer.status == 204)
            }
            try await trial.untilDelivered(1)
        }
        #expect(outcome.status == .exited(0))
        #expect(try trial.program.read("alerts.jsonl").contains("Kim arrives in Vladivostok"))
        #expect(outcome.errors.contains("was dropped: its signature is wrong"))
        #expect(outcome.errors.contains("was dropped: it is not signed"))
        // One poll: the pushes came without.
        #expect(trial.program.server.requests.count == 1)
        for secret in trial.hub.asked.compactMap(\.secret) { #expect(!outcome.errors.contains(secret)) }
        let feeds = try await trial.program.run("feeds")
        #expect(feeds.output.contains("push active at \(trial.hub.url)"))
        #expect(try await trial.program.run("status", "--json").output.contains("\"subscriptions_active\":1"))
    }

    @Test func `a subscription is renewed before its lease ends, and taken up again after a restart`()
        async throws
    {
        let trial = try PushedProgram("push-min-lease = 1s")
        _ = try await trial.running { () async throws in
            let first = try #require(await trial.hub.next())
            #expect(try await trial.hub.verify(first, lease: 8).status == 200)
            // With the identity of the first: what begins anew has another.
            let second = try #require(await trial.hub.next())
            #expect(second == first)
        }
        _ = try await trial.running { () async throws in
            let third = try #require(await trial.hub.next())
            #expect(third.mode == "subscribe")
            #expect(try await trial.hub.verify(third, lease: 86400).status == 200)
            try await trial.until("active")
        }
    }

    @Test func `a hub that denies is believed`() async throws {
        let trial = try PushedProgram()
        let outcome = try await trial.running { () async throws in
            let asked = try #require(await trial.hub.next())
            #expect(try await trial.hub.deny(asked, reason: "over quota").status == 200)
            try await trial.until("denied")
        }
        #expect(outcome.errors.contains("the hub denies the subscription: over quota"))
        #expect(try await trial.program.run("feeds").output.contains("over quota"))
        #expect(trial.hub.asked.count == 1)
    }

    @Test func `a feed that is not to be pushed any more is ended at the hub on reload`() async throws {
        let trial = try PushedProgram()
        let outcome = try await trial.running { () async throws in
            let asked = try #require(await trial.hub.next())
            #expect(try await trial.hub.verify(asked, lease: 86400).status == 200)
            try trial.program.write("feeds.conf", "push = no\n")
            try trial.signal(SIGHUP)
            let end = try #require(await trial.hub.next())
            #expect(end.mode == "unsubscribe")
            #expect(end.callback == asked.callback)
            #expect(try await trial.hub.verify(end).status == 200)
            try await trial.until("offered")
            #expect(try await trial.hub.push(trial.document("Kim"), to: asked).status == 410)
        }
        #expect(outcome.status == .exited(0))
        #expect(outcome.errors.contains("is no longer pushed by \(trial.hub.url), as it was asked to"))
    }

    @Test func `one pass asks no hub for anything`() async throws {
        let trial = try PushedProgram()
        #expect(try await trial.program.run("run", "--once").status == .exited(0))
        #expect(trial.hub.asked.isEmpty)
        #expect(try await trial.program.run("feeds", "--json").output.contains("\"push\":\"offered\""))
    }
}
