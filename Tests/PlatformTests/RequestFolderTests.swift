import Platform
import TestSupport
import Testing

@Suite struct RequestFolderTests {
    @Test func `requests are found by name, twice is once, and done is gone`() throws {
        let scratch = try TemporaryFolder()
        let folder = RequestFolder(path: scratch.path)
        #expect(folder.names == [])
        try folder.add("mofa-jp")
        try folder.add("mofa-jp")
        try folder.add("a_1")
        #expect(folder.names == ["a_1", "mofa-jp"])
        folder.remove(["mofa-jp", "never-there"])
        #expect(folder.names == ["a_1"])
    }

    @Test func `a request says more than its name where it is told to`() throws {
        let scratch = try TemporaryFolder()
        let folder = RequestFolder(path: scratch.path)
        try folder.add("merge-1", content: Array("{\"북한\":1}".utf8))
        #expect(folder.names == ["merge-1"])
        #expect(String(decoding: try folder.content(of: "merge-1"), as: UTF8.self) == "{\"북한\":1}\n")
        folder.remove(["merge-1"])
        #expect(throws: SystemError.self) { try folder.content(of: "merge-1") }
        #expect(scratch.names.isEmpty)
    }

    @Test func `files with other names are nobody's business`() throws {
        let scratch = try TemporaryFolder()
        try AppendingFile.append([0x61], to: scratch.file("no name.txt"))
        let folder = RequestFolder(path: scratch.path)
        #expect(folder.names == [])
        folder.remove(["no name.txt"])
        #expect(scratch.names.contains("no name.txt"))
    }

    @Test func `a folder that is not there holds nothing, and is made by the first request`() throws {
        let scratch = try ScratchFolder()
        let folder = RequestFolder(path: scratch.path + "/retry")
        #expect(folder.names == [])
        try folder.add("x")
        #expect(folder.names == ["x"])
        folder.remove(["x"])
    }

    @Test func `the limit of open files is never lowered`() {
        let before = OpenFiles.limit
        #expect(before > 0)
        OpenFiles.raise(to: 1)
        #expect(OpenFiles.limit == before)
        #expect(OpenFiles.isOneFree)
        #expect((1..<before).contains(OpenFiles.free))
    }
}
