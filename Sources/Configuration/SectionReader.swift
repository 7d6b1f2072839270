import Model
import Text

/// Reads the values of one section by the table of directives, and notes what is wrong with them.
///
/// A key given twice adds to a list; a key with nothing behind it empties the list. Of a key that takes one value the
/// last counts.
struct SectionReader {
    let section: INIDocument.Section
    private(set) var problems: [ConfigurationProblem] = []
    /// The entries of each key, whatever the spelling. A section has a few of the many keys there are: a list is searched
    /// faster than their hashes are made.
    private var keys: [(key: String, entries: [INIDocument.Entry])] = []

    /// Sorts the entries by key; `lenient` is for a section whose keys cannot be judged.
    init(_ section: INIDocument.Section, lenient: Bool = false) {
        self.section = section
        for entry in section.entries {
            guard let directive = Directive.directive(section.kind, entry.key) else {
                if !lenient { failUnknown(entry) }
                continue
            }
            let place = keys.firstIndex { $0.key == directive.key }
            if !directive.isList, let last = place.flatMap({ keys[$0].entries.last }),
                !last.value.text.isEmpty,
                !entry.value.text.isEmpty, last.keyPosition.file == entry.keyPosition.file
            {
                warn(
                    at: entry.keyPosition,
                    "`\(entry.key)` stands already in line \(last.keyPosition.line): the last one counts")
            }
            if directive.isIdle, !entry.value.text.isEmpty {
                warn(at: entry.keyPosition, "`\(entry.key)` has no effect in this version")
            }
            if let place { keys[place].entries.append(entry) } else { keys.append((directive.key, [entry])) }
        }
    }

    private mutating func failUnknown(_ entry: INIDocument.Entry) {
        if Directive.laterKeys[section.kind]?.contains(entry.key) == true {
            return fail(
                at: entry.keyPosition, "`\(entry.key)` in [\(section.kind)] is not supported by this version")
        }
        if let words = Directive.misplacedKeys[section.kind]?[entry.key] {
            return fail(at: entry.keyPosition, "`\(entry.key)` is no key of [\(section.kind)]: \(words)")
        }
        let known = Directive.keys(of: section.kind)
        let suggestion = Suggestion.nearest(to: entry.key, among: known)
        var message = "unknown key `\(entry.key)` in [\(section.kind)]"
        let others = Directive.sections(with: entry.key, besides: section.kind)
        if suggestion == nil, !others.isEmpty {
            message += ": it belongs to " + others.map { "[\($0)]" }.joined(separator: " or ")
        }
        fail(at: entry.keyPosition, message, suggestion: suggestion)
    }

    // MARK: Entries

    /// The entry that counts for a key of one value; `nil` where it is missing or empty.
    func entry(_ key: String) -> INIDocument.Entry? {
        let last = keys.first { $0.key == key }?.entries.last
        return last?.value.text.isEmpty == true ? nil : last
    }

    /// All entries of a list since the last that emptied it.
    func entries(_ key: String) -> [INIDocument.Entry] {
        let all = keys.first { $0.key == key }?.entries ?? []
        let start = all.lastIndex { $0.value.text.isEmpty }.map { $0 + 1 } ?? 0
        return Array(all[start...])
    }

    func has(_ key: String) -> Bool { entry(key) != nil }

    /// Where the value of `key` stands; the section's own place where there is none.
    func place(_ key: String) -> SourcePosition { entry(key)?.value.start ?? section.position }

    /// The words of a list, at white space and commas, each with its place.
    func words(_ key: String) -> [INIDocument.Part] {
        entries(key).flatMap { $0.value.parts(separatedBy: ", \t") }
    }

    /// The parts of a list between commas and line breaks, each with its place.
    func phrases(_ key: String) -> [INIDocument.Part] {
        entries(key).flatMap { $0.value.parts(separatedBy: ",") }
    }

    func text(_ key: String) -> String? {
        entry(key).map { $0.value.text.split(separator: "\n").joined(separator: " ") }
    }

    // MARK: Values

    private func form(_ key: String) -> ValueForm {
        guard let directive = Directive.directive(section.kind, key) else {
            preconditionFailure("[\(section.kind)] has no key \(key) in the table")
        }
        return directive.form
    }

    /// The value of `key` as `read` makes it of the text; what it makes nothing of is an error.
    mutating func value<Value>(_ key: String, read: (String) -> Value?) -> Value? {
        guard let entry = entry(key) else { return nil }
        if let value = read(entry.value.text) { return value }
        failForm(key, entry.value.text, at: entry.value.start)
        return nil
    }

