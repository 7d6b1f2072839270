import CCrypto

/// Bytes as letters.
///
/// - Source: RFC 4648 §4, the standard alphabet.
package enum Base64 {
    /// `bytes` with padding, in one line. The corresponding C function is `EVP_EncodeBlock(3)`.
    package static func encode(_ bytes: [UInt8]) -> String {
        guard !bytes.isEmpty else { return "" }
        // EVP_EncodeBlock writes a null byte behind the text.
        var text = [UInt8](repeating: 0, count: (bytes.count + 2) / 3 * 4 + 1)
        let count = unsafe bytes.withUnsafeBufferPointer { input in
            unsafe text.withUnsafeMutableBufferPointer { output in
                unsafe EVP_EncodeBlock(output.baseAddress, input.baseAddress, CInt(input.count))
            }
        }
        return String(decoding: text.prefix(Int(count)), as: UTF8.self)
    }

    /// The bytes that `text` stands for, padded or not; `nil` where it has any letter that does not belong.
    ///
    /// The corresponding C function is `EVP_DecodeBlock(3)`, which passes over blanks and takes padding for zero
    /// bytes; so both are dealt with here.
    package static func decode(_ text: String) -> [UInt8]? {
        var letters = Array(text.utf8)
        var padding = 0
        while padding < 2, letters.count % 4 == 0, letters.dropLast(padding).last == UInt8(ascii: "=") {
            padding += 1
        }
        letters.removeLast(padding)
        guard letters.allSatisfy(isLetter), letters.count % 4 != 1 else { return nil }
        guard !letters.isEmpty else { return padding == 0 ? [] : nil }
        let missing = (4 - letters.count % 4) % 4
        guard padding == 0 || padding == missing else { return nil }
        letters += Array(repeating: UInt8(ascii: "="), count: missing)
        var bytes = [UInt8](repeating: 0, count: letters.count / 4 * 3)
        let count = unsafe letters.withUnsafeBufferPointer { input in
            unsafe bytes.withUnsafeMutableBufferPointer { output in
                unsafe EVP_DecodeBlock(output.baseAddress, input.baseAddress, CInt(input.count))
            }
        }
        guard count == bytes.count else { return nil }
        return Array(bytes.dropLast(missing))
    }

    private static func isLetter(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "/"):
            true
        default: false
        }
    }
}
