import CLinux
import Glibc

/// One of the two streams that a program writes to.
package enum StandardStream: CInt, Sendable {
    case output = 1
    case error = 2
}

/// Whole writes to standard output and error.
///
/// A write to a pipe that nobody reads kills a process unless ``Signals/prepare()`` was called before.
package enum StandardStreams {
    /// Writes all of `bytes`.
    ///
    /// - Returns: whether somebody still reads; `false` ends a command quietly, as `| head` expects.
    /// - Throws: every other failure, a full disk say.
    @discardableResult
    package static func write(_ bytes: [UInt8], to stream: StandardStream) throws(SystemError) -> Bool {
        try write(bytes, toDescriptor: stream.rawValue)
    }

    /// Writes all of `text`; see ``write(_:to:)-([UInt8],_)``.
    @discardableResult
    package static func write(_ text: String, to stream: StandardStream) throws(SystemError) -> Bool {
        try write(Array(text.utf8), toDescriptor: stream.rawValue)
    }

    static func write(_ bytes: [UInt8], toDescriptor number: CInt) throws(SystemError) -> Bool {
        var rest = bytes[...]
        while !rest.isEmpty {
            let written = Descriptor.write(rest, to: number)
            switch CInt(clamping: -written) {
            case EPIPE: return false
            case EAGAIN: waitUntilWritable(number)
            case let code where written < 0: throw SystemError("write", code: code)
            default: rest = rest.dropFirst(written)
            }
        }
        return true
    }

    /// Somebody else made the stream non-blocking, a terminal shared with another program say.
    private static func waitUntilWritable(_ number: CInt) {
        var entry = pollfd(fd: number, events: Int16(POLLOUT), revents: 0)
        _ = unsafe poll(&entry, 1, -1)
    }
}
