import CLinux
import Glibc

/// A folder in which one program leaves requests for another: a file each, named after what is asked for; where the name
/// cannot say it all, the file does.
///
/// A request that is made twice is one; it stays until the other has done it.
package struct RequestFolder: Sendable, Hashable {
    private let path: String

    /// Requests that are looked at in one go.
    package static let limit = 10_000

    package init(path: String) { self.path = path }

    /// Leaves a request; makes the folder where it is missing.
    ///
    /// - Parameter name: letters, digits, `-` and `_`.
    package func add(_ name: String) throws(SystemError) {
        precondition(Self.isName(name), "a request is named by letters, digits, - and _")
        try Folder.make(path)
        let file = "\(path)/\(name)"
        let number = unsafe file.withCString {
            unsafe ww_open($0, O_WRONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
        }
        guard number >= 0 else { throw .last("open \(file)") }
        close(number)
    }

    /// Leaves a request with more words than its name has; it is there whole or not at all.
    package func add(_ name: String, content: [UInt8]) throws(SystemError) {
        precondition(Self.isName(name), "a request is named by letters, digits, - and _")
        try Folder.make(path)
        // Names that begin with a dot are nobody's requests.
        let draft = "\(path)/.\(name)"
        try AppendingFile.append(content, to: draft)
        guard unsafe rename(draft, "\(path)/\(name)") == 0 else { throw .last("rename \(draft)") }
    }

    /// What the request says beside its name, a line feed behind it.
    ///
    /// - Throws: where it is gone, cannot be read or is longer than 64 KiB.
    package func content(of name: String) throws(SystemError) -> [UInt8] {
        try BoundedFile.read(path: "\(path)/\(name)")
    }

    /// What is asked for, sorted; files with other names are left alone.
    package var names: [String] {
        Glob.paths(Glob.escaped(path) + "/*").prefix(Self.limit)
            .compactMap { $0.split(separator: "/").last.map(String.init) }.filter(Self.isName)
    }

    /// Takes requests away that are done; those that are gone already are no matter.
    package func remove(_ names: [String]) {
        for name in names where Self.isName(name) { _ = unsafe unlink("\(path)/\(name)") }
    }

    private static func isName(_ name: String) -> Bool {
        !name.isEmpty && name.utf8.count <= 64
            && name.utf8.allSatisfy { byte in
                (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte & 0xDF) || byte == 0x2D
                    || byte == 0x5F
            }
    }
}
