import CCrypto

/// Codes that prove who wrote a message to a reader who knows the key.
package enum MessageAuthentication {
    /// The 32 bytes of HMAC-SHA256 of `message` under `key`. The corresponding C function is `HMAC(3)`.
    ///
    /// - Source: RFC 2104; FIPS 180-4.
    package static func sha256(of message: [UInt8], key: [UInt8]) throws(CryptoError) -> [UInt8] {
        // An empty array has no address, which HMAC takes for "the key of last time".
        let storedKey = key.isEmpty ? [0] : key
        var code = [UInt8](repeating: 0, count: 32)
        var count: CUnsignedInt = 0
        let isDone = unsafe storedKey.withUnsafeBytes { storedKey in
            unsafe message.withUnsafeBufferPointer { message in
                unsafe code.withUnsafeMutableBufferPointer { output in
                    unsafe HMAC(
                        EVP_sha256(), storedKey.baseAddress, CInt(key.count), message.baseAddress,
                        message.count,
                        output.baseAddress, &count) != nil
                }
            }
        }
        guard isDone, count == 32 else { throw CryptoError("HMAC") }
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
