import Glibc

/// Folders of the program's own.
package enum Folder {
    /// Makes `path` with all that is missing above it, for the owner alone unless `permissions` say otherwise; one that
    /// is there stays as it is.
    ///
    /// The corresponding C function is `mkdir(2)`.
    package static func make(_ path: String, permissions: UInt32 = 0o700) throws(SystemError) {
        guard !path.isEmpty, FileMode.permissions(of: path) == nil else { return }
        try make(parent(of: path), permissions: permissions)
        guard unsafe mkdir(path, permissions) != 0, errno != EEXIST else { return }
        throw .last("make folder \(path)")
    }

    /// What stands before the last slash; `.` where there is none.
    package static func parent(of path: String) -> String {
        guard let slash = path.lastIndex(of: "/") else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }
}
