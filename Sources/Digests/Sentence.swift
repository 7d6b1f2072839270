/// The sentence of a text that a digest quotes.
package enum Sentence {
    /// The first sentence of `text` as published, or `nil` where there is none worth quoting.
    ///
    /// It ends at a full stop, question or exclamation mark that a space follows and that does not belong to an
    /// abbreviation or an initial, at an ideographic full stop, or at a line break; past ``longest`` characters it is
    /// cut at a word.
    package static func first(of text: String) -> String? {
        let start = text.drop { $0.isWhitespace }
        var previous: Character = " "
        var word = ""
        var index = start.startIndex
        var length = 0
        while index < start.endIndex {
            let character = start[index]
            let next = start.index(after: index)
            length += 1
            if character.isNewline { return quotable(start[..<index]) }
            if "。！？".contains(character), length >= shortestIdeographic { return quotable(start[..<next]) }
            if ".!?".contains(character), length >= shortest {
                let isFollowedBySpace = next == start.endIndex || start[next].isWhitespace
                let isAbbreviation =
                    character == "." && (word.count < 2 || word.contains(".") || abbreviations.contains(word))
                let endsClause = previous.isLetter || previous.isNumber || "”»\")’".contains(previous)
                if isFollowedBySpace, endsClause, !isAbbreviation || isHangul(previous) {
                    return quotable(start[..<next])
                }
            }
            if length >= longest {
                let cut = start[..<index]
                let end = cut.lastIndex { $0.isWhitespace } ?? cut.endIndex
                return quotable(cut[..<end]).map { $0 + " …" }
            }
            if character.isWhitespace { word = "" } else { word.append(character) }
            previous = character
            index = next
        }
        return quotable(start)
    }

    /// Words that a full stop shortens; initials and `U.S.` are told by their shape.
    private static let abbreviations: Set<String> = [
        "Mr", "Mrs", "Ms", "Dr", "St", "Jr", "Sr", "Gen", "Col", "Lt", "Capt", "Sgt", "Sen", "Rep", "Gov",
        "Prof",
        "No", "vs", "Jan", "Feb", "Aug", "Sept", "Oct", "Nov", "Dec", "Inc", "Ltd", "Corp", "Co", "им", "гг",
        "руб",
        "млн", "млрд", "тыс", "Nr", "Bd", "bzw", "ca",
    ]

    /// Characters.
    private static let longest = 280
    /// What ends before this is a dateline or a label: `Vladivostok. April 23.` goes on with what follows.
    private static let shortest = 40

    /// The same for text that needs no spaces, and says more with fewer characters.
    private static let shortestIdeographic = 8

    private static func quotable(_ text: Substring) -> String? {
        var text = text
        while let last = text.last, last.isWhitespace { text.removeLast() }
        return text.isEmpty ? nil : String(text)
    }

    private static func isHangul(_ character: Character) -> Bool {
        character.unicodeScalars.allSatisfy { (0xAC00...0xD7A3).contains($0.value) }
    }
}
