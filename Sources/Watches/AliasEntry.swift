/// One entry of a list of names: a word or words in a row, without quotes, perhaps with `=` or `*`.
enum AliasEntry {
    static func literal(_ text: String) throws(QueryError) -> Literal {
        var bytes = Array(text.utf8)[...]
        let isExact = bytes.first == UInt8(ascii: "=")
        if isExact { bytes = bytes.dropFirst() }
        let quote = UInt8(ascii: "\"")
        let isQuoted = bytes.count >= 2 && bytes.first == quote && bytes.last == quote
        if isQuoted { bytes = bytes.dropFirst().dropLast() }
        let whole = 0..<text.utf8.count
        if let sign = bytes.firstIndex(where: { "()|^\"@".utf8.contains($0) }) {
            throw QueryError(
                "an entry is a word or words in a row; \(Character(Unicode.Scalar(bytes[sign]))) cannot be in it",
                at: sign..<sign + 1)
        }
        let words = String(decoding: bytes, as: UTF8.self).split(separator: " ")
        for word in words where ["AND", "OR", "NOT", "NEAR"].contains(word) || word.hasPrefix("NEAR/") {
            throw QueryError("an entry is a word or words in a row; \(word) belongs in a query", at: whole)
        }
        if let first = words.first {
            if first.hasPrefix("-") { throw QueryError("an entry cannot be excluded", at: whole) }
            if let colon = first.firstIndex(of: ":"), isField(String(first[..<colon])) {
                throw QueryError("\(first[...colon]) belongs in a query, not in a list of names", at: whole)
            }
        }
        return try Literal(
            reading: String(decoding: bytes, as: UTF8.self), isExact: isExact, isQuoted: isQuoted,
            offset: bytes.startIndex)
    }

    private static func isField(_ name: String) -> Bool {
        if case .unknown = QueryOperators.field(name) { return false }
        return true
    }
}
