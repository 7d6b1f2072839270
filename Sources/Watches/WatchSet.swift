package import Model
import Text

/// All watches, asked together.
///
/// Of each watch the rarest things that an item must have one of are filed: words, or facts like the outlet. One pass
/// over an item finds which of them it has, and only the watches that wait for those are put to it, exactly. The set
/// is a value: a changed configuration makes a new one beside it.
package struct WatchSet: Sendable {
    package let watches: [CompiledWatch]
    /// Beside `watches`, with literals numbered for all of them together.
    private let plans: [WatchPlan]
    private let literals: LiteralTable
    private let index: LiteralIndex
    /// For each literal of `index`, who waits for it.
    private let waiting: Waiting
    /// What their items must have besides.
    private let companions: Companions
    private let facts: FactIndex
    /// Watches that are put to every item: a score that is reached by nothing at all.
    private let always: [Int]
    private let limits: QueryLimits

    package init(_ watches: [CompiledWatch], limits: QueryLimits = .standard) {
        self.watches = watches
        self.limits = limits
        var numbers = LiteralNumbers(after: watches.first?.literals.shared ?? LiteralTable.Part())
        var plans: [WatchPlan] = []
        plans.reserveCapacity(watches.count)
        for watch in watches {
            let renumbering = Renumbering(of: watch.literals, into: &numbers)
            plans.append(WatchPlan(watch.plan) { renumbering.applied(to: $0) })
        }
        self.plans = plans
        var always: [Int] = []
        var filing = Filing()
        var companions = Companions()
        for (place, plan) in plans.enumerated() {
            let requirements = plan.requirements(numbers.table)
            companions.append(requirements.dropFirst(), of: numbers.table)
            guard let rarest = requirements.first else {
                always.append(place)
                continue
            }
            for thing in rarest.things { filing.add(place, waitingFor: thing) }
        }
        self.companions = companions
        self.always = always
        literals = numbers.table
        index = LiteralIndex(filing.literals.map { numbers.table[$0] })
        waiting = Waiting(filing.waiting)
        facts = FactIndex(filing.metas)
    }

    /// What no word of an item leads to, and so is looked at for every item.
    package struct SideList: Sendable, Hashable {
        /// Names of the watches that are put to every item.
        package var watches: [String]
        /// Patterns and counts, `source:tass*` or `outlets:>=5`, each tried once.
        package var facts: [String]
    }

    package var sideList: SideList {
        SideList(watches: always.map { watches[$0].settings.name }, facts: facts.tried)
    }

    /// An evaluation of the watches' queries on `item`.
    func evaluation(of item: WatchedItem) -> Evaluation { Evaluation(of: literals, in: item, limits: limits) }

    /// The watches that `item` meets at `now`, in their order.
    package func matches(in item: WatchedItem, now: Timestamp) -> [WatchMatch] {
        var evaluation = evaluation(of: item)
        return candidates(for: item, &evaluation).compactMap { plans[$0].match(&evaluation, now: now) }
    }

    /// Numbers of the watches that `item` may meet, ascending.
    func candidates(for item: WatchedItem, _ evaluation: inout Evaluation) -> [Int] {
        var candidates = always
        let waiting = waiting
        let stems = index.hasStems ? evaluation.occurrences.itemStems() : nil
        index.forEachLiteral(in: item.title, stems: stems?.title) {
            waiting.append(for: $0, in: .title, to: &candidates)
        }
        index.forEachLiteral(in: item.text, stems: stems?.text) {
            waiting.append(for: $0, in: .text, to: &candidates)
        }
        facts.append(for: &evaluation.facts, to: &candidates)
        guard !candidates.isEmpty else { return candidates }
        let signature = ItemSignature(title: item.title, text: item.text)
        candidates.sort()
        var last = -1
        candidates.removeAll { place in
            defer { last = place }
            return place == last || !companions.mayAllBe(in: signature, for: place)
        }
        return candidates
    }
}

