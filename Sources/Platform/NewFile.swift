import CLinux
import Glibc

/// Files that are written once.
package enum NewFile {
    /// Writes `bytes` to a file at `path`, which must not be there yet; on disk on return.
    ///
    /// Nothing is left behind where that fails. The corresponding C function is `open(2)` with `O_EXCL`.
    package static func write(_ bytes: [UInt8], to path: String) throws(SystemError) {
        let flags = O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC
        let number = unsafe path.withCString { unsafe ww_open($0, flags, 0o644) }
        guard number >= 0 else { throw .last("make \(path)") }
        let file = Descriptor(owning: number)
        var rest = bytes[...]
        while !rest.isEmpty {
            let written = file.write(rest)
            guard written > 0 else {
                _ = unsafe unlink(path)
                throw SystemError("write \(path)", code: written < 0 ? CInt(-written) : ENOSPC)
            }
            rest = rest.dropFirst(written)
        }
        guard fsync(number) == 0 else { throw .last("sync \(path)") }
    }
}
