import Daemon
import MicroHTTP
import Model
import Pipeline
import Storage
import TestSupport
import Testing
import Web

@Suite struct PushedDocumentTests {
    @Test func `a signed document goes into the line, and again does nothing`() async throws {
        let desk = try await PushTrial.subscribed()
        let document = PushTrial.document("two", "one")
        #expect(try await desk.push(document) == 204)
        #expect(try await desk.push(document) == 204)
        #expect(try await desk.feed?.items == 2)
        #expect(
            try await desk.store.unplacedItems(limit: 10).map(\.item.content.title) == [
                "Item one", "Item two",
            ])
    }

    @Test func `a document with fewer items takes none away`() async throws {
        let desk = try await PushTrial.subscribed()
        #expect(try await desk.push(PushTrial.document("two")) == 204)
        #expect(try await desk.feed?.items == 2)
        desk.clock.advance(by: .hours(3))
        desk.origin.serve(PushTrial.document("two", "one"))
        try await desk.poll()
        #expect(try await desk.feed?.items == 2)
    }

    @Test func `what is not signed, or wrongly, is answered as if it were taken and dropped`() async throws {
        let desk = try await PushTrial.subscribed()
        let asked = try #require(desk.hub.asked.first)
        #expect(await desk.call("POST", PushTrial.path(asked), body: PushTrial.document("x")) == 202)
        #expect(try await desk.push(PushTrial.document("x"), secret: "guessed") == 202)
        #expect(try await desk.feed?.items == 1)
        #expect(
            desk.events.suffix(2) == [
                .pushDropped(feed: "a", reason: "it is not signed"),
                .pushDropped(feed: "a", reason: "its signature is wrong"),
            ])
    }

    @Test func `what is no feed is dropped, and says nothing for pushes`() async throws {
        let desk = try await PushTrial.subscribed()
        #expect(try await desk.push("<!doctype html><title>no</title>") == 202)
        #expect(try await desk.feed?.subscription?.lastPush == nil)
    }

    @Test func `more documents than the limit have to wait`() async throws {
        var desk = try await PushTrial.subscribed()
        desk.limit = 1
        let asked = try #require(desk.hub.asked.first)
        let callback = PushCallback(
            stage: desk.stage, store: desk.store, settings: desk.settings, documentsPerMinute: 1,
            tell: { _ in },
            changed: { _, _, _ in }, now: { PushTrial.start })
        let body = PushTrial.document("two")
        let request = ServerRequest(
            method: "POST", target: PushTrial.path(asked),
            headers: ["x-hub-signature": try Signature.of(body, secret: asked.secret)], arguments: [],
            body: Array(body.utf8))
        let route = callback.route(bodyLimit: 10_000)
        #expect(await route.answer(request).status == 204)
        let second = await route.answer(request)
        #expect(second.status == 429)
        #expect(second.headers.map(\.value) == ["61"])
    }

    @Test func `a store that takes nothing has the hub send it again`() async throws {
        let desk = try await PushTrial.subscribed()
        await desk.store.failCall(after: 8, code: 13)
        #expect(try await desk.push(PushTrial.document("two")) == 503)
        await desk.store.clearFault()
        #expect(try await desk.push(PushTrial.document("two")) == 204)
        #expect(try await desk.feed?.items == 2)
    }

    /// Method, path, arguments, status.
    static let strangers: [(String, String, [(String, String)], Int)] = [
        ("GET", "/push/", [], 404),
        ("GET", "/push/00000000000000000000000000000000", [("hub.mode", "subscribe")], 404),
        ("POST", "/push/00000000000000000000000000000000", [], 404),
        ("POST", "/push/..", [], 404),
        ("GET", "/push/" + String(repeating: "a", count: 10_000), [], 404),
        ("GET", "/push/" + String(repeating: "é", count: 16), [], 404),
    ]

    @Test(arguments: strangers)
    func `who does not know the path learns nothing`(
        method: String, path: String, arguments: [(String, String)], status: Int
    ) async throws {
        let desk = try await PushTrial.subscribed()
        #expect(await desk.call(method, path, arguments) == status)
    }

    @Test func `a question about another topic or mode, or without a challenge, is not confirmed`()
        async throws
    {
        let desk = try await PushTrial.subscribed()
        let asked = try #require(desk.hub.asked.first)
        func ask(_ mode: String, _ topic: String, _ challenge: String?) async -> Int {
            await desk.call(
                "GET", PushTrial.path(asked),
                [("hub.mode", mode), ("hub.topic", topic)] + (challenge.map { [("hub.challenge", $0)] } ?? [])
            )
        }
        #expect(await ask("subscribe", "https://evil.example/", "c") == 404)
        #expect(await ask("unsubscribe", asked.topic, "c") == 404)
        #expect(await ask("subscribe", asked.topic, nil) == 404)
        #expect(await ask("subscribe", asked.topic, "") == 404)
        #expect(await ask("publish", asked.topic, "c") == 404)
        #expect(await ask("denied", "https://evil.example/", nil) == 404)
        #expect(await ask("subscribe", asked.topic, "c") == 200)
        #expect(try await desk.feed?.subscription?.state == .active)
    }

    @Test func `a denial is told, and the feed is polled at its usual pace`() async throws {
        let desk = try await PushTrial.subscribed()
        let asked = try #require(desk.hub.asked.first)
        let arguments = [("hub.mode", "denied"), ("hub.topic", asked.topic), ("hub.reason", "not\nyou")]
        #expect(await desk.call("GET", PushTrial.path(asked), arguments) == 200)
        #expect(try await desk.feed?.subscription?.state == .denied)
        let last = desk.events.last
        guard case .subscriptionTroubled(_, _, let error) = last else {
            Issue.record("\(String(describing: last))")
            return
        }
        #expect(error.hasPrefix("the hub denies the subscription: not"))
    }
}

@Suite struct RelaxedPollTests {
    /// How long after a poll the next is, in a feed that is pushed.
    private func wait(_ desk: PushTrial) async throws -> Duration {
        let state = try #require(try await desk.feed?.state)
        return try #require(state.nextPoll) - desk.clock.now
    }

    @Test func `polls are put off once a push has come, and no sooner`() async throws {
        let desk = try await PushTrial.subscribed()
        desk.clock.advance(by: .hours(2))
        try await desk.poll()
        #expect(try await wait(desk) < .hours(3))
        #expect(try await desk.push(PushTrial.document("two")) == 204)
        desk.clock.advance(by: .hours(3))
        desk.origin.serve(PushTrial.document("two", "one"))
        try await desk.poll()
        #expect((Duration.hours(6)...Duration.hours(7)).contains(try await wait(desk)))
    }

    @Test func `a poll that finds what no push had brought brings the usual pace back`() async throws {
        let desk = try await PushTrial.subscribed()
        #expect(try await desk.push(PushTrial.document("two")) == 204)
        for guid in ["three", "four"] {
            desk.clock.advance(by: .hours(7))
            desk.origin.serve(PushTrial.document(guid))
            try await desk.poll()
            #expect(try await wait(desk) < .hours(3))
        }
    }
}
