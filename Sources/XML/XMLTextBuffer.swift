/// Text that comes in pieces, gathered in memory that is used again and again.
///
/// Escaped markup comes as a piece for each reference: an array's bookkeeping would cost more than the bytes.
@safe struct XMLTextBuffer: ~Copyable {
    private var start: UnsafeMutablePointer<UInt8>
    private var capacity = 1 << 12
    private var count = 0

    init() { unsafe start = .allocate(capacity: capacity) }

    deinit { unsafe start.deallocate() }

    var isEmpty: Bool { count == 0 }

    /// Adds `length` bytes from `piece`, which the caller vouches for.
    mutating func append(_ piece: UnsafePointer<UInt8>, _ length: Int) {
        if length > capacity - count { grow(by: length) }
        if length == 1 {
            unsafe start[count] = piece[0]
            count += 1
            return
        }
        unsafe (start + count).update(from: piece, count: length)
        count += length
    }

    mutating func append(_ piece: [UInt8]) {
        unsafe piece.withUnsafeBufferPointer { piece in
            if let first = piece.baseAddress { unsafe append(first, piece.count) }
        }
    }

    /// What was gathered; the buffer is empty then.
    mutating func take() -> [UInt8] {
        defer { count = 0 }
        return unsafe Array(UnsafeBufferPointer(start: start, count: count))
    }

    private mutating func grow(by length: Int) {
        var size = capacity
        while size - count < length { size *= 2 }
        let larger = UnsafeMutablePointer<UInt8>.allocate(capacity: size)
        unsafe larger.update(from: start, count: count)
        unsafe start.deallocate()
        unsafe start = larger
        capacity = size
    }
}
