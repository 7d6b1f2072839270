/// A function of libcrypto that failed: out of memory, or the machine's policy forbids it.
package struct CryptoError: Error, Hashable, Sendable, CustomStringConvertible {
    package let function: String

    init(_ function: String) { self.function = function }

    package var description: String { "\(function) failed" }
}
