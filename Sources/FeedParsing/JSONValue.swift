import Text

/// Any JSON value, so that a field of the wrong type is only that field's loss.
enum JSONValue {
    case null
    case bool(Bool)
    case number(Double)
    case string(String)
    case array([JSONValue])
    case object([String: JSONValue])

    subscript(_ key: String) -> JSONValue {
        guard case .object(let members) = self else { return .null }
        return members[key] ?? .null
    }

    /// A text, or a number written out; `nil` for anything else and for blanks.
    var text: String? {
        switch self {
        case .string(let value):
            let trimmed = value.trimmedBlanks
            return trimmed.isEmpty ? nil : trimmed
        case .number(let value):
            return value == value.rounded() && value.magnitude < 1e15 ? String(Int64(value)) : String(value)
        default: return nil
        }
    }

    /// ``text`` in one line, without control characters; `nil` where nothing is left.
    var line: String? {
        guard let text else { return nil }
        let line = PlainText.collapsed(text)
        return line.isEmpty ? nil : line
    }

    /// The elements of an array, or the one value that stands where an array should.
    var elements: [JSONValue] {
        switch self {
        case .array(let values): values
        case .null: []
        default: [self]
        }
    }
}
