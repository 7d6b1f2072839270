import Daemon
import Model
import Pipeline
import Platform
import Storage
import TestSupport
import Testing

@Suite struct DaemonPassTests {
    @Test func `a pass goes from the feed to the channel, and the next tells nobody again`() async throws {
        let desk = try Desk()
        desk.origin.serve("https://a.example/", desk.feed("Kim arrives in Vladivostok"))
        let first = try await desk.pass()
        #expect(first.polls.done == 2)
        #expect(first.polls.failed == 1)
        #expect(first.polls.newItems == 1)
        #expect(desk.channel.taken.map(\.content.headline) == ["Kim arrives in Vladivostok"])
        desk.clock.advance(by: .minutes(1))
        let second = try await desk.pass()
        #expect(second.polls.unchanged == 1)
        #expect(second.alerts.isEmpty)
        #expect(desk.channel.taken.count == 1)
    }

    @Test func `what a dead route could not take is delivered when it lives again`() async throws {
        let desk = try Desk()
        desk.origin.serve("https://a.example/", desk.feed("Kim arrives in Vladivostok"))
        desk.channel.fail(with: .unavailable(message: "down", retryAfter: nil))
        _ = try await desk.pass()
        #expect(try await desk.store.alerts(onlyFailed: true, limit: 10).count == 1)
        desk.channel.fail(with: nil)
        desk.clock.advance(by: .minutes(30))
        _ = try await desk.pass()
        #expect(desk.channel.taken.count == 1)
        #expect(try await desk.store.alerts(onlyFailed: true, limit: 10).isEmpty)
    }

    @Test func `a feed that changes all its guids floods nobody`() async throws {
        let desk = try Desk()
        func feed(_ prefix: String) -> Result<String, FetchError> {
            let items = (0..<20).map { number in
                "<item><guid>\(prefix)\(number)</guid><title>Kim report number \(number)</title>"
                    + "<link>https://a.example/\(number)</link></item>"
            }
            return .success("<rss version='2.0'><channel><title>t</title>\(items.joined())</channel></rss>")
        }
        desk.origin.serve("https://a.example/", feed("old"))
        _ = try await desk.pass()
        let told = desk.channel.taken.count
        desk.origin.serve("https://a.example/", feed("new"))
        desk.clock.advance(by: .hours(1))
        let summary = try await desk.pass()
        #expect(summary.polls.newItems == 0)
        #expect(desk.channel.taken.count == told)
    }

    @Test func `drop leaves items out, and a story of many outlets is found by its size`() async throws {
        let desk = try Desk()
        desk.origin.serve(
            "https://a.example/",
            desk.feed("Summit in Vladivostok announced by the Kremlin", "Football tonight"))
        desk.origin.serve(
            "https://b.example/", desk.feed("Summit in Vladivostok announced by the Kremlin today"))
        let more = "[watch \"wide\"]\nquery = summit outlets:>=2\n"
        let summary = try await desk.pass(more)
        #expect(summary.polls.newItems == 3)
        #expect(desk.channel.taken.map(\.id.watch) == ["wide"])
    }

    @Test func `a document that is no feed is told in the feed's health`() async throws {
        let desk = try Desk()
        desk.origin.serve(
            "https://a.example/", .success("<!doctype html><html><title>Just a moment</title></html>"))
        _ = try await desk.pass()
        let feed = try #require(try await desk.store.feeds().first { $0.settings.name == "a" })
        #expect(feed.state.health == .failing)
        #expect(feed.state.error?.contains("HTML") == true)
    }
}

@Suite struct DoorbellTests {
    @Test func `a ring that nobody waited for is kept, and two are one`() async {
        let bell = Doorbell()
        bell.ring()
        bell.ring()
        #expect(await bell.wait(atMost: .seconds(600)))
        #expect(await !bell.wait(atMost: .milliseconds(1)))
    }

    @Test func `a bell that was waited for in vain still rings, and only then`() async {
        let bell = Doorbell()
        #expect(await !bell.wait(atMost: .milliseconds(1)))
        #expect(await !bell.wait(atMost: .milliseconds(1)))
        async let rang = bell.wait(atMost: .seconds(600))
        bell.ring()
        #expect(await rang)
    }

    @Test func `a stopped daemon comes to its end`() async throws {
        let desk = try Desk()
        desk.origin.serve("https://a.example/", desk.feed("Kim arrives in Vladivostok"))
        let stopper = Stopper()
        stopper.stop()
        try await desk.daemon().run(until: stopper, sends: true)
        #expect(stopper.isStopped)
    }
}

@Suite struct SetupTests {
    @Test func `the system's zones are known by name, and nothing else is read`() {
        #expect(TimeZones.rules(named: "Asia/Seoul")?.abbreviation(at: Desk.start) == "KST")
        #expect(TimeZones.rules(named: "Asia/Seoul")?.offset(at: Desk.start) == .hours(9))
        #expect(TimeZones.rules(named: "../../../etc/passwd") == nil)
        #expect(TimeZones.rules(named: "Asia/Soul") == nil)
    }

    @Test func `clocks that are put forward and back give one moment`() throws {
        let berlin = try #require(TimeZones.rules(named: "Europe/Berlin"))
        let summer = berlin.timestamp(of: CivilTime(year: 2019, month: 7, day: 1, hour: 12))
        #expect("\(summer)" == "2019-07-01T10:00:00Z")
        // 02:30 came twice that night: the first counts.
        let back = berlin.timestamp(of: CivilTime(year: 2019, month: 10, day: 27, hour: 2, minute: 30))
        #expect("\(back)" == "2019-10-27T00:30:00Z")
        // 02:30 never came that night.
        let forward = berlin.timestamp(of: CivilTime(year: 2019, month: 3, day: 31, hour: 2, minute: 30))
        #expect("\(forward)" == "2019-03-31T01:30:00Z")
    }
}
