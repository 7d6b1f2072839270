import CZlib

/// gzip and deflate. The corresponding C functions are `inflateInit2` and `inflate`.
///
/// - Source: https://www.zlib.net/manual.html
@safe final class InflateDecoder: LayerDecoder {
    let room = Room()
    private let stream: UnsafeMutablePointer<z_stream>
    private let isGzip: Bool
    private var isReady = false
    /// After the last member: what follows is padding.
    private var isPadding = false
    private(set) var isAtEnd = false

    init?(isGzip: Bool) {
        self.isGzip = isGzip
        unsafe stream = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)
        unsafe stream.initialize(to: z_stream())
    }

    deinit {
        if isReady { unsafe _ = inflateEnd(stream) }
        unsafe stream.deallocate()
    }

    /// The first byte of a stream tells zlib's header from a bare one: 8 in its lower half, and a window of 32 KiB at most.
    private func begin(_ first: UInt8) -> Bool {
        let code: Int32
        if isGzip {
            code = unsafe ww_inflate_gzip(stream)
        } else {
            code = unsafe ww_inflate(stream, first & 0x0F == 8 && first >> 4 <= 7 ? 15 : -15)
        }
        isReady = code == Z_OK
        return isReady
    }

    func decode(
        _ piece: UnsafeBufferPointer<UInt8>, to body: inout [UInt8], limit: Int
    ) -> BodyDecoder.Outcome {
        guard let first = unsafe piece.first else { return .fine }
        guard isReady || begin(first) else { return .damaged }
        unsafe stream.pointee.next_in = UnsafeMutablePointer(mutating: piece.baseAddress)
        unsafe stream.pointee.avail_in = UInt32(piece.count)
        while unsafe stream.pointee.avail_in > 0, !isPadding {
            if isAtEnd, !takeUpNextMember() { return .fine }
            guard let outcome = step(&body, limit: limit) else { continue }
            return outcome
        }
        return .fine
    }

    /// Inflates until the room is full or the input used up; `nil` to go on.
    private func step(_ body: inout [UInt8], limit: Int) -> BodyDecoder.Outcome? {
        repeat {
            let grown = unsafe room.fill(&body, limit: limit) { base, count in
                unsafe stream.pointee.next_out = base
                unsafe stream.pointee.avail_out = UInt32(count)
                let code = unsafe inflate(stream, Z_NO_FLUSH)
                return unsafe (code, count - Int(stream.pointee.avail_out))
            }
            guard let grown, body.count <= limit else { return .overLimit }
            switch grown.result {
            case Z_STREAM_END:
                isAtEnd = true
                return nil
            // No progress was possible: the input is used up.
            case Z_BUF_ERROR: return .fine
            case Z_OK: break
            default: return .damaged
            }
        } while unsafe stream.pointee.avail_out == 0
        return nil
    }

    /// Whether what follows a member is another one.
    private func takeUpNextMember() -> Bool {
        guard isGzip, let next = unsafe stream.pointee.next_in, unsafe next.pointee == 0x1F,
            unsafe inflateReset(stream) == Z_OK
        else {
            isPadding = true
            return false
        }
        isAtEnd = false
        return true
    }
}
