import Model
import Text

/// Puts queries to one item whose literals have been found.
struct Evaluation {
    let item: WatchedItem
    var occurrences: Occurrences
    var facts: ItemFacts
    let limits: QueryLimits
    private var rulers: [Evidence.Field: WordRuler] = [:]

    /// - Parameter literals: By the numbers that the queries use.
    init(of literals: LiteralTable, in item: WatchedItem, limits: QueryLimits) {
        self.item = item
        occurrences = Occurrences(of: literals, in: item)
        facts = ItemFacts(item)
        self.limits = limits
    }

    /// Whether the item meets `node`; with `isInTitle`, whether the title alone does.
    ///
    /// What must not be there is looked for in the whole item in either case.
    mutating func holds(_ node: QueryNode, isInTitle: Bool = false) -> Bool {
        switch node {
        case .term(let term): return holds(term, isInTitle: isInTitle)
        case .meta(let meta): return facts.found(meta) != nil
        case .not(let node): return !holds(node)
        case .all(let nodes):
            for node in nodes where !holds(node, isInTitle: isInTitle) { return false }
            return true
        case .any(let nodes):
            for node in nodes where holds(node, isInTitle: isInTitle) { return true }
            return false
        case .near(let first, let steps):
            guard isPresent(first) else { return false }
            for step in steps where !isPresent(step.operand) { return false }
            for field in isInTitle ? [.title] : Self.fields where chain(first, steps, in: field) != nil {
                return true
            }
            return false
        }
    }

    private mutating func holds(_ term: QueryNode.Term, isInTitle: Bool) -> Bool {
        let presence = occurrences.presence(of: term)
        return switch term.scope {
        case .anywhere: presence.title || presence.text && !isInTitle
        case .title: presence.title
        case .text: presence.text && !isInTitle
        }
    }

    /// A word of an operand of NEAR stands somewhere.
    private mutating func isPresent(_ operand: QueryNode) -> Bool {
        switch operand {
        case .term(let term): return holds(term, isInTitle: false)
        case .any(let nodes):
            for node in nodes where isPresent(node) { return true }
            return false
        default: return true
        }
    }

    static let fields: [Evidence.Field] = [.title, .text]

    private static func fields(of term: QueryNode.Term) -> [Evidence.Field] {
        switch term.scope {
        case .anywhere: fields
        case .title: [.title]
        case .text: [.text]
        }
    }

    /// The first place of `term`, the title's before the text's.
    mutating func firstHit(of term: QueryNode.Term) -> (Hit, Evidence.Field)? {
        for field in Self.fields(of: term) {
            var first: Hit?
            for literal in term.literals {
                guard let hit = occurrences.places(of: literal)[field].first else { continue }
                if let known = first, (known.start, -known.end) <= (hit.start, -hit.end) { continue }
                first = hit
            }
            if let first { return (first, field) }
        }
        return nil
    }

    // MARK: Distances

    /// The first places, one for each operand, that are as near as asked; `nil` if there are none in `field`.
    mutating func chain(
        _ first: QueryNode, _ steps: [QueryNode.Step], in field: Evidence.Field
    ) -> [Hit]? {
        var levels: [[(hit: Hit, partner: Int)]] = [hits(of: first, in: field).map { ($0, 0) }]
        guard !levels[0].isEmpty else { return nil }
        // Before any measuring: nearly always an operand is absent.
        var operands: [[Hit]] = []
        for step in steps { operands.append(hits(of: step.operand, in: field)) }
        guard !operands.contains(where: \.isEmpty), let text = item.folded(field) else { return nil }
        let ruler = rulers[field] ?? WordRuler(text)
        rulers[field] = ruler
        for (step, hits) in zip(steps, operands) {
            let partners = NearPartners(levels[levels.count - 1].map(\.hit), in: text, ruler: ruler)
            let level = hits.compactMap { hit in
                partners.partner(of: hit, step: step).map { (hit: hit, partner: $0) }
            }
            guard !level.isEmpty else { return nil }
            levels.append(level)
        }
        var chain: [Hit] = []
        var index = 0
        for level in levels.reversed() {
            chain.append(level[index].hit)
            index = level[index].partner
        }
        return chain.reversed()
    }

    /// All places of an operand of NEAR, by where they start.
    mutating func hits(of operand: QueryNode, in field: Evidence.Field) -> [Hit] {
        var found: [Hit] = []
        for term in operand.terms where Self.fields(of: term).contains(field) {
            for literal in term.literals { found += occurrences.places(of: literal)[field] }
        }
        return found.sorted { ($0.start, $0.end) < ($1.start, $1.end) }
    }
}

/// Finds for one place the nearest of many others.
private struct NearPartners {
    private let text: FoldedText
    private let ruler: WordRuler
    private let hits: [Hit]
    /// Numbers of hits by where they end.
    private let byEnd: [Int]

    init(_ hits: [Hit], in text: FoldedText, ruler: WordRuler) {
        self.hits = hits
        self.text = text
        self.ruler = ruler
        byEnd = hits.indices.sorted { hits[$0].end < hits[$1].end }
    }

    /// The number of a hit that is as near to `hit` as `step` asks, and shares no letter with it.
    func partner(of hit: Hit, step: QueryNode.Step) -> Int? {
        let limit = step.distance * 2
        // Of all that end before it, the last is the nearest; of all that start after it, the first.
        let before = byEnd.partition { hits[$0].end > hit.start } - 1
        if before >= 0 {
            let number = byEnd[before]
            if ruler.start(of: hit, in: text) - ruler.end(of: hits[number], in: text) <= limit {
                return number
            }
        }
        guard !step.isOrdered else { return nil }
        let after = hits.partition { $0.start >= hit.end }
        guard after < hits.count else { return nil }
        return ruler.start(of: hits[after], in: text) - ruler.end(of: hit, in: text) <= limit ? after : nil
    }
}

extension Array {
    /// The first index at which `isAfter` holds, in an array where it holds from some index on.
    fileprivate func partition(_ isAfter: (Element) -> Bool) -> Int {
        var low = 0
        var high = count
        while low < high {
            let middle = (low + high) / 2
            if isAfter(self[middle]) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}

/// Measures a text in halves of words: an ideographic sign is one half, any other word two.
struct WordRuler {
    /// Where each word starts, and after the last where the text ends.
    private var starts: [Int] = [0]

    init(_ text: FoldedText) {
        starts.reserveCapacity(text.words.count + 1)
        for word in text.words {
            let length =
                word.script == .ideographic ? Self.signs(text.bytes[word.range]) : 2
            starts.append(starts[starts.count - 1] + length)
        }
    }

    func start(of hit: Hit, in text: FoldedText) -> Int {
        let word = text.words[hit.firstWord]
        let before = hit.start == Int(word.start) ? 0 : Self.signs(text.bytes[Int(word.start)..<hit.start])
        return starts[hit.firstWord] + before
    }

    func end(of hit: Hit, in text: FoldedText) -> Int {
        let word = text.words[hit.lastWord]
        let after = hit.end == Int(word.end) ? 0 : Self.signs(text.bytes[hit.end..<Int(word.end)])
        return starts[hit.lastWord + 1] - after
    }

    private static func signs(_ bytes: ArraySlice<UInt8>) -> Int {
        bytes.reduce(0) { $0 + ($1 & 0xC0 == 0x80 ? 0 : 1) }
    }
}
