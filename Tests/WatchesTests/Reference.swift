import Model
import Text

@testable import Watches

/// The meaning of a query said again, slowly: every literal tried at every place, every pair of places compared.
struct Reference {
    let item: WatchedItem
    let literals: LiteralTable

    func holds(_ node: QueryNode, isInTitle: Bool = false) -> Bool {
        let fields = isInTitle ? [0] : [0, 1]
        return switch node {
        case .term: fields.contains { !hits(node, field: $0).isEmpty }
        case .meta(let meta): hasFact(meta)
        case .not(let node): !holds(node)
        case .all(let nodes): nodes.allSatisfy { holds($0, isInTitle: isInTitle) }
        case .any(let nodes): nodes.contains { holds($0, isInTitle: isInTitle) }
        case .near(let first, let steps): fields.contains { near(first, steps, field: $0) }
        }
    }

    /// Whether the item meets a watch; `sum` is what its score line comes to.
    static func holds(_ watch: CompiledWatch, _ item: WatchedItem, now: Timestamp) -> (
        isMatch: Bool, sum: Int?
    ) {
        let reference = Reference(item: item, literals: watch.literals)
        if let expires = watch.settings.expires, now >= expires { return (false, nil) }
        let isOpen = watch.plan.filters.allSatisfy { $0.values.contains { reference.hasFact($0) } }
        guard isOpen, watch.plan.gate.map({ reference.holds($0) }) ?? true else { return (false, nil) }
        guard let score = watch.plan.score, let threshold = watch.settings.threshold else {
            return (true, nil)
        }
        let sum = score.entries.reduce(0) { sum, entry in
            let isDouble = !entry.node.terms.isEmpty && reference.holds(entry.node, isInTitle: true)
            return sum + (isDouble ? 2 : reference.holds(entry.node) ? 1 : 0) * entry.weight
        }
        return (sum >= threshold, sum >= threshold ? sum : nil)
    }

    private func hasFact(_ meta: MetaTerm) -> Bool {
        var facts = ItemFacts(item)
        return facts.found(meta) != nil
    }

    private func near(_ first: QueryNode, _ steps: [QueryNode.Step], field: Int) -> Bool {
        var reached = hits(first, field: field)
        for step in steps {
            reached = hits(step.operand, field: field).filter { hit in
                reached.contains { isNear($0, hit, step, field: field) }
            }
        }
        return !reached.isEmpty
    }

    private func isNear(_ left: Hit, _ right: Hit, _ step: QueryNode.Step, field: Int) -> Bool {
        if left.end <= right.start {
            return between(left.end, right.start, field: field) <= step.distance * 2
        }
        guard !step.isOrdered, right.end <= left.start else { return false }
        return between(right.end, left.start, field: field) <= step.distance * 2
    }

    /// Halves of words between two places in the folded bytes.
    private func between(_ start: Int, _ end: Int, field: Int) -> Int {
        let text = field == 0 ? item.title : item.text
        var halves = 0
        for word in text.words {
            let inside = word.range.clamped(to: start..<end)
            guard !inside.isEmpty else { continue }
            let signs = String(decoding: text.bytes[inside], as: UTF8.self).unicodeScalars.count
            halves += word.script == .ideographic ? signs : 2
        }
        return halves
    }

    private func hits(_ node: QueryNode, field: Int) -> [Hit] {
        let text = field == 0 ? item.title : item.text
        let stems = TextStems(of: text, language: StemLanguage.number(of: item.language))
        return node.terms.filter { $0.scope == .anywhere || ($0.scope == .title) == (field == 0) }
            .flatMap(\.literals).flatMap { LiteralMatching.allHits(of: literals[$0], in: text, stems: stems) }
    }
}

/// Puts a search expression to the index text of an item: as much of FTS5 as the expressions use.
struct TinyIndex {
    private let columns: [String: [String]]

    init(_ item: WatchedItem) {
        columns = ["title": item.title, "text": item.text].mapValues { text in
            text.indexText.split(separator: " ").map(String.init)
        }
    }

    func holds(_ expression: String) -> Bool {
        var rest = expression[...]
        let result = or(&rest)
        return result && rest.isEmpty
    }

    private func or(_ rest: inout Substring) -> Bool {
        var result = and(&rest)
        while skip(" OR ", &rest) {
            let next = and(&rest)
            result = result || next
        }
        return result
    }

    private func and(_ rest: inout Substring) -> Bool {
        var result = primary(&rest)
        while skip(" AND ", &rest) {
            let next = primary(&rest)
            result = result && next
        }
        return result
    }

    private func primary(_ rest: inout Substring) -> Bool {
        if skip("(", &rest) {
            let result = or(&rest)
            return skip(")", &rest) && result
        }
        let names =
            skip("title : ", &rest) ? ["title"] : skip("text : ", &rest) ? ["text"] : ["title", "text"]
        guard skip("\"", &rest), let end = rest.firstIndex(of: "\"") else { return false }
        let tokens = rest[..<end].split(separator: " ").map(String.init)
        rest = rest[rest.index(after: end)...]
        let isPrefix = skip("*", &rest)
        return names.contains { contains(tokens, isPrefix: isPrefix, in: columns[$0] ?? []) }
    }

    private func contains(_ tokens: [String], isPrefix: Bool, in words: [String]) -> Bool {
        guard let last = tokens.last, words.count >= tokens.count else { return false }
        return (0...(words.count - tokens.count)).contains { start in
            let found = words[start..<(start + tokens.count)]
            guard found.dropLast().elementsEqual(tokens.dropLast()), let word = found.last else {
                return false
            }
            return isPrefix ? word.hasPrefix(last) : word == last
        }
    }

    private func skip(_ sign: String, _ rest: inout Substring) -> Bool {
        guard rest.hasPrefix(sign) else { return false }
        rest = rest.dropFirst(sign.count)
        return true
    }
}
