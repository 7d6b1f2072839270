import Platform
import Testing

@Suite struct `room on the disk` {
    @Test func `is found without leaving anything, and taken for granted where nobody can tell`() throws {
        let folder = try TemporaryFolder()
        #expect(DiskRoom.has(bytes: 4096, in: folder.path))
        #expect(Glob.paths(folder.path + "/*").isEmpty)
        #expect(DiskRoom.has(bytes: 4096, in: folder.path + "/missing"))
    }
}
