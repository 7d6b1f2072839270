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
    package static func parse(
        _ bytes: [UInt8], into handler: any XMLHandler, limits: XMLLimits = XMLLimits()
    ) -> XMLOutcome {
        _ = prepared
        let state = XMLParseState(handler: handler, depthLimit: limits.depth)
        var sax = unsafe xmlSAXHandler()
        unsafe sax.initialized = ww_xml_sax2_magic()
        unsafe sax.startElementNs = XMLCallbacks.startElement
        unsafe sax.endElementNs = XMLCallbacks.endElement
        unsafe sax.characters = XMLCallbacks.characters
        unsafe sax.cdataBlock = XMLCallbacks.characters
        unsafe sax.ignorableWhitespace = XMLCallbacks.characters
        unsafe sax.serror = XMLCallbacks.problem
        let user = unsafe Unmanaged.passUnretained(state).toOpaque()
        guard let context = unsafe xmlCreatePushParserCtxt(&sax, user, nil, 0, nil) else {
            return XMLOutcome(isWellFormed: false, firstError: nil, openElements: 0, isTooDeep: false)
        }
        defer { unsafe xmlFreeParserCtxt(context) }
        _ = unsafe xmlCtxtUseOptions(context, ww_xml_push_options())
        _ = unsafe xmlSwitchEncoding(context, XML_CHAR_ENCODING_UTF8)
        let count = min(bytes.count, limits.bytes, Int(CInt.max) / 2)
        withExtendedLifetime(state) {
            unsafe bytes.withUnsafeBufferPointer { buffer in
                unsafe buffer.withMemoryRebound(to: CChar.self) { characters in
                    _ = unsafe xmlParseChunk(context, characters.baseAddress, CInt(count), 1)
                }
            }
            state.flush()
        }
        return XMLOutcome(
            isWellFormed: unsafe ww_xml_is_well_formed(context) == 1 && state.firstError == nil,
            firstError: state.firstError, openElements: state.depth, isTooDeep: state.isTooDeep)
    }

    /// Done once in the process: libxml2 set up for threads, and a loader that opens nothing.
    static let prepared: Void = {
        xmlInitParser()
        unsafe xmlSetExternalEntityLoader(XMLCallbacks.refuse)
    }()
}

/// What the callbacks work on during one parse.
final class XMLParseState {
    private let handler: any XMLHandler
    private let depthLimit: Int
    private var text: [UInt8] = []
    private var names: [NameKey: XMLName] = [:]
    private(set) var depth = 0
    private(set) var isTooDeep = false
    var firstError: XMLProblem?

    /// A name by the addresses of its parts, which the parser interns.
    private struct NameKey: Hashable {
        var local: UInt
        var namespace: UInt
        var prefix: UInt
    }

    init(handler: any XMLHandler, depthLimit: Int) {
        self.handler = handler
        self.depthLimit = depthLimit
    }

    func flush() {
        guard !text.isEmpty else { return }
        handler.characters(text)
        text.removeAll(keepingCapacity: true)
    }

    func append(_ start: UnsafePointer<xmlChar>, _ count: Int) {
        unsafe text.append(contentsOf: UnsafeBufferPointer(start: start, count: count))
    }

    func start(_ name: XMLName, _ attributes: [XMLAttribute]) {
        depth += 1
        guard depth <= depthLimit else {
            isTooDeep = true
            return
        }
        flush()
        handler.startElement(name, attributes: attributes)
    }

    func end(_ name: XMLName) {
        depth -= 1
        guard depth < depthLimit else { return }
        flush()
        handler.endElement(name)
    }

    func name(
        _ local: UnsafePointer<xmlChar>, _ prefix: UnsafePointer<xmlChar>?,
        _ namespace: UnsafePointer<xmlChar>?
    ) -> XMLName {
        let key = NameKey(
            local: UInt(bitPattern: local), namespace: UInt(bitPattern: namespace),
            prefix: UInt(bitPattern: prefix))
        if let known = names[key] { return known }
        let name = unsafe XMLName(
            local: Self.string(local), namespace: namespace.map { unsafe Self.string($0) },
            prefix: prefix.map { unsafe Self.string($0) }, index: names.count)
        names[key] = name
        return name
    }

    static func string(_ start: UnsafePointer<xmlChar>) -> String { unsafe String(cString: start) }
}

/// The functions that libxml2 calls; each finds its state in the first argument.
enum XMLCallbacks {
    static let startElement: startElementNsSAX2Func = {
        user, local, prefix, namespace, _, _, attributeCount, _, attributes in
        guard let user = unsafe user, let local = unsafe local else { return }
        let state = unsafe Unmanaged<XMLParseState>.fromOpaque(user).takeUnretainedValue()
        var list: [XMLAttribute] = []
        if attributeCount > 0, let attributes = unsafe attributes {
            list.reserveCapacity(Int(attributeCount))
            for index in 0..<Int(attributeCount) {
                // Five pointers each: local name, prefix, namespace, start and end of the value.
                let fields = unsafe attributes + index * 5
                guard let local = unsafe fields[0], let start = unsafe fields[3],
                    let end = unsafe fields[4]
                else { continue }
                let value = unsafe String(
                    decoding: UnsafeBufferPointer(start: start, count: end - start), as: UTF8.self)
                list.append(
                    XMLAttribute(name: unsafe state.name(local, fields[1], fields[2]), value: value))
            }
        }
        state.start(unsafe state.name(local, prefix, namespace), list)
    }

    static let endElement: endElementNsSAX2Func = { user, local, prefix, namespace in
        guard let user = unsafe user, let local = unsafe local else { return }
        let state = unsafe Unmanaged<XMLParseState>.fromOpaque(user).takeUnretainedValue()
        state.end(unsafe state.name(local, prefix, namespace))
    }

    static let characters: charactersSAXFunc = { user, start, count in
        guard let user = unsafe user, let start = unsafe start, count > 0 else { return }
        unsafe Unmanaged<XMLParseState>.fromOpaque(user).takeUnretainedValue().append(start, Int(count))
    }

    static let problem: xmlStructuredErrorFunc = { user, error in
        guard let user = unsafe user, let error = unsafe error else { return }
        let state = unsafe Unmanaged<XMLParseState>.fromOpaque(user).takeUnretainedValue()
        // An undeclared prefix is read by its well-known meaning, a warning is none.
        guard state.firstError == nil, unsafe error.pointee.level != XML_ERR_WARNING,
            unsafe error.pointee.domain != CInt(XML_FROM_NAMESPACE.rawValue)
        else { return }
        let message = unsafe error.pointee.message.map { unsafe String(cString: $0) } ?? "malformed"
        let line = unsafe Int(error.pointee.line)
        state.firstError = XMLProblem(line: line, message: String(message.prefix { $0 != "\n" }).lowercased())
    }

    static let refuse: xmlExternalEntityLoader = { _, _, _ in nil }
}
