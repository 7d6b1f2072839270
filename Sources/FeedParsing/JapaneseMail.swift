/// ISO-2022-JP, which switches between sets by escape sequences.
///
/// - Source: RFC 1468; https://encoding.spec.whatwg.org/#iso-2022-jp
enum JapaneseMail {
    /// `bytes` in UTF-8, by way of EUC-JP, which holds the same characters.
    static func utf8(from bytes: [UInt8]) -> (bytes: [UInt8], invalid: Int) {
        var output = UTF8Output(capacity: bytes.count)
        var pending: [UInt8] = []
        var mode = Mode.ascii
        var index = 0
        func flush() {
            guard !pending.isEmpty else { return }
            let (text, _) = DoubleByteSet.japanese.utf8(from: pending)
            pending.removeAll(keepingCapacity: true)
            for scalar in String(decoding: text, as: UTF8.self).unicodeScalars {
                if scalar == "\u{FFFD}" { output.appendInvalid() } else { output.append(scalar.value) }
            }
        }
        while index < bytes.count {
            let byte = bytes[index]
            if byte == 0x1B, let (next, length) = escape(in: bytes, at: index) {
                flush()
                mode = next
                index += length
                continue
            }
            index += 1
            // A line ends what was switched on, whatever follows.
            if byte == 0x0A || byte == 0x0D { mode = mode == .roman ? .roman : .ascii }
            guard byte > 0x20, byte < 0x7F, mode != .ascii else {
                flush()
                if byte < 0x80 { output.append(UInt32(byte)) } else { output.appendInvalid() }
                continue
            }
            switch mode {
            case .roman: output.append(byte == 0x5C ? 0xA5 : byte == 0x7E ? 0x203E : UInt32(byte))
            case .katakana: pending += [0x8E, byte | 0x80]
            default:
                guard index < bytes.count, bytes[index] > 0x20, bytes[index] < 0x7F else {
                    flush()
                    output.appendInvalid()
                    continue
                }
                if mode == .supplement { pending.append(0x8F) }
                pending.append(byte | 0x80)
                pending.append(bytes[index] | 0x80)
                index += 1
            }
        }
        flush()
        return (output.bytes, output.invalid)
    }

    private enum Mode { case ascii, roman, katakana, pairs, supplement }

    private static func escape(in bytes: [UInt8], at index: Int) -> (Mode, Int)? {
        let rest = bytes[(index + 1)...].prefix(3)
        for (sequence, mode) in sequences where rest.starts(with: sequence.utf8) {
            return (mode, 1 + sequence.utf8.count)
        }
        return nil
    }

    private static let sequences: [(String, Mode)] = [
        ("(B", .ascii), ("(J", .roman), ("(I", .katakana), ("$@", .pairs), ("$B", .pairs),
        ("$(D", .supplement),
    ]
}
