import Model
import Text

extension Evaluation {
    /// The grounds on which `node` holds, each once, in the order of the query.
    mutating func evidence(for node: QueryNode) -> [Evidence] {
        var found: [Evidence] = []
        collect(node, into: &found)
        var known: Set<Evidence> = []
        return Array(found.filter { known.insert($0).inserted }.prefix(limits.evidence))
    }

    private mutating func collect(_ node: QueryNode, into found: inout [Evidence]) {
        switch node {
        case .term(let term):
            guard let (hit, field) = firstHit(of: term) else { return }
            found.append(evidence(term.written, [hit], field))
        case .meta(let meta):
            guard let value = facts.found(meta) else { return }
            found.append(Evidence(term: meta.written, found: value, field: .meta, snippet: ""))
        case .not: return
        case .all(let nodes): for node in nodes { collect(node, into: &found) }
        case .any(let nodes): for node in nodes where holds(node) { collect(node, into: &found) }
        case .near(let first, let steps):
            for field in Self.fields {
                guard let chain = chain(first, steps, in: field) else { continue }
                found.append(evidence(node.outerReading, chain, field))
                return
            }
        }
    }

    private func evidence(_ term: String, _ hits: [Hit], _ field: Evidence.Field) -> Evidence {
        guard let text = item.folded(field) else {
            return Evidence(term: term, found: "", field: field, snippet: "")
        }
        let ranges = hits.map { Snippet.sourceRange(of: $0, in: text) }
        let start = ranges.reduce(Int.max) { min($0, $1.lowerBound) }
        let end = ranges.reduce(0) { max($0, $1.upperBound) }
        return Evidence(
            term: term, found: ranges.map { Snippet.line(text.source[$0]) }.joined(separator: " … "),
            field: field,
            snippet: Snippet.around(start..<end, in: text.source, columns: limits.snippetColumns))
    }
}

/// Words of a text as a reader sees them: on one line, around a place.
enum Snippet {
    /// Where the words of `hit` stand in the source.
    static func sourceRange(of hit: Hit, in text: FoldedText) -> Range<Int> {
        let first = text.words[hit.firstWord]
        let last = text.words[hit.lastWord]
        let start = text.sourceRange(of: hit.start..<min(hit.end, Int(first.end)), in: first).lowerBound
        let end = text.sourceRange(of: max(hit.start, Int(last.start))..<hit.end, in: last).upperBound
        return start..<max(start, end)
    }

    /// `bytes` as text with single spaces and no controls.
    static func line(_ bytes: ArraySlice<UInt8>) -> String {
        var kept = String.UnicodeScalarView()
        for scalar in TerminalText.safe(String(decoding: bytes, as: UTF8.self)).unicodeScalars {
            // Most signs are no blanks, and the tables of Unicode say so slowly.
            if scalar == " "
                || (scalar.value >= 0x80 || scalar.value < 0x20) && scalar.properties.isWhitespace
            {
                if let last = kept.last, last != " " { kept.append(" ") }
            } else {
                kept.append(scalar)
            }
        }
        if kept.last == " " { kept.removeLast() }
        return String(kept)
    }

    /// `range` with as many words around it as fit in `columns`, `…` where the text goes on.
    ///
    /// More is shown before the place than after it only if nothing follows. Words are cut only where there are no
    /// spaces, as in Chinese. A place that is wider than `columns` is shown from its start.
    static func around(_ range: Range<Int>, in source: [UInt8], columns: Int) -> String {
        // Four bytes a column are enough for any text; more is never looked at.
        let reach = columns * 4
        let low = boundary(max(0, range.lowerBound - reach), in: source)
        let high = boundary(min(source.count, range.upperBound + reach), in: source)
        let place = line(source[range])
        let room = columns - TerminalText.columns(of: place) - 2
        guard room > 0 else { return TerminalText.truncated(place, to: columns) }
        let before = Array(line(source[low..<range.lowerBound]).unicodeScalars)
        let after = Array(line(source[range.upperBound..<high]).unicodeScalars)
        let gapBefore = isSpace(source, range.lowerBound - 1) ? 1 : 0
        let gapAfter = isSpace(source, range.upperBound) ? 1 : 0
        let widthAfter = TerminalText.columns(of: text(after)) + gapAfter
        let share = max(room / 2, room - widthAfter)
        let head = suffix(of: before, columns: share - gapBefore)
        let used = TerminalText.columns(of: text(head)) + (head.isEmpty ? 0 : gapBefore)
        let tail = prefix(of: after, columns: room - used - gapAfter)
        var result = head.count < before.count || low > 0 ? "…" : ""
        result += text(head) + (gapBefore == 1 && !head.isEmpty ? " " : "") + place
        result += (gapAfter == 1 && !tail.isEmpty ? " " : "") + text(tail)
        return result + (tail.count < after.count || high < source.count ? "…" : "")
    }

    // MARK: Parts

    private static func boundary(_ index: Int, in source: [UInt8]) -> Int {
        var index = index
        while index < source.count, source[index] & 0xC0 == 0x80 { index += 1 }
        return index
    }

    private static func isSpace(_ source: [UInt8], _ index: Int) -> Bool {
        guard source.indices.contains(index) else { return false }
        return source[index] <= 0x20
    }

    private static func text(_ scalars: [Unicode.Scalar]) -> String {
        var view = String.UnicodeScalarView()
        view.append(contentsOf: scalars)
        return String(view)
    }

    private static func suffix(of scalars: [Unicode.Scalar], columns: Int) -> [Unicode.Scalar] {
        Array(prefix(of: scalars.reversed(), columns: columns).reversed())
    }

    /// Whole words from the front, as many as fit.
    private static func prefix(of scalars: [Unicode.Scalar], columns: Int) -> [Unicode.Scalar] {
        var used = 0
        var end = 0
        /// After the last place at which a cut hurts no word.
        var cut = 0
        while end < scalars.count {
            let width = TerminalText.columns(of: String(scalars[end]))
            guard used + width <= columns else { break }
            used += width
            let isWide = width == 2
            if scalars[end] == " " { cut = end } else if isWide { cut = end + 1 }
            end += 1
        }
        if end == scalars.count || (end < scalars.count && scalars[end] == " ") { cut = end }
        return Array(scalars[..<cut])
    }
}
