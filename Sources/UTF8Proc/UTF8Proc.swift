import CUTF8Proc

/// Unicode properties and normalisation, from utf8proc.
///
/// - Source: https://juliastrings.github.io/utf8proc/doc/
package enum UTF8Proc {
    /// The general categories that a tokenizer tells apart.
    package enum Category: Sendable {
        case letter
        case mark
        case digit
        case other
    }

    /// The compatibility decomposition of `scalar`, case-folded, in canonical order.
    ///
    /// The corresponding C function is `utf8proc_decompose_char`. Nothing for scalars that Unicode ignores.
    package static func foldedDecomposition(of scalar: UInt32) -> [UInt32] {
        // Without DECOMPOSE, COMPAT has no effect.
        let options =
            UTF8PROC_DECOMPOSE.rawValue | UTF8PROC_COMPAT.rawValue | UTF8PROC_CASEFOLD.rawValue
            | UTF8PROC_IGNORE.rawValue
        // 18 scalars is the longest there is (U+FDFA).
        var scalars = [utf8proc_int32_t](repeating: 0, count: 32)
        var boundary: CInt = 0
        let count = unsafe scalars.withUnsafeMutableBufferPointer { buffer in
            unsafe utf8proc_decompose_char(
                utf8proc_int32_t(bitPattern: scalar), buffer.baseAddress, buffer.count,
                utf8proc_option_t(rawValue: options), &boundary)
        }
        guard count > 0, count <= scalars.count else { return [] }
        return scalars[0..<count].map { UInt32(bitPattern: $0) }
    }

    /// What kind of scalar `scalar` is. The corresponding C function is `utf8proc_category`.
    package static func category(of scalar: UInt32) -> Category {
        switch utf8proc_category(utf8proc_int32_t(bitPattern: scalar)) {
        case UTF8PROC_CATEGORY_LU, UTF8PROC_CATEGORY_LL, UTF8PROC_CATEGORY_LT, UTF8PROC_CATEGORY_LM,
            UTF8PROC_CATEGORY_LO:
            .letter
        case UTF8PROC_CATEGORY_MN, UTF8PROC_CATEGORY_MC, UTF8PROC_CATEGORY_ME: .mark
        case UTF8PROC_CATEGORY_ND, UTF8PROC_CATEGORY_NL, UTF8PROC_CATEGORY_NO: .digit
        default: .other
        }
    }

    /// The canonical combining class, 0 for what does not combine.
    ///
    /// The corresponding C function is `utf8proc_get_property`.
    package static func combiningClass(of scalar: UInt32) -> Int {
        let property = unsafe utf8proc_get_property(utf8proc_int32_t(bitPattern: scalar))
        return Int(unsafe property?.pointee.combining_class ?? 0)
    }

    /// Columns that `scalar` takes on a terminal: 0, 1 or 2.
    ///
    /// The corresponding C function is `utf8proc_charwidth`.
    package static func width(of scalar: UInt32) -> Int {
        Int(utf8proc_charwidth(utf8proc_int32_t(bitPattern: scalar)))
    }

    /// `text` in normal form NFKC, or NFC where not `isCompatible`; `nil` where it is not UTF-8.
    ///
    /// The corresponding C function is `utf8proc_map`.
    package static func composed(_ text: [UInt8], isCompatible: Bool) -> [UInt8]? {
        let compatible = isCompatible ? UTF8PROC_COMPAT.rawValue : 0
        let options = UTF8PROC_STABLE.rawValue | UTF8PROC_COMPOSE.rawValue | compatible
        var result: UnsafeMutablePointer<utf8proc_uint8_t>?
        let count = unsafe text.withUnsafeBufferPointer { buffer in
            unsafe utf8proc_map(
                buffer.baseAddress, buffer.count, &result, utf8proc_option_t(rawValue: options))
        }
        guard let bytes = unsafe result else { return nil }
        defer { unsafe ww_free(bytes) }
        guard count >= 0 else { return nil }
        return unsafe Array(UnsafeBufferPointer(start: bytes, count: count))
    }
}
