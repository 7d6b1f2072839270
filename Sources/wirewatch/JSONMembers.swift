/// The members of an object that ``Text/JSONWriter`` wrote, taken apart again to be chosen from.
enum JSONMembers {
    typealias Member = (name: String, value: ArraySlice<UInt8>)

    /// The members of `object` in order, each value as it is written. No white space stands between them, and names
    /// have no escapes: both is how the writer writes.
    static func split(_ object: [UInt8]) -> [Member] {
        var members: [Member] = []
        var depth = 0
        var isString = false
        var start = 1
        var colon: Int?
        var index = 0
        while index < object.count {
            let byte = object[index]
            if isString {
                if byte == UInt8(ascii: "\\") { index += 1 } else if byte == quote { isString = false }
            } else {
                switch byte {
                case quote: isString = true
                case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
                case UInt8(ascii: "}"), UInt8(ascii: "]"): depth -= 1
                default: break
                }
                if byte == UInt8(ascii: ":"), depth == 1, colon == nil { colon = index }
                let isEnd = depth == 0 || depth == 1 && byte == UInt8(ascii: ",")
                if isEnd, let middle = colon {
                    let name = String(decoding: object[(start + 1)..<(middle - 1)], as: UTF8.self)
                    members.append((name, object[(middle + 1)..<index]))
                    colon = nil
                    start = index + 1
                }
            }
            index += 1
        }
        return members
    }

    /// ``cell(_:)`` that is no formula: a spreadsheet runs a text that begins with `=`, `+`, `-` or `@`; the JSON escape of
    /// that sign is text to it, and the same to who reads JSON's escapes. Numbers stay.
    static func sheetCell(_ value: ArraySlice<UInt8>) -> [UInt8] {
        let cell = cell(value)
        guard value.first == quote, let first = cell.first, formulaSigns.contains(first) else { return cell }
        return Array("\\u00\(String(first, radix: 16))".utf8) + cell.dropFirst()
    }

    /// A value as one cell of a line: a string without its quotes, other escapes kept; nothing for `null`.
    static func cell(_ value: ArraySlice<UInt8>) -> [UInt8] {
        guard value.first == quote else { return Array(value) == Array("null".utf8) ? [] : Array(value) }
        var cell: [UInt8] = []
        var rest = value.dropFirst().dropLast()
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: "\\"), let next = rest.popFirst() {
                if next != quote { cell.append(byte) }
                cell.append(next)
            } else {
                cell.append(byte)
            }
        }
        return cell
    }

    private static let formulaSigns = Array("=+-@".utf8)

    private static let quote = UInt8(ascii: "\"")
}
