import Glibc
import Platform
import Systemd
import Testing

@Suite struct `the journal` {
    private static let entry = JournalEntry(
        priority: .notice, message: "poll failed",
        fields: [.init("feed", "tass-ru"), .init("error", "status 503")],
        messageID: "0123456789abcdef0123456789abcdef")

    @Test func `gets fields under the program's name`() {
        #expect(
            Self.entry.journalFields(identifier: "wirewatch") == [
                "MESSAGE=poll failed", "PRIORITY=5", "SYSLOG_IDENTIFIER=wirewatch",
                "MESSAGE_ID=0123456789abcdef0123456789abcdef", "WIREWATCH_FEED=tass-ru",
                "WIREWATCH_ERROR=status 503",
            ])
    }

    @Test func `names fields as it may`() {
        let entry = JournalEntry(
            priority: .debug, message: "",
            fields: [.init("first-seen é", "1"), .init(String(repeating: "x", count: 99), "2")])
        #expect(
            entry.journalFields(identifier: "wirewatch").dropFirst(3) == [
                "WIREWATCH_FIRST_SEEN___=1", "WIREWATCH_\(String(repeating: "X", count: 54))=2",
            ])
    }

    struct Line: Sendable {
        let message: String
        let value: String
        let stamp: String?
        let line: String
    }

    @Test(arguments: [
        Line(
            message: "poll failed", value: "tass-ru", stamp: "2019-04-25T05:05:00Z",
            line: "time=2019-04-25T05:05:00Z level=warning msg=\"poll failed\" feed=tass-ru\n"),
        Line(message: "poll failed", value: "tass-ru", stamp: nil, line: "<4>poll failed feed=tass-ru\n"),
        Line(
            message: "a\n<2>b\u{1B}[31m\u{9B}c", value: "say \"hi\" \\ é\n", stamp: nil,
            line: "<4>a <2>b [31m c feed=\"say \\\"hi\\\" \\\\ é \"\n"),
        Line(message: "ok", value: "", stamp: "now", line: "time=now level=warning msg=ok feed=\"\"\n"),
    ])
    func `falls back to one line`(_ case: Line) {
        let entry = JournalEntry(
            priority: .warning, message: `case`.message, fields: [.init("feed", `case`.value)])
        #expect(entry.line(stamp: `case`.stamp) == `case`.line)
    }

    @Test func `is where standard error leads, if the variable says so`() throws {
        let identity = try #require(DescriptorIdentity(of: .error))
        #expect(Journal.sink(journalStream: identity.description) == .journal)
        #expect(Journal.sink(journalStream: "\(identity.device):\(identity.inode + 1)") == .plainLines)
        #expect(Journal.sink(journalStream: "nonsense") == .plainLines)
        #expect(Journal.sink(journalStream: nil) == .plainLines)
    }

    @Test func `takes entries where no journal runs`() throws {
        // libsystemd reports success without one; there is nothing to read back, only nothing to fail.
        try Journal(sink: .journal, identifier: "wirewatch-test").write(Self.entry, stamp: "never asked")
    }
}
