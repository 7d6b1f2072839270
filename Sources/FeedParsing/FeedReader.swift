import Markup
import Text
import XML

/// Takes the elements of RSS, RDF and Atom as they come and makes a ``ParsedFeed`` of them.
///
/// One element at a time is a field whose text and markup are collected; everything else is structure that is entered
/// or left out. What is open when the document ends is finished by ``finish()``.
///
/// A value inside one object, ``FeedHandler``, so that each event asks once whether it may change it.
struct FeedReader {
    private(set) var draft: FeedDraft
    var warnings: [ParseWarning] = []

    private let limits: ParseLimits
    /// What is known of names, by their number.
    private var meanings: [Meaning?] = []

    /// Families of the namespaces met, `nil` for unknown ones.
    private var spaces: [String: FeedVocabulary.Space?] = [:]

    private struct Meaning {
        var element: FeedElement
        var isAtom: Bool
    }
    private var nativeNamespace: String?
    /// The unknown one that a channel or an item was put in.
    private var adoptedNamespace: String?
    private var depth = 0
    /// Content of the element that was opened at this depth is left out; 0 for none.
    private var skippedDepth = 0
    private var sourceDepth = 0
    private var entryDepth = 0
    private var entry: EntryDraft?
    private var field = FeedField()
    /// Whether ``field`` is being read.
    private var isInField = false
    private var bases: [(depth: Int, url: String?)]
    private var languages: [(depth: Int, code: String)] = []
    private var isFull = false
    private var isChannelRoot = false

    init(base: String?, limits: ParseLimits) {
        self.limits = limits
        draft = FeedDraft()
        bases = [(0, base)]
    }

    /// What was read, with whatever was still open.
    mutating func finish() -> FeedDraft {
        finishField()
        finishEntry()
        return draft
    }

    // MARK: Events

    mutating func startElement(_ name: XMLName, attributes: [XMLAttribute]) {
        depth += 1
        if depth == 1 { readRoot(name, attributes) }
        if !attributes.isEmpty { readContext(attributes) }
        if isInField { return startInside(name, attributes) }
        let meaning = meaning(name)
        // What is left out of an entry may hold others, former states of it say, which are none of the feed's.
        if meaning.element == .entry, sourceDepth == 0, skippedDepth == 0 || entry == nil {
            return startEntry(name, attributes)
        }
        guard skippedDepth == 0 else { return }
        start(meaning, name, attributes)
    }

    mutating func endElement(_ name: XMLName) {
        if isInField {
            if field.depth == depth { finishField() } else { endInside(name) }
        } else if depth == entryDepth {
            finishEntry()
        }
        if skippedDepth == depth { skippedDepth = 0 }
        if sourceDepth == depth { sourceDepth = 0 }
        if bases.count > 1, bases[bases.count - 1].depth == depth { bases.removeLast() }
        if let last = languages.last, last.depth == depth { languages.removeLast() }
        depth -= 1
    }

    mutating func characters(_ bytes: [UInt8]) {
        if isInField { field.append(bytes, limit: limits.fieldBytes) }
    }

    var wantsText: Bool { isInField }

    /// What is left out needs none.
    mutating func wantsAttributes(of name: XMLName) -> Bool {
        if isInField || depth == 0 { return true }
        let element = element(name)
        return element == .entry || element != .skipped && skippedDepth == 0
    }

    // MARK: Structure

    private mutating func readRoot(_ name: XMLName, _ attributes: [XMLAttribute]) {
        draft.root = element(name)
        let local = name.folded
        let version = attributes.first { $0.name.folded == "version" }?.value
        draft.version = version
        nativeNamespace = name.namespace
        if local.hasSuffix("feed") || local.hasSuffix("entry") {
            draft.root = .feed
            draft.isAtom = name.namespace.flatMap { known($0) } == .atom
            draft.isOldAtom = name.namespace?.contains("purl.org/atom") ?? (version == "0.3")
        } else if local.hasSuffix("rdf") {
            draft.root = .rdf
            nativeNamespace = nil
        } else if local.hasSuffix("rss") || local == "channel" {
            draft.root = .rss
            isChannelRoot = local == "channel"
            if let namespace = name.namespace,
                known(namespace) != .native
            {
                note(.namespace, "root is in the namespace \"\(namespace.prefix(200))\"")
            }
        }
        meanings = []
    }

