import Glibc
import Platform
import Testing

@Suite struct FilesTests {
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    @Test func `patterns give paths in order, and nothing where the folder is not there`() throws {
        for name in ["b.conf", "a.conf", "a.txt"] { try folder.write("", to: name) }
        #expect(
            try Glob.readablePaths(folder.file("*.conf")) == [folder.file("a.conf"), folder.file("b.conf")])
        #expect(try Glob.readablePaths(folder.file("*.opml")) == [])
        #expect(try Glob.readablePaths(folder.file("none/*.conf")) == [])
        #expect(try Glob.readablePaths(folder.file("a.txt/*.conf")) == [])
    }

    @Test func `an escaped path matches itself alone`() throws {
        for name in ["[x]*.conf", "x.conf"] { try folder.write("", to: name) }
        let path = folder.file("[x]*.conf")
        #expect(Glob.paths(Glob.escaped(path)) == [path])
        #expect(Glob.isPattern("feeds.d/*.conf"))
        #expect(!Glob.isPattern("feeds.d/a.conf"))
    }

    @Test func `two ways to a file are one file`() throws {
        try folder.write("", to: "a")
        try folder.write("", to: "b")
        #expect(FileIdentity(path: folder.file("a")) == FileIdentity(path: folder.file("./a")))
        #expect(FileIdentity(path: folder.file("a")) != FileIdentity(path: folder.file("b")))
        #expect(FileIdentity(path: folder.file("c")) == nil)
    }

    @Test(.enabled(if: geteuid() == 0, "only root gives files away"))
    func `what is given away is a link somebody laid, not what it leads to`() throws {
        for name in ["precious", "model"] { try folder.write("", to: name) }
        #expect(unsafe chown(folder.file("model"), 65534, 65534) == 0)
        #expect(unsafe symlink(folder.file("precious"), folder.file("draft")) == 0)
        try WholeFile.give(folder.file("draft"), toOwnerOf: folder.file("model"))
        var (link, target) = (stat(), stat())
        #expect(unsafe lstat(folder.file("draft"), &link) == 0)
        #expect(unsafe stat(folder.file("draft"), &target) == 0)
        #expect([link.st_uid, target.st_uid] == [65534, 0])
    }

    @Test(arguments: [
        ("Asia/Seoul", true), ("UTC", true), ("America/Argentina/Buenos_Aires", true), ("Etc/GMT+9", true),
        ("", false), ("/etc/passwd", false), ("../../etc/passwd", false), ("Asia/..", false),
        ("Asia//Seoul", false), ("Asia/Seoul/", false), ("right/UTC", false), ("posix/UTC", false),
        ("tzdata.zi", false), ("Asia/Se\u{F6}ul", false),
    ])
    func `a time zone's name leads nowhere else`(name: String, isName: Bool) {
        #expect(ZoneFiles.isName(name) == isName)
        if !isName { #expect(ZoneFiles.read(name) == nil) }
    }

    @Test(.enabled(if: ZoneFiles.read("Asia/Seoul") != nil, "no time zones installed"))
    func `installed zones are found by name`() throws {
        let file = try #require(ZoneFiles.read("Asia/Seoul"))
        #expect(Array(file.prefix(4)) == Array("TZif".utf8))
        #expect(ZoneFiles.read("Asia") == nil)
        #expect(ZoneFiles.names.contains("Asia/Seoul"))
        #expect(ZoneFiles.names.contains("America/Argentina/Buenos_Aires"))
        #expect(!ZoneFiles.names.contains { $0.hasPrefix("/") })
    }
}
