import CZlib

/// Bodies that were compressed with gzip.
///
/// - Source: RFC 1952; https://www.zlib.net/manual.html
package enum Gzip {
    /// What `inflate(_:limit:)` made of a body.
    package struct Inflated: Sendable, Hashable {
        package var bytes: [UInt8]
        /// Whether every member came to its end with the right check sum.
        package var isWhole: Bool
        /// Whether there is more than the limit allows; `bytes` is the beginning then.
        package var isOverLimit: Bool
    }

    /// Whether `bytes` begin as gzip does.
    package static func isGzip(_ bytes: [UInt8]) -> Bool {
        bytes.count >= 18 && bytes[0] == 0x1F && bytes[1] == 0x8B && bytes[2] == 8
    }

    /// What `bytes` held before they were compressed, `limit` bytes at most.
    ///
    /// *Shape* All members one after another; what follows the last is passed over. Of a body that breaks off or is
    /// damaged, what came before. Takes no more memory than twice the result, so a bomb ends at the limit.
    /// The corresponding C function is `inflate`.
    package static func inflate(_ bytes: [UInt8], limit: Int) -> Inflated {
        var result = Inflated(bytes: [], isWhole: false, isOverLimit: false)
        var stream = unsafe z_stream()
        guard unsafe ww_inflate_gzip(&stream) == Z_OK else { return result }
        defer { unsafe inflateEnd(&stream) }
        var source = bytes
        var room = [UInt8](repeating: 0, count: roomBytes)
        unsafe source.withUnsafeMutableBufferPointer { input in
            unsafe stream.next_in = input.baseAddress
            unsafe stream.avail_in = UInt32(clamping: input.count)
            while true {
                let (code, count) = unsafe room.withUnsafeMutableBufferPointer { output in
                    unsafe stream.next_out = output.baseAddress
                    unsafe stream.avail_out = UInt32(output.count)
                    let code = unsafe CZlib.inflate(&stream, Z_NO_FLUSH)
                    return unsafe (code, output.count - Int(stream.avail_out))
                }
                guard result.bytes.count + count <= limit else {
                    result.bytes += room[0..<(limit - result.bytes.count)]
                    result.isOverLimit = true
                    return
                }
                result.bytes += room[0..<count]
                if code == Z_STREAM_END {
                    result.isWhole = true
                    // Another member follows only where it says so; anything else is padding.
                    guard unsafe stream.avail_in > 2, let next = unsafe stream.next_in,
                        unsafe next[0] == 0x1F, unsafe next[1] == 0x8B,
                        unsafe inflateReset(&stream) == Z_OK
                    else { return }
                    result.isWhole = false
                } else {
                    let hasMore = unsafe stream.avail_in > 0
                    guard code == Z_OK, count > 0 || hasMore else { return }
                }
            }
        }
        return result
    }

    /// Bytes made at a time.
    private static let roomBytes = 64 << 10
}
