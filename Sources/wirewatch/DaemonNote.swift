import Daemon
import Model
import Platform
import Synchronization
import Text

/// What a daemon notes in its lock for `status`: who it is and how its last reload went.
struct DaemonNote: Sendable, Hashable {
    var version: String
    var started: Timestamp
    /// The last reload, refused or not; `nil` before the first.
    var reloaded: Timestamp?
    /// Why the last reload was refused; none where it was not.
    var problems: [String] = []
    /// Why work waits for the store; `nil` where it does not.
    var standstill: String?

    /// Problems that are kept; the journal has all.
    private static let problemLimit = 20

    init(version: String, started: Timestamp) {
        self.version = version
        self.started = started
    }

    /// `key value` lines.
    var lines: [String] {
        var lines = ["version \(version)", "started \(started)"]
        if let reloaded { lines.append("reloaded \(reloaded)") }
        if let standstill { lines.append("waits " + TerminalText.safe(standstill)) }
        return lines + problems.prefix(Self.problemLimit).map { "problem " + TerminalText.safe($0) }
    }

    /// What the holder of the lock noted; `nil` where nobody holds it, or notes nothing.
    init?(lock path: String) {
        var version: String?
        var started: Timestamp?
        for line in FileLock.note(of: path) {
            let value = String(line.drop { $0 != " " }.dropFirst())
            switch line.prefix(while: { $0 != " " }) {
            case "version": version = value
            case "started": started = Self.moment(value)
            case "reloaded": reloaded = Self.moment(value)
            case "problem": problems.append(value)
            case "waits": standstill = value
            default: break
            }
        }
        guard let version, let started else { return nil }
        self.version = version
        self.started = started
    }

    private static func moment(_ text: String) -> Timestamp? {
        DateReader.read(text).map { Timestamp(milliseconds: $0.milliseconds) }
    }
}

/// Where a running daemon keeps its note: services and reloads change it side by side.
final class DaemonNotebook: Sendable {
    private let note: Mutex<DaemonNote>
    private let lock: FileLock

    /// - Parameter lock: held by this process; what it says of itself is for `status` alone.
    init(_ note: DaemonNote, lock: FileLock) {
        self.note = Mutex(note)
        self.lock = lock
        change { _ in }
    }

    func change(_ body: (inout DaemonNote) -> Void) {
        note.withLock { note in
            body(&note)
            // Only `status` misses it.
            try? lock.note(note.lines)
        }
    }
}
