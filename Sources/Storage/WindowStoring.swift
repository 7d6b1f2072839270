import Model
import Pipeline
import SQLite
import Text

/// The story window: the pieces of a snapshot, then what each edit added.
///
/// `story_window` says how many parts the snapshot has and how long it is; the parts after those are the edits since.
/// Each part has a checksum, and no number is left out.
extension Database {
    /// Bytes of one part of a snapshot.
    private static let partBytes = 1 << 20

    func write(_ change: WindowChange) throws(StoreError) {
        switch change {
        case .since(let bytes):
            // Without a snapshot before them, reports are of no use; the next restore begins anew.
            guard
                let last = try row(
                    "SELECT max(w.parts, coalesce((SELECT max(number) FROM window_part), 0)) FROM story_window w",
                    [], { $0.integer(0) })
            else { return }
            try write(part: bytes, number: Int(last) + 1)
        case .snapshot(let bytes):
            try run("DELETE FROM window_part")
            var parts = 0
            for start in stride(from: 0, to: bytes.count, by: Self.partBytes) {
                parts += 1
                let end = min(start + Self.partBytes, bytes.count)
                try write(part: Array(bytes[start..<end]), number: parts)
            }
            try run(
                """
                INSERT INTO story_window(id, parts, bytes) VALUES (1, ?, ?)
                ON CONFLICT DO UPDATE SET parts = excluded.parts, bytes = excluded.bytes
                """, [.integer(parts), .integer(bytes.count)])
        }
    }

    private func write(part bytes: [UInt8], number: Int) throws(StoreError) {
        try run(
            "INSERT INTO window_part(number, sum, bytes) VALUES (?, ?, ?)",
            [.integer(number), .hash(Self.sum(bytes)), .blob(bytes)])
    }

    func storedWindow() throws(StoreError) -> WindowFinding {
        guard
            let (parts, length) = try row(
                "SELECT parts, bytes FROM story_window", [], { (Int($0.integer(0)), Int($0.integer(1))) })
        else { return .missing }
        var snapshot: [UInt8] = []
        var since: [[UInt8]] = []
        var trouble: String?
        var expected = 1
        _ = try rows("SELECT number, sum, bytes FROM window_part ORDER BY number") { row in
            let bytes = row.blob(2)
            if Int(row.integer(0)) != expected {
                trouble = trouble ?? "part \(expected) of the stored story window is missing"
            } else if UInt64(bitPattern: row.integer(1)) != Self.sum(bytes) {
                trouble = trouble ?? "part \(expected) of the stored story window is damaged"
            }
            expected += 1
            if since.isEmpty, expected <= parts + 1 { snapshot += bytes } else { since.append(bytes) }
        }
        if let trouble { return .damaged(trouble) }
        guard snapshot.count == length else {
            return .damaged("the stored story window is \(snapshot.count) bytes of \(length)")
        }
        return .found(StoredWindow(snapshot: snapshot, since: since))
    }

    private static func sum(_ bytes: [UInt8]) -> UInt64 {
        var hash = StableHash()
        hash.combine(bytes)
        return hash.value
    }
}
