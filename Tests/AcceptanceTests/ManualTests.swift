import Platform
import Testing

/// The pages in `man`, made from the tables of options, keys and fields.
@Suite struct ManualTests {
    private static let pages = ["wirewatch.1", "feeds.conf.5", "wirewatch-query.7"]

    @Test(arguments: pages)
    func `a page is as the tables give it`(page: String) async throws {
        let written = try BoundedFile.read(path: "\(Program.root)/man/\(page)", limit: 1 << 20)
        let given = try await Program().run("man", page)
        #expect(given.status == .exited(0))
        // `make man` writes it anew.
        #expect(String(decoding: written, as: UTF8.self) == given.output)
    }

    @Test(arguments: pages)
    func `groff has nothing to say against a page`(page: String) async throws {
        let groff = ChildProcess(
            command: ["groff", "-ww", "-man", "-Kutf8", "-Tutf8", "\(Program.root)/man/\(page)"],
            environment: ["PATH": "/usr/bin:/bin"], timeLimit: .seconds(600))
        guard let result = try? await groff.run() else { return }
        #expect(result.errorOutput.isEmpty, "\(String(decoding: result.errorOutput, as: UTF8.self))")
    }

    @Test(arguments: pages)
    func `no word is missing and no example is wider than a page`(page: String) async throws {
        let source = try await Program().run("man", page).output
        var tag = ""
        var isExample = false
        for line in source.split(separator: "\n", omittingEmptySubsequences: false).map(String.init) {
            if line == ".nf" { isExample = true }
            if line == ".fi" { isExample = false }
            if isExample { #expect(Self.plain(line).count <= 66, "\(line)") }
            // What follows a tag is said of it.
            if tag.hasPrefix("\\f") { #expect(!line.hasPrefix(".") && !line.isEmpty, "\(tag) has no words") }
            tag = tag == ".TP" || line == ".TP" ? line : ""
        }
    }

    @Test func `the configurations of the page can be used as they stand`() async throws {
        let program = try Program()
        let source = try await program.run("man", "feeds.conf").output
        let blocks = source.split(separator: "\n.nf\n").dropFirst().map {
            String($0.split(separator: "\n.fi\n")[0])
        }
        #expect(blocks.count == 4)
        try program.write("feeds.conf", blocks.map(Self.plain).joined(separator: "\n"))
        for secret in ["smtp", "ntfy"] { try program.write(secret, "secret") }
        let check = try await program.run("check", environment: ["CREDENTIALS_DIRECTORY": program.folder])
        #expect(check.status == .exited(0), "\(check.output)\(check.errors)")
    }

    /// A line of an example as a reader sees it.
    private static func plain(_ line: String) -> String {
        [
            ("\\-", "-"), ("\\(aq", "'"), ("\\(ga", "`"), ("\\(ha", "^"), ("\\(ti", "~"), ("\\&", ""),
            ("\\e", "\\"),
        ]
        .reduce(line) { $0.replacing($1.0, with: $1.1) }
    }
}
