import CZlib
import CZstd

/// Makes compressed bodies.
enum Packed {
    /// zlib's format.
    static func deflate(_ bytes: [UInt8]) -> [UInt8] {
        var length = compressBound(UInt(bytes.count))
        var packed = [UInt8](repeating: 0, count: Int(length))
        let code = unsafe compress2(&packed, &length, bytes, UInt(bytes.count), 6)
        precondition(code == Z_OK)
        return Array(packed.prefix(Int(length)))
    }

    /// A bare stream: zlib's without the header before it and the sum after it.
    static func bareDeflate(_ bytes: [UInt8]) -> [UInt8] { Array(deflate(bytes).dropFirst(2).dropLast(4)) }

    static func gzip(_ bytes: [UInt8]) -> [UInt8] {
        let sum = unsafe crc32(0, bytes, UInt32(bytes.count))
        return [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3] + bareDeflate(bytes) + little(UInt32(sum))
            + little(UInt32(bytes.count))
    }

    static func zstandard(_ bytes: [UInt8]) -> [UInt8] {
        var packed = [UInt8](repeating: 0, count: ZSTD_compressBound(bytes.count))
        let length = unsafe ZSTD_compress(&packed, packed.count, bytes, bytes.count, 3)
        precondition(ZSTD_isError(length) == 0)
        return Array(packed.prefix(length))
    }

    /// One block that is stored as it is, and an empty last one; up to 64 KiB.
    ///
    /// - Source: RFC 7932 §9.
    static func brotli(_ bytes: [UInt8]) -> [UInt8] {
        precondition((1...0x10000).contains(bytes.count))
        // From the lowest bit: window 16 (0), no last block (0), four digits of length (00), the length less one, stored (1).
        let header = UInt32(bytes.count - 1) << 4 | 1 << 20
        return [UInt8(header & 0xFF), UInt8(header >> 8 & 0xFF), UInt8(header >> 16 & 0xFF)] + bytes + [3]
    }

    private static func little(_ value: UInt32) -> [UInt8] {
        (0..<4).map { UInt8(value >> (8 * $0) & 0xFF) }
    }
}
