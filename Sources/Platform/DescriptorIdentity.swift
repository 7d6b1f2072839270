import CLinux

/// Which file, pipe or socket a stream leads to, as `JOURNAL_STREAM` writes it.
package struct DescriptorIdentity: Hashable, Sendable, CustomStringConvertible {
    package let device: UInt64
    package let inode: UInt64

    /// `nil` where `stream` is closed. The corresponding C function is `fstat(2)`.
    package init?(of stream: StandardStream) {
        var (device, inode): (CUnsignedLongLong, CUnsignedLongLong) = (0, 0)
        guard unsafe ww_identity(stream.rawValue, &device, &inode) == 0 else { return nil }
        self.device = device
        self.inode = inode
    }

    /// `device:inode`, both decimal.
    package var description: String { "\(device):\(inode)" }
}
