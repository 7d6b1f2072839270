import CXML

/// What receives a page in its order, elements closed where HTML implies it.
package protocol HTMLHandler: AnyObject {
    /// Returns whether to go on.
    func startElement(_ name: String, attributes: [(name: String, value: String)]) -> Bool
    /// Whether attributes of this name are of use; others are not given. Asked once in a page.
    func wantsAttribute(_ name: String) -> Bool
    func endElement(_ name: String)
    /// Text with references resolved, UTF-8; not to be kept beyond the call.
    func characters(_ bytes: [UInt8])
}

extension HTMLHandler {
    package func wantsAttribute(_ name: String) -> Bool { true }
}

/// libxml2's HTML parser over one fragment.
///
/// - Source: https://gnome.pages.gitlab.gnome.org/libxml2/html/libxml2-HTMLparser.html
package enum HTMLParser {
    /// Reads `html`, UTF-8, into `handler`; scripts and styles come as text inside their elements, comments do not.
    ///
    /// The corresponding C function is `htmlParseDocument`. The fragment is read as the content of an element that
    /// HTML does not know: no paragraph is made up around it, and no end tag in it ends what stands around it.
    package static func parse(_ html: [UInt8], into handler: any HTMLHandler) {
        _ = XMLPushParser.prepared
        guard html.count < Int(CInt.max) / 2 else { return }
        let state = HTMLParseState(handler: handler)
        var sax = unsafe xmlSAXHandler()
        unsafe sax.startElement = HTMLCallbacks.startElement
        unsafe sax.endElement = HTMLCallbacks.endElement
        unsafe sax.characters = HTMLCallbacks.characters
        unsafe sax.cdataBlock = HTMLCallbacks.characters
        unsafe sax.ignorableWhitespace = HTMLCallbacks.characters
        let wrapped = prefix + html
        let user = unsafe Unmanaged.passUnretained(state).toOpaque()
        withExtendedLifetime(state) {
            unsafe wrapped.withUnsafeBytes { buffer in
                guard let start = buffer.baseAddress,
                    let context = unsafe ww_html_parser(
                        start.assumingMemoryBound(to: CChar.self), CInt(buffer.count), &sax, user)
                else { return }
                unsafe state.context = context
                _ = unsafe htmlParseDocument(context)
                unsafe state.context = nil
                unsafe htmlFreeParserCtxt(context)
            }
            state.flush()
        }
    }

    /// What the fragment is put into; its elements are started first.
    private static let prefix = Array("<html><body><fragment>".utf8)
}

/// What the callbacks work on during one parse.
@safe final class HTMLParseState {
    private let handler: any HTMLHandler
    private var text: [UInt8] = []
    /// Names by their addresses: the parser interns them.
    private var names: [UInt: Name] = [:]
    private var isStopped = false
    var context: htmlParserCtxtPtr?

    /// The name of an element or attribute.
    struct Name {
        var text: String
        /// Whether it is wanted as that of an attribute.
        var isWanted: Bool
    }

    init(handler: any HTMLHandler) {
        self.handler = handler
        unsafe context = nil
    }

    func flush() {
        guard !text.isEmpty else { return }
        if !isStopped { handler.characters(text) }
        text.removeAll(keepingCapacity: true)
    }

    func name(_ start: UnsafePointer<xmlChar>) -> Name {
        let address = UInt(bitPattern: start)
        if let known = names[address] { return known }
        let text = unsafe String(cString: start)
        let name = Name(text: text, isWanted: handler.wantsAttribute(text))
        names[address] = name
        return name
    }

    func append(_ start: UnsafePointer<xmlChar>, _ count: Int) {
        unsafe text.append(contentsOf: UnsafeBufferPointer(start: start, count: count))
    }

    func start(_ name: String, _ attributes: [(name: String, value: String)]) {
        flush()
        guard !isStopped else { return }
        if !handler.startElement(name, attributes: attributes) {
            isStopped = true
            if let context = unsafe context { unsafe xmlStopParser(context) }
        }
    }

    func end(_ name: String) {
        flush()
        if !isStopped { handler.endElement(name) }
    }
}

/// The functions that libxml2 calls; each finds its state in the first argument.
enum HTMLCallbacks {
    static let startElement: startElementSAXFunc = { user, name, attributes in
        guard let user = unsafe user, let name = unsafe name else { return }
        let state = unsafe Unmanaged<HTMLParseState>.fromOpaque(user).takeUnretainedValue()
        var list: [(name: String, value: String)] = []
        if var next = unsafe attributes {
            // Names and values by turns, a null pointer at the end; a value may be missing.
            while let start = unsafe next[0] {
                let name = unsafe state.name(start)
                if name.isWanted {
                    list.append((name.text, unsafe next[1].map { unsafe String(cString: $0) } ?? ""))
                }
                unsafe next += 2
            }
        }
        state.start(unsafe state.name(name).text, list)
    }

    static let endElement: endElementSAXFunc = { user, name in
        guard let user = unsafe user, let name = unsafe name else { return }
        let state = unsafe Unmanaged<HTMLParseState>.fromOpaque(user).takeUnretainedValue()
        state.end(unsafe state.name(name).text)
    }

    static let characters: charactersSAXFunc = { user, start, count in
        guard let user = unsafe user, let start = unsafe start, count > 0 else { return }
        unsafe Unmanaged<HTMLParseState>.fromOpaque(user).takeUnretainedValue().append(start, Int(count))
    }
}
