package import Model
package import Text

/// The lists of names that queries use as `@name`, expanded.
package struct AliasTable: Sendable {
    /// One list, names within names put in.
    struct List: Sendable {
        var number: Int
        /// Numbers in `literals`.
        var literals: [Int]
    }

    private let lists: [String: List]
    private let broken: Set<String>
    /// As written, by name.
    private let entries: [String: [String]]
    /// All literals of all lists.
    let literals: LiteralTable.Part
    private let index: LiteralIndex
    /// For each literal the lists that have it, by their place in `names`.
    private let owners: [[Int]]
    /// Sorted.
    package let names: [String]

    package static let empty = AliasTable(expanded: [:], broken: [], settings: [])

    /// Reads every list.
    ///
    /// - Throws: Everything that is wrong with them: bad entries, unknown names, names that contain themselves.
    package init(aliases: [AliasSettings], limits: QueryLimits = .standard) throws(AliasErrors) {
        let (table, errors) = Self.reading(aliases, limits: limits)
        guard errors.isEmpty else { throw AliasErrors(errors) }
        self = table
    }

    /// The table without the lists that have errors, and the errors: for `check`, which goes on to the queries.
    package static func reading(
        _ aliases: [AliasSettings], limits: QueryLimits = .standard
    ) -> (table: AliasTable, errors: [AliasError]) {
        var reader = AliasReader(aliases, limits: limits)
        reader.readAll()
        let table = AliasTable(expanded: reader.expanded, broken: reader.broken, settings: aliases)
        return (table, reader.errors)
    }

    private init(expanded: [String: [Literal]], broken: Set<String>, settings: [AliasSettings]) {
        self.broken = broken
        entries = Dictionary(settings.map { ($0.name, $0.names) }) { first, _ in first }
        names = expanded.keys.sorted()
        var numbers = LiteralNumbers()
        var owners: [[Int]] = []
        var lists: [String: List] = [:]
        for (place, name) in names.enumerated() {
            let literals = (expanded[name] ?? []).map { numbers.number(of: $0) }
            lists[name] = List(number: place, literals: literals)
            for number in literals {
                if number == owners.count { owners.append([]) }
                owners[number].append(place)
            }
        }
        self.lists = lists
        self.owners = owners
        literals = numbers.table.own
        index = LiteralIndex(literals.literals)
    }

    /// The names of all lists of which a word stands in the title or text of `item`, sorted.
    package func concepts(in item: WatchedItem) -> [String] { concepts(title: item.title, text: item.text) }

    /// The names of all lists of which a word stands in `title` or `text`, sorted.
    package func concepts(title: FoldedText, text: FoldedText) -> [String] {
        var isFound = [Bool](repeating: false, count: names.count)
        for folded in [title, text] {
            index.forEachLiteral(in: folded) { literal in
                for owner in owners[literal] { isFound[owner] = true }
            }
        }
        return names.indices.filter { isFound[$0] }.map { names[$0] }
    }

    /// The entries of `name` as written.
    package func entries(of name: String) -> [String]? { entries[name] }

    /// What `@name` stands for.
    func list(named name: String) -> List? { lists[name] }

    /// What may be meant by `name`, which no list has: a list with a name like it, or the shortest one with such a word in
    /// a name that it lists, as `lavrov` is in that of Russian officials.
    func nearest(to name: String) -> String? {
        if let near = Suggestion.nearest(to: name, among: names) { return near }
        let words = FoldedText(name).words.map(\.hash)
        guard !words.isEmpty else { return nil }
        let listing = names.filter { list in
            (entries[list] ?? []).contains { Set(FoldedText($0).words.map(\.hash)).isSuperset(of: words) }
        }
        return listing.min { (lists[$0]?.literals.count ?? 0) < (lists[$1]?.literals.count ?? 0) }
    }

    /// There is such a list, but it has errors.
    func isBroken(_ name: String) -> Bool { broken.contains(name) }
}

