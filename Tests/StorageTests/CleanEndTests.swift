import Pipeline
import Platform
import SQLite
import Storage
import TestSupport
import Testing

@Suite struct `a start after the end of another daemon` {
    /// Makes the root page of the table `item_text` unreadable.
    private static func damage(_ path: String) async throws {
        let connection = try Connection(path: path, mode: .reading, busyTimeout: .seconds(1))
        let statement = try connection.prepare("SELECT rootpage FROM sqlite_schema WHERE name = 'item_text'")
        _ = try statement.step()
        let page = statement.integer(0) - 1
        let child = ChildProcess(
            command: [
                "/bin/dd", "if=/dev/urandom", "of=\(path)", "bs=8192", "seek=\(page)", "count=1",
                "conv=notrunc",
            ], environment: [:], timeLimit: .seconds(600))
        #expect(try await child.run().status == .exited(0))
    }

    @Test func `that was not clean looks at the whole file`() async throws {
        let folder = try ScratchFolder()
        let path = folder.path + "/wirewatch.db"
        do {
            let store = try SQLiteStore(path: path)
            // All is in the file, but nobody said that it was the end.
            try await store.maintain()
        }
        try await Self.damage(path)
        #expect {
            _ = try SQLiteStore(path: path)
        } throws: { error in
            guard case .corrupt(let message)? = error as? StoreError else { return false }
            return message.contains("the file is left as it is")
        }
    }

    @Test func `that was clean does not`() async throws {
        let folder = try ScratchFolder()
        let path = folder.path + "/wirewatch.db"
        do {
            let store = try SQLiteStore(path: path)
            try await store.end()
        }
        try await Self.damage(path)
        // What is damaged is met when it is asked for.
        _ = try SQLiteStore(path: path)
        // This start was not ended, so the next one looks.
        #expect(throws: StoreError.self) { _ = try SQLiteStore(path: path) }
    }
}
