/// The name of an element or attribute.
package struct XMLName: Sendable, Hashable {
    /// Without its prefix.
    package var local: String
    /// The namespace's address as declared; `nil` where there is none or its prefix was never declared.
    package var namespace: String?
    /// As written, kept since feeds use well-known prefixes without declaring them.
    package var prefix: String?
    /// The same small number for the same name within one parse, counted from 0 in order of appearance.
    package var index: Int

    package init(local: String, namespace: String? = nil, prefix: String? = nil, index: Int = 0) {
        self.local = local
        self.namespace = namespace
        self.prefix = prefix
        self.index = index
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
    func endElement(_ name: XMLName)
    /// All the text up to the next tag in one piece, UTF-8, never empty; not to be kept beyond the call.
    func characters(_ bytes: [UInt8])
}

/// Bounds of one document.
package struct XMLLimits: Sendable, Hashable {
    /// Elements nested deeper are left out, their text is kept.
    package var depth = 256
    package var bytes = 64 << 20

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
