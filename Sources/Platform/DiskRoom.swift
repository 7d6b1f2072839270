import CLinux
import Glibc

/// Room on the disk.
package enum DiskRoom {
    /// Whether a file of `bytes` could be written in `folder` now, quotas included; none is left there.
    ///
    /// The answer is yes where the file system cannot tell. The corresponding C functions are `open(2)` with `O_TMPFILE` and
    /// `posix_fallocate(3)`.
    package static func has(bytes: Int, in folder: String) -> Bool {
        let code = unsafe folder.withCString { unsafe ww_try_room($0, off_t(bytes)) }
        return ![ENOSPC, EDQUOT].contains(code)
    }
}
