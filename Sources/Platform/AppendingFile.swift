import CLinux
import Glibc

/// A file that lines are added to, by several processes perhaps.
package enum AppendingFile {
    /// Adds `line` and a line feed to the file at `path`, on disk on return; makes the file where it is missing.
    ///
    /// A line is never left half written: where the disk is full the file gets its old length back, and a half
    /// line that a power failure left is closed first. Blocks; give it to a ``QueueExecutor``.
    /// - Throws: what the system says; not for a folder, device or pipe at `path` only.
    package static func append(_ line: [UInt8], to path: String) throws(SystemError) {
        let flags = O_RDWR | O_APPEND | O_CREAT | O_CLOEXEC | O_NONBLOCK
        let number = unsafe path.withCString { unsafe ww_open($0, flags, 0o640) }
        guard number >= 0 else { throw .last("open \(path)") }
        let file = Descriptor(owning: number)
        guard ww_is_regular_file(number) == 1 else { throw SystemError("append to \(path)", code: EINVAL) }
        var code: CInt
        repeat { code = flock(number, LOCK_EX) } while code != 0 && errno == EINTR
        guard code == 0 else { throw .last("lock \(path)") }

        let size = ww_size(number)
        var bytes = endsInHalfLine(file, size: size) ? [UInt8(ascii: "\n")] : []
        bytes += line
        bytes.append(UInt8(ascii: "\n"))
        let written = file.write(bytes[...])
        guard written == bytes.count else {
            if written > 0 { _ = ftruncate(number, size) }
            throw SystemError("write \(path)", code: written < 0 ? CInt(-written) : ENOSPC)
        }
        guard fsync(number) == 0 else { throw .last("sync \(path)") }
    }

    private static func endsInHalfLine(_ file: borrowing Descriptor, size: Int) -> Bool {
        guard size > 0 else { return false }
        var last: UInt8 = 0
        let count = unsafe pread(file.number, &last, 1, size - 1)
        return count == 1 && last != UInt8(ascii: "\n")
    }
}
