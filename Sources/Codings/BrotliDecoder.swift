import CBrotli

/// Brotli. The corresponding C function is `BrotliDecoderDecompressStream`.
///
/// - Source: https://www.brotli.org/decode.html
@safe final class BrotliDecoder: LayerDecoder {
    let room = Room()
    private let state: OpaquePointer
    private(set) var isAtEnd = false

    init?() {
        guard let state = unsafe BrotliDecoderCreateInstance(nil, nil, nil) else { return nil }
        unsafe self.state = state
    }

    deinit { unsafe BrotliDecoderDestroyInstance(state) }

    func decode(
        _ piece: UnsafeBufferPointer<UInt8>, to body: inout [UInt8], limit: Int
    ) -> BodyDecoder.Outcome {
        var left = piece.count
        var source = piece.baseAddress
        while !isAtEnd {
            let grown = unsafe room.fill(&body, limit: limit) { base, count in
                var (free, target): (Int, UnsafeMutablePointer<UInt8>?) = unsafe (count, base)
                let result = unsafe BrotliDecoderDecompressStream(
                    state, &left, &source, &free, &target, nil)
                return (result, count - free)
            }
            guard let grown, body.count <= limit else { return .overLimit }
            switch grown.result {
            case BROTLI_DECODER_RESULT_SUCCESS: isAtEnd = true
            case BROTLI_DECODER_RESULT_NEEDS_MORE_INPUT: return .fine
            case BROTLI_DECODER_RESULT_NEEDS_MORE_OUTPUT: continue
            default: return .damaged
            }
        }
        return .fine
    }
}
