import FoundationEssentials
import Platform
import Testing

/// How lists are printed, and how the program ends.
@Suite struct ListTests {
    /// Lists that have rows after a pass over the newsroom, with something to ask.
    static let lists = [
        ["stories"], ["search", "kim"], ["alerts"], ["feeds"], ["alias", "list"], ["alias", "test", "kim"],
        ["route", "list"],
    ]

    @Test func `every field that a row has can be asked for, and a table has the same cells`() async throws {
        let program = try Program.onNewsroom()
        _ = try await program.run("run", "--once")
        for list in Self.lists {
            let rows = try Self.rows(try await program.run(list + ["--jsonl"]).output)
            let names = Set(rows.flatMap(\.keys)).sorted()
            #expect(!names.isEmpty)
            let chosen = try await program.run(list + ["--jsonl", "--fields", names.joined(separator: ",")])
            #expect(chosen.status == .exited(0), "\(list): \(chosen.errors)")
            #expect(try Self.rows(chosen.output).allSatisfy { Set($0.keys) == Set(names) })
            let table = try await program.run(list + ["--fields", names.joined(separator: ",")])
            let lines = table.output.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
            #expect(lines.count == rows.count)
            #expect(
                lines.allSatisfy {
                    $0.split(separator: "\t", omittingEmptySubsequences: false).count == names.count
                })
        }
    }

    @Test func `fields come in the order in which they are asked for, rows end as they are asked to`()
        async throws
    {
        let program = try Program.onNewsroom()
        _ = try await program.run("run", "--once")
        let list = ["stories", "-n", "2", "--watch", "putin-kim"]
        let story = try #require(try Self.rows(try await program.run(list + ["--jsonl"]).output).first)
        let id = try #require(story["story"]?.text)
        let headline = try #require(story["headline"]?.text)
        #expect(
            try await program.run(list + ["--fields", "headline,story"]).output == "\(headline)\t\(id)\n")
        #expect(try await program.run(list + ["--tsv", "-0", "--fields", "story"]).output == "\(id)\0")
        #expect(
            try await program.run(list + ["--json", "--fields", "story"]).output
                == "[{\"story\":\"\(id)\"}]\n")
    }

    @Test func `no cell is a formula to a spreadsheet`() async throws {
        let program = try Program.onNewsroom()
        _ = try await program.run("run", "--once")
        let list = ["alias", "test", "kim", "--fields", "entry"]
        let names = try await program.run(list + ["--tsv"]).output
        #expect(names.contains("\\u003dКим Чен Ын*\n"))
        #expect(names.split(separator: "\n").allSatisfy { line in !"=+-@".contains { line.first == $0 } })
        // Who asks for a field, or for rows that `xargs` reads, is no spreadsheet.
        #expect(try await program.run(list).output.contains("=Ким Чен Ын*\n"))
        #expect(try await program.run(list + ["--tsv", "-0"]).output.contains("=Ким Чен Ын*\0"))
    }

    @Test(arguments: [
        (["stories", "--fields", "headlin"], "did you mean `headline`?"),
        (["stories", "--json", "--tsv"], "exclude each other"),
        (["stories", "--json", "-0"], "--null is for rows"),
        (
            ["feeds", "--color", "alway"],
            "--color takes auto, always, never, not `alway`; did you mean `always`?"
        ),
        (["run", "--once", "--kill-after", "edti"], "did you mean `edit`?"),
        (["feed"], "wirewatch feed add"), (["feed", "prob"], "did you mean `feed probe`?"),
        (["man", "feed.conf"], "did you mean `feeds.conf`?"),
        (["completion", "csh"], "takes bash, zsh, fish"),
        (["stories", "--since", "2019-06-31"], "--since takes"),
    ])
    func `wrong usage says what is right`(arguments: [String], words: String) async throws {
        let program = try Program()
        try program.write("feeds.conf", "[feed \"x\"]\nurl = http://127.0.0.1:1/\n")
        let outcome = try await program.run(arguments)
        #expect(outcome.status == .exited(2))
        #expect(outcome.errors.contains(words), "\(outcome.errors)")
    }

    @Test func `the short help is short, the long one has examples`() async throws {
        let program = try Program()
        let short = try await program.run("stories", "-h").output
        let long = try await program.run("stories", "--help").output
        #expect(!short.contains("examples:") && short.contains("--since TIME"))
        #expect(long.contains("examples:\n  wirewatch stories --since 24h"))
        #expect(long.contains("--color WHEN"))
        for text in [short, long] { #expect(text.split(separator: "\n").allSatisfy { $0.count <= 80 }) }
    }

    @Test func `colours are there where they are wanted`() async throws {
        let program = try Program.onNewsroom()
        _ = try await program.run("run", "--once")
        #expect(try await !program.run("feeds").output.contains("\u{1B}"))
        #expect(try await program.run("feeds", "--color", "always").output.contains("\u{1B}[32mok"))
        let forced = try await program.run("feeds", environment: ["CLICOLOR_FORCE": "1"])
        #expect(forced.output.contains("\u{1B}["))
        let refused = try await program.run("feeds", environment: ["CLICOLOR_FORCE": "1", "NO_COLOR": "1"])
        #expect(!refused.output.contains("\u{1B}"))
    }

    @Test func `a reader who has read enough ends a list quietly`() async throws {
        let program = try Program.onNewsroom()
        _ = try await program.run("run", "--once")
        let outcome = try await program.run(
            "stories", under: ["bash", "-c", "\"$@\" | head -n 1; exit ${PIPESTATUS[0]}", "bash"])
        #expect(outcome.status == .exited(0))
        #expect(outcome.errors.isEmpty)
        #expect(outcome.output.split(separator: "\n").count == 1)
    }

    @Test func `a time without an offset is by the reader's clock`() async throws {
        let program = try Program.onNewsroom()
        _ = try await program.run("run", "--once")
        // Seoul is nine hours ahead: the same moment, written three ways.
        let since = ["2019-04-25T09:00", "2019-04-25T09:00+09:00", "2019-04-25T00:00Z"]
        var outputs: Set<String> = []
        for moment in since {
            outputs.insert(try await program.run("stories", "--since", moment, "--fields", "story").output)
        }
        #expect(outputs.count == 1)
        #expect(try await program.run("stories", "--since", "today").status == .exited(0))
        #expect(try await program.run("stories", "--since", "1d12h").status == .exited(0))
    }

    private static func rows(_ lines: String) throws -> [[String: Cell]] {
        try lines.split(separator: "\n").map {
            try JSONDecoder().decode([String: Cell].self, from: Data($0.utf8))
        }
    }

    /// A member whose value matters only where it is a string.
    private struct Cell: Decodable {
        let text: String?

        init(from decoder: any Decoder) throws {
            text = try? decoder.singleValueContainer().decode(String.self)
        }
    }
}
