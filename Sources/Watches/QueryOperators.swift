import Text

/// The words of the language that are no search terms, with what people write instead of them.
enum QueryOperators {
    enum Reading {
        case kind(QueryToken.Kind)
        case mistake(String, suggestion: String?)
    }

    enum FieldReading {
        case scope(QueryNode.Scope)
        /// `isInside`: the value may stand anywhere within, as Google's `inurl:` has it.
        case meta(MetaTerm.Field, isInside: Bool)
        case unknown(suggestion: String?)
    }

    /// What `word` means as an operator; `nil` for a word to search.
    static func read(_ word: String) -> Reading? {
        switch word {
        case "OR": return .kind(.or)
        case "AND": return .kind(.and)
        case "NOT": return .kind(.not)
        case "NEAR": return .kind(.near(distance: nil, isOrdered: false))
        case "BEFORE", "ONEAR": return .mistake("\(word) needs a distance", suggestion: "BEFORE/10")
        case "AROUND": return .mistake("AROUND needs a distance", suggestion: "AROUND(10)")
        case "&&", "&", "+": return .mistake("\(word) is no operator", suggestion: "AND")
        case "!": return .mistake("! is no operator", suggestion: "NOT")
        default: break
        }
        if let english = translated[word] {
            return .mistake(
                "operators are English; quote \(word) to search the word", suggestion: english)
        }
        let upper = word.uppercased()
        if ["OR", "AND", "NOT"].contains(upper) {
            return .mistake(
                "\(word) is an operator in capitals only; quote it to search the word", suggestion: upper)
        }
        if let mistake = foreignMark(word) { return mistake }
        if let slash = word.firstIndex(of: "/") { return distance(word, upper: upper, slash: slash) }
        let rest = String(word.dropFirst())
        if word.hasPrefix("!"), !rest.isEmpty { return .mistake("! is no operator", suggestion: "-\(rest)") }
        if word.hasPrefix("+"), !rest.isEmpty {
            return .mistake("every word is required without a +", suggestion: rest)
        }
        if let first = word.first, let last = word.last, ",;".contains(first) || ",;".contains(last) {
            let bare = word.split { ",;".contains($0) }.joined(separator: ",")
            return .mistake(commaMessage, suggestion: bare.isEmpty ? nil : bare)
        }
        return nil
    }

    static let commaMessage =
        "a comma or semicolon means nothing in a query; write OR between alternatives, a space where all are required"

    /// What to write for names with commas between, as people type a list: `Kim Jong Un, Putin`.
    ///
    /// `nil` where anything else is in `text`, signs or words of the language say.
    static func commaList(_ text: String) -> (query: String, comma: Int)? {
        guard let comma = text.utf8.firstIndex(where: { $0 == UInt8(ascii: ",") || $0 == UInt8(ascii: ";") }),
            !text.contains(where: { "()|^\"=:*~/+!&".contains($0) || $0.isNewline })
        else { return nil }
        let names = text.split { ",;".contains($0) }.map { name in
            name.split(separator: " ").map(String.init)
        }.filter { !$0.isEmpty }
        // A name of a list stands alone.
        let arePlain = names.allSatisfy { words in
            words.allSatisfy { word in
                read(word) == nil && !word.hasPrefix("-") && (words.count == 1 || !word.contains("@"))
            }
        }
        guard names.count > 1, arePlain else { return nil }
        let query = names.map { $0.count > 1 ? "\"\($0.joined(separator: " "))\"" : $0[0] }
        return (query.joined(separator: " OR "), text.utf8.distance(from: text.utf8.startIndex, to: comma))
    }

    /// Of the operators of distance, which may have theirs in parentheses: whether their order counts.
    static func isOrdered(_ word: String) -> Bool? {
        switch word {
        case "AROUND", "NEAR": false
        case "BEFORE", "ONEAR": true
        default: nil
        }
    }

    /// `title`, `lang` and the like, their synonyms among them.
    static func field(_ name: String) -> FieldReading {
        let name = name.lowercased()
        switch name {
        case "title", "intitle": return .scope(.title)
        case "text": return .scope(.text)
        case "inurl": return .meta(.url, isInside: true)
        default: break
        }
        if let field = MetaTerm.Field(rawValue: name) { return .meta(field, isInside: false) }
        if let known = foreign[name] { return .unknown(suggestion: known + ":") }
        let names = ["title", "text"] + MetaTerm.Field.allCases.map(\.rawValue)
        return .unknown(suggestion: Suggestion.nearest(to: name, among: names).map { $0 + ":" })
    }

    private static func distance(_ word: String, upper: String, slash: String.Index) -> Reading? {
        let name = String(word[..<slash])
        let capital = name.uppercased()
        if let sign = ["W": "NEAR", "WITHIN": "NEAR", "PRE": "BEFORE"][capital],
            let words = Int(word[word.index(after: slash)...])
        {
            return .mistake("\(name)/ is no operator", suggestion: "\(sign)/\(words)")
        }
        guard ["NEAR", "BEFORE", "ONEAR"].contains(capital) else { return nil }
        let digits = String(word[word.index(after: slash)...])
        guard let distance = Int(digits), digits.utf8.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }) else {
            return name == capital
                ? .mistake("\(name)/ takes a number of words", suggestion: "\(name)/10") : nil
        }
        guard name == capital else {
            return .mistake(
                "\(word) is an operator in capitals only; quote it to search the words", suggestion: upper)
        }
        return .kind(.near(distance: distance, isOrdered: capital != "NEAR"))
    }

    /// Fuzzy words, regular expressions and `?` of other systems: read as words they would find nothing.
    private static func foreignMark(_ word: String) -> Reading? {
        if let tilde = word.firstIndex(of: "~"), tilde != word.startIndex {
            let rest = word[word.index(after: tilde)...]
            guard rest.utf8.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }) else { return nil }
            return .mistake(
                "fuzzy words are not in the language; ~ takes a distance after a \"phrase\"",
                suggestion: String(word[..<tilde]))
        }
        if word.count > 2, word.hasPrefix("/"), word.hasSuffix("/") {
            return .mistake("regular expressions are not in the language", suggestion: nil)
        }
        if let mark = word.firstIndex(of: "?"), mark != word.startIndex,
            word[mark...].contains(where: \.isLetter)
        {
            return .mistake(
                "? stands for no letter; a word may end in *", suggestion: "\(word[..<mark])*")
        }
        for sign in ["NEAR", "BEFORE"] where word.hasPrefix(sign) {
            let digits = word.dropFirst(sign.count)
            guard Int(digits) != nil else { continue }
            return .mistake("the distance of \(sign) stands behind a slash", suggestion: "\(sign)/\(digits)")
        }
        return nil
    }

    /// Operators in the languages of those who ask; in capitals, where they have them.
    private static let translated = [
        "ИЛИ": "OR", "И": "AND", "НЕ": "NOT", "또는": "OR", "그리고": "AND", "或者": "OR", "または": "OR",
    ]

    /// Fields of other systems.
    private static let foreign = [
        "before": "until", "after": "since", "subject": "title", "headline": "title", "allintitle": "title",
        "body": "text", "content": "text", "intext": "text", "language": "lang", "outlet": "source",
        "from": "source", "domain": "site", "host": "site", "category": "cat", "label": "tag",
        "newer": "since",
        "older": "until", "newer_than": "since", "older_than": "until", "by": "author", "http": "url",
        "https": "url",
    ]
}
