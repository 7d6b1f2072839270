/// The name of an element or attribute; one object for all that bear it in one parse.
package final class XMLName: Sendable, Hashable {
    /// Without its prefix.
    package let local: String
    /// `local` in lower case.
    package let folded: String
    /// The namespace's address as declared; `nil` where there is none or its prefix was never declared.
    package let namespace: String?
    /// As written, kept since feeds use well-known prefixes without declaring them.
    package let prefix: String?
    /// The same small number for the same name within one parse, counted from 0 in order of appearance.
    package let index: Int
    /// Whether it is one of XML's own attributes, `xml:lang` say.
    package let isOfXML: Bool

    package init(local: String, namespace: String? = nil, prefix: String? = nil, index: Int = 0) {
        self.local = local
        folded = local.lowercased()
        self.namespace = namespace
        self.prefix = prefix
        self.index = index
        isOfXML = prefix == "xml" || local.hasPrefix("xml:")
    }

    package static func == (one: XMLName, other: XMLName) -> Bool {
        one.index == other.index && one.local == other.local && one.namespace == other.namespace
            && one.prefix == other.prefix
    }

    package func hash(into hasher: inout Hasher) {
        hasher.combine(local)
        hasher.combine(index)
    }
}

/// One attribute with its value, references resolved.
package struct XMLAttribute: Sendable, Hashable {
    package var name: XMLName
    package var value: String

    package init(name: XMLName, value: String) {
        self.name = name
        self.value = value
    }
}

/// What receives a document in its order.
///
/// A document that is cut off ends without the end of what was open.
package protocol XMLHandler: AnyObject {
    func startElement(_ name: XMLName, attributes: [XMLAttribute])
    /// Whether the attributes of the element that starts next are of use; else only XML's own, `xml:lang` say, are given.
    func wantsAttributes(of name: XMLName) -> Bool
    func endElement(_ name: XMLName)
    /// All the text up to the next tag in one piece, UTF-8, never empty.
    func characters(_ bytes: [UInt8])
    /// Whether the text that comes next is of use; asked after each start and each end.
    var wantsText: Bool { get }
}

extension XMLHandler {
    package var wantsText: Bool { true }
    package func wantsAttributes(of name: XMLName) -> Bool { true }
}

/// Bounds of one document.
package struct XMLLimits: Sendable, Hashable {
    /// Elements nested deeper are left out, their text is kept.
    package var depth = 256
    package var bytes = 64 << 20
    /// Attributes whose value is longer are left out.
    package var attributeBytes = 1 << 20
    /// Bytes that entities of the document's own may add to it.
    package var expansionBytes = 1 << 20

    package init() {}
}

/// How a parse went.
package struct XMLOutcome: Sendable, Hashable {
    package var isWellFormed: Bool
    /// The first complaint of the parser, with its line counted from 1.
    package var firstError: XMLProblem?
    /// Elements that were open at the end.
    package var openElements: Int
    /// Whether elements were left out for their depth.
    package var isTooDeep: Bool
    /// Whether attributes were left out for their length.
    package var hasLongAttribute: Bool
}

/// One complaint about a document.
package struct XMLProblem: Sendable, Hashable {
    package var line: Int
    package var message: String

    package init(line: Int, message: String) {
        self.line = line
        self.message = message
    }
}
