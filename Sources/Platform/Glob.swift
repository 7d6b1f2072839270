import CLinux
import Glibc

/// Names of files by pattern, as a shell expands them.
package enum Glob {
    /// The paths that match `pattern`, sorted; none where nothing does.
    ///
    /// The corresponding C function is `glob(3)`.
    package static func paths(_ pattern: String) -> [String] {
        var found = unsafe glob_t()
        defer { unsafe globfree(&found) }
        guard unsafe glob(pattern, 0, nil, &found) == 0 else { return [] }
        var paths: [String] = []
        for index in 0..<Int(unsafe found.gl_pathc) {
            guard let path = unsafe found.gl_pathv[index] else { continue }
            paths.append(unsafe String(cString: path))
        }
        return paths
    }
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
