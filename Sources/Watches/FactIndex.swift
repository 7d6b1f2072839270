import Text

/// Who waits for what is known of an item beside its words.
///
/// Whole values (`source:tass`) are looked up. Patterns and counts are tried one by one, each once for an item however
/// many watches have it.
struct FactIndex: Sendable {
    private struct Key: Hashable, Sendable {
        var field: Int
        var value: [UInt8]
    }

    private var whole: [Key: [Int]] = [:]
    private var others: [(meta: MetaTerm, watches: [Int])] = []
    /// What is tried once for every item, as it was written.
    var tried: [String] { others.map(\.meta.written) }
    /// Fields that `whole` has.
    private var fields: [MetaTerm.Field] = []

    init(_ metas: [MetaTerm: [Int]]) {
        for (meta, watches) in metas.sorted(by: { $0.key.written < $1.key.written }) {
            if case .pattern(let pattern) = meta.value, let value = pattern.whole {
                whole[Key(field: meta.field.number, value: value), default: []] += watches
                if !fields.contains(meta.field) { fields.append(meta.field) }
            } else {
                others.append((meta, watches))
            }
        }
    }

    /// Appends the numbers of the watches that wait for something of which `facts` tell.
    func append(for facts: inout ItemFacts, to watches: inout [Int]) {
        for field in fields {
            for value in facts.values(of: field) {
                for form in Self.forms(of: value.folded, field) {
                    watches += whole[Key(field: field.number, value: form)] ?? []
                }
            }
        }
        for (meta, waiting) in others where facts.found(meta) != nil { watches += waiting }
    }

    /// The values without an asterisk that `value` meets: itself, and what `ValuePattern` takes as the same.
    private static func forms(of value: [UInt8], _ field: MetaTerm.Field) -> [[UInt8]] {
        switch field {
        case .lang:
            [value] + value.indices.filter { value[$0] == UInt8(ascii: "-") }.map { Array(value[..<$0]) }
        case .site:
            [value]
                + value.indices.filter { value[$0] == UInt8(ascii: ".") }.map { Array(value[($0 + 1)...]) }
        default: [value]
        }
    }
}