/// Expands the lists one by one, noting errors.
private struct AliasReader {
    private(set) var expanded: [String: [Literal]] = [:]
    private(set) var broken: Set<String> = []
    private(set) var errors: [AliasError] = []
    private let settings: [AliasSettings]
    private let byName: [String: AliasSettings]
    private let limits: QueryLimits
    /// Names that are being expanded, outermost first.
    private var path: [String] = []

    init(_ settings: [AliasSettings], limits: QueryLimits) {
        self.settings = settings
        self.limits = limits
        byName = Dictionary(settings.map { ($0.name, $0) }) { first, _ in first }
    }

    mutating func readAll() {
        var seen: Set<String> = []
        for alias in settings {
            if !seen.insert(alias.name).inserted {
                fail(alias, nil, "there are two aliases @\(alias.name)", 0..<0)
                continue
            }
            _ = expand(alias)
        }
    }

    /// The literals of `alias`; `nil` where it or a name in it has errors.
    private mutating func expand(_ alias: AliasSettings) -> [Literal]? {
        if let known = expanded[alias.name] { return known }
        if broken.contains(alias.name) { return nil }
        path.append(alias.name)
        defer { path.removeLast() }
        let errorCount = errors.count
        var literals: [Literal] = []
        var known: Set<Literal> = []
        var isWhole = true
        for (number, entry) in alias.names.enumerated() {
            guard let found = read(entry, number, of: alias) else {
                isWhole = false
                continue
            }
            for literal in found where known.insert(literal).inserted { literals.append(literal) }
        }
        if literals.isEmpty, errors.count == errorCount, isWhole {
            fail(alias, nil, "@\(alias.name) has no names", 0..<0)
            isWhole = false
        }
        if literals.count > limits.literals {
            fail(
                alias, nil, "@\(alias.name) has \(literals.count) names, more than \(limits.literals)", 0..<0)
            isWhole = false
        }
        guard isWhole else {
            broken.insert(alias.name)
            return nil
        }
        expanded[alias.name] = literals
        return literals
    }

    private mutating func read(_ entry: String, _ number: Int, of alias: AliasSettings) -> [Literal]? {
        let text = String(decoding: Self.trimmed(Array(entry.utf8)), as: UTF8.self)
        if text.hasPrefix("@") { return read(name: String(text.dropFirst()), number, of: alias) }
        do throws(QueryError) {
            return [try AliasEntry.literal(text)]
        } catch {
            errors.append(AliasError(alias: alias.name, entry: number, error: error))
            return nil
        }
    }

    private mutating func read(name: String, _ number: Int, of alias: AliasSettings) -> [Literal]? {
        let range = 0..<name.utf8.count + 1
        guard let inner = byName[name] else {
            let nearest = Suggestion.nearest(to: name, among: byName.keys.sorted())
            fail(alias, number, "there is no alias @\(name)", range, suggestion: nearest.map { "@\($0)" })
            return nil
        }
        if let start = path.firstIndex(of: name) {
            let circle = (path[start...] + [name]).map { "@\($0)" }.joined(separator: " -> ")
            fail(alias, number, "\(circle): a list cannot contain itself", range)
            return nil
        }
        guard path.count < limits.levels else {
            fail(alias, number, "lists within lists are deeper than \(limits.levels) levels", range)
            return nil
        }
        return expand(inner)
    }

    private mutating func fail(
        _ alias: AliasSettings, _ entry: Int?, _ message: String, _ range: Range<Int>,
        suggestion: String? = nil
    ) {
        errors.append(
            AliasError(
                alias: alias.name, entry: entry, error: QueryError(message, at: range, suggestion: suggestion)
            ))
    }

    private static func trimmed(_ bytes: [UInt8]) -> ArraySlice<UInt8> {
        var rest = bytes[...]
        while let first = rest.first, first <= 0x20 { rest = rest.dropFirst() }
        while let last = rest.last, last <= 0x20 { rest = rest.dropLast() }
        return rest
    }
}
