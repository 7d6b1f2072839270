import CCrypto

/// The hash by which files and bodies are told apart where somebody may look for collisions.
///
/// - Source: FIPS 180-4.
package enum SHA256 {
    /// The 32 bytes of the hash of `bytes`. The corresponding C function is `EVP_Digest(3)`.
    package static func digest(of bytes: [UInt8]) throws(CryptoError) -> [UInt8] {
        var digest = [UInt8](repeating: 0, count: 32)
        var count: CUnsignedInt = 0
        let code = unsafe bytes.withUnsafeBytes { input in
            unsafe digest.withUnsafeMutableBufferPointer { output in
                unsafe EVP_Digest(
                    input.baseAddress, input.count, output.baseAddress, &count, EVP_sha256(), nil)
            }
        }
        guard code == 1, count == 32 else { throw CryptoError("EVP_Digest") }
        return digest
    }

    /// The hash of `bytes` as 64 hexadecimal digits in lower case.
    package static func hexadecimal(of bytes: [UInt8]) throws(CryptoError) -> String {
        let digits = Array("0123456789abcdef".utf8)
        var text: [UInt8] = []
        for byte in try digest(of: bytes) { text += [digits[Int(byte >> 4)], digits[Int(byte & 15)]] }
        return String(decoding: text, as: UTF8.self)
    }
}
