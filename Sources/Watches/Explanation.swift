package import Model

/// Part of a query with whether it holds for an item, and its own parts.
package struct Explanation: Hashable, Sendable {
    /// The part as it is read.
    package var reading: String
    package var holds: Bool
    /// What stands against it or for it, in words; empty where the parts say it.
    package var remark: String
    package var evidence: [Evidence]
    package var parts: [Explanation]

    package init(
        reading: String, holds: Bool, remark: String = "", evidence: [Evidence] = [],
        parts: [Explanation] = []
    ) {
        self.reading = reading
        self.holds = holds
        self.remark = remark
        self.evidence = evidence
        self.parts = parts
    }

    /// A line for each part, deeper parts further in: `yes  @kim: Kim Jong-un (title)`.
    package var lines: [String] { lines(indent: 0) }

    private func lines(indent: Int) -> [String] {
        var line = (holds ? "yes  " : "no   ") + String(repeating: "  ", count: indent) + reading
        let grounds = evidence.map { "\($0.found) (\($0.field.rawValue))" } + (remark.isEmpty ? [] : [remark])
        if !grounds.isEmpty { line += ": " + grounds.joined(separator: ", ") }
        return [line] + parts.flatMap { $0.lines(indent: indent + 1) }
    }
}

extension Evaluation {
    /// `node` and its parts, each with whether it holds.
    mutating func explanation(of node: QueryNode) -> Explanation {
        let isMet = holds(node)
        var result = Explanation(reading: node.outerReading, holds: isMet)
        switch node {
        case .term, .meta:
            result.evidence = isMet ? evidence(for: node) : []
            if !isMet { result.remark = remark(on: node) }
        case .not(let inner):
            result.evidence = isMet ? [] : evidence(for: inner)
            result.parts = inner.isLeaf ? [] : [explanation(of: inner)]
        case .all(let nodes), .any(let nodes):
            for node in nodes { result.parts.append(explanation(of: node)) }
        case .near(let first, let steps):
            result.evidence = isMet ? evidence(for: node) : []
            for operand in [first] + steps.map(\.operand) { result.parts.append(explanation(of: operand)) }
            if !isMet { result.remark = remark(onNear: [first] + steps.map(\.operand)) }
        }
        return result
    }

    private func remark(on node: QueryNode) -> String {
        guard case .meta(let meta) = node else { return "not there" }
        return facts.remark(on: meta.field)
    }

    private mutating func remark(onNear operands: [QueryNode]) -> String {
        for field in Self.fields {
            var isTogether = true
            for operand in operands where hits(of: operand, in: field).isEmpty { isTogether = false }
            if isTogether { return "there, but not as near" }
        }
        return "not in the same field"
    }
}

extension QueryNode {
    fileprivate var isLeaf: Bool {
        switch self {
        case .term, .meta: true
        default: false
        }
    }
}
