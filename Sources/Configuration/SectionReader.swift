import Model
import Text

/// Reads the values of one section, and notes what is wrong with them.
///
/// A key given twice adds to a list; a key with nothing behind it empties the list. Of a key that takes one value the last
/// counts.
struct SectionReader {
    let section: INIDocument.Section
    private(set) var problems: [ConfigurationProblem] = []

    init(_ section: INIDocument.Section) {
        self.section = section
        let known = Directive.keys(of: section.kind)
        for entry in section.entries where !known.contains(entry.key) {
            problems.append(
                ConfigurationProblem(
                    .error, at: entry.keyPosition, "unknown key `\(entry.key)` in [\(section.kind)]",
                    suggestion: Suggestion.nearest(to: entry.key, among: known)))
        }
    }

    // MARK: Values

    /// The entry that counts for a key of one value; `nil` where it is missing or empty.
    func entry(_ key: String) -> INIDocument.Entry? {
        let last = section.entries.last { $0.key == key }
        return last?.value.text.isEmpty == true ? nil : last
    }

    /// All entries of a list since the last that emptied it.
    func entries(_ key: String) -> [INIDocument.Entry] {
        let all = section.entries.filter { $0.key == key }
        let start = all.lastIndex { $0.value.text.isEmpty }.map { $0 + 1 } ?? 0
        return Array(all[start...])
    }

    func text(_ key: String) -> String? {
        entry(key).map { $0.value.text.split(separator: "\n").joined(separator: " ") }
    }

    mutating func value<Value>(
        _ key: String, form: String, read: (String) -> Value?
    ) -> Value? {
        guard let entry = entry(key) else { return nil }
        if let value = read(entry.value.text) { return value }
        fail(entry, "`\(key)` takes \(form), not `\(entry.value.text)`")
        return nil
    }

    mutating func duration(_ key: String) -> Duration? {
        value(key, form: ValueReading.durationForm, read: ValueReading.duration)
    }

    mutating func number(_ key: String, in range: ClosedRange<Int>) -> Int? {
        value(key, form: "a whole number from \(range.lowerBound) to \(range.upperBound)") { text in
            Int(text).flatMap { range.contains($0) ? $0 : nil }
        }
    }

    mutating func bool(_ key: String) -> Bool? { value(key, form: "yes or no", read: ValueReading.bool) }

    mutating func size(_ key: String) -> Int? {
        value(key, form: "a size such as `512K` or `20M`", read: ValueReading.size)
    }

    /// A value of a closed set, with the nearest where it is none of them.
    mutating func choice<Choice: RawRepresentable & CaseIterable>(
        _ key: String, _ type: Choice.Type
    ) -> Choice? where Choice.RawValue == String {
        guard let entry = entry(key) else { return nil }
        return choice(entry.value.text, at: entry.value.start, key: key, type)
    }

    mutating func choice<Choice: RawRepresentable & CaseIterable>(
        _ text: String, at position: SourcePosition, key: String, _ type: Choice.Type
    ) -> Choice? where Choice.RawValue == String {
        if let choice = Choice(rawValue: text) { return choice }
        let names = Choice.allCases.map(\.rawValue)
        fail(
            at: position, "`\(key)` takes \(names.joined(separator: ", ")), not `\(text)`",
            suggestion: Suggestion.nearest(to: text, among: names))
        return nil
    }

    /// The words of a list key, at white space and commas, each with its place.
    func words(_ key: String) -> [(text: String, position: SourcePosition)] {
        entries(key).flatMap { $0.value.parts(separatedBy: ", \t") }
    }

    func has(_ key: String) -> Bool { entry(key) != nil }

    // MARK: Problems

    mutating func fail(_ entry: INIDocument.Entry, _ message: String, suggestion: String? = nil) {
        fail(at: entry.value.start, message, suggestion: suggestion)
    }

    mutating func fail(at position: SourcePosition, _ message: String, suggestion: String? = nil) {
        problems.append(ConfigurationProblem(.error, at: position, message, suggestion: suggestion))
    }

    mutating func warn(at position: SourcePosition, _ message: String) {
        problems.append(ConfigurationProblem(.warning, at: position, message))
    }
}
