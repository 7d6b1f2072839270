/// Bodies that were compressed with gzip.
///
/// - Source: RFC 1952
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
    /// damaged, what came before. A bomb ends at the limit.
    package static func inflate(_ bytes: [UInt8], limit: Int) -> Inflated {
        var body: [UInt8] = []
        guard !bytes.isEmpty, let decoder = BodyDecoder([.gzip]) else {
            return Inflated(bytes: body, isWhole: false, isOverLimit: false)
        }
        let outcome = unsafe bytes.withUnsafeBufferPointer { piece in
            unsafe decoder.decode(piece, to: &body, limit: limit)
        }
        // One byte more tells that there is more.
        if outcome == .overLimit { body.removeLast(max(0, body.count - limit)) }
        return Inflated(
            bytes: body, isWhole: outcome == .fine && decoder.isWhole, isOverLimit: outcome == .overLimit)
    }
}
