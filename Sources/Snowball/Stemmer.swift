import CStemmer

/// Cuts words of one language to their stems by Snowball's algorithm for it: `summits` and `summit` have one.
///
/// - Source: https://snowballstem.org/ ; the header libstemmer.h documents the functions.
@safe
package struct Stemmer: ~Copyable {
    private let handle: OpaquePointer

    /// Languages with an algorithm, by ISO 639-1 code, sorted.
    package static let languages = [
        "ar", "ca", "da", "de", "el", "en", "es", "eu", "fi", "fr", "ga", "hi", "hu", "hy", "id", "it", "lt",
        "ne",
        "nl", "no", "pt", "ro", "ru", "sr", "sv", "ta", "tr", "yi",
    ]

    /// `nil` where the library has no algorithm for `language`. The corresponding C function is `sb_stemmer_new`.
    ///
    /// - Parameter language: An ISO 639-1 code in small letters.
    package init?(language: String) {
        guard let handle = unsafe sb_stemmer_new(language, "UTF_8") else { return nil }
        unsafe self.handle = handle
    }

    /// The corresponding C function is `sb_stemmer_delete`.
    deinit { unsafe sb_stemmer_delete(handle) }

    /// Calls `body` with the stem of `word`, which is UTF-8 in small letters; with `word` itself where there is none.
    ///
    /// The corresponding C functions are `sb_stemmer_stem` and `sb_stemmer_length`.
    package mutating func withStem<Result>(of word: Span<UInt8>, _ body: (Span<UInt8>) -> Result) -> Result {
        let stem = unsafe word.withUnsafeBufferPointer { bytes in
            unsafe sb_stemmer_stem(handle, bytes.baseAddress, CInt(clamping: bytes.count))
        }
        guard let stem = unsafe stem else { return body(word) }
        let length = unsafe sb_stemmer_length(handle)
        // The library keeps the stem until it is called again.
        return body(unsafe Span(_unsafeStart: stem, count: max(0, Int(length))))
    }
}
