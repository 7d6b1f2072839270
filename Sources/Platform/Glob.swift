import CLinux
import Glibc

/// Names of files by pattern, as a shell expands them.
package enum Glob {
    /// The paths that match `pattern`, sorted; none where nothing does.
    ///
    /// The corresponding C function is `glob(3)`.
    package static func paths(_ pattern: String) -> [String] {
        // For those who ask what is there, a folder that cannot be read holds nothing.
        (try? readablePaths(pattern)) ?? []
    }

    /// The paths that match `pattern`, sorted; none where nothing does, or where its folder is not there.
    ///
    /// - Throws: what the system says of a folder that cannot be read.
    package static func readablePaths(_ pattern: String) throws(SystemError) -> [String] {
        var found = unsafe glob_t()
        defer { unsafe globfree(&found) }
        let code = unsafe glob(pattern, GLOB_ERR, nil, &found)
        let reason = errno
        if code == GLOB_NOMATCH || code == GLOB_ABORTED && (reason == ENOENT || reason == ENOTDIR) {
            return []
        }
        guard code == 0 else {
            throw SystemError("expand \(pattern)", code: code == GLOB_NOSPACE ? ENOMEM : reason)
        }
        var paths: [String] = []
        for index in 0..<Int(unsafe found.gl_pathc) {
            guard let path = unsafe found.gl_pathv[index] else { continue }
            paths.append(unsafe String(cString: path))
        }
        return paths
    }

    /// Whether `pattern` has a character that stands for others.
    package static func isPattern(_ pattern: String) -> Bool { pattern.utf8.contains(where: isSpecial) }

    /// `path` as a pattern that matches itself alone.
    package static func escaped(_ path: String) -> String {
        var bytes: [UInt8] = []
        for byte in path.utf8 {
            if isSpecial(byte) || byte == 0x5C { bytes.append(0x5C) }
            bytes.append(byte)
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func isSpecial(_ byte: UInt8) -> Bool { byte == 0x2A || byte == 0x3F || byte == 0x5B }
}

/// Who may read a file.
package enum FileMode {
    /// The permission bits of `path`, `0o600` say; `nil` where there is no such file.
    ///
    /// The corresponding C function is `stat(2)`.
    package static func permissions(of path: String) -> UInt32? {
        var status = stat()
        guard unsafe stat(path, &status) == 0 else { return nil }
        return UInt32(status.st_mode) & 0o7777
    }
}
