import CXML

/// libxml2's SAX2 push parser over one whole document.
///
/// It reads UTF-8 only, whatever the document declares, recovers from errors, opens nothing (no DTD, no external
/// entity, no network) and expands no entities of the document's own.
/// - Source: https://gnome.pages.gitlab.gnome.org/libxml2/html/libxml2-parser.html
package enum XMLPushParser {
    /// Reads `bytes` into `handler`.
    ///
    /// The whole body goes in as one chunk: CDATA sections then come straight from the buffer. What exceeds
    /// `limits.bytes` is not read. The corresponding C function is `xmlParseChunk`.
    /// - Parameter stopsAtProblem: whether the first complaint ends the parse, for who would read it anew.
    package static func parse(
        _ bytes: [UInt8], into handler: any XMLHandler, limits: XMLLimits = XMLLimits(),
        stopsAtProblem: Bool = false
    ) -> XMLOutcome {
        _ = prepared
        var state = XMLParseState(
            handler: handler, limits: limits, stopsAtProblem: stopsAtProblem)
        var sax = unsafe xmlSAXHandler()
        unsafe sax.initialized = ww_xml_sax2_magic()
        unsafe sax.startElementNs = XMLCallbacks.startElement
        unsafe sax.endElementNs = XMLCallbacks.endElement
        unsafe sax.characters = XMLCallbacks.characters
        unsafe sax.cdataBlock = XMLCallbacks.characters
        unsafe sax.ignorableWhitespace = XMLCallbacks.characters
        unsafe sax.serror = XMLCallbacks.problem
        return unsafe withUnsafeMutablePointer(to: &state) { state in
            guard let context = unsafe xmlCreatePushParserCtxt(&sax, state, nil, 0, nil) else {
                return XMLOutcome(
                    isWellFormed: false, firstError: nil, openElements: 0, isTooDeep: false,
                    hasLongAttribute: false)
            }
            unsafe state.pointee.context = context
            _ = unsafe xmlCtxtUseOptions(context, ww_xml_push_options())
            _ = unsafe xmlSwitchEncoding(context, XML_CHAR_ENCODING_UTF8)
            let count = min(bytes.count, limits.bytes, Int(CInt.max) / 2)
            unsafe bytes.withUnsafeBufferPointer { buffer in
                unsafe buffer.withMemoryRebound(to: CChar.self) { characters in
                    _ = unsafe xmlParseChunk(context, characters.baseAddress, CInt(count), 1)
                }
            }
            unsafe state.pointee.flush()
            let isWellFormed = unsafe ww_xml_is_well_formed(context) == 1 && state.pointee.firstError == nil
            unsafe state.pointee.context = nil
            unsafe ww_xml_free(context)
            return unsafe XMLOutcome(
                isWellFormed: isWellFormed, firstError: state.pointee.firstError,
                openElements: state.pointee.depth, isTooDeep: state.pointee.isTooDeep,
                hasLongAttribute: state.pointee.hasLongAttribute)
        }
    }

    /// Done once in the process: libxml2 set up for threads, and a loader that opens nothing.
    static let prepared: Void = {
        xmlInitParser()
        unsafe xmlSetExternalEntityLoader(XMLCallbacks.refuse)
    }()
}

/// What the callbacks work on during one parse.
@safe struct XMLParseState: ~Copyable {
    private let handler: any XMLHandler
    private let depthLimit: Int
    private let attributeLimit: Int
    private let stopsAtProblem: Bool
    private var text = XMLTextBuffer()
    private var isCollecting = true
    private var names = XMLNameTable()
    private(set) var depth = 0
    private(set) var isTooDeep = false
    private(set) var hasLongAttribute = false
    private(set) var firstError: XMLProblem?
    var context: xmlParserCtxtPtr?

    init(handler: any XMLHandler, limits: XMLLimits, stopsAtProblem: Bool) {
        self.handler = handler
        depthLimit = limits.depth
        attributeLimit = limits.attributeBytes
        self.stopsAtProblem = stopsAtProblem
        unsafe context = nil
    }

    mutating func flush() {
        guard !text.isEmpty else { return }
        handler.characters(text.take())
    }

    mutating func append(_ start: UnsafePointer<xmlChar>, _ count: Int) {
        guard isCollecting else { return }
        // A reference to a C1 control is meant in windows-1252; it comes as a piece of its own.
        if count == 2, unsafe start[0] == 0xC2, unsafe start[1] < 0xA0 {
            return text.append(XMLCleaner.windows1252Bytes(unsafe start[1]))
        }
        unsafe text.append(start, count)
    }

    func wantsAttributes(of name: XMLName) -> Bool { handler.wantsAttributes(of: name) }

    mutating func start(_ name: XMLName, _ attributes: [XMLAttribute]) {
        depth += 1
        guard depth <= depthLimit else {
            isTooDeep = true
            return
        }
        flush()
        handler.startElement(name, attributes: attributes)
        isCollecting = handler.wantsText
    }

    mutating func end(_ name: XMLName) {
        depth -= 1
        guard depth < depthLimit else { return }
        flush()
        handler.endElement(name)
        isCollecting = handler.wantsText
    }

