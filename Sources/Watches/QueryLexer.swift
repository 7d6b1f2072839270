import Text

/// One sign or word of a query.
struct QueryToken: Hashable, Sendable {
    enum Kind: Hashable, Sendable {
        case leftParenthesis
        case rightParenthesis
        case or
        case and
        case not
        case near(distance: Int?, isOrdered: Bool)
        /// `=` before a word or string.
        case exact
        case alias(String)
        /// `title:` or `text:`.
        case scope(QueryNode.Scope)
        case meta(MetaTerm.Field, value: String)
        case word(String)
        case string(String)
        /// `~5` after a string.
        case slop(Int)
        case boost(Int)
    }

    var kind: Kind
    /// UTF-8 offsets.
    var range: Range<Int>
}

/// Cuts a query into tokens; goes on after an error.
struct QueryLexer {
    private let bytes: [UInt8]
    private var index = 0
    private let limits: QueryLimits
    private(set) var tokens: [QueryToken] = []
    private(set) var errors: [QueryError] = []

    init(_ text: String, limits: QueryLimits) {
        bytes = Array(text.utf8)
        self.limits = limits
        while index < bytes.count {
            let before = index
            next()
            if index == before { index += 1 }
        }
        if let list = QueryOperators.commaList(text) {
            // One mistake, not one for each name.
            tokens = []
            errors = [
                QueryError(
                    QueryOperators.commaMessage, at: list.comma..<list.comma + 1, suggestion: list.query)
            ]
        }
    }

    // MARK: One token

    private mutating func next() {
        if let length = spaceLength(at: index) {
            index += length
            return
        }
        let start = index
        if let (kind, length) = parenthesis(at: index) {
            index += length
            return append(kind, from: start)
        }
        if quoteLength(at: index) != nil { return string() }
        switch bytes[index] {
        case UInt8(ascii: "|"):
            index += 1
            append(.or, from: start)
            if index < bytes.count, bytes[index] == UInt8(ascii: "|") {
                fail("|| is no operator", from: start, to: index + 1, suggestion: "OR")
                index += 1
            }
        case UInt8(ascii: "-"):
            index += 1
            guard index < bytes.count, spaceLength(at: index) == nil else {
                return fail("- must touch the word that it excludes", from: start, to: index)
            }
            append(.not, from: start)
        case UInt8(ascii: "="):
            index += 1
            guard index < bytes.count, quoteLength(at: index) != nil || isWordByte(at: index) else {
                return fail("= must touch the word that is meant exactly", from: start, to: index)
            }
            append(.exact, from: start)
            if quoteLength(at: index) == nil { plainWord() }
        case UInt8(ascii: "@"):
            index += 1
            let name = takeWord()
            guard !name.isEmpty else { return fail("@ needs the name of an alias", from: start, to: index) }
            append(.alias(name), from: start)
        case UInt8(ascii: "^"): boost()
        case UInt8(ascii: "'"), UInt8(ascii: "{"): if !foreignGroup() { word() }
        default: word()
        }
    }

    private mutating func string() {
        let start = index
        index += quoteLength(at: index) ?? 1
        var content: [UInt8] = []
        while index < bytes.count {
            if bytes[index] == UInt8(ascii: "\\"), index + 1 < bytes.count, quoteLength(at: index + 1) != nil
            {
                content.append(UInt8(ascii: "\""))
                index += 1 + (quoteLength(at: index + 1) ?? 1)
                continue
            }
            if let length = quoteLength(at: index) {
                index += length
                append(.string(String(decoding: content, as: UTF8.self)), from: start)
                return slop()
            }
            content.append(bytes[index])
            index += 1
        }
        fail(
            "the quotation that starts here does not end", from: start, to: start + 1,
            suggestion: String(decoding: bytes[start...], as: UTF8.self) + "\"")
        append(.string(String(decoding: content, as: UTF8.self)), from: start)
    }

    private mutating func slop() {
        guard index < bytes.count, bytes[index] == UInt8(ascii: "~") else { return }
        let start = index
        index += 1
        let digits = takeWord()
        guard let distance = Int(digits), (0...limits.distance).contains(distance) else {
            return fail("~ takes a number of words from 0 to \(limits.distance)", from: start, to: index)
        }
        append(.slop(distance), from: start)
    }

    private mutating func boost() {
        let start = index
        index += 1
        let digits = takeWord()
        guard let weight = Int(digits), abs(weight) <= 1000 else {
            return fail("^ takes a weight from -1000 to 1000", from: start, to: index)
        }
        append(.boost(weight), from: start)
    }

    /// A word after `=`: no operator, no field.
    private mutating func plainWord() {
        let start = index
        let text = takeWord()
        append(.word(text), from: start)
    }

    /// `'kim jong un'` and `{kim putin}`, a phrase and alternatives elsewhere; false where nothing closes it.
    private mutating func foreignGroup() -> Bool {
        let isQuotation = bytes[index] == UInt8(ascii: "'")
        let closing = isQuotation ? UInt8(ascii: "'") : UInt8(ascii: "}")
        // An apostrophe inside of a word closes nothing.
        let end = bytes.indices[(index + 1)...].first { place in
            bytes[place] == closing && (place + 1 == bytes.count || !isWordByte(at: place + 1))
        }
        guard let end, end > index + 1 else { return false }
        let start = index
        let inside = String(decoding: bytes[(start + 1)..<end], as: UTF8.self)
        // rock 'n' roll.
        if isQuotation, !inside.contains(" ") { return false }
        index = end + 1
        if isQuotation {
            fail("' does not quote", from: start, to: index, suggestion: "\"\(inside)\"")
        } else {
            let words = inside.split(separator: " ").joined(separator: " OR ")
            fail("{ } does not group", from: start, to: index, suggestion: "(\(words))")
        }
        return true
    }

