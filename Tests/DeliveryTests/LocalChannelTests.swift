import FoundationEssentials
import Model
import Pipeline
import Platform
import Systemd
import Testing

@testable import Delivery

@Suite struct `channels on this machine` {
    private let factory = ChannelFactory(
        journal: Journal(sink: .journal), transport: ScriptedTransport([]), userAgent: "wirewatch/test",
        environment: ["PATH": "/usr/bin:/bin", "NOTIFY_SOCKET": "/run/x"],
        offset: { _ in .hours(9) })
    private static let moment = Timestamp(seconds: 1_556_168_900)

    private func route(_ type: RouteType, _ change: (inout RouteSettings) -> Void = { _ in }) -> RouteSettings
    {
        var route = RouteSettings(name: "desk", type: type)
        change(&route)
        return route
    }

    private func temporaryPath() -> String {
        FileManager.default.temporaryDirectory.appending(path: "wirewatch-\(UUID().uuidString)").path
    }

    @Test(arguments: [
        (RouteType.file, "route desk of type file has no path"),
        (.exec, "route desk of type exec has no command"),
        (.webhook, "route desk of type webhook has no url"),
    ])
    func `need what their type needs`(type: RouteType, message: String) {
        #expect(throws: DeliveryError.refused(message: message)) { try factory.channel(for: route(type)) }
    }

    @Test func `a file gets a line of JSON for each alert`() async throws {
        let path = temporaryPath()
        defer { try? FileManager.default.removeItem(atPath: path) }
        let channel = try factory.channel(for: route(.file) { $0.path = path })
        try await channel.send(.summit, at: Self.moment)
        try await channel.send(.summit { $0.revision = 2 }, at: Self.moment)
        let lines =
            AlertJSON.bytes(of: .summit) + [0x0A] + AlertJSON.bytes(of: .summit { $0.revision = 2 }) + [0x0A]
        #expect(try Array(Data(contentsOf: URL(filePath: path))) == lines)
    }

    @Test func `a file in a missing folder is tried again`() async throws {
        let path = temporaryPath() + "/alerts.jsonl"
        let channel = try factory.channel(for: route(.file) { $0.path = path })
        await #expect(
            throws: DeliveryError.unavailable(
                message: "open \(path): No such file or directory", retryAfter: nil)
        ) { try await channel.send(.summit, at: Self.moment) }
    }

    @Test func `a program gets the JSON and the variables`() async throws {
        let path = temporaryPath()
        defer { try? FileManager.default.removeItem(atPath: path) }
        let script =
            #"{ env | grep -E '^(WIREWATCH_|NOTIFY)|^3 outlets|^putin-kim|^http' | sort; cat; } >"$0""#
        let channel = try factory.channel(for: route(.exec) { $0.command = ["/bin/sh", "-c", script, path] })
        let alert = Alert.summit { $0.content.headline = "$(touch /tmp/x) `id`\n; 'quoted'" }
        try await channel.send(alert, at: Self.moment)
        let expected = [
            "3 outlets · 2 languages · first Yonhap 14:05", "WIREWATCH_KEY=\(alert.idempotencyKey)",
            "WIREWATCH_REASON=opened", "WIREWATCH_REVISION=1", "WIREWATCH_SEVERITY=urgent",
            "WIREWATCH_STORY=\(StoryID(42))", "WIREWATCH_TEXT=3 outlets · 2 languages · first Yonhap 14:05",
            "WIREWATCH_TITLE=$(touch /tmp/x) `id` ; 'quoted'", "WIREWATCH_URL=https://en.example/1",
            "WIREWATCH_WATCH=putin-kim", "https://en.example/1", "putin-kim: @kim (title), @putin (text)",
        ]
        let text = try String(decoding: Data(contentsOf: URL(filePath: path)), as: UTF8.self)
        let lines = text.split(separator: "\n").map { String($0) }
        #expect(lines.last == String(decoding: AlertJSON.bytes(of: alert), as: UTF8.self))
        #expect(
            Set(lines.dropLast())
                == Set(expected).subtracting(["3 outlets · 2 languages · first Yonhap 14:05"]))
    }

    @Test(arguments: [
        ("echo 'no\u{1B}[1m network' >&2; exit 3", "/bin/sh failed with exit status 3: no [1m network"),
        ("exit 75", "/bin/sh asks to try again later (exit status 75)"),
        ("kill -KILL $$", "/bin/sh was killed by signal 9"),
    ])
    func `a program that fails is asked again`(script: String, message: String) async throws {
        let channel = try factory.channel(for: route(.exec) { $0.command = ["/bin/sh", "-c", script] })
        await #expect(throws: DeliveryError.unavailable(message: message, retryAfter: nil)) {
            try await channel.send(.summit, at: Self.moment)
        }
    }

    @Test(arguments: [
        (ChildStatus.exited(0), ChildEnding.byItself, nil),
        (.exited(0), .timeLimit, "notify ended after 30 s, its time limit: slow line"),
        (.signalled(15), .timeLimit, "notify ended after 30 s, its time limit: slow line"),
        (.signalled(15), .cancelled, "notify ended, the daemon stops: slow line"),
        (.exited(1), .byItself, "notify failed with exit status 1: slow line"),
    ])
    func `a program's end is told in words`(status: ChildStatus, ending: ChildEnding, words: String?) {
        let result = ChildResult(
            status: status, ending: ending, output: [], errorOutput: Array("slow\n line\n".utf8),
            droppedBytes: 0)
        #expect(ExecChannel.failure(of: result, command: ["notify"], timeout: .seconds(30)) == words)
    }

    @Test func `a program that is missing is tried again`() async throws {
        let channel = try factory.channel(for: route(.exec) { $0.command = ["no-such-program"] })
        await #expect(
            throws: DeliveryError.unavailable(
                message: "find no-such-program in /usr/bin:/bin: No such file or directory", retryAfter: nil)
        ) { try await channel.send(.summit, at: Self.moment) }
    }

    @Test func `the journal gets an entry with fields`() {
        #expect(
            JournalChannel.entry(for: .alert(.summit), offset: { _ in .hours(9) })
                == JournalEntry(
                    priority: .warning,
                    message:
                        "alert Vladimir Putin and Kim Jong-un meet in Vladivostok (3 outlets · 2 languages · "
                        + "first Yonhap 14:05) putin-kim: @kim (title), @putin (text)",
                    fields: [
                        .init("watch", "putin-kim"), .init("story", StoryID(42).description),
                        .init("alert", "putin-kim/\(StoryID(42))"), .init("revision", "1"),
                        .init("severity", "urgent"), .init("reason", "opened"),
                        .init("key", Alert.summit.idempotencyKey), .init("url", "https://en.example/1"),
                    ], messageID: JournalChannel.messageID))
    }
}
