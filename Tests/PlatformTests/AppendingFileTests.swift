import Glibc
import Platform
import Testing

@Suite struct `an appending file` {
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func append(_ line: String) throws {
        try AppendingFile.append(Array(line.utf8), to: folder.file("alerts"))
    }

    @Test func `gets one line after another`() throws {
        try append("one")
        try append("둘")
        #expect(try folder.contents(of: "alerts") == "one\n둘\n")
    }

    @Test func `closes a half line first`() throws {
        try folder.write("whole\nha", to: "alerts")
        try append("next")
        #expect(try folder.contents(of: "alerts") == "whole\nha\nnext\n")
    }

    @Test func `keeps lines of many writers whole`() async throws {
        let path = folder.file("alerts")
        let line = [UInt8](repeating: UInt8(ascii: "x"), count: 500)
        try await withThrowingTaskGroup { group in
            for index in 0..<8 {
                let executor = try QueueExecutor(name: "writer \(index)")
                for _ in 0..<5 {
                    group.addTask { try await executor.run { try AppendingFile.append(line, to: path) } }
                }
            }
            try await group.waitForAll()
        }
        let whole = String(repeating: "x", count: 500) + "\n"
        #expect(try folder.contents(of: "alerts") == String(repeating: whole, count: 40))
    }

    @Test func `must be a plain file`() {
        #expect(throws: SystemError("append to /dev/null", code: EINVAL)) {
            try AppendingFile.append([], to: "/dev/null")
        }
        #expect(throws: SystemError("open \(folder.path)", code: EISDIR)) {
            try AppendingFile.append([], to: folder.path)
        }
    }
}
