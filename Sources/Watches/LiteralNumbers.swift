/// Literals by number: first those of all lists of names, which queries share, then a query's own.
struct LiteralTable: Hashable, Sendable {
    var shared: [Literal] = []
    var own: [Literal] = []

    var count: Int { shared.count + own.count }

    subscript(number: Int) -> Literal {
        number < shared.count ? shared[number] : own[number - shared.count]
    }
}

/// Gives equal literals the same number.
struct LiteralNumbers: Sendable {
    private(set) var table: LiteralTable
    private var numbers: [Literal: Int] = [:]

    /// - Parameter shared: Literals that have the first numbers.
    init(after shared: [Literal] = []) { table = LiteralTable(shared: shared) }

    /// That of an own literal; one that is shared too has two numbers, which costs nothing but the room.
    mutating func number(of literal: Literal) -> Int {
        if let known = numbers[literal] { return known }
        let number = table.count
        numbers[literal] = number
        table.own.append(literal)
        return number
    }
}
