import Text

/// Words in a text that meet a literal.
struct Hit: Hashable, Sendable {
    var firstWord: Int
    var lastWord: Int
    /// In the folded bytes; part of a word only at an ideographic end.
    var start: Int
    var end: Int
}

/// Finds literals in folded text: the exact rules of the language, one place at a time.
enum LiteralMatching {
    /// Every hit of `literal` in `text`, by trying each place; the measure for what the index finds.
    static func allHits(of literal: Literal, in text: FoldedText, stems: TextStems? = nil) -> [Hit] {
        var hits: [Hit] = []
        let first = literal.pieces[0]
        for index in text.words.indices {
            let word = text.words[index]
            if word.script == .ideographic {
                for start in word.range where text.bytes[start] & 0xC0 != 0x80 {
                    if let hit = hit(of: literal, piece: 0, word: index, start: start, in: text, stems: stems)
                    {
                        hits.append(hit)
                    }
                }
            } else if word.script == .hangul || first.script.hasSpaces {
                if let hit = hit(
                    of: literal, piece: 0, word: index, start: Int(word.start), in: text, stems: stems)
                {
                    hits.append(hit)
                }
            }
        }
        return hits
    }

    /// The hit of `literal` whose piece number `piece` stands in word number `word`.
    ///
    /// - Parameters:
    ///   - start: Where that piece starts in the folded bytes; counts inside ideographic words only.
    ///   - stems: Of the words of `text`; `nil` where it has no language with stems, or no literal asks for them.
    static func hit(
        of literal: Literal, piece: Int, word: Int, start: Int, in text: FoldedText, stems: TextStems? = nil
    ) -> Hit? {
        if let stems, literal.hasStem(stems.keys[word], language: stems.language) {
            let range = text.words[word].range
            return Hit(firstWord: word, lastWord: word, start: range.lowerBound, end: range.upperBound)
        }
        guard var extent = extent(of: literal.pieces[piece], word: word, start: start, in: text) else {
            return nil
        }
        var hit = Hit(firstWord: word, lastWord: word, start: extent.lowerBound, end: extent.upperBound)
        // Folded bytes have nothing between words: what is in a row touches.
        for next in literal.pieces[(piece + 1)...] {
            let isInside = hit.end < Int(text.words[hit.lastWord].end)
            let index = isInside ? hit.lastWord : hit.lastWord + 1
            guard index < text.words.count else { return nil }
            guard let found = Self.extent(of: next, word: index, start: hit.end, in: text) else { return nil }
            guard found.lowerBound == hit.end else { return nil }
            extent = found
            hit.lastWord = index
            hit.end = extent.upperBound
        }
        for previous in literal.pieces[..<piece].reversed() {
            let isInside = hit.start > Int(text.words[hit.firstWord].start)
            let index = isInside ? hit.firstWord : hit.firstWord - 1
            guard index >= 0 else { return nil }
            let start = hit.start - previous.bytes.count
            guard let found = Self.extent(of: previous, word: index, start: start, in: text) else {
                return nil
            }
            guard found.upperBound == hit.start else { return nil }
            hit.firstWord = index
            hit.start = found.lowerBound
        }
        return hit
    }

    /// What of the folded bytes `piece` takes in word number `word`, if it meets it.
    private static func extent(
        of piece: Literal.Piece, word index: Int, start: Int, in text: FoldedText
    ) -> Range<Int>? {
        let word = text.words[index]
        switch piece.script {
        case .alphabetic, .digits:
            guard word.script.hasSpaces, meets(piece.bytes, text.bytes[word.range], of: piece) else {
                return nil
            }
            if let exact = piece.exact, !meets(exact, text.typed(word.sourceRange)[...], of: piece) {
                guard text.isAmongCapitals(index) else { return nil }
            }
            return word.range
        case .hangul:
            guard word.script == .hangul else { return nil }
            return meetsHangul(piece, text.bytes[word.range]) ? word.range : nil
        case .ideographic:
            guard word.script == .ideographic, start >= Int(word.start) else { return nil }
            return ideographs(of: piece, at: start, in: word.range, of: text.bytes)
        }
    }

    private static func meets(_ part: [UInt8], _ word: ArraySlice<UInt8>, of piece: Literal.Piece) -> Bool {
        switch (piece.isOpenAtStart, piece.isOpenAtEnd) {
        case (false, false): word.elementsEqual(part)
        case (false, true): word.starts(with: part)
        case (true, false): word.count >= part.count && word.suffix(part.count).elementsEqual(part)
        case (true, true): contains(part, in: word)
        }
    }

    private static func meetsHangul(_ piece: Literal.Piece, _ word: ArraySlice<UInt8>) -> Bool {
        let part = piece.bytes
        if piece.isOpenAtEnd {
            return piece.isOpenAtStart ? contains(part, in: word) : word.starts(with: part)
        }
        guard piece.isOpenAtStart else {
            return word.starts(with: part)
                && (word.count == part.count || KoreanParticles.contains(word.dropFirst(part.count)))
        }
        // At the end of the word, particles aside: any occurrence may be the last.
        return occurrences(of: part, in: word).contains { start in
            let rest = word[(start + part.count)...]
            return rest.isEmpty || KoreanParticles.contains(rest)
        }
    }

    private static func ideographs(
        of piece: Literal.Piece, at start: Int, in word: Range<Int>, of bytes: [UInt8]
    ) -> Range<Int>? {
        let end = start + piece.bytes.count
        guard end <= word.upperBound, bytes[start..<end].elementsEqual(piece.bytes) else { return nil }
        if piece.exact != nil {
            let isAlone =
                (piece.isOpenAtStart || start == word.lowerBound)
                && (piece.isOpenAtEnd || end == word.upperBound)
            return isAlone ? start..<end : nil
        }
        if !piece.isOpenAtStart, start > word.lowerBound, isKatakana(bytes, at: start),
            isKatakana(bytes, at: start - 3)
        {
            return nil
        }
        if !piece.isOpenAtEnd, end < word.upperBound, isKatakana(bytes, at: end),
            isKatakana(bytes, at: end - 3)
        {
            return nil
        }
        return start..<end
    }

    /// Katakana and the mark that lengthens it are three bytes each: U+30A1 to U+30FF, U+31F0 to U+31FF.
    private static func isKatakana(_ bytes: [UInt8], at index: Int) -> Bool {
        guard index >= 0, index + 2 < bytes.count, bytes[index] == 0xE3 else { return false }
        switch bytes[index + 1] {
        case 0x82: return bytes[index + 2] >= 0xA1
        case 0x83: return bytes[index + 2] >= 0x80
        case 0x87: return bytes[index + 2] >= 0xB0
        default: return false
        }
    }

    private static func contains(_ part: [UInt8], in word: ArraySlice<UInt8>) -> Bool {
        !occurrences(of: part, in: word).isEmpty
    }

    /// Every place in `word` at which `part` starts.
    private static func occurrences(of part: [UInt8], in word: ArraySlice<UInt8>) -> [Int] {
        guard let first = part.first, word.count >= part.count else { return [] }
        return (word.startIndex...(word.endIndex - part.count)).filter { start in
            word[start] == first && word[start..<(start + part.count)].elementsEqual(part)
        }
    }
}
