import CLinux
import Glibc

/// Files that take the place of others whole: at any moment there is the one or the other.
package enum WholeFile {
    /// Makes an empty file at `path` that only its owner reads, in the place of one that is there.
    package static func makeEmpty(_ path: String) throws(SystemError) {
        try remove(path)
        let flags = O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC
        let number = unsafe path.withCString { unsafe ww_open($0, flags, 0o600) }
        guard number >= 0 else { throw .last("make \(path)") }
        close(number)
    }

    /// Puts `draft` in the place of `path` once it is on the disk. The corresponding C functions are `fsync(2)` and
    /// `rename(2)`.
    package static func publish(_ draft: String, as path: String) throws(SystemError) {
        try sync(draft)
        guard unsafe rename(draft, path) == 0 else { throw .last("rename \(draft) to \(path)") }
        try sync(Folder.parent(of: path))
    }

    /// Gives the file at `path` a second name, which must not be there yet and is on the disk from then on. The
    /// corresponding C function is `link(2)`.
    package static func name(_ path: String, also second: String) throws(SystemError) {
        guard unsafe link(path, second) == 0 else { throw .last("name \(path) also \(second)") }
        try sync(Folder.parent(of: second))
    }

    /// Removes the file at `path`; one that is not there counts as removed.
    package static func remove(_ path: String) throws(SystemError) {
        guard unsafe unlink(path) != 0, errno != ENOENT else { return }
        throw .last("remove \(path)")
    }

    /// Gives the file at `path`, a link itself where it is one, to the owner and the group of `model`: who may write in
    /// the folder must not choose what is given away. The corresponding C function is `lchown(2)`.
    package static func give(_ path: String, toOwnerOf model: String) throws(SystemError) {
        var status = stat()
        guard unsafe stat(model, &status) == 0 else { throw .last("look at \(model)") }
        guard unsafe lchown(path, status.st_uid, status.st_gid) == 0 else {
            throw .last("give \(path) to the owner of \(model)")
        }
    }

    /// The path of the file that `path` leads to over links; `path` itself where nothing is there. The corresponding C function
    /// is `realpath(3)`.
    package static func target(of path: String) -> String {
        guard let target = unsafe realpath(path, nil) else { return path }
        defer { unsafe free(target) }
        return unsafe String(cString: target)
    }

    /// Bytes of the file at `path`; `nil` where there is none.
    package static func size(of path: String) -> Int64? {
        var status = stat()
        return unsafe stat(path, &status) == 0 ? Int64(status.st_size) : nil
    }

    private static func sync(_ path: String) throws(SystemError) {
        let number = unsafe path.withCString { unsafe ww_open($0, O_RDONLY | O_CLOEXEC, 0) }
        guard number >= 0 else { throw .last("open \(path)") }
        defer { close(number) }
        guard fsync(number) == 0 else { throw .last("sync \(path)") }
    }
}
