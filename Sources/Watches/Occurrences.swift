import Model
import Text

/// Where literals stand in one item: each is looked up once, when it is first asked for.
struct Occurrences: Sendable {
    struct Places: Sendable {
        /// By where they start.
        var title: [Hit]
        var text: [Hit]

        var isEmpty: Bool { title.isEmpty && text.isEmpty }

        subscript(field: Evidence.Field) -> [Hit] {
            switch field {
            case .title: title
            case .text: text
            case .meta: []
            }
        }
    }

    let literals: LiteralTable
    private let title: FoldedText
    private let text: FoldedText
    private var indexes: (title: ItemIndex, text: ItemIndex)?
    private var known: [Int: Places] = [:]
    /// By number of a list of names: whether any of its names stands in the title, and in the text.
    private var lists: [Int: (title: Bool, text: Bool)] = [:]

    init(of literals: LiteralTable, in item: WatchedItem) {
        self.literals = literals
        title = item.title
        text = item.text
    }

    /// The places of literal number `literal`.
    mutating func places(of literal: Int) -> Places {
        if let places = known[literal] { return places }
        let (titles, texts) = itemIndexes()
        let wanted = literals[literal]
        let places = Places(title: titles.hits(of: wanted, in: title), text: texts.hits(of: wanted, in: text))
        known[literal] = places
        return places
    }

    /// Whether a literal of `term` stands in the title, and in the text; its scope is not looked at.
    mutating func presence(of term: QueryNode.Term) -> (title: Bool, text: Bool) {
        if let list = term.list, let presence = lists[list] { return presence }
        var presence = (title: false, text: false)
        for literal in term.literals {
            let places = places(of: literal)
            presence.title = presence.title || !places.title.isEmpty
            presence.text = presence.text || !places.text.isEmpty
            if presence.title && presence.text { break }
        }
        if let list = term.list { lists[list] = presence }
        return presence
    }

    private mutating func itemIndexes() -> (title: ItemIndex, text: ItemIndex) {
        if let indexes { return indexes }
        let made = (title: ItemIndex(title), text: ItemIndex(text))
        indexes = made
        return made
    }
}
