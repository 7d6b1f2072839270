import Configuration
import Model
import Platform
import Testing

@Suite struct IncludeTests {
    private func problems(_ name: String) -> [String] {
        Sample.problems(inFile: name).map { $0.replacing(Sample.folder, with: "") }
    }

    @Test func `files are found beside the one that names them, and read after it`() throws {
        let path = Sample.folder + "includes/feeds.conf"
        let configuration = try ConfigurationFile.load(path, checks: Sample.checks)
        #expect(configuration.feeds.map(\.name) == ["tass", "yonhap"])
        // A list adds up over files; of one value the last counts.
        #expect(configuration.daemon.notify == ["stdout", "journal"])
        #expect(configuration.daemon.interval == .minutes(20))
        #expect(configuration.warnings == [])
        #expect(
            configuration.position(of: "feed", "yonhap")
                == SourcePosition(file: Sample.folder + "includes/feeds.d/10-korea.conf", line: 5, column: 1))
    }

    @Test func `a cycle is told with its way, however it is spelt`() {
        let way = ["a.conf", "b.conf", "../cycle/a.conf"].map { "includes/cycle/" + $0 }
        #expect(
            problems("includes/cycle/a.conf") == [
                "includes/cycle/b.conf:2:11: a file includes itself: " + way.joined(separator: " -> ")
            ])
    }

    @Test func `a file counts once, and one that is named has to be there`() {
        #expect(
            problems("includes/twice.conf") == [
                "includes/twice.conf:3:11: `includes/./feeds.d/10-korea.conf` is included twice",
                "includes/twice.conf:3:35: open includes/none.conf: No such file or directory",
            ])
    }

    @Test func `a configuration that is not there is one mistake`() {
        #expect(problems("none.conf") == ["none.conf:1:1: open none.conf: No such file or directory"])
        #expect(problems("includes") == ["includes:1:1: read includes: Invalid argument"])
    }

    @Test func `a secret in a file that others may read is told`() {
        // What a checkout makes readable depends on the mask of who made it.
        let isOpen = (FileMode.permissions(of: Sample.folder + "secrets.conf") ?? 0) & 0o077 != 0
        let expected = [
            "secrets.conf:3:1: warning: others may read this secret: chmod 600 secrets.conf",
            "secrets.conf:8:1: warning: others may read this secret: use secret-file, or chmod 600 secrets.conf",
        ]
        #expect(problems("secrets.conf") == (isOpen ? expected : []))
    }

    @Test func `text in an old encoding is told with its place`() {
        #expect(problems("latin1.conf").first == "latin1.conf:3:13: the file is not UTF-8")
    }
}