    private func isRoot(_ root: FeedElement) -> Bool { draft.root == root }

    private mutating func element(_ name: XMLName) -> FeedElement { meaning(name).element }

    private mutating func meaning(_ name: XMLName) -> Meaning {
        if name.index < meanings.count, let known = meanings[name.index] { return known }
        let space = name.namespace.flatMap { known($0) }
        let native = name.namespace == adoptedNamespace ? adoptedNamespace : nativeNamespace
        let meaning = Meaning(
            element: FeedVocabulary.element(name, native: native, known: space),
            isAtom: space == .atom)
        if meaning.element != .skipped {
            if space == nil { noteNamespace(of: name, native: native) }
            if !FeedVocabulary.isSpelledRight(name) {
                note(.letterCase, "<\(name.local.prefix(60))> is spelled with other letters")
            }
        }
        while meanings.count <= name.index { meanings.append(nil) }
        meanings[name.index] = meaning
        return meaning
    }

    private mutating func known(_ namespace: String) -> FeedVocabulary.Space? {
        if let known = spaces[namespace] { return known }
        let space = FeedVocabulary.known(namespace)
        spaces[namespace] = .some(space)
        return space
    }

    /// Tells of a known element whose namespace is not.
    private mutating func noteNamespace(of name: XMLName, native: String?) {
        if let namespace = name.namespace {
            guard namespace != native else { return }
            if name.prefix == nil { adoptedNamespace = namespace }
            note(.namespace, "<\(name.local.prefix(60))> is in the namespace \"\(namespace.prefix(200))\"")
        } else if name.prefix != nil || name.local.utf8.contains(0x3A) {
            let written = (name.prefix.map { $0 + ":" } ?? "") + name.local
            note(.undeclaredPrefix, "the prefix of <\(written.prefix(60))> is not declared")
        }
    }

    /// One warning of a kind says enough.
    private mutating func note(_ code: ParseWarning.Code, _ message: String) {
        guard !warnings.contains(where: { $0.code == code }) else { return }
        warnings.append(ParseWarning(code: code, message: message))
    }

    private mutating func readContext(_ attributes: [XMLAttribute]) {
        for attribute in attributes where attribute.name.isOfXML {
            switch attribute.name.local {
            case "base", "xml:base":
                let outer = bases[bases.count - 1].url
                let url = URLResolver.resolve(attribute.value, against: outer)
                bases.append((depth, url.isEmpty ? outer : url))
            case "lang", "xml:lang":
                languages.append((depth, attribute.value))
            default: break
            }
        }
    }

    private var base: String? { bases[bases.count - 1].url }

    private mutating func startEntry(_ name: XMLName, _ attributes: [XMLAttribute]) {
        finishEntry()
        skippedDepth = 0
        guard draft.entries.count < limits.entries else {
            if !isFull {
                isFull = true
                warnings.append(
                    ParseWarning(code: .limitReached, message: "more than \(limits.entries) entries"))
            }
            skippedDepth = depth
            return
        }
        if depth == 2, isRoot(.rss), !isChannelRoot {
            note(.misplacedItem, "items stand outside the channel")
        }
        entryDepth = depth
        let new = EntryDraft()
        new.base = base
        new.language = languages.last?.code
        new.about = attributes.first { $0.name.local == "about" || $0.name.local == "rdf:about" }?.value
        new.link = attributes.first { $0.name.local == "href" }?.value
        entry = new
        if isRoot(.rdf), !draft.isOldRDF { draft.isOldRDF = FeedVocabulary.isRSS09(name.namespace) }
    }

    private mutating func finishEntry() {
        if let entry { draft.entries.append(entry) }
        entry = nil
        entryDepth = 0
    }

