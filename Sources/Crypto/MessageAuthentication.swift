import CCrypto

/// Codes that prove who wrote a message to a reader who knows the key.
package enum MessageAuthentication {
    /// What the code is made with; its raw value is the name that headers have for it.
    package enum Hash: String, Sendable, Hashable, CaseIterable {
        case sha1
        case sha256
        case sha384
        case sha512

        /// Of a code.
        package var byteCount: Int {
            switch self {
            case .sha1: 20
            case .sha256: 32
            case .sha384: 48
            case .sha512: 64
            }
        }
    }

    /// The 32 bytes of HMAC-SHA256 of `message` under `key`.
    package static func sha256(of message: [UInt8], key: [UInt8]) throws(CryptoError) -> [UInt8] {
        try code(of: message, key: key, by: .sha256)
    }

    /// The HMAC of `message` under `key`. The corresponding C function is `HMAC(3)`.
    ///
    /// - Source: RFC 2104; FIPS 180-4.
    package static func code(
        of message: [UInt8], key: [UInt8], by hash: Hash
    ) throws(CryptoError) -> [UInt8] {
        // An empty array has no address, which HMAC takes for "the key of last time".
        let storedKey = key.isEmpty ? [0] : key
        var code = [UInt8](repeating: 0, count: hash.byteCount)
        var count: CUnsignedInt = 0
        let function =
            switch hash {
            case .sha1: unsafe EVP_sha1()
            case .sha256: unsafe EVP_sha256()
            case .sha384: unsafe EVP_sha384()
            case .sha512: unsafe EVP_sha512()
            }
        let isDone = unsafe storedKey.withUnsafeBytes { storedKey in
            unsafe message.withUnsafeBufferPointer { message in
                unsafe code.withUnsafeMutableBufferPointer { output in
                    unsafe HMAC(
                        function, storedKey.baseAddress, CInt(key.count), message.baseAddress,
                        message.count,
                        output.baseAddress, &count) != nil
                }
            }
        }
        guard isDone, count == hash.byteCount else { throw CryptoError("HMAC") }
        return code
    }

    /// Whether two codes are equal, in a time that does not tell where they differ.
    ///
    /// The corresponding C function is `CRYPTO_memcmp(3)`.
    package static func isEqual(_ left: [UInt8], _ right: [UInt8]) -> Bool {
        guard left.count == right.count else { return false }
        guard !left.isEmpty else { return true }
        return unsafe left.withUnsafeBytes { left in
            unsafe right.withUnsafeBytes { right in
                unsafe CRYPTO_memcmp(left.baseAddress, right.baseAddress, left.count) == 0
            }
        }
    }
}
