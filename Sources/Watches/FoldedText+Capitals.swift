import Text

extension FoldedText {
    /// So many words of capitals in a row are a headline; "UN and EU", "US DPRK" are names.
    private static let shoutedWords = 3

    /// Whether word number `index` stands among words in capitals, as whole headlines do: their case tells no name from
    /// another word. Digits do not end the row.
    func isAmongCapitals(_ index: Int) -> Bool {
        guard isInCapitals(words[index]) else { return false }
        let neighbours = capitals(in: words[..<index].reversed()) + capitals(in: words[(index + 1)...])
        return neighbours + 1 >= Self.shoutedWords
    }

    /// How many of the first `words` are in capitals, as far as that matters.
    private func capitals(in words: some Sequence<Word>) -> Int {
        var count = 0
        for word in words where word.script != .digits {
            guard count < Self.shoutedWords, isInCapitals(word) else { break }
            count += 1
        }
        return count
    }

    private func isInCapitals(_ word: Word) -> Bool {
        var hasCapital = false
        for scalar in String(decoding: source[word.sourceRange], as: UTF8.self).unicodeScalars {
            if scalar.properties.isLowercase { return false }
            if scalar.properties.isUppercase { hasCapital = true }
        }
        return hasCapital
    }
}
