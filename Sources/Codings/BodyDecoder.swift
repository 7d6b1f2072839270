/// Decodes a body as it comes in, piece by piece, through one or more codings.
///
/// It knows whether the compressed stream came to its end, which libcurl 7.88 does not say: a body that was cut between two
/// pieces looks whole to it.
package final class BodyDecoder {
    private let layers: [any LayerDecoder]
    /// Whether anything came at all: an empty body is no stream that broke off.
    private var hasBegun = false

    /// How decoding went.
    package enum Outcome: Sendable, Hashable {
        case fine
        /// The bytes are not what the coding makes.
        case damaged
        /// There is more than the limit allows.
        case overLimit
    }

    /// - Parameter codings: in the order in which they were applied; `nil` where memory is out.
    package init?(_ codings: [ContentCoding]) {
        var layers: [any LayerDecoder] = []
        for coding in codings.reversed() {
            let layer: (any LayerDecoder)? =
                switch coding {
                case .gzip: InflateDecoder(isGzip: true)
                case .deflate: InflateDecoder(isGzip: false)
                case .brotli: BrotliDecoder()
                case .zstandard: ZstandardDecoder()
                }
            guard let layer else { return nil }
            layers.append(layer)
        }
        self.layers = layers
    }

    /// Decodes `piece` and appends what it held to `body`, which grows to `limit` bytes at most.
    package func decode(
        _ piece: UnsafeBufferPointer<UInt8>, to body: inout [UInt8], limit: Int
    ) -> Outcome {
        guard let first = layers.first else { return .fine }
        hasBegun = hasBegun || !piece.isEmpty
        if layers.count == 1 { return unsafe first.decode(piece, to: &body, limit: limit) }
        var between: [UInt8] = []
        var outcome = unsafe first.decode(piece, to: &between, limit: limit)
        for (index, layer) in layers.enumerated().dropFirst() where outcome == .fine {
            let source = between
            between = []
            outcome = unsafe source.withUnsafeBufferPointer { source in
                index == layers.count - 1
                    ? unsafe layer.decode(source, to: &body, limit: limit)
                    : unsafe layer.decode(source, to: &between, limit: limit)
            }
        }
        return outcome
    }

    /// Whether every stream came to its end, with the right check sum where it has one.
    package var isWhole: Bool { !hasBegun || layers.allSatisfy(\.isAtEnd) }
}

/// One coding of a body.
protocol LayerDecoder: AnyObject {
    var room: Room { get }
    var isAtEnd: Bool { get }
    func decode(
        _ piece: UnsafeBufferPointer<UInt8>, to body: inout [UInt8], limit: Int
    ) -> BodyDecoder.Outcome
}

/// Where a decoder puts what it makes before that goes to the body.
@safe final class Room {
    /// Bytes that a decoder makes at a time.
    static let bytes = 32 << 10

    private let base = UnsafeMutablePointer<UInt8>.allocate(capacity: bytes)

    deinit { unsafe base.deallocate() }

    /// Lets `fill` use the room, and appends as many bytes as it says to `body`.
    ///
    /// One byte more than the limit is let through, so that a body of just the limit is none too many; `nil` once that is
    /// there.
    func fill<Result>(
        _ body: inout [UInt8], limit: Int,
        _ fill: (UnsafeMutablePointer<UInt8>, Int) -> (result: Result, count: Int)
    ) -> (result: Result, count: Int)? {
        let capacity = min(Self.bytes, limit + 1 - body.count)
        guard capacity > 0 else { return nil }
        let filled = unsafe fill(base, capacity)
        unsafe body.append(contentsOf: UnsafeBufferPointer(start: base, count: filled.count))
        return filled
    }
}
