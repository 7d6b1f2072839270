import XML

/// Takes what libxml2 reads and has what is allowed of it written.
///
/// What is written nests in a way that no parser changes: where elements that are left out kept two others apart that
/// cannot stand inside each other, the outer one is closed first, and a part of a list or table that stands outside of
/// any becomes a plain block, so that it closes nothing of the page it is put into.
final class ParsedMarkupWriter: HTMLHandler {
    private(set) var isTooDeep = false

    private var writer: SanitizedWriter
    private var depth = 0
    /// How deep the element stands whose content is dropped; 0 for none.
    private var droppedDepth = 0
    /// The elements written and not yet closed, and how deep they stand in the source.
    private var open: [(rule: SanitizerRules.Rule, depth: Int)] = []

    init(base: String?, capacity: Int) {
        writer = SanitizedWriter(base: base, capacity: capacity)
    }

    func finish() -> [UInt8] { writer.finish() }

    func startElement(_ name: String, attributes: [(name: String, value: String)]) -> Bool {
        depth += 1
        guard depth <= HTMLSanitizer.depthLimit else {
            isTooDeep = true
            return false
        }
        guard droppedDepth == 0, let name = MarkupName(name) else { return true }
        if SanitizerRules.dropped.contains(name) {
            droppedDepth = depth
            return true
        }
        guard let named = SanitizerRules.elements[name], let rule = place(named) else { return true }
        let known = attributes.compactMap { attribute in
            MarkupName(attribute.name).flatMap { SanitizerRules.attributes[$0] }.map {
                MarkupAttribute(kind: $0, value: Array(attribute.value.utf8)[...])
            }
        }
        if writer.start(rule, attributes: known), !rule.isVoid { open.append((rule, depth)) }
        return true
    }

    func wantsAttribute(_ name: String) -> Bool {
        MarkupName(name).flatMap { SanitizerRules.attributes[$0] } != nil
    }

    func endElement(_ name: String) {
        defer { depth -= 1 }
        if droppedDepth == depth {
            droppedDepth = 0
        } else if open.last?.depth == depth {
            close()
        }
    }

    func characters(_ bytes: [UInt8]) {
        if droppedDepth == 0 { writer.text(bytes[...]) }
    }

    /// What to write for an element that starts here, after closing what cannot be around it; `nil` for nothing.
    private func place(_ rule: SanitizerRules.Rule) -> SanitizerRules.Rule? {
        close(before: rule)
        if rule.name == SanitizerRules.anchor, open.contains(where: { $0.rule.name == rule.name }) {
            // One link in another is two in a row to browsers.
            guard open.last?.rule.name == rule.name else { return nil }
            close()
        }
        guard let parents = rule.parents else { return rule }
        if let outer = open.last?.rule, parents.contains(outer.name) { return rule }
        guard !rule.isVoid, let block = SanitizerRules.elements[SanitizerRules.block] else { return nil }
        close(before: block)
        return block
    }

    private func close(before rule: SanitizerRules.Rule) {
        while let inner = open.last?.rule, inner.endedBy.contains(rule.name) { close() }
    }

    private func close() {
        open.removeLast()
        writer.end()
    }
}
