import CXML

/// What receives a page in its order, elements closed where HTML implies it.
package protocol HTMLHandler: AnyObject {
    /// Returns whether to go on.
    func startElement(_ name: String, attributes: [(name: String, value: String)]) -> Bool
    func endElement(_ name: String)
    /// Text with references resolved, UTF-8; not to be kept beyond the call.
    func characters(_ bytes: [UInt8])
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
    private var names: [UInt: String] = [:]
    private var isStopped = false
    var context: htmlParserCtxtPtr?

    init(handler: any HTMLHandler) {
        self.handler = handler
        unsafe context = nil
    }

    func flush() {
        guard !text.isEmpty else { return }
        if !isStopped { handler.characters(text) }
        text.removeAll(keepingCapacity: true)
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
            while let name = unsafe next[0] {
                let value = unsafe next[1].map { unsafe String(cString: $0) } ?? ""
                list.append((unsafe String(cString: name), value))
                unsafe next += 2
            }
        }
        state.start(unsafe String(cString: name), list)
    }

    static let endElement: endElementSAXFunc = { user, name in
        guard let user = unsafe user, let name = unsafe name else { return }
        let state = unsafe Unmanaged<HTMLParseState>.fromOpaque(user).takeUnretainedValue()
        state.end(unsafe String(cString: name))
    }

    static let characters: charactersSAXFunc = { user, start, count in
        guard let user = unsafe user, let start = unsafe start, count > 0 else { return }
        unsafe Unmanaged<HTMLParseState>.fromOpaque(user).takeUnretainedValue().append(start, Int(count))
    }
}
