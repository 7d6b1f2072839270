import Snowball
import Text

/// The languages of stems, by number.
enum StemLanguage {
    static let count = Stemmer.languages.count

    /// The number of the language that `tag`, in BCP 47, says; `nil` where there are no stems for it.
    static func number(of tag: String?) -> Int? {
        guard let tag else { return nil }
        let primary = tag.prefix { $0 != "-" && $0 != "_" }.lowercased()
        // Both written forms of Norwegian have one algorithm.
        let code = primary == "nb" || primary == "nn" ? "no" : primary
        return Stemmer.languages.firstIndex(of: code)
    }
}

/// The stems of a text's words, as keys that are equal where the stems are.
struct TextStems: Sendable {
    let language: Int
    /// By word; 0 for a word that has none.
    let keys: [UInt64]

    /// `nil` where `language` has no stems.
    init?(of text: FoldedText, language: Int?) {
        guard let language, var stemmer = Stemmer(language: Stemmer.languages[language]) else { return nil }
        self.language = language
        let bytes = text.bytes
        let span = bytes.span
        keys = text.words.map { word in
            guard word.script == .alphabetic else { return 0 }
            return stemmer.withStem(of: span.extracting(word.range)) { StemKey.of($0, language: language) }
        }
    }
}

enum StemKey {
    /// The upper bits are well mixed, as those of all keys of features.
    static func of(_ stem: Span<UInt8>, language: Int) -> UInt64 {
        var hash = StableHash()
        hash.combine(UInt8(truncatingIfNeeded: language))
        for index in stem.indices { hash.combine(stem[index]) }
        return max(1, hash.value)
    }
}

extension Literal {
    /// The literal that is met by every word with its stem too, in the language of the text.
    var stemmed: Literal {
        guard isStemmable else { return self }
        var literal = self
        let word = pieces[0].bytes
        literal.stems = Stemmer.languages.enumerated().map { number, language in
            guard var stemmer = Stemmer(language: language) else { return 0 }
            return stemmer.withStem(of: word.span) { StemKey.of($0, language: number) }
        }
        return literal
    }

    /// Whether a word with the stem `key` of `language` meets it.
    @inline(__always)
    func hasStem(_ key: UInt64, language: Int) -> Bool { stems?[language] == key && key != 0 }
}
