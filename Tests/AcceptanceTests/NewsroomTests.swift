import MicroHTTP
import Platform
import TestSupport
import Testing

extension Program {
    /// A program on the bundled newsroom, whose outlets are at the first day; `change` edits its configuration.
    static func onNewsroom(_ change: (String) -> String = { $0 }) throws -> Program {
        let program = try Program()
        let text = try BoundedFile.read(path: "\(root)/examples/newsroom/feeds.conf", limit: 1 << 20)
        let configuration = String(decoding: text, as: UTF8.self)
        // The outlets are where the test's origin is, and alerts go to a file.
        let moved = configuration.replacing("http://127.0.0.1:8979", with: program.server.url)
            .replacing("type = stdout", with: "type = file\npath = \(program.folder)/alerts.jsonl")
        try program.write("feeds.conf", change(moved))
        try program.publish(day: "day1")
        return program
    }

    func publish(day: String) throws {
        for path in Glob.paths("\(Self.root)/examples/newsroom/\(day)/*") {
            let name = path.split(separator: "/").last ?? ""
            let type = name.hasSuffix("json") ? "application/feed+json" : "application/xml"
            server.publish("/\(name)", try BoundedFile.read(path: path, limit: 1 << 20), type: type)
        }
    }

    /// The lines of the alert file.
    func delivered() -> [Substring] { ((try? read("alerts.jsonl")) ?? "").split(separator: "\n") }
}

@Suite struct NewsroomTests {
    @Test func `nine outlets in three languages give one alert, and a second day none`() async throws {
        let program = try Program.onNewsroom()
        #expect(try await program.run("run", "--once").status == .exited(0))
        #expect(program.delivered().count == 1)
        let alerts = try await program.run("alerts", "--jsonl")
        #expect(alerts.output.split(separator: "\n").count == 1)
        #expect(alerts.output.contains("\"watch\":\"putin-kim\""))
        #expect(alerts.output.contains("\"outlets\":9"))
        for language in ["\"en\"", "\"ko\"", "\"ru\""] { #expect(alerts.output.contains(language)) }
        try program.publish(day: "day2")
        try await program.untilDue()
        #expect(try await program.run("run", "--once").status == .exited(0))
        #expect(program.delivered().count == 1)
        let found = try await program.run("search", "--jsonl", "путина")
        #expect(!found.output.contains("putin-kim"))
        #expect(try await program.run("search", "zebra").status == .exited(1))
    }

    @Test func `an unchanged newsroom is asked conditionally and answers 304`() async throws {
        let program = try Program.onNewsroom()
        _ = try await program.run("run", "--once")
        let before = program.server.requests.count
        try await program.untilDue()
        let second = try await program.run("run", "--once")
        let requests = program.server.requests.dropFirst(before)
        #expect(requests.count == before)
        #expect(requests.allSatisfy { $0.headers["if-none-match"] != nil })
        #expect(second.errors.contains("10 unchanged"))
        #expect(second.errors.contains("0 new items, 0 revised; 0 alerts"))
        #expect(program.delivered().count == 1)
    }

    @Test func `the digest names stories, outlets and reasons in 72 columns`() async throws {
        let program = try Program.onNewsroom()
        _ = try await program.run("run", "--once")
        let digest = try await program.run("digest", "--since", "24h")
        #expect(digest.status == .exited(0))
        #expect(digest.output.contains("== putin-kim "))
        #expect(digest.output.contains("9 outlets  3 languages"))
        #expect(digest.output.contains("why    watch putin-kim"))
        let json = try await program.run("digest", "--format", "json")
        #expect(json.output.hasPrefix("{\"schema\":1,"))
    }

    @Test func `why tells the evidence, and why not the reason`() async throws {
        let program = try Program.onNewsroom()
        _ = try await program.run("run", "--once")
        let list = try await program.run("alerts", "--jsonl")
        let name = try #require(list.output.split(separator: "\"").first { $0.hasPrefix("putin-kim/") })
        let why = try await program.run("why", String(name))
        #expect(why.status == .exited(0))
        #expect(why.output.contains("@kim"))
        #expect(why.output.contains("delivered"))
        let story = try await program.run("story", String(name.split(separator: "/")[1]))
        #expect(story.output.contains("  copy\n"))
        #expect(story.output.contains("first     2019-04-23 18:45 KST Yonhap [wire]"))
        let explained = try await program.run(
            "watch", "explain", "putin-kim", String(name.split(separator: "/")[1]))
        #expect(explained.status == .exited(0), "\(explained.errors)")
        #expect(explained.output.contains("yes      @kim NEAR/25 @putin: "))
        let refused = try await program.run("watch", "explain", "sanctions", "1", "--json")
        #expect(refused.status == .exited(1))
        #expect(refused.output.contains("\"holds\":false"))
        let none = try await program.run("why", "sanctions/\(name.split(separator: "/")[1])")
        #expect(none.status == .exited(1))
        #expect(none.errors.contains("no report of it meets the query"))
    }

    @Test func `a daemon that is told to stop has told its alert and ends with 0`() async throws {
        let program = try Program.onNewsroom()
        let run = Task { try await program.run("run") }
        // Asking takes a while each time, which is the wait.
        for _ in 0..<1000 where program.delivered().isEmpty { _ = try await program.run("feeds") }
        // A cancelled run is sent TERM.
        run.cancel()
        let outcome = try await run.value
        #expect(outcome.status == .exited(0))
        #expect(outcome.errors.contains("stopping"))
        #expect(program.delivered().count == 1)
    }

    @Test(arguments: ["ingest", "edit", "deliver"])
    func `after a kill everything is there once`(point: String) async throws {
        let program = try Program.onNewsroom()
        #expect(try await program.run("run", "--once", "--kill-after", point).status == .signalled(9))
        #expect(program.delivered().count == (point == "deliver" ? 1 : 0))
        try await program.untilDue()
        #expect(try await program.run("run", "--once").status == .exited(0))
        #expect(program.delivered().count == 1)
        let alerts = try await program.run("alerts", "--jsonl")
        #expect(alerts.output.split(separator: "\n").count == 1)
        let status = try await program.run("status", "--json")
        let clean = try Program.onNewsroom()
        _ = try await clean.run("run", "--once")
        let expected = try await clean.run("status", "--json")
        #expect(Self.figures(status.output) == Self.figures(expected.output))
    }

    /// The counts of a status line: they do not depend on the folder.
    private static func figures(_ status: String) -> [Substring] {
        status.split(separator: ",").filter { part in
            ["\"items\"", "\"stories\"", "\"alerts\"", "\"unplaced\"", "\"deliveries_pending\""]
                .contains { part.contains($0) }
        }
    }
}

extension Program {
    /// Until the feeds of the newsroom may be polled again: its intervals are a second.
    func untilDue() async throws {
        for _ in 0..<100 {
            let feeds = try await run("feeds", "--json")
            let due = feeds.output.split(separator: "\"next_poll\":\"").dropFirst().map {
                $0.prefix { $0 != "\"" }
            }
            let now = CivilTimeNow.text
            if due.allSatisfy({ String($0) <= now }) { return }
            await Task.yield()
        }
        Issue.record("feeds do not fall due")
    }
}
