import CLinux
import Glibc

/// An open file descriptor that closes itself; each `read` and `write` here takes a signal's interruption in its
/// stride.
struct Descriptor: ~Copyable, Sendable {
    let number: CInt

    init(owning number: CInt) { self.number = number }

    deinit { close(number) }

    /// The two ends of a pipe; neither is inherited by programs started later. The C function is `pipe2(2)`.
    static func pipe() throws(SystemError) -> PipeEnds {
        var ends: [CInt] = [-1, -1]
        let code = unsafe ends.withUnsafeMutableBufferPointer { buffer -> CInt in
            guard let start = buffer.baseAddress else { return -1 }
            return unsafe ww_pipe(start)
        }
        guard code == 0 else { throw .last("pipe") }
        return PipeEnds(reading: Descriptor(owning: ends[0]), writing: Descriptor(owning: ends[1]))
    }

    /// A counter to wake a thread with. The C function is `eventfd(2)`.
    static func event() throws(SystemError) -> Descriptor {
        let number = ww_eventfd()
        guard number >= 0 else { throw .last("eventfd") }
        return Descriptor(owning: number)
    }

    func setNonblocking() throws(SystemError) {
        guard ww_set_nonblocking(number) == 0 else { throw .last("fcntl") }
    }

    /// Adds one to an event counter.
    func signal() { _ = write([1, 0, 0, 0, 0, 0, 0, 0]) }

    /// Waits until the event counter is not zero, and sets it to zero.
    func awaitSignal() { _ = read(upTo: 8) }

    /// Bytes written, or the negative `errno` value.
    func write(_ bytes: ArraySlice<UInt8>) -> Int { Self.write(bytes, to: number) }

    /// At most `count` bytes; none at the end of the file. Nothing but an `errno` value on failure.
    func read(upTo count: Int) -> Result<[UInt8], SystemError> {
        var result: Result<[UInt8], SystemError> = .success([])
        let bytes = unsafe [UInt8](unsafeUninitializedCapacity: count) { buffer, used in
            var received: Int
            repeat {
                received = unsafe Glibc.read(number, buffer.baseAddress, count)
            } while received < 0
                && errno == EINTR
            if received < 0 { result = .failure(.last("read")) }
            used = max(0, received)
        }
        if case .success = result { return .success(bytes) }
        return result
    }

    /// One `write(2)` to `number`: bytes written, or the negative `errno` value.
    static func write(_ bytes: ArraySlice<UInt8>, to number: CInt) -> Int {
        unsafe bytes.withUnsafeBytes { buffer in
            var written: Int
            repeat {
                written = unsafe Glibc.write(number, buffer.baseAddress, buffer.count)
            } while written < 0
                && errno == EINTR
            return written < 0 ? -Int(errno) : written
        }
    }
}

/// The two ends of one pipe.
struct PipeEnds: ~Copyable {
    let reading: Descriptor
    let writing: Descriptor

    /// Keeps the one end and closes the other.
    consuming func takeReading() -> Descriptor { reading }

    /// Keeps the one end and closes the other.
    consuming func takeWriting() -> Descriptor { writing }
}
