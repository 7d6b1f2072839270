import Configuration
import Daemon
import Platform
import TestSupport
import Testing

@Suite struct `what a reload says` {
    private static func configuration(_ text: String) throws -> Configuration {
        let folder = try ScratchFolder()
        let path = "\(folder.path)/feeds.conf"
        try AppendingFile.append(Array(text.utf8), to: path)
        return try Setup(path: path).configuration
    }

    private static let before = """
        [feed "a"]
        url = https://a.example/
        [feed "b"]
        url = https://b.example/
        [watch "kim"]
        query = kim
        [route "r"]
        type = stdout

        """

    @Test(arguments: [
        (before, "nothing changed"),
        (before.replacing("[feed \"a\"]", with: "[feed \"c\"]"), "feeds: +c, -a"),
        (before.replacing("https://b", with: "https://bb"), "feeds: ~b"),
        (
            before.replacing("= kim", with: "= kim putin").replacing("[route \"r\"]", with: "[route \"s\"]"),
            "watches: ~kim; routes: +s, -r"
        ),
        (before + "[wirewatch]\nkeep = 400d\n", "[wirewatch] changed"),
        (before + "[digest \"d\"]\nat = 06:30\nnotify = r\n", "digests: +d"),
    ])
    func `sections are told by name`(after: String, words: String) throws {
        let changes = ConfigurationChanges(
            from: try Self.configuration(Self.before), to: try Self.configuration(after))
        #expect(changes.words == words)
    }

    @Test func `many names are counted`() throws {
        let feeds = (0..<25).map { "[feed \"f\($0)\"]\nurl = https://f\($0).example/\n" }.joined()
        let changes = ConfigurationChanges(
            from: try Self.configuration(Self.before), to: try Self.configuration(Self.before + feeds))
        #expect(changes.kinds.map(\.added.count) == [25])
        #expect(changes.words.hasSuffix(", +f17, +15 more"))
    }
}
