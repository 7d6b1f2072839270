import Configuration
import Daemon
import Model
import Pipeline
import Platform
import SQLite
import Stories
import Storage
import TestSupport
import Testing

/// Editors on stores of their own that get the same stream.
private struct EditDesk {
    let scratch: ScratchFolder
    let path: String
    let store: SQLiteStore
    let feed: FeedID
    let settings: EditorSettings

    static let start = Desk.start

    init() async throws {
        scratch = try ScratchFolder()
        path = scratch.path + "/store.db"
        store = try SQLiteStore(path: path)
        let configuration = scratch.path + "/feeds.conf"
        try AppendingFile.append(
            Array("[wirewatch]\nstory-window-bytes = 1M\n[feed \"a\"]\nurl = https://a.example/\n".utf8),
            to: configuration)
        let setup = try Setup(path: configuration)
        settings = setup.editorSettings
        try await store.synchronise(feeds: setup.configuration.feeds, at: Self.start)
        feed = try #require(try await store.feeds().first).id
    }

    /// One of sixty events at a time, each with words of its own beside those that all share.
    private static func draft(_ number: Int) -> ItemDraft {
        let dice = number &* 7919 % 9973
        let event = dice % 60 + number / 250 * 30
        func word(_ index: Int) -> String {
            var rest = (event + 1) &* 48271 &* (index + 3) % 99991
            return String(
                decoding: (0..<7).map { _ in
                    defer { rest = rest &* 16807 % 99991 }
                    return UInt8(ascii: "a") + UInt8(rest % 26)
                }, as: UTF8.self)
        }
        let title = (0..<5).map { word(($0 + dice / 60) % 9) }.joined(separator: " ")
        let text = (0..<14).map { $0 % 3 == 0 ? "said" : word(($0 + dice / 300) % 12) }.joined(separator: " ")
        var content = ItemContent(
            title: "\(title) \(dice % 13)",
            text: text + String(repeating: " It was said that more is to follow.", count: dice % 9))
        content.language = dice % 3 == 0 ? "de" : "en"
        content.published = start + .minutes(Int64(number) * 11)
        return ItemDraft(
            content: content, guid: "\(number)", canonicalURL: "a.example/\(number % 190)/\(number)",
            keys: ["g:\(number)"], contentHash: UInt64(number) &* 0x9E37_79B9)
    }

    func ingest(_ numbers: Range<Int>) async throws {
        _ = try await store.commit(
            IngestBatch(
                feed: feed, state: nil, changes: numbers.map { .new(Self.draft($0), isQuiet: false) },
                at: Self.moment(numbers.upperBound)))
    }

    static func moment(_ number: Int) -> Timestamp { start + .minutes(Int64(number) * 11) }

    /// Where each item stands, in the order of items.
    func placements() async throws -> [Placement] {
        try await store.placedReports(since: Timestamp(milliseconds: .min), after: nil, limit: 10_000).map(
            \.placement)
    }

    func execute(_ sql: String) throws {
        let connection = try Connection(path: path, mode: .writing, busyTimeout: .seconds(5))
        try connection.execute(sql)
    }
}

@Suite struct StoryMemoryTests {
    private static let (items, batch) = (700, 35)

    /// The placements of the stream where the editor is made anew before the batches that `restarts` says.
    private static func placements(
        _ restarts: (Int) -> Bool, between: (EditDesk, Int) async throws -> Void = { _, _ in }
    ) async throws -> [Placement] {
        let desk = try await EditDesk()
        var editor = Editor(settings: desk.settings)
        for start in stride(from: 0, to: items, by: batch) {
            try await desk.ingest(start..<(start + batch))
            try await between(desk, start)
            if restarts(start) { editor = Editor(settings: desk.settings) }
            while try await editor.editNext(of: desk.store, now: EditDesk.moment(start + batch)) != nil {}
            #expect(editor.takeRebuild() == nil)
        }
        return try await desk.placements()
    }

    @Test func `a restart before each edit gives the same stories as none`() async throws {
        let none = try await Self.placements { _ in false }
        #expect(none.count == Self.items)
        #expect(Set(none.map(\.story)).count > 20)
        #expect(Set(none.map(\.story)).count < 600)
        #expect(try await Self.placements { _ in true } == none)
        #expect(try await Self.placements { $0 % 175 == 105 } == none)
    }

    @Test func `an edit that failed is made again with the same result`() async throws {
        let none = try await Self.placements { _ in false }
        let failing = try await Self.placements { _ in
            false
        } between: { desk, start in
            guard start == 350 else { return }
            var editor = Editor(settings: desk.settings)
            // SQLITE_FULL late in the commit.
            await desk.store.failCall(after: 120, code: 13)
            await #expect(throws: StoreError.self) {
                _ = try await editor.editNext(of: desk.store, now: EditDesk.moment(start))
            }
            await desk.store.clearFault()
        }
        #expect(failing == none)
    }

    @Test(arguments: [
        ("DELETE FROM story_window", "no story window is stored"),
        (
            "UPDATE window_part SET bytes = x'00', sum = 0 WHERE number = 1",
            "part 1 of the stored story window is damaged"
        ),
        ("DELETE FROM window_part WHERE number = 1", "part 1 of the stored story window is missing"),
    ])
    func `without a window that can be used it is made anew from the items`(
        sql: String, reason: String
    ) async throws {
        let desk = try await EditDesk()
        var editor = Editor(settings: desk.settings)
        try await desk.ingest(0..<100)
        _ = try await editor.editNext(of: desk.store, now: EditDesk.moment(100))
        try desk.execute(sql)
        try await desk.ingest(100..<140)
        editor = Editor(settings: desk.settings)
        _ = try await editor.editNext(of: desk.store, now: EditDesk.moment(140))
        #expect(editor.takeRebuild() == WindowRebuild(reason: reason, items: 100))
        #expect(editor.takeRebuild() == nil)
        // From then on it is stored again.
        var next = Editor(settings: desk.settings)
        try await desk.ingest(140..<150)
        _ = try await next.editNext(of: desk.store, now: EditDesk.moment(150))
        #expect(next.takeRebuild() == nil)
        #expect(try await desk.placements().count == 150)
    }

    @Test func `a window of another version is made anew`() async throws {
        let desk = try await EditDesk()
        var editor = Editor(settings: desk.settings)
        try await desk.ingest(0..<20)
        _ = try await editor.editNext(of: desk.store, now: EditDesk.moment(20))
        var other = EditBatch(at: EditDesk.start)
        other.window = .snapshot([1, 2, 3])
        try await desk.store.commit(other)
        editor = Editor(settings: desk.settings)
        try await desk.ingest(20..<30)
        _ = try await editor.editNext(of: desk.store, now: EditDesk.moment(30))
        #expect(
            editor.takeRebuild() == WindowRebuild(reason: "snapshot is of another version", items: 20))
    }

    @Test func `the stored window keeps to its bound`() async throws {
        let desk = try await EditDesk()
        var settings = desk.settings
        settings.stories.snapshotBytes = 70_000
        var editor = Editor(settings: settings)
        for start in stride(from: 0, to: 600, by: 30) {
            try await desk.ingest(start..<(start + 30))
            _ = try await editor.editNext(of: desk.store, now: EditDesk.moment(start + 30))
            guard case .found(let window) = try await desk.store.storedWindow() else {
                Issue.record("no window is stored")
                return
            }
            #expect(window.snapshot.count <= 70_000)
            // What one edit adds comes on top of a seventh of that.
            #expect(window.since.dropLast().reduce(0) { $0 + $1.count } <= 10_000)
        }
    }
}
