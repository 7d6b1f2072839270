import Model
import Text

/// Where the literals of an index stand in one item.
struct Occurrences: Sendable {
    private struct Entry {
        var literal: Int
        var isInText: Bool
        var hit: Hit

        var order: (Int, Int, Int, Int) { (literal, isInText ? 1 : 0, hit.start, hit.end) }
    }

    /// By literal: its hits in the title and in the text, in the order of the text.
    private var hits: [Int: (title: [Hit], text: [Hit])] = [:]
    /// One bit for each literal that stands somewhere: nearly all questions end here.
    private var isPresent: [UInt64]

    init(of index: LiteralIndex, in item: WatchedItem) {
        isPresent = Array(repeating: 0, count: index.literals.count / 64 + 1)
        var entries: [Entry] = []
        index.forEachHit(in: item.title) { entries.append(Entry(literal: $0, isInText: false, hit: $1)) }
        index.forEachHit(in: item.text) { entries.append(Entry(literal: $0, isInText: true, hit: $1)) }
        entries.sort { $0.order < $1.order }
        var last: Entry?
        for entry in entries {
            // A place is looked up once for each of its features.
            if let last, last.order == entry.order { continue }
            last = entry
            isPresent[entry.literal / 64] |= 1 << UInt64(entry.literal % 64)
            if entry.isInText {
                hits[entry.literal, default: ([], [])].text.append(entry.hit)
            } else {
                hits[entry.literal, default: ([], [])].title.append(entry.hit)
            }
        }
    }

    /// Literals that stand somewhere.
    var literals: some Sequence<Int> { hits.keys }

    func has(_ literal: Int) -> Bool {
        isPresent[literal / 64] & 1 << UInt64(literal % 64) != 0
    }

    /// The places of `literal` in `field`.
    func hits(of literal: Int, in field: Evidence.Field) -> [Hit] {
        guard has(literal), let found = hits[literal] else { return [] }
        return field == .title ? found.title : found.text
    }
}
