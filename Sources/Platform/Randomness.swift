import CLinux
import Glibc

/// Random bytes fit for secrets and nonces.
package enum Randomness {
    /// `count` bytes from the kernel. The corresponding C function is `getrandom(2)`.
    ///
    /// - Throws: only where the kernel has no such call.
    package static func bytes(count: Int) throws(SystemError) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: count)
        var filled = 0
        while filled < count {
            let received = unsafe bytes.withUnsafeMutableBytes { buffer in
                unsafe getrandom(buffer.baseAddress.map { unsafe $0 + filled }, count - filled, 0)
            }
            if received > 0 {
                filled += received
            } else if errno != EINTR {
                throw .last("getrandom")
            }
        }
        return bytes
    }
}