    private mutating func start(_ meaning: Meaning, _ name: XMLName, _ attributes: [XMLAttribute]) {
        let element = meaning.element
        switch element {
        case .rss, .rdf, .transparent: break
        case .feed, .channel:
            if isRoot(.rdf) { draft.isOldRDF = FeedVocabulary.isRSS09(name.namespace) }
            draft.hasChannel = true
            if draft.language == nil { draft.inheritedLanguage = languages.last?.code }
        case .entry: break
        case .deletedEntry:
            if entry == nil, draft.withdrawn.count < limits.entries { draft.takeBack(attributes) }
            skippedDepth = depth
        case .skipped:
            if depth > 1 { skippedDepth = depth }
        case .source:
            // In RSS it is text, in Atom the feed that an entry comes from.
            if isRoot(.feed), entry != nil { sourceDepth = depth } else { skippedDepth = depth }
        case .content where isAlternatives(attributes): break
        default:
            field.begin(
                element, name: name.local, depth: depth, attributes: attributes,
                isAtom: isRoot(.feed) || meaning.isAtom)
            field.place(base: base, language: languages.last?.code)
            isInField = true
        }
    }

    /// Whether Atom 0.3 offers the same content in several types, each in an element of its own.
    private func isAlternatives(_ attributes: [XMLAttribute]) -> Bool {
        attributes.contains { $0.name.folded == "type" && $0.value.lowercased().hasPrefix("multipart/") }
    }

    // MARK: Inside a field

    private mutating func startInside(_ name: XMLName, _ attributes: [XMLAttribute]) {
        let inner = element(name)
        if field.element.isPerson, inner == .name || inner == .email || inner == .uri || inner == .title {
            return field.startPart(inner, depth: depth)
        }
        // An entry inside a field that was never closed.
        if inner == .entry, entry == nil || field.element.isAttributesOnly || !field.isAtom {
            finishField()
            return startEntry(name, attributes)
        }
        if field.element == .itunesCategory, inner == .itunesCategory {
            entry?.takeCategory(of: attributes)
        }
        if field.element.isAttributesOnly { return }
        if field.element.isPlain { return field.seal() }
        field.startMarkup(name, attributes, base: base, limit: limits.fieldBytes)
    }

    private mutating func endInside(_ name: XMLName) {
        if field.partDepth == depth {
            field.endPart()
        } else if !field.element.isAttributesOnly, !field.element.isPlain, field.partDepth == 0 {
            field.endMarkup(name)
        }
    }

    private mutating func finishField() {
        guard isInField else { return }
        isInField = false
        field.dropDataMarks()
        if field.isCut {
            warnings.append(
                ParseWarning(
                    code: .limitReached,
                    message: "<\(field.name)> is longer than \(limits.fieldBytes) bytes"))
        }
        if sourceDepth > 0 {
            if field.element == .author, let name = field.person { entry?.sourceAuthors.append(name) }
        } else if entry != nil {
            entry?.take(field, isAtomFeed: isRoot(.feed))
        } else {
            draft.take(field)
        }
    }
}

/// Hands the events of the parser to a ``FeedReader``.
final class FeedHandler: XMLHandler {
    private(set) var wantsText = false
    private var reader: FeedReader

    init(base: String?, limits: ParseLimits) { reader = FeedReader(base: base, limits: limits) }

    /// Whether the document is Atom, as far as it was read.
    var isAtom: Bool { reader.draft.isAtom }

    /// What was read, and the liberties that took.
    func finish() -> (draft: FeedDraft, warnings: [ParseWarning]) {
        let draft = reader.finish()
        return (draft, reader.warnings)
    }

    func startElement(_ name: XMLName, attributes: [XMLAttribute]) {
        reader.startElement(name, attributes: attributes)
        wantsText = reader.wantsText
    }

    func endElement(_ name: XMLName) {
        reader.endElement(name)
        wantsText = reader.wantsText
    }

    func characters(_ bytes: [UInt8]) { reader.characters(bytes) }

    func wantsAttributes(of name: XMLName) -> Bool { reader.wantsAttributes(of: name) }
}
