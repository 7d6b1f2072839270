import Text

/// Literals by number: first those of all lists of names, which queries share, then a query's own.
struct LiteralTable: Sendable {
    /// Literals beside what is looked up of each.
    struct Part: Hashable, Sendable {
        private(set) var literals: [Literal] = []
        private(set) var keys: [LiteralKey] = []

        mutating func append(_ literal: Literal) {
            literals.append(literal)
            keys.append(LiteralKey(literal))
        }
    }

    var shared = Part()
    var own = Part()

    var count: Int { shared.literals.count + own.literals.count }

    subscript(number: Int) -> Literal {
        let own = number - shared.literals.count
        return own < 0 ? shared.literals[number] : self.own.literals[own]
    }

    @inline(__always)
    func key(of number: Int) -> LiteralKey {
        let own = number - shared.keys.count
        return own < 0 ? shared.keys[number] : self.own.keys[own]
    }
}

/// What rules a literal out in one look-up. Plain bytes: most literals of a query are not in an item, and the pieces of
/// those need not be touched.
struct LiteralKey: Hashable, Sendable {
    /// Of the feature that one item's index has; 0 where it has none.
    let key: UInt64
    /// One bit for each script of its pieces.
    let scripts: UInt8
    let hasStems: Bool

    init(_ literal: Literal) {
        key = literal.feature?.key ?? 0
        scripts = literal.pieces.reduce(0) { $0 | $1.script.bit }
        hasStems = literal.stems != nil
    }

    /// An item's features can rule it out: literals without one are tried at each place, and a stem at each word.
    @inline(__always)
    var isDeniable: Bool { key != 0 && !hasStems }
}

/// Gives equal literals the same number.
struct LiteralNumbers: Sendable {
    private(set) var table: LiteralTable
    private var numbers: [Literal: Int] = [:]

    /// - Parameter shared: Literals that have the first numbers.
    init(after shared: LiteralTable.Part = LiteralTable.Part()) { table = LiteralTable(shared: shared) }

    /// That of an own literal; one that is shared too has two numbers, which costs nothing but the room.
    mutating func number(of literal: Literal) -> Int {
        if let known = numbers[literal] { return known }
        let number = table.count
        numbers[literal] = number
        table.own.append(literal)
        return number
    }
}
