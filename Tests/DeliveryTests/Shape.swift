import FoundationEssentials

/// Any JSON.
indirect enum JSONShape: Decodable, Equatable, Sendable {
    case null
    case bool(Bool)
    case number(Double)
    case string(String)
    case array([JSONShape])
    case object([String: JSONShape])

    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if container.decodeNil() {
            self = .null
        } else if let value = try? container.decode(Bool.self) {
            self = .bool(value)
        } else if let value = try? container.decode(Double.self) {
            self = .number(value)
        } else if let value = try? container.decode(String.self) {
            self = .string(value)
        } else if let value = try? container.decode([JSONShape].self) {
            self = .array(value)
        } else {
            self = .object(try container.decode([String: JSONShape].self))
        }
    }

    static func read(_ bytes: [UInt8]) throws -> JSONShape {
        try JSONDecoder().decode(JSONShape.self, from: Data(bytes))
    }

    subscript(key: String) -> JSONShape? {
        if case .object(let members) = self { return members[key] }
        return nil
    }

    subscript(index: Int) -> JSONShape? {
        if case .array(let elements) = self, elements.indices.contains(index) { return elements[index] }
        return nil
    }

    var elements: [JSONShape] {
        if case .array(let elements) = self { return elements }
        return []
    }

    var text: String? {
        if case .string(let text) = self { return text }
        return nil
    }
}

/// What a document may look like, as far as a service publishes it: every member that it does not name is wrong.
indirect enum Shape: Sendable {
    /// UTF-16 units at most.
    case text(Int)
    case exactly(String)
    case link
    case bool
    case integer(ClosedRange<Int>)
    case list(ClosedRange<Int>, of: Shape)
    case either([Shape])
    case members([String: Shape], optional: [String: Shape] = [:])
    case anything

    /// What is wrong with `value`, each with its path.
    func problems(in value: JSONShape, at path: String = "$") -> [String] {
        switch (self, value) {
        case (.text(let limit), .string(let text)):
            return text.isEmpty || text.utf16.count > limit ? ["\(path): \(text.utf16.count) units"] : []
        case (.exactly(let wanted), .string(let text)): return text == wanted ? [] : ["\(path): \(text)"]
        case (.link, .string(let text)):
            let isLink = text.hasPrefix("https://") || text.hasPrefix("http://")
            return isLink && !text.contains(" ") ? [] : ["\(path): \(text)"]
        case (.bool, .bool), (.anything, _): return []
        case (.integer(let range), .number(let number)):
            return number == number.rounded() && range.contains(Int(number)) ? [] : ["\(path): \(number)"]
        case (.list(let count, let shape), .array(let elements)):
            let inside = elements.enumerated().flatMap { shape.problems(in: $1, at: "\(path)[\($0)]") }
            return (count.contains(elements.count) ? [] : ["\(path): \(elements.count) elements"]) + inside
        case (.either(let shapes), _):
            let all = shapes.map { $0.problems(in: value, at: path) }
            return all.contains([]) ? [] : all.flatMap(\.self)
        case (.members(let needed, let optional), .object(let members)):
            let missing = needed.keys.filter { members[$0] == nil }.map { "\(path).\($0): missing" }
            let others = members.flatMap { key, value -> [String] in
                guard let shape = needed[key] ?? optional[key] else { return ["\(path).\(key): unknown"] }
                return shape.problems(in: value, at: "\(path).\(key)")
            }
            return missing.sorted() + others.sorted()
        default: return ["\(path): of another kind"]
        }
    }
}
