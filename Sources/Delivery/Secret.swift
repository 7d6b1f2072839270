import Pipeline
import Platform

/// A value that is not shown: given in the configuration, or in a file that is read anew at each use, so that it
/// can be changed while the daemon runs.
enum Secret: Sendable {
    case text(String)
    case file(path: String, executor: QueueExecutor)

    /// Whether it was kept out of the configuration, and so out of what is shown.
    var isHidden: Bool {
        if case .file = self { return true }
        return false
    }

    /// The value as written.
    ///
    /// - Throws: `unavailable`, since a person can put a file right.
    func text() async throws(DeliveryError) -> String {
        switch self {
        case .text(let text): return text
        case .file(let path, let executor):
            do throws(SystemError) {
                let bytes = try await executor.run { () throws(SystemError) in
                    try BoundedFile.read(path: path)
                }
                return String(decoding: bytes, as: UTF8.self)
            } catch {
                throw .unavailable(message: error.description, retryAfter: nil)
            }
        }
    }

    /// The path of the file `name`: a bare name is one of the service's credentials, where it has any.
    ///
    /// - Source: systemd.exec(5), `LoadCredential=`.
    static func path(of name: String, credentials folder: String?) -> String {
        guard let folder, !folder.isEmpty, !name.utf8.contains(UInt8(ascii: "/")) else { return name }
        return "\(folder)/\(name)"
    }

    /// `text` without white space around it: a file ends in a line feed.
    static func trimmed(_ text: String) -> String {
        let isBlank: (UInt8) -> Bool = { $0 == 0x20 || (0x09...0x0D).contains($0) }
        let bytes = Array(text.utf8)
        guard let first = bytes.firstIndex(where: { !isBlank($0) }),
            let last = bytes.lastIndex(where: { !isBlank($0) })
        else { return "" }
        return String(decoding: bytes[first...last], as: UTF8.self)
    }
}
