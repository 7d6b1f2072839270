import Platform
import TestSupport
import Testing
import Text

@Suite struct StoryCommandTests {
    /// What does not depend on the order in which ten feeds happen to be polled.
    private static func stories(_ program: Program) async throws -> [String] {
        let list = try await program.run("stories", "--jsonl", "--limit", "1000")
        let kept = ["headline", "items", "independent_texts", "watches"]
        return list.output.split(separator: "\n").map { line in
            line.split(separator: ",\"").filter { part in kept.contains { part.hasPrefix($0 + "\"") } }
                .joined(separator: ",\"")
        }.sorted()
    }

    @Test func `two days that kills interrupt give the same stories as two days without`() async throws {
        let clean = try Program.onNewsroom()
        _ = try await clean.run("run", "--once")
        try clean.publish(day: "day2")
        try await clean.untilDue()
        _ = try await clean.run("run", "--once")
        let killed = try Program.onNewsroom()
        for point in ["ingest", "edit"] {
            #expect(try await killed.run("run", "--once", "--kill-after", point).status == .signalled(9))
            try await killed.untilDue()
        }
        try killed.publish(day: "day2")
        try await killed.untilDue()
        #expect(try await killed.run("run", "--once", "--kill-after", "ingest").status == .signalled(9))
        try await killed.untilDue()
        let last = try await killed.run("run", "--once")
        #expect(last.status == .exited(0))
        #expect(!last.errors.contains("made anew"))
        #expect(try await Self.stories(killed) == Self.stories(clean))
        #expect(try await Self.stories(clean).count > 40)
        #expect(killed.delivered().count == 1)
    }

    @Test func `stories are merged, split, shown and taken back by hand`() async throws {
        let program = try Program.onNewsroom()
        _ = try await program.run("run", "--once")
        let wide = try await program.run("stories", "--outlets", "5", "--lang", "ko", "--jsonl")
        #expect(wide.output.split(separator: "\n").count == 1)
        let summit = String(wide.output.split(separator: "\"")[3])
        let none = try await program.run("stories", "--outlets", "10")
        #expect(none.status == .exited(1))
        #expect(try await program.run("stories", "--lang", "korean").status == .exited(2))
        let page = try await program.run("story", summit)
        #expect(page.output.contains("9 outlets, 3 languages"))
        #expect(page.output.contains("└ Kommersant [newspaper]"))
        #expect(page.output.contains("first     2019-04-23"))
        for line in page.output.split(separator: "\n") where !line.contains("https://") {
            #expect(TerminalText.columns(of: String(line)) <= 80, "\(line)")
        }
        let items = page.output.split(separator: " ").filter { $0.hasPrefix("#") }
        let split = try await program.run("story", "split", summit, String(items[0]), "--note", "to try")
        #expect(split.status == .exited(0), "\(split.errors)")
        let new = try #require(split.output.split(separator: " ").dropFirst().first.map { String($0) })
        #expect(try await program.run("run", "--once").status == .exited(0))
        #expect(program.delivered().count == 1)
        let told = try await program.run("story", new)
        #expect(told.output.contains("as part of another story: putin-kim"))
        #expect(told.output.contains("“to try”"))
        let why = try await program.run("why", "putin-kim/\(new)")
        #expect(why.errors.contains("told while it was part of another story"))
        let back = try await program.run("story", "split", "--undo", new)
        #expect(back.output.hasPrefix("undone: "))
        let whole = try await program.run("story", new, "--json")
        #expect(whole.output.hasPrefix("{\"story\":\"\(summit)\""))
        #expect(whole.output.contains("\"rulings\":[{\"kind\":\"split\""))
        let again = try await program.run("story", "split", "--undo", new)
        #expect(again.status == .exited(1))
        #expect(again.errors.contains("was not split off by anybody"))
    }

    @Test(arguments: [
        (["story", "merge", "7F3K2Q"], "takes two stories or more"),
        (["story", "merge", "7F3K2Q", "!"], "is no story id"),
        (["story", "split", "7F3K2Q"], "takes a story and items of it"),
        (["story", "split", "7F3K2Q", "x"], "is no item number"),
        (["story", "split", "--undo", "7F3K2Q", "1"], "takes one story"),
    ])
    func `wrong usage is told`(arguments: [String], words: String) async throws {
        let program = try Program.onNewsroom()
        let outcome = try await program.run(arguments)
        #expect(outcome.status == .exited(2))
        #expect(outcome.errors.contains(words), "\(outcome.errors)")
    }
}
