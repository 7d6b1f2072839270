import CXML

/// libxml2 alone, to hold the reading of feeds against.
package enum XMLScan {
    /// Reads `bytes`, in whatever character set they say, into callbacks that only count; gives their number.
    ///
    /// As ``XMLPushParser`` it takes the whole body as one chunk and recovers from errors; nothing is decoded, cleaned
    /// or kept besides. The corresponding C function is `xmlParseChunk`.
    package static func events(in bytes: [UInt8]) -> Int {
        _ = XMLPushParser.prepared
        var count = 0
        var sax = unsafe xmlSAXHandler()
        unsafe sax.initialized = ww_xml_sax2_magic()
        unsafe sax.startElementNs = { user, _, _, _, _, _, _, _, _ in unsafe XMLScan.count(user) }
        unsafe sax.endElementNs = { user, _, _, _ in unsafe XMLScan.count(user) }
        unsafe sax.characters = { user, _, _ in unsafe XMLScan.count(user) }
        unsafe sax.cdataBlock = { user, _, _ in unsafe XMLScan.count(user) }
        unsafe sax.ignorableWhitespace = { user, _, _ in unsafe XMLScan.count(user) }
        // Without one, complaints go to standard error.
        unsafe sax.serror = { _, _ in }
        unsafe withUnsafeMutablePointer(to: &count) { user in
            guard let context = unsafe xmlCreatePushParserCtxt(&sax, user, nil, 0, nil) else { return }
            _ = unsafe xmlCtxtUseOptions(context, ww_xml_scan_options())
            unsafe bytes.withUnsafeBufferPointer { buffer in
                unsafe buffer.withMemoryRebound(to: CChar.self) { characters in
                    _ = unsafe xmlParseChunk(
                        context, characters.baseAddress, CInt(min(bytes.count, Int(CInt.max) / 2)), 1)
                }
            }
            unsafe ww_xml_free(context)
        }
        return count
    }

    private static func count(_ user: UnsafeMutableRawPointer?) {
        unsafe user?.assumingMemoryBound(to: Int.self).pointee += 1
    }
}
