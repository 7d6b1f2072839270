import CXML

/// HTML's named characters as libxml2 knows them.
enum HTMLEntity {
    /// The corresponding C function is `htmlEntityLookup`.
    static func scalar(named name: [UInt8]) -> UInt32? {
        let known = unsafe name.withUnsafeBufferPointer { _ in
            unsafe (name + [0]).withUnsafeBufferPointer { unsafe htmlEntityLookup($0.baseAddress) }
        }
        if let known = unsafe known { return unsafe known.pointee.value }
        // HTML knows these in capitals, too.
        switch String(decoding: name, as: UTF8.self) {
        case "AMP": return 0x26
        case "LT": return 0x3C
        case "GT": return 0x3E
        case "QUOT": return 0x22
        default: return nil
        }
    }
}
