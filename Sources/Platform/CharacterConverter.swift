import Glibc

/// Conversion of character sets to UTF-8 through the C library.
///
/// - Source: https://man7.org/linux/man-pages/man3/iconv.3.html
package enum CharacterConverter {
    /// `bytes` in UTF-8, with U+FFFD for what `charset` does not have, and how often that was needed.
    ///
    /// `nil` where the C library does not know `charset`. The corresponding C function is `iconv`.
    package static func utf8(from bytes: [UInt8], charset: String) -> (bytes: [UInt8], invalid: Int)? {
        let descriptor = unsafe iconv_open("UTF-8", charset)
        guard Int(bitPattern: descriptor) != -1, let descriptor = unsafe descriptor else { return nil }
        defer { unsafe iconv_close(descriptor) }
        var output: [UInt8] = []
        output.reserveCapacity(bytes.count + bytes.count / 2)
        var invalid = 0
        var source = bytes
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        unsafe source.withUnsafeMutableBytes { input in
            unsafe buffer.withUnsafeMutableBytes { room in
                var next = unsafe input.baseAddress?.assumingMemoryBound(to: CChar.self)
                var left = input.count
                while left > 0 {
                    var out = unsafe room.baseAddress?.assumingMemoryBound(to: CChar.self)
                    var free = room.count
                    let result = unsafe iconv(descriptor, &next, &left, &out, &free)
                    let problem = errno
                    unsafe output.append(contentsOf: room[0..<(room.count - free)])
                    guard result == Int.max || result == -1 || result == size_t.max else { continue }
                    if problem == E2BIG { continue }
                    invalid += 1
                    output.append(contentsOf: [0xEF, 0xBF, 0xBD])
                    // A sequence that the end cuts has nothing after it.
                    guard problem == EILSEQ, left > 0 else { break }
                    unsafe next = next.map { unsafe $0 + 1 }
                    left -= 1
                }
            }
        }
        return (output, invalid)
    }
}
