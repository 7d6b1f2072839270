import Platform
import TestSupport
import Testing

@Suite struct SilenceCommandTests {
    @Test func `an alert is silenced, explained and sent by hand`() async throws {
        let program = try Program.onNewsroom()
        let add = try await program.run(
            "silence", "add", "watch=putin-kim", "--for", "2h", "--comment", "press pool", "--author", "anna")
        #expect(add.status == .exited(0), "\(add.errors)")
        let id = String(add.output.prefix(6))
        #expect(try await program.run("run", "--once").status == .exited(0))
        #expect(program.delivered().isEmpty)
        let alerts = try await program.run("alerts", "--jsonl")
        #expect(alerts.output.contains("\"state\":\"silenced\""))
        #expect(alerts.output.contains("\"silence\":\"\(id)\""))
        let alert = String(alerts.output.split(separator: "\"")[3])
        let why = try await program.run("why", alert)
        #expect(why.output.contains("silenced"))
        #expect(why.output.contains("silence \(id) of anna: press pool"))
        let list = try await program.run("silence", "list")
        #expect(list.output.contains("watch=putin-kim  anna: press pool  (1 alert kept back)"))
        #expect(try await program.run("silence", "expire", id).status == .exited(0))
        #expect(try await program.run("silence", "expire", id).status == .exited(1))
        #expect(try await program.run("silence", "list").status == .exited(1))
        let all = try await program.run("silence", "list", "--all", "--json")
        #expect(all.output.contains("\"id\":\"\(id)\",\"active\":false"))
        #expect(program.delivered().isEmpty)
        #expect(try await program.run("alerts", "resend", alert).status == .exited(0))
        #expect(try await program.run("run", "--once").status == .exited(0))
        #expect(program.delivered().count == 1)
        let unknown = try await program.run("alerts", "resend", alert, "--route", "nowhere")
        #expect(unknown.status == .exited(1))
        #expect(unknown.errors.contains("there is no route `nowhere`"))
    }

    @Test(arguments: [
        (["silence", "add", "watch=putin-kim", "--comment", "c"], "takes --for SPAN"),
        (["silence", "add", "watch=putin-kim", "--for", "2h"], "takes --comment TEXT"),
        (["silence", "add", "watch=putin-kim", "--for", "2 hours", "--comment", "c"], "--for takes a span"),
        (
            ["silence", "add", "watch=putin-kin", "--for", "2h", "--comment", "c"],
            "did you mean `putin-kim`?"
        ),
        (["silence", "add", "wach=putin-kim", "--for", "2h", "--comment", "c"], "did you mean `watch`?"),
        (["silence", "add", "putin-kim", "--for", "2h", "--comment", "c"], "is no matcher: write watch=…"),
        (["silence", "add", "query=a OR b c", "--for", "2h", "--comment", "c"], "parentheses"),
        (["silence", "expire", "x"], "is no silence"),
        (["alerts", "resend", "x"], "is no alert"),
    ])
    func `wrong usage is told`(arguments: [String], words: String) async throws {
        let program = try Program.onNewsroom()
        let outcome = try await program.run(arguments)
        #expect(outcome.status == .exited(2))
        #expect(outcome.errors.contains(words), "\(outcome.errors)")
    }
}
