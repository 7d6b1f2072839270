import FoundationEssentials
import Platform

/// A folder of a test's own, removed with all that is in it when the last reference goes.
package final class ScratchFolder: Sendable {
    package let path: String

    package init() throws {
        let letters = try Randomness.bytes(count: 8).map { String($0, radix: 16) }.joined()
        path = "/tmp/wirewatch-test-\(letters)"
        try Folder.make(path)
    }

    deinit {
        // What cannot be removed is the system's to clean.
        try? FileManager.default.removeItem(atPath: path)
    }
}
