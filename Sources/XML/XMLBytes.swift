/// Searching in bytes.
enum XMLBytes {
    /// The index after the first `pattern` at or after `start`.
    static func end(of pattern: [UInt8], in bytes: [UInt8], from start: Int) -> Int? {
        guard let first = pattern.first, bytes.count >= pattern.count else { return nil }
        var index = start
        let last = bytes.count - pattern.count
        while index <= last {
            guard bytes[index] == first else {
                index += 1
                continue
            }
            var offset = 1
            while offset < pattern.count, bytes[index + offset] == pattern[offset] { offset += 1 }
            if offset == pattern.count { return index + pattern.count }
            index += 1
        }
        return nil
    }
}