    private mutating func word() {
        let start = index
        let text = takeWord()
        if let colon = text.firstIndex(of: ":"), field(text, colon: colon, start: start) { return }
        if let isOrdered = QueryOperators.isOrdered(text), let distance = distanceInParentheses() {
            guard (0...limits.distance).contains(distance) else { return failDistance(text, from: start) }
            return append(.near(distance: distance, isOrdered: isOrdered), from: start)
        }
        switch QueryOperators.read(text) {
        case .kind(.near(let distance?, _)) where !(0...limits.distance).contains(distance):
            failDistance(text, from: start)
        case .kind(let kind): append(kind, from: start)
        case .mistake(let message, let suggestion):
            fail(message, from: start, to: index, suggestion: suggestion)
        case nil: append(.word(text), from: start)
        }
    }

    private mutating func failDistance(_ name: String, from start: Int) {
        fail("\(name): at most \(limits.distance) words may lie between", from: start, to: index)
    }

    /// The `(5)` of `AROUND(5)`, if it stands here.
    private mutating func distanceInParentheses() -> Int? {
        guard index < bytes.count, bytes[index] == UInt8(ascii: "(") else { return nil }
        guard let end = bytes[index...].firstIndex(of: UInt8(ascii: ")")) else { return nil }
        guard let distance = Int(String(decoding: bytes[(index + 1)..<end], as: UTF8.self)) else {
            return nil
        }
        index = end + 1
        return distance
    }

    /// Handles `name:`; false where the colon belongs to the word (`12:30`).
    private mutating func field(_ text: String, colon: String.Index, start: Int) -> Bool {
        let name = String(text[..<colon])
        let underscore = UInt8(ascii: "_")
        guard !name.isEmpty,
            name.utf8.allSatisfy({ $0 == underscore || $0 | 0x20 >= 0x61 && $0 | 0x20 <= 0x7A })
        else { return false }
        let valueStart = start + name.utf8.count + 1
        switch QueryOperators.field(name) {
        case .scope(let scope):
            index = valueStart
            append(.scope(scope), from: start)
        case .meta(let field, let isInside):
            index = valueStart
            meta(name, field, isInside: isInside, from: start)
        case .unknown(let suggestion):
            let advice = suggestion == nil ? "; quote it to search the words" : ""
            fail("there is no field \(name):\(advice)", from: start, to: valueStart, suggestion: suggestion)
            // What stands after it is still read, for further errors.
            index = valueStart
        }
        return true
    }

    private mutating func meta(_ name: String, _ field: MetaTerm.Field, isInside: Bool, from start: Int) {
        var value: String
        if index < bytes.count, quoteLength(at: index) != nil {
            let count = tokens.count
            string()
            guard case .string(let content) = tokens.last?.kind else { return }
            tokens.removeSubrange(count...)
            value = content
        } else if index < bytes.count, parenthesis(at: index)?.0 == .leftParenthesis {
            return fail(
                "\(name): takes one value, not a group", from: start, to: index,
                suggestion: "(\(name):… OR \(name):…)")
        } else {
            value = takeWord()
        }
        guard !value.isEmpty else {
            return fail("\(name): needs a value that touches it", from: start, to: index)
        }
        if isInside, !value.contains("*") { value = "*\(value)*" }
        append(.meta(field, value: value), from: start)
    }

    // MARK: Bytes

    private mutating func append(_ kind: QueryToken.Kind, from start: Int) {
        tokens.append(QueryToken(kind: kind, range: start..<index))
    }

    private mutating func fail(_ message: String, from start: Int, to end: Int, suggestion: String? = nil) {
        errors.append(QueryError(message, at: start..<end, suggestion: suggestion))
    }

    private mutating func takeWord() -> String {
        let start = index
        while index < bytes.count, isWordByte(at: index) { index += 1 }
        return String(decoding: bytes[start..<index], as: UTF8.self)
    }

    private func isWordByte(at index: Int) -> Bool {
        switch bytes[index] {
        case UInt8(ascii: "|"), UInt8(ascii: "^"): false
        default:
            spaceLength(at: index) == nil && quoteLength(at: index) == nil && parenthesis(at: index) == nil
        }
    }

    /// Of white space, an ideographic or unbreakable one as well.
    private func spaceLength(at index: Int) -> Int? {
        if bytes[index] <= 0x20 { return 1 }
        if starts([0xC2, 0xA0], at: index) { return 2 }
        return starts([0xE3, 0x80, 0x80], at: index) ? 3 : nil
    }

    /// Of a straight or a curly double quotation mark: queries are pasted from letters.
    private func quoteLength(at index: Int) -> Int? {
        if bytes[index] == UInt8(ascii: "\"") { return 1 }
        guard bytes[index] == 0xE2, starts([0xE2, 0x80], at: index), index + 2 < bytes.count else {
            return nil
        }
        return (0x9C...0x9E).contains(bytes[index + 2]) ? 3 : nil
    }

    /// A parenthesis, full width as Korean and Japanese keyboards give it too.
    private func parenthesis(at index: Int) -> (QueryToken.Kind, Int)? {
        switch bytes[index] {
        case UInt8(ascii: "("): (.leftParenthesis, 1)
        case UInt8(ascii: ")"): (.rightParenthesis, 1)
        case 0xEF where starts([0xEF, 0xBC, 0x88], at: index): (.leftParenthesis, 3)
        case 0xEF where starts([0xEF, 0xBC, 0x89], at: index): (.rightParenthesis, 3)
        default: nil
        }
    }

    private func starts(_ sign: [UInt8], at index: Int) -> Bool { bytes[index...].starts(with: sign) }
}
