import Glibc
import Platform
import Testing

@Suite struct `a file lock` {
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    @Test func `is held once, and says by whom`() throws {
        let path = folder.file("lock")
        let lock = try FileLock(path: path)
        #expect(throws: FileLockError.held(path: path, process: Int(getpid()))) { try FileLock(path: path) }
        #expect(FileLock.holder(of: path) == Int(getpid()))
        #expect(try folder.contents(of: "lock").split(separator: "\n") == ["\(getpid())"])
        withExtendedLifetime(lock) {}
    }

    @Test func `is free again when it is released`() throws {
        let path = folder.file("lock")
        _ = try FileLock(path: path)
        #expect(FileLock.holder(of: path) == nil)
        #expect(throws: Never.self) { try FileLock(path: path) }
    }

    @Test func `replaces what an earlier holder wrote`() throws {
        try folder.write("12345678901234567890\n" + String(repeating: "and more\n", count: 2000), to: "lock")
        let lock = try FileLock(path: folder.file("lock"))
        #expect(try folder.contents(of: "lock").split(separator: "\n") == ["\(getpid())"])
        withExtendedLifetime(lock) {}
    }

    @Test func `has a note of its holder for others, as long as it is held`() throws {
        let path = folder.file("lock")
        var lock: FileLock? = try FileLock(path: path)
        try lock?.note(["a first", "b"])
        try lock?.note(["a second"])
        #expect(FileLock.holder(of: path) == Int(getpid()))
        #expect(FileLock.note(of: path) == ["a second"])
        lock = nil
        #expect(FileLock.note(of: path).isEmpty)
    }

    @Test func `keeps the size of its file whatever the note says, so that a full disk takes it`() throws {
        let path = folder.file("lock")
        let lock = try FileLock(path: path)
        let size = WholeFile.size(of: path)
        try lock.note([String(repeating: "a", count: 5000), String(repeating: "b", count: 5000)])
        #expect(WholeFile.size(of: path) == size)
        try lock.note([])
        #expect(WholeFile.size(of: path) == size)
        #expect(FileLock.note(of: path).isEmpty)
    }

    @Test(.enabled(if: FileMode.permissions(of: "/dev/full") != nil, "no device that is always full"))
    func `is held although a full disk takes no word of whom`() throws {
        let lock = try FileLock(path: "/dev/full")
        #expect(throws: FileLockError.held(path: "/dev/full", process: nil)) {
            try FileLock(path: "/dev/full")
        }
        withExtendedLifetime(lock) {}
    }

    @Test func `needs its folder`() {
        let path = folder.file("missing/lock")
        #expect(throws: FileLockError.system(SystemError("open \(path)", code: ENOENT))) {
            try FileLock(path: path)
        }
        #expect(FileLock.holder(of: path) == nil)
    }

    @Test func `does not follow a link somebody laid`() throws {
        try folder.write("precious", to: "target")
        #expect(unsafe symlink(folder.file("target"), folder.file("lock")) == 0)
        let path = folder.file("lock")
        #expect(throws: FileLockError.system(SystemError("open \(path)", code: ELOOP))) {
            try FileLock(path: path)
        }
        #expect(try folder.contents(of: "target") == "precious")
    }
}