/// What is filed while a set is made.
private struct Filing {
    /// Numbers of the literals that are waited for.
    var literals: [Int] = []
    /// Beside `literals`.
    var waiting: [[Waiting.Entry]] = []
    var metas: [MetaTerm: [Int]] = [:]
    private var places: [Int: Int] = [:]

    mutating func add(_ watch: Int, waitingFor thing: Requirement.Thing) {
        switch thing {
        case .meta(let meta): metas[meta, default: []].append(watch)
        case .literal(let literal, let scope):
            let entry = Waiting.Entry(watch: Int32(watch), scope: scope)
            if let place = places[literal] {
                waiting[place].append(entry)
            } else {
                places[literal] = literals.count
                literals.append(literal)
                waiting.append([entry])
            }
        }
    }
}

/// Who waits for each literal, in one piece of memory.
private struct Waiting: Sendable {
    struct Entry: Sendable {
        var watch: Int32
        var scope: QueryNode.Scope
    }

    private var entries: [Entry] = []
    private var starts: [Int32] = [0]

    init(_ waiting: [[Entry]]) {
        for list in waiting {
            entries += list
            starts.append(Int32(entries.count))
        }
    }

    @inline(__always)
    func append(for literal: Int, in scope: QueryNode.Scope, to watches: inout [Int]) {
        for number in starts[literal]..<starts[literal + 1] {
            let entry = entries[Int(number)]
            if entry.scope == .anywhere || entry.scope == scope { watches.append(Int(entry.watch)) }
        }
    }
}

/// What the items of each watch must have besides what it waits for, in one piece of memory: one literal of each group.
private struct Companions: Sendable {
    private var keys: [LiteralKey] = []
    /// Where each group ends in `keys`.
    private var groups: [Int32] = []
    /// Where the groups of each watch end in `groups`.
    private var ends: [Int32] = []

    /// Longer lists than this are in most items, or cost as much as the query.
    private static let groupSize = 64

    /// Adds the next watch with those of `requirements` that a signature can deny.
    mutating func append(_ requirements: some Sequence<Requirement>, of literals: LiteralTable) {
        for requirement in requirements where requirement.things.count <= Self.groupSize {
            let found = requirement.things.compactMap { thing -> LiteralKey? in
                guard case .literal(let number, _) = thing else { return nil }
                let key = literals.key(of: number)
                return key.isDeniable ? key : nil
            }
            guard found.count == requirement.things.count else { continue }
            keys += found
            groups.append(Int32(keys.count))
        }
        ends.append(Int32(groups.count))
    }

    /// False where `signature` has no literal of one of the groups of watch number `watch`.
    func mayAllBe(in signature: ItemSignature, for watch: Int) -> Bool {
        let first = watch == 0 ? 0 : Int(ends[watch - 1])
        var start = first == 0 ? 0 : Int(groups[first - 1])
        for group in first..<Int(ends[watch]) {
            let end = Int(groups[group])
            guard keys[start..<end].contains(where: { signature.mayHold($0) }) else { return false }
            start = end
        }
        return true
    }
}

/// Takes literals of one watch over into the numbers of a set.
private struct Renumbering {
    private let shared: Int
    /// Of the own literals, or of all where the shared ones are others than the set's.
    private let numbers: [Int]
    private let sharesLists: Bool

    init(of table: LiteralTable, into all: inout LiteralNumbers) {
        // The same array, so nothing is compared, where one configuration made all watches.
        sharesLists = table.shared == all.table.shared
        shared = sharesLists ? table.shared.literals.count : 0
        numbers = (shared..<table.count).map { all.number(of: table[$0]) }
    }

    func applied(to node: QueryNode) -> QueryNode {
        node.mapTerms { term in
            var term = term
            if !sharesLists { term.list = nil }
            guard term.list == nil else { return term }
            term.literals = term.literals.map { $0 < shared ? $0 : numbers[$0 - shared] }
            return term
        }
    }
}
