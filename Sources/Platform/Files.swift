import CLinux
import Glibc

/// Which file a path leads to: two paths to one file have the same.
package struct FileIdentity: Hashable, Sendable {
    package let device: UInt64
    package let inode: UInt64

    /// `nil` where there is no such file. The corresponding C function is `stat(2)`.
    package init?(path: String) {
        var status = stat()
        guard unsafe stat(path, &status) == 0 else { return nil }
        device = UInt64(status.st_dev)
        inode = UInt64(status.st_ino)
    }
}

/// What tells a file from what it was before.
package enum FileStamp {
    /// Inode, size and the moment of the last change, as text; `nil` for what is no plain file. The corresponding C function
    /// is `stat(2)`.
    package static func stamp(_ path: String) -> String? {
        var status = stat()
        guard unsafe stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
        return "\(status.st_ino)-\(status.st_size)-\(status.st_mtim.tv_sec).\(status.st_mtim.tv_nsec)"
    }
}

/// The system's time zone files.
package enum ZoneFiles {
    private static let folder = "/usr/share/zoneinfo/"

    /// Bytes of a file; the largest of the distribution has less than 4 KB.
    private static let byteLimit = 64 << 10

    /// All names of the form `Region/City` and `Region/Country/City`, sorted.
    package static var names: [String] {
        let paths = Glob.paths(folder + "[A-Z]*/[A-Z]*") + Glob.paths(folder + "[A-Z]*/[A-Z]*/[A-Z]*")
        return paths.map { String($0.dropFirst(folder.utf8.count)) }.sorted()
    }

    /// The file of the zone `name`; `nil` where `name` could lead elsewhere, or to nothing.
    package static func read(_ name: String) -> [UInt8]? {
        guard isName(name) else { return nil }
        // A folder, or a file of another kind, is no zone either.
        return try? BoundedFile.read(path: folder + name, limit: byteLimit)
    }

    /// Parts of letters, digits, `_`, `+` and `-`; no full stop, so nothing leads out of the folder.
    ///
    /// `right/` counts leap seconds and `posix/` repeats everything: neither is a name that people use.
    package static func isName(_ name: String) -> Bool {
        let parts = name.utf8.split(separator: 0x2F, omittingEmptySubsequences: false)
        guard name.utf8.count <= 64, parts.allSatisfy({ !$0.isEmpty }) else { return false }
        guard !name.hasPrefix("right/"), !name.hasPrefix("posix/") else { return false }
        return parts.allSatisfy { part in
            part.allSatisfy { byte in
                (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte & 0xDF) || byte == 0x5F
                    || byte == 0x2B || byte == 0x2D
            }
        }
    }
}
