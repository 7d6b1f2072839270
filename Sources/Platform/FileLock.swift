import CLinux
import Glibc

/// Why a lock was not taken.
package enum FileLockError: Error, Hashable, Sendable, CustomStringConvertible {
    /// Another process has it; its number where the file says so.
    case held(path: String, process: Int?)
    case system(SystemError)

    package var description: String {
        switch self {
        case .held(let path, let process?): "\(path) is held by process \(process)"
        case .held(let path, nil): "\(path) is held by another process"
        case .system(let error): error.description
        }
    }
}

/// The right to be the only daemon of a state folder: held until it is released or the process ends, however.
package final class FileLock: Sendable {
    package let path: String
    private let file: Descriptor

    /// Takes the lock of `path`, a file that is made where it is missing, and writes the process's number there.
    ///
    /// Does not wait. The file stays when the lock is gone: removing it would let two processes hold locks of the
    /// same name. The corresponding C function is `flock(2)`.
    package init(path: String) throws(FileLockError) {
        let number = unsafe path.withCString {
            unsafe ww_open($0, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
        }
        guard number >= 0 else { throw .system(.last("open \(path)")) }
        self.path = path
        file = Descriptor(owning: number)
        var code: CInt
        repeat { code = flock(number, LOCK_EX | LOCK_NB) } while code != 0 && errno == EINTR
        guard code == 0 else {
            let error = SystemError.last("lock \(path)")
            guard error.code == EWOULDBLOCK else { throw .system(error) }
            throw .held(path: path, process: Self.holder(written: file))
        }
        // The lock is what counts: on a full disk a new file stays without the number until there is room for a note.
        try? note([])
    }

    /// The number of the process that holds `path`; `nil` where nobody does or the file is missing.
    package static func holder(of path: String) -> Int? {
        let number = unsafe path.withCString { unsafe ww_open($0, O_RDONLY | O_CLOEXEC, 0) }
        guard number >= 0 else { return nil }
        let file = Descriptor(owning: number)
        // A lock that can be shared is not held; closing the descriptor gives it back.
        guard flock(number, LOCK_SH | LOCK_NB) != 0, errno == EWOULDBLOCK else { return nil }
        return holder(written: file)
    }

    // MARK: Note

    /// Bytes of the file, whatever the note says; more is cut off.
    private static let noteBytes = 8192

    /// Writes lines behind the number of the process, for whoever asks who holds the lock; they replace earlier ones.
    ///
    /// The file keeps its size, with line feeds behind the note: a note can change on a disk that is full.
    package func note(_ lines: [String]) throws(SystemError) {
        let text = "\(getpid())\n" + lines.map { $0 + "\n" }.joined()
        var bytes = Array(text.utf8.prefix(Self.noteBytes))
        bytes += Array(repeating: UInt8(ascii: "\n"), count: Self.noteBytes - bytes.count)
        let written = unsafe bytes.withUnsafeBytes { unsafe pwrite(file.number, $0.baseAddress, $0.count, 0) }
        guard written == bytes.count else {
            throw written < 0 ? .last("write \(path)") : SystemError("write \(path)", code: ENOSPC)
        }
        guard ftruncate(file.number, Self.noteBytes) == 0 else { throw .last("truncate \(path)") }
    }

    /// What the holder of `path` noted; no lines where nobody holds it.
    package static func note(of path: String) -> [String] {
        guard holder(of: path) != nil, let bytes = try? BoundedFile.read(path: path, limit: noteBytes) else {
            return []
        }
        return String(decoding: bytes, as: UTF8.self).split(separator: "\n").dropFirst().map(String.init)
    }

    private static func holder(written file: borrowing Descriptor) -> Int? {
        guard case .success(let bytes) = file.read(upTo: 32) else { return nil }
        return Int(String(decoding: bytes.prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self))
    }
}
