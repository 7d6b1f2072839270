import Model
import Pipeline
import Platform
import Synchronization

/// Feeds that are files, as the user's configuration names them; other programs write them.
///
/// They are read on a thread of their own, which is there once the first of them is.
final class FileFetch: Sendable {
    private let thread = Mutex<QueueExecutor?>(nil)

    func fetch(_ path: String, _ request: FetchRequest) async throws(FetchError) -> FetchResult {
        let executor: QueueExecutor
        do throws(SystemError) {
            executor = try thread.withLock { (thread) throws(SystemError) in
                if let thread { return thread }
                let made = try QueueExecutor(name: "wirewatch-files")
                thread = made
                return made
            }
        } catch {
            throw FetchError(cause: .unreachable, message: error.description)
        }
        return try await executor.run { () throws(FetchError) in try Self.read(path, request) }
    }

    /// The path of a `file:` address; `nil` for any other.
    ///
    /// - Source: RFC 8089.
    static func path(of url: String) -> String? {
        guard url.hasPrefix(scheme) else { return nil }
        let rest = url.dropFirst(scheme.count)
        let path = rest.hasPrefix("///") ? rest.dropFirst(2) : rest
        return path.hasPrefix("/") && !path.hasPrefix("//") ? String(path) : nil
    }

    private static let scheme = "file:"

    /// Reads the file at `path` where it is another than the validators say.
    private static func read(_ path: String, _ request: FetchRequest) throws(FetchError) -> FetchResult {
        guard let stamp = FileStamp.stamp(path) else {
            throw FetchError(
                cause: .notFound, message: "\(path): there is no such file, or it may not be read")
        }
        var metadata = FetchMetadata(status: 200, url: request.url)
        metadata.entityTag = stamp
        if let known = request.validators, known.url == request.url, known.entityTag == stamp {
            metadata.status = 304
            return .notModified(metadata)
        }
        do throws(SystemError) {
            let bytes = try BoundedFile.read(path: path, limit: request.limits.bodyBytes)
            metadata.transferredBytes = bytes.count
            // Written meanwhile: what was read may be neither the old document nor the new one.
            if FileStamp.stamp(path) != stamp { metadata.entityTag = nil }
            return .document(body: bytes, metadata)
        } catch {
            throw FetchError(cause: OpenFiles.isOneFree ? .notFound : nil, message: error.description)
        }
    }
}
