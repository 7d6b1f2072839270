import Glibc
import Testing

@testable import Platform

@Suite struct `standard streams` {
    @Test func `end quietly when nobody reads`() async throws {
        // The executor's thread holds SIGPIPE back, as the program does after `Signals.prepare`.
        let executor = try QueueExecutor(name: "writer")
        let isOpen = try await executor.run { () throws(SystemError) in
            let writing = try Descriptor.pipe().takeWriting()
            return try StandardStreams.write([1, 2, 3], toDescriptor: writing.number)
        }
        #expect(!isOpen)
    }

    @Test func `take more than a pipe holds`() async throws {
        let bytes = [UInt8](repeating: 7, count: 1 << 20)
        let writer = try QueueExecutor(name: "writer")
        let ends = try Ends()
        async let isOpen = writer.run { () throws(SystemError) in
            try StandardStreams.write(bytes, toDescriptor: ends.writing.number)
        }
        let reader = try QueueExecutor(name: "reader")
        let count = await reader.run { () -> Int in
            var count = 0
            while count < 1 << 20, case .success(let piece) = ends.reading.read(upTo: 1 << 16) {
                count += piece.count
            }
            return count
        }
        #expect(count == 1 << 20)
        #expect(try await isOpen)
    }

    @Test func `say what is wrong with them`() {
        #expect(throws: SystemError("write", code: EBADF)) {
            try StandardStreams.write([1], toDescriptor: -1)
        }
    }

    /// A pipe whose writing end does not block, as a terminal shared with another program may be.
    private final class Ends: Sendable {
        let reading: Descriptor
        let writing: Descriptor

        init() throws {
            let ends = try Descriptor.pipe()
            // Both ends are needed, and a pair is taken apart only one end at a time.
            reading = Descriptor(owning: dup(ends.reading.number))
            writing = ends.takeWriting()
            try writing.setNonblocking()
        }
    }
}
