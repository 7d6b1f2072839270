import Glibc

/// A call of the operating system that failed.
package struct SystemError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What was tried, with its object: `open /var/lib/wirewatch/lock`.
    package let operation: String
    /// The `errno` value.
    package let code: CInt

    package init(_ operation: String, code: CInt) {
        self.operation = operation
        self.code = code
    }

    /// The failure that the C library reports for the calling thread; ask at once, the next call replaces it.
    package static func last(_ operation: String) -> SystemError { SystemError(operation, code: errno) }

    /// `open /var/lib/wirewatch/lock: Permission denied`.
    package var description: String { "\(operation): \(Self.words(for: code))" }

    /// What the C library says of `code`. The corresponding C function is `strerror(3)`.
    package static func words(for code: CInt) -> String {
        guard let words = unsafe strerror(code) else { return "error \(code)" }
        return unsafe String(cString: words)
    }
}
