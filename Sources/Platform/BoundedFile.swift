import CLinux
import Glibc

/// Whole files of a bounded size: configurations, lists of feeds, secrets.
package enum BoundedFile {
    /// The bytes of the file at `path`, `limit` at most. Blocks; give it to a ``QueueExecutor``.
    ///
    /// - Throws: what the system says; `EFBIG` over the limit, `EINVAL` for what is no plain file.
    package static func read(path: String, limit: Int = 64 << 10) throws(SystemError) -> [UInt8] {
        let number = unsafe path.withCString { unsafe ww_open($0, O_RDONLY | O_CLOEXEC | O_NONBLOCK, 0) }
        guard number >= 0 else { throw .last("open \(path)") }
        let file = Descriptor(owning: number)
        guard ww_is_regular_file(number) == 1 else { throw SystemError("read \(path)", code: EINVAL) }
        var bytes: [UInt8] = []
        // All at once as a rule; a file may have grown, and some of the system's say nothing of their size.
        var room = min(max(Int(ww_size(number)), 0), limit) + 1
        while true {
            let piece: [UInt8]
            switch file.read(upTo: min(room, limit + 1 - bytes.count)) {
            case .success(let read): piece = read
            case .failure(let error): throw SystemError("read \(path)", code: error.code)
            }
            if bytes.isEmpty { bytes = piece } else { bytes += piece }
            room = max(1 << 12, bytes.count)
            if bytes.count > limit { throw SystemError("read \(path)", code: EFBIG) }
            if piece.isEmpty { return bytes }
        }
    }
}
