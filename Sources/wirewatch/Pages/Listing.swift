import Text

/// How a list is printed.
struct ListFormat: Sendable {
    enum Shape: Sendable {
        case text
        /// One array.
        case json
        /// One object a line.
        case jsonLines
        /// One line of cells.
        case table
    }

    var shape: Shape
    /// The members to print, in this order; `nil` for all.
    var fields: [String]?
    /// What ends a row.
    var end: UInt8
    /// The table may go to a spreadsheet: `--tsv` was typed. Rows that end in a zero byte go to a program.
    var isForSheets: Bool

    /// What was typed; the invocation has looked at it already.
    init(_ invocation: Invocation) {
        fields = invocation.value("fields").map(Self.names)
        end = invocation.has("null") ? 0 : UInt8(ascii: "\n")
        isForSheets = invocation.has("tsv") && !invocation.has("null")
        if invocation.has("jsonl") {
            shape = .jsonLines
        } else if invocation.has("json") {
            shape = .json
        } else if invocation.has("tsv") || fields != nil {
            shape = .table
            fields = fields ?? invocation.command.fields
        } else {
            shape = .text
        }
    }

    static func names(_ typed: String) -> [String] { typed.split(separator: ",").map(String.init) }

    /// Refuses fields that the rows of the command do not have, and formats that exclude each other.
    static func check(_ invocation: Invocation) throws(CommandFailure) {
        let shapes = ["json", "jsonl", "tsv"].filter(invocation.has)
        if shapes.count > 1 { throw .usage("--\(shapes[0]) and --\(shapes[1]) exclude each other") }
        if invocation.has("null"), shapes == ["json"] {
            throw .usage("--null is for rows: it goes with --jsonl, --tsv and text")
        }
        guard let typed = invocation.value("fields") else { return }
        let known = invocation.command.fields
        let names = names(typed)
        let unknown = names.first { !known.contains($0) }
        guard unknown != nil || names.isEmpty else { return }
        let hint =
            unknown.flatMap { Suggestion.nearest(to: $0, among: known) }.map { "; did you mean `\($0)`?" }
            ?? ""
        throw .usage(
            "--fields: \(unknown.map { "no field `\(TerminalText.safe($0))`" } ?? "names are missing")\(hint)\n"
                + "there are: \(known.joined(separator: ", "))")
    }
}

/// Rows as people and as programs read them.
enum Listing {
    /// The whole text of `rows` in `format`, rows ended; nothing for no rows but in an array.
    static func text<Row>(
        _ rows: [Row], format: ListFormat, line: (Row) -> String, json: (Row, inout JSONWriter) -> Void
    ) -> [UInt8] {
        func object(_ row: Row) -> [UInt8] {
            var writer = JSONWriter()
            writer.object { json(row, &$0) }
            guard let fields = format.fields else { return writer.bytes }
            return chosen(fields, of: writer.bytes)
        }
        switch format.shape {
        case .text: return rows.flatMap { Array(line($0).utf8) + [format.end] }
        case .jsonLines: return rows.flatMap { object($0) + [format.end] }
        case .table: return rows.flatMap { cells(object($0), format) + [format.end] }
        case .json:
            let objects = rows.map(object).joined(separator: [UInt8(ascii: ",")])
            return [UInt8(ascii: "[")] + objects + Array("]\n".utf8)
        }
    }

    /// The members `fields` of `object`, in that order; `null` where it has none of that name.
    private static func chosen(_ fields: [String], of object: [UInt8]) -> [UInt8] {
        let members = Dictionary(JSONMembers.split(object)) { first, _ in first }
        let parts = fields.map { name in
            Array("\"\(name)\":".utf8) + (members[name].map(Array.init) ?? Array("null".utf8))
        }
        return [UInt8(ascii: "{")] + parts.joined(separator: [UInt8(ascii: ",")]) + [UInt8(ascii: "}")]
    }

    private static func cells(_ object: [UInt8], _ format: ListFormat) -> [UInt8] {
        let cell = format.isForSheets ? JSONMembers.sheetCell : JSONMembers.cell
        return Array(
            JSONMembers.split(object).map { cell($0.value) }.joined(separator: [UInt8(ascii: "\t")]))
    }
}
