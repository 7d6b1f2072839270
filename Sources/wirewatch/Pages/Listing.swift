import Text

/// How a list is printed.
enum ListFormat: Sendable {
    case text
    /// One array.
    case json
    /// One object a line.
    case jsonLines

    init(_ invocation: Invocation) {
        self = invocation.has("jsonl") ? .jsonLines : invocation.has("json") ? .json : .text
    }
}

/// Rows as people and as programs read them.
enum Listing {
    /// The whole text of `rows` in `format`, lines ended; nothing for no rows as text.
    static func text<Row>(
        _ rows: [Row], format: ListFormat, line: (Row) -> String, json: (Row, inout JSONWriter) -> Void
    ) -> String {
        switch format {
        case .text:
            return rows.map { line($0) + "\n" }.joined()
        case .json:
            var writer = JSONWriter()
            writer.array { writer in for row in rows { writer.object { json(row, &$0) } } }
            return writer.text + "\n"
        case .jsonLines:
            return rows.map { row in
                var writer = JSONWriter()
                writer.object { json(row, &$0) }
                return writer.text + "\n"
            }.joined()
        }
    }
}
