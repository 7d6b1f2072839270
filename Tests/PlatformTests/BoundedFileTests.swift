import Glibc
import Platform
import Testing

@Suite struct `a file of a secret` {
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    @Test func `is read whole`() throws {
        try folder.write("whsec_Zm9v\n", to: "key")
        #expect(try BoundedFile.read(path: folder.file("key")) == Array("whsec_Zm9v\n".utf8))
        #expect(try BoundedFile.read(path: folder.file("key"), limit: 11).count == 11)
    }

    @Test func `is small and plain`() throws {
        try folder.write("whsec_Zm9v\n", to: "key")
        let path = folder.file("key")
        #expect(throws: SystemError("read \(path)", code: EFBIG)) {
            try BoundedFile.read(path: path, limit: 10)
        }
        #expect(throws: SystemError("read /dev/zero", code: EINVAL)) {
            try BoundedFile.read(path: "/dev/zero")
        }
        #expect(throws: SystemError("read \(folder.path)", code: EINVAL)) {
            try BoundedFile.read(path: folder.path)
        }
    }
}
