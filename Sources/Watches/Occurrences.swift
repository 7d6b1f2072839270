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
    private var index: ItemIndex?
    private let language: String?
    private var stems: (title: TextStems?, text: TextStems?)?
    /// Of literals that may be there; of most, one look-up says that they are not.
    private var known: [Int: Places] = [:]
    /// By number of a list of names: whether any of its names stands in the title, and in the text.
    private var lists: [Int: (title: Bool, text: Bool)] = [:]
    private static let nowhere = Places(title: [], text: [])

    init(of literals: LiteralTable, in item: WatchedItem) {
        self.literals = literals
        title = item.title
        text = item.text
        language = item.language
    }

    /// The stems of the item's words, made when they are first asked for.
    mutating func itemStems() -> (title: TextStems?, text: TextStems?) {
        if let stems { return stems }
        let number = StemLanguage.number(of: language)
        let made = (
            title: TextStems(of: title, language: number),
            text: TextStems(of: text, language: number)
        )
        stems = made
        return made
    }

    /// The places of literal number `literal`.
    mutating func places(of literal: Int) -> Places {
        if index == nil { index = ItemIndex(title: title, text: text) }
        let key = literals.key(of: literal)
        guard index?.mayHold(key) ?? false else { return Self.nowhere }
        if let places = known[literal] { return places }
        let stems = key.hasStems ? itemStems() : nil
        let places = index?.places(of: literals[literal], stems: stems) ?? Self.nowhere
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
}
