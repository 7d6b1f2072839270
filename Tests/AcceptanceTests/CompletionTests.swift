import Platform
import Testing

/// What shells complete.
@Suite struct CompletionTests {
    struct Case: Sendable, CustomTestStringConvertible {
        /// As bash splits them; the last is completed.
        let words: [String]
        let offers: [String]

        var testDescription: String { words.joined(separator: " ") }
    }

    private static let config = ["--config", "\(Program.root)/examples/newsroom/feeds.conf"]

    @Test(arguments: [
        Case(words: ["sto"], offers: ["stories", "story"]),
        Case(words: ["story", ""], offers: ["merge", "split"]),
        Case(words: ["help", "feed", "p"], offers: ["probe"]),
        Case(words: ["stories", "--w"], offers: ["--watch"]),
        Case(words: ["story", "merge", "--un"], offers: ["--undo"]),
        Case(words: ["stories"] + config + ["--watch", "pu"], offers: ["putin-kim"]),
        Case(words: ["stories"] + config + ["--watch", "=", "pu"], offers: ["putin-kim"]),
        Case(words: ["watch", "explain"] + config + ["dp"], offers: ["dprk-nuclear"]),
        Case(words: ["watch", "explain"] + config + ["putin-kim", "dp"], offers: []),
        Case(words: ["feed", "retry"] + config + ["tass", "yon"], offers: ["yonhap-en", "yonhap-ko"]),
        Case(words: ["route", "test"] + config + ["d"], offers: ["desk"]),
        Case(words: ["alias", "test"] + config + ["ki"], offers: ["kim"]),
        Case(words: ["run", "--kill-after", ""], offers: ["ingest", "edit", "deliver"]),
        Case(words: ["feeds", "--color", "al"], offers: ["always"]),
        Case(words: ["stories", "--fields", "story,head"], offers: ["story,headline"]),
        Case(words: ["man", "f"], offers: ["feeds.conf"]),
        Case(words: ["check", "\(Program.root)/LICEN"], offers: ["\(Program.root)/LICENSE"]),
    ])
    func `bash is offered what the table has`(_ case: Case) async throws {
        let script = """
            source <("$0" completion bash)
            COMP_WORDS=("$0" "$@") COMP_CWORD=$#
            _wirewatch
            printf '%s\\n' "${COMPREPLY[@]}"
            """
        let bash = ChildProcess(
            command: ["bash", "-c", script, "\(Program.binaries)/wirewatch"] + `case`.words,
            environment: ["PATH": "/usr/bin:/bin", "HOME": "/nonexistent"], timeLimit: .seconds(600))
        let result = try await bash.run()
        let offered = String(decoding: result.output, as: UTF8.self).split(separator: "\n").map(String.init)
        #expect(offered == `case`.offers, "\(String(decoding: result.errorOutput, as: UTF8.self))")
    }

    @Test(arguments: ["bash", "zsh", "fish"])
    func `a shell that is installed reads its script`(shell: String) async throws {
        let program = try Program()
        let script = try await program.run("completion", shell)
        #expect(script.status == .exited(0))
        try program.write("script", script.output)
        let check = ChildProcess(
            command: [shell, "-n", "\(program.folder)/script"], environment: ["PATH": "/usr/bin:/bin"],
            timeLimit: .seconds(600))
        guard let result = try? await check.run() else { return }
        #expect(result.status == .exited(0), "\(String(decoding: result.errorOutput, as: UTF8.self))")
    }

    @Test func `names are those of the configuration`() async throws {
        let program = try Program.onNewsroom()
        let names = try await program.run("completion", "names", "routes")
        #expect(names.output == "desk\njournal\nstdout\n")
        #expect(try await program.run("completion", "names", "sheep").status == .exited(2))
    }
}
