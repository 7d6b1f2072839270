import Text

/// How a query is read, part below part: for people who ask why it does not find what they meant.
struct QueryOutline: Hashable, Sendable {
    var label: String
    var parts: [QueryOutline] = []

    /// A line for each part, deeper parts further in.
    var lines: [String] { [label] + parts.flatMap { $0.lines.map { "  " + $0 } } }

    init(_ label: String, _ parts: [QueryOutline] = []) {
        self.label = label
        self.parts = parts
    }

    init(_ node: QueryNode) {
        switch node {
        case .term, .meta: self.init(node.reading)
        case .not(let inner): self.init("not", [QueryOutline(inner)])
        case .all(let nodes): self.init("all of", nodes.map { QueryOutline($0) })
        case .any(let nodes): self.init("any of", nodes.map { QueryOutline($0) })
        case .near(let first, let steps):
            var parts = [QueryOutline(first)]
            for step in steps {
                let sign = step.isOrdered ? "before" : "near"
                parts.append(
                    QueryOutline(
                        "\(sign), at most \(step.distance) words between", [QueryOutline(step.operand)]))
            }
            self.init("in one field", parts)
        }
    }
}

extension CompiledWatch {
    /// How its query and its score line are read, as lines, deeper parts further in.
    package var outline: [String] {
        var lines = plan.gate.map { QueryOutline($0).lines } ?? []
        if let score = plan.score, let threshold = plan.threshold {
            let parts = score.entries.map { entry in
                QueryOutline("\(entry.node.reading), weight \(entry.weight)")
            }
            lines += QueryOutline("at least \(threshold) from", parts).lines
        }
        return lines
    }

    /// What an item must have one of for the watch to be put to it, as the index looks it up; `nil` where every item
    /// is looked at.
    package var required: [String]? {
        plan.requirements(literals).first?.things.map { thing in
            switch thing {
            case .literal(let number, let scope): scope.rawValue + literals[number].reading
            case .meta(let meta): meta.written
            }
        }.sorted()
    }
}

extension Literal {
    /// What it looks for, folded where case does not count: `"северн* коре*"`.
    var reading: String {
        let words = pieces.map { piece in
            (piece.isOpenAtStart ? "*" : "") + String(decoding: piece.exact ?? piece.bytes, as: UTF8.self)
                + (piece.isOpenAtEnd ? "*" : "")
        }
        let text = words.joined(separator: " ")
        return (isExact ? "=" : "") + (words.count > 1 ? "\"\(text)\"" : text)
    }
}
