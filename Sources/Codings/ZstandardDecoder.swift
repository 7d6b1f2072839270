import CZstd

/// Zstandard. The corresponding C function is `ZSTD_decompressStream`.
///
/// - Source: https://facebook.github.io/zstd/zstd_manual.html
@safe final class ZstandardDecoder: LayerDecoder {
    let room = Room()
    private let context: OpaquePointer
    private(set) var isAtEnd = false

    init?() {
        guard let context = unsafe ZSTD_createDCtx() else { return nil }
        unsafe self.context = context
        // RFC 9659: no window above 8 MiB on the web, which bounds the memory of a stream as well.
        unsafe _ = ZSTD_DCtx_setParameter(context, ZSTD_d_windowLogMax, Self.windowBits)
    }

    deinit { unsafe _ = ZSTD_freeDCtx(context) }

    private static let windowBits: Int32 = 23

    func decode(
        _ piece: UnsafeBufferPointer<UInt8>, to body: inout [UInt8], limit: Int
    ) -> BodyDecoder.Outcome {
        var input = unsafe ZSTD_inBuffer(src: piece.baseAddress, size: piece.count, pos: 0)
        var isFull = false
        while unsafe input.pos < input.size || isFull {
            let grown = unsafe room.fill(&body, limit: limit) { base, count in
                var output = unsafe ZSTD_outBuffer(dst: base, size: count, pos: 0)
                let hint = unsafe ZSTD_decompressStream(context, &output, &input)
                return unsafe (hint, output.pos)
            }
            guard let grown, body.count <= limit else { return .overLimit }
            if ZSTD_isError(grown.result) != 0 { return .damaged }
            isAtEnd = grown.result == 0
            // A full room: there may be more of what was read already.
            isFull = !isAtEnd && grown.count >= min(Room.bytes, limit + 1)
        }
        return .fine
    }
}