    private mutating func failForm(
        _ key: String, _ text: String, at position: SourcePosition, suggestion: String? = nil
    ) {
        fail(at: position, "`\(key)` takes \(form(key).words), not `\(text.shown)`", suggestion: suggestion)
    }

    mutating func duration(_ key: String) -> Duration? {
        guard let entry = entry(key), case .span(let range) = form(key) else { return nil }
        let text = entry.value.text
        guard let span = ValueReading.duration(text) else {
            failForm(key, text, at: entry.value.start, suggestion: ValueReading.duration(meantBy: text))
            return nil
        }
        guard range.contains(span) else {
            let (low, high) = (ValueReading.text(range.lowerBound), ValueReading.text(range.upperBound))
            fail(at: entry.value.start, "`\(key)` takes a span from \(low) to \(high), not `\(text.shown)`")
            return nil
        }
        return span
    }

    mutating func number(_ key: String) -> Int? {
        guard has(key), case .count(let range) = form(key) else { return nil }
        return value(key) { text in Int(text).flatMap { range.contains($0) ? $0 : nil } }
    }

    mutating func figure(_ key: String) -> Double? {
        guard has(key), case .figure(let range) = form(key) else { return nil }
        return value(key) { text in Double(text).flatMap { range.contains($0) ? $0 : nil } }
    }

    mutating func size(_ key: String) -> Int? {
        guard case .size(let range) = form(key), let entry = entry(key) else { return nil }
        guard let size = value(key, read: ValueReading.size) else { return nil }
        if range.contains(size) { return size }
        let (low, high) = (
            ValueReading.text(ofSize: range.lowerBound), ValueReading.text(ofSize: range.upperBound)
        )
        fail(
            at: entry.value.start,
            "`\(key)` takes a size from \(low) to \(high), not `\(entry.value.text.shown)`")
        return nil
    }

    mutating func bool(_ key: String) -> Bool? { value(key, read: ValueReading.bool) }

    /// A value of a closed set, with the nearest where it is none of them.
    mutating func choice<Choice: RawRepresentable>(_ key: String, _ type: Choice.Type) -> Choice?
    where Choice.RawValue == String {
        guard let entry = entry(key) else { return nil }
        return choice((entry.value.text, entry.value.start), key: key, type)
    }

    mutating func choices<Choice: RawRepresentable>(_ key: String, _ type: Choice.Type) -> [Choice]
    where Choice.RawValue == String {
        words(key).compactMap { choice($0, key: key, type) }
    }

    private mutating func choice<Choice: RawRepresentable>(
        _ part: INIDocument.Part, key: String, _ type: Choice.Type
    ) -> Choice? where Choice.RawValue == String {
        guard case .choice(let names) = form(key) else { return nil }
        if names.contains(part.text), let choice = Choice(rawValue: part.text) { return choice }
        failForm(
            key, part.text, at: part.position, suggestion: Suggestion.nearest(to: part.text, among: names))
        return nil
    }

    /// Languages, each with the code that was meant where it is one that people mix up.
    mutating func languages(_ key: String) -> [INIDocument.Part] {
        words(key).filter { isLanguage($0, key: key) }
    }

    mutating func language(_ key: String) -> String? {
        guard let entry = entry(key) else { return nil }
        return isLanguage((entry.value.text, entry.value.start), key: key) ? entry.value.text : nil
    }

    private mutating func isLanguage(_ part: INIDocument.Part, key: String) -> Bool {
        guard ValueReading.isLanguage(part.text) else {
            let meant = ValueReading.language(mixedUpWith: part.text)
            failForm(key, part.text, at: part.position, suggestion: meant)
            return false
        }
        if let meant = ValueReading.language(mixedUpWith: part.text) {
            warn(at: part.position, "`\(part.text)` is a country, not a language", suggestion: meant)
        }
        return true
    }

    // MARK: Problems

    mutating func fail(_ entry: INIDocument.Entry, _ message: String, suggestion: String? = nil) {
        fail(at: entry.value.start, message, suggestion: suggestion)
    }

    mutating func fail(at position: SourcePosition, _ message: String, suggestion: String? = nil) {
        problems.append(ConfigurationProblem(.error, at: position, message, suggestion: suggestion))
    }

    mutating func warn(at position: SourcePosition, _ message: String, suggestion: String? = nil) {
        problems.append(ConfigurationProblem(.warning, at: position, message, suggestion: suggestion))
    }
}
