import Platform
import TestSupport
import Testing

@Suite struct WatchCommandTests {
    @Test func `a query is tried on what is stored, against a watch, before it is trusted`() async throws {
        let program = try Program.onNewsroom()
        _ = try await program.run("run", "--once")
        let tested = try await program.run("watch", "test", "@kim zebra*", "--watch", "putin-kim")
        #expect(tested.status == .exited(1), "\(tested.errors)")
        #expect(tested.output.contains("found      0 items of 0 stories, 0 alerts"))
        #expect(tested.output.contains("never      zebra*: in no item of that time\napart      @kim: "))
        let wide = try await program.run("watch", "test", "@kim", "--against", "putin-kim")
        #expect(wide.status == .exited(0), "\(wide.errors)")
        #expect(wide.output.contains("plan       the index narrowed by @kim; "))
        #expect(wide.output.contains("against    putin-kim: 1 kept, "))
        #expect(wide.output.contains("\n= "))
        let json = try await program.run("watch", "test", "--watch", "putin-kim", "--json", "--limit", "1")
        #expect(json.output.hasPrefix("{\"watch\":\"putin-kim\",\"reading\":"))
        #expect(json.output.contains("\"plan\":{\"narrowed_by\":[\"@kim\",\"@putin\",\"@summit\"]"))
        #expect(json.output.contains("\"stories_found\":1,\"alerts\":1,"))
        #expect(json.output.contains("\"cut\":false"))
        let score = try await program.run(
            "watch", "test", "--score", "@kim^4 @putin^4", "--threshold", "8", "--min-outlets", "50")
        #expect(score.output.contains("reaches 8"))
        #expect(score.output.contains(" 0 alerts"))
        for wrong in [["kim OR"], [], ["kim", "--threshold", "3"], ["kim", "--against", "nobody"]] {
            let outcome = try await program.run(["watch", "test"] + wrong)
            #expect(outcome.status == .exited(2), "\(wrong)")
            #expect(!outcome.errors.isEmpty)
        }
    }

    @Test func `a new watch is backfilled, listed, and explained where it does not alert`() async throws {
        let program = try Program.onNewsroom()
        _ = try await program.run("run", "--once")
        try program.write(
            "feeds.conf", "\n[watch \"late\"]\nquery = @kim @summit\nexpires = 2100-01-01\nexpect = 1h\n")
        let list = try await program.run("watch", "list", "--jsonl")
        #expect(
            list.output.contains(
                "{\"watch\":\"late\",\"state\":\"ok\",\"severity\":\"normal\",\"last_match\":null"))
        let stories = try await program.run("watch", "test", "--watch", "late", "--json")
        let story = try #require(
            stories.output.components(after: "\"stories\":[{\"story\":\"").map { String($0.prefix(6)) })
        let before = try await program.run("why", "late/\(story)")
        #expect(before.status == .exited(1))
        #expect(before.errors.contains("`wirewatch watch backfill` writes it down"), "\(before.errors)")
        #expect(before.output.contains("yes      @kim: "))
        let dry = try await program.run("watch", "backfill", "late", "--dry-run")
        #expect(dry.output.hasSuffix("nothing is written down\n"), "\(dry.output)\(dry.errors)")
        #expect(try await program.run("stories", "--watch", "late").status == .exited(1))
        let done = try await program.run("watch", "backfill", "late", "--since", "2d")
        #expect(done.status == .exited(0), "\(done.errors)")
        #expect(try await program.run("stories", "--watch", "late").output.contains(story))
        let after = try await program.run("why", "late/\(story)", "--json")
        #expect(after.errors.contains("it is older than the watch"))
        #expect(after.output.contains("\"explained\":{"))
        try program.publish(day: "day2")
        try await program.untilDue()
        _ = try await program.run("run", "--once")
        #expect(!(try await program.run("alerts", "--jsonl").output.contains("\"late/\(story)\"")))
        #expect(try await program.run("watch", "list").output.contains("late "))
        #expect(try await program.run("watch", "list", "--silent").status == .exited(1))
        let none = try await program.run("watch", "backfill", "nobody")
        #expect(none.status == .exited(2))
        let why = try await program.run("why", "late/ZZZZZZ")
        #expect(why.status == .exited(1))
    }

    @Test func `check warns where more patterns are tried for every item than its limit`() async throws {
        func warnings(_ count: Int) async throws -> String {
            let program = try Program()
            let watches = (0..<count).map { "[watch \"w\($0)\"]\nquery = source:x\($0)* -kim\n" }
            try program.write("feeds.conf", "[feed \"x\"]\nurl = http://127.0.0.1:1/\n" + watches.joined())
            return try await program.run("check").errors
        }
        #expect(try await warnings(201).contains("warning: 201 patterns and counts (source:x0*, "))
        #expect(!(try await warnings(200).contains("patterns and counts")))
    }

    @Test func `what was found is ranked, bounded in time and marked`() async throws {
        let program = try Program.onNewsroom()
        _ = try await program.run("run", "--once")
        let ranked = try await program.run("search", "--sort", "rank", "--jsonl", "@kim")
        let timed = try await program.run("search", "--jsonl", "@kim")
        #expect(Set(ranked.output.split(separator: "\n")) == Set(timed.output.split(separator: "\n")))
        #expect(ranked.status == .exited(0))
        let marked = try await program.run("search", "--color", "always", "--snippets", "김정은*")
        #expect(marked.output.contains("\u{1B}[1m김정은"))
        let plain = try await program.run("search", "김정은*")
        #expect(!plain.output.contains("\u{1B}"))
        #expect(try await program.run("search", "@kim", "--until", "2000-01-01").status == .exited(1))
        #expect(try await program.run("search", "@kim", "--sort", "best").status == .exited(2))
        let why = try await program.run("alerts", "--jsonl")
        let alert = try #require(
            why.output.components(after: "{\"alert\":\"").map { $0.prefix { $0 != "\"" } })
        let explained = try await program.run("why", String(alert))
        #expect(explained.output.contains("yes  watch putin-kim"))
    }
}

extension String {
    /// What follows the first `mark`.
    fileprivate func components(after mark: String) -> Substring? {
        let (text, mark) = (Array(utf8), Array(mark.utf8))
        guard text.count >= mark.count else { return nil }
        let start = (0...(text.count - mark.count)).first { text[$0..<($0 + mark.count)].elementsEqual(mark) }
        return start.map { Substring(String(decoding: text[($0 + mark.count)...], as: UTF8.self)) }
    }
}