    mutating func name(
        _ local: UnsafePointer<xmlChar>, _ prefix: UnsafePointer<xmlChar>?,
        _ namespace: UnsafePointer<xmlChar>?
    ) -> XMLName {
        unsafe names.name(local, prefix, namespace)
    }

    /// Whether a value of `count` bytes is taken.
    mutating func takesAttribute(_ count: Int) -> Bool {
        if count > attributeLimit { hasLongAttribute = true }
        return count <= attributeLimit
    }

    mutating func note(_ problem: @autoclosure () -> XMLProblem) {
        guard firstError == nil else { return }
        firstError = problem()
        if stopsAtProblem, let context = unsafe context { unsafe xmlStopParser(context) }
    }
}

/// Names by the addresses of their parts, which the parser interns.
struct XMLNameTable {
    private var names: [Key: XMLName] = [:]
    /// The names met last, each at the place that its address gives: a feed has few and repeats them.
    private var recent: [Recent?] = Array(repeating: nil, count: 64)

    private struct Key: Hashable {
        var local: UInt
        var namespace: UInt
        var prefix: UInt
    }

    private struct Recent {
        var key: Key
        var name: XMLName
    }

    mutating func name(
        _ local: UnsafePointer<xmlChar>, _ prefix: UnsafePointer<xmlChar>?,
        _ namespace: UnsafePointer<xmlChar>?
    ) -> XMLName {
        let key = Key(
            local: UInt(bitPattern: local), namespace: UInt(bitPattern: namespace),
            prefix: UInt(bitPattern: prefix))
        let place = Int((key.local ^ key.local >> 6 ^ key.prefix) & 63)
        if let known = recent[place], known.key == key { return known.name }
        let name = unsafe names[key] ?? made(local, prefix, namespace)
        names[key] = name
        recent[place] = Recent(key: key, name: name)
        return name
    }

    private func made(
        _ local: UnsafePointer<xmlChar>, _ prefix: UnsafePointer<xmlChar>?,
        _ namespace: UnsafePointer<xmlChar>?
    ) -> XMLName {
        unsafe XMLName(
            local: String(cString: local), namespace: namespace.map { unsafe String(cString: $0) },
            prefix: prefix.map { unsafe String(cString: $0) }, index: names.count)
    }
}

/// The functions that libxml2 calls; each finds its state in the first argument.
enum XMLCallbacks {
    static let startElement: startElementNsSAX2Func = {
        user, local, prefix, namespace, _, _, attributeCount, _, attributes in
        guard let state = unsafe user?.assumingMemoryBound(to: XMLParseState.self), let local = unsafe local
        else { return }
        let name = unsafe state.pointee.name(local, prefix, namespace)
        var list: [XMLAttribute] = []
        if attributeCount > 0, let attributes = unsafe attributes {
            let wantsAll = unsafe state.pointee.wantsAttributes(of: name)
            if wantsAll { list.reserveCapacity(Int(attributeCount)) }
            for index in 0..<Int(attributeCount) {
                // Five pointers each: local name, prefix, namespace, start and end of the value.
                let fields = unsafe attributes + index * 5
                guard let local = unsafe fields[0], let start = unsafe fields[3],
                    let end = unsafe fields[4], unsafe state.pointee.takesAttribute(end - start),
                    unsafe wantsAll || isOfXML(fields[1])
                else { continue }
                let value = unsafe String(
                    decoding: UnsafeBufferPointer(start: start, count: end - start), as: UTF8.self)
                list.append(
                    XMLAttribute(
                        name: unsafe state.pointee.name(local, fields[1], fields[2]), value: value))
            }
        }
        unsafe state.pointee.start(name, list)
    }

    static let endElement: endElementNsSAX2Func = { user, local, prefix, namespace in
        guard let state = unsafe user?.assumingMemoryBound(to: XMLParseState.self), let local = unsafe local
        else { return }
        unsafe state.pointee.end(state.pointee.name(local, prefix, namespace))
    }

    static let characters: charactersSAXFunc = { user, start, count in
        guard let state = unsafe user?.assumingMemoryBound(to: XMLParseState.self), let start = unsafe start,
            count > 0
        else { return }
        unsafe state.pointee.append(start, Int(count))
    }

    static let problem: xmlStructuredErrorFunc = { user, error in
        guard let state = unsafe user?.assumingMemoryBound(to: XMLParseState.self), let error = unsafe error
        else { return }
        // An undeclared prefix is read by its well-known meaning, a warning is none.
        guard unsafe error.pointee.level != XML_ERR_WARNING,
            unsafe error.pointee.domain != CInt(XML_FROM_NAMESPACE.rawValue)
        else { return }
        let line = unsafe Int(error.pointee.line)
        let message = unsafe error.pointee.message.map { unsafe String(cString: $0) } ?? "malformed"
        unsafe state.pointee.note(
            XMLProblem(line: line, message: String(message.prefix { $0 != "\n" }).lowercased()))
    }

    /// Whether `prefix` is `xml`.
    private static func isOfXML(_ prefix: UnsafePointer<xmlChar>?) -> Bool {
        guard let prefix = unsafe prefix else { return false }
        return unsafe prefix[0] == 0x78 && prefix[1] == 0x6D && prefix[2] == 0x6C && prefix[3] == 0
    }

    static let refuse: xmlExternalEntityLoader = { _, _, _ in nil }
}
