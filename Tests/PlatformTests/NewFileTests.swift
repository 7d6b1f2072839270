import Glibc
import Platform
import Testing

@Suite struct `a new file` {
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    @Test func `is written once and never over another`() throws {
        let path = folder.file("list.conf")
        try NewFile.write(Array("first".utf8), to: path)
        #expect(throws: SystemError("make \(path)", code: EEXIST)) { try NewFile.write([], to: path) }
        #expect(try folder.contents(of: "list.conf") == "first")
    }

    @Test func `needs its folder`() {
        let path = folder.file("missing/list.conf")
        #expect(throws: SystemError("make \(path)", code: ENOENT)) { try NewFile.write([], to: path) }
    }
}
