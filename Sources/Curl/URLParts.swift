import CCurl

/// A URL taken apart and put together by libcurl, so that all agree on what it means.
///
/// - Source: https://curl.se/libcurl/c/libcurl-url.html
@safe package struct URLParts: ~Copyable {
    private let handle: OpaquePointer

    /// Reads an absolute URL, `nil` where it is none. Any scheme; spaces and the like are encoded.
    package init?(_ text: String) {
        guard let handle = unsafe curl_url() else { return nil }
        guard unsafe curl_url_set(handle, CURLUPART_URL, text, Self.flags) == CURLUE_OK else {
            unsafe curl_url_cleanup(handle)
            return nil
        }
        unsafe self.handle = handle
    }

    /// Any scheme may stand there; spaces and the like are encoded; the path stays as it was typed.
    private static let flags = UInt32(CURLU_NON_SUPPORT_SCHEME | CURLU_URLENCODE | CURLU_PATH_AS_IS)

    deinit { unsafe curl_url_cleanup(handle) }

    /// The absolute URL that `reference` means on a page with this address; `nil` where it means none.
    ///
    /// - Source: RFC 3986 §5.
    package func resolved(_ reference: String) -> String? {
        // libcurl 7.88 drops the last segment of the path where the reference is a fragment alone.
        if reference.hasPrefix("#") { return url.map { $0.prefix { $0 != "#" } + reference } }
        guard let copy = unsafe curl_url_dup(handle) else { return nil }
        defer { unsafe curl_url_cleanup(copy) }
        guard unsafe curl_url_set(copy, CURLUPART_URL, reference, Self.flags) == CURLUE_OK else { return nil }
        return unsafe Self.component(copy, CURLUPART_URL)
    }

    package var url: String? { component(CURLUPART_URL) }
    package var scheme: String? { component(CURLUPART_SCHEME)?.lowercased() }
    package var host: String? { component(CURLUPART_HOST)?.lowercased() }
    /// As written; `nil` where it is left out.
    package var port: String? { component(CURLUPART_PORT) }
    package var path: String? { component(CURLUPART_PATH) }
    package var query: String? { component(CURLUPART_QUERY) }
    package var user: String? { component(CURLUPART_USER) }
    package var password: String? { component(CURLUPART_PASSWORD) }

    /// The host as DNS knows it; `nil` for what can be no name.
    package var asciiHost: String? { host.flatMap { HostName.ascii($0) } }

    /// Scheme, host and port, the port always there: what credentials belong to.
    package var origin: String? {
        guard let scheme, let hostAndPort else { return nil }
        return "\(scheme)://\(hostAndPort)"
    }

    /// Host and port: what politeness counts by.
    package var hostAndPort: String? {
        guard let host = asciiHost else { return nil }
        return Self.hostAndPort(scheme: scheme, host: host, port: port)
    }

    /// The port always there, the usual one where none is given.
    package static func hostAndPort(scheme: String?, host: String, port: String?) -> String {
        "\(host):\(port ?? (scheme == "https" ? "443" : "80"))"
    }

    /// `text` with its host as DNS knows it; `text` itself where it is ASCII, or where nothing can be done.
    static func withASCIIHost(_ text: String) -> String {
        if HeaderText.isPlain(text) { return text }
        guard let parts = URLParts(text), let host = parts.asciiHost,
            unsafe curl_url_set(parts.handle, CURLUPART_HOST, host, 0) == CURLUE_OK
        else { return text }
        return parts.url ?? text
    }

    /// The address without the name and password that may stand in it; `nil` without memory.
    package var urlWithoutCredentials: String? {
        guard let copy = unsafe curl_url_dup(handle) else { return nil }
        defer { unsafe curl_url_cleanup(copy) }
        unsafe _ = curl_url_set(copy, CURLUPART_USER, nil, 0)
        unsafe _ = curl_url_set(copy, CURLUPART_PASSWORD, nil, 0)
        return unsafe Self.component(copy, CURLUPART_URL)
    }

    /// `text` with the name and password left out that may stand in it, for logs; text that is no address is cut short.
    package static func shown(_ text: String) -> String {
        guard let parts = URLParts(text) else { return String(text.prefix { $0 != "@" }.prefix(200)) }
        return parts.user == nil && parts.password == nil ? text : parts.urlWithoutCredentials ?? ""
    }

    /// `text` with its `%` and two digits resolved. The corresponding C function is `curl_easy_unescape`.
    package static func decoded(_ text: String) -> String {
        guard let letters = unsafe curl_easy_unescape(nil, text, 0, nil) else { return text }
        defer { unsafe curl_free(letters) }
        return unsafe String(cString: letters)
    }

    private func component(_ part: CURLUPart) -> String? { unsafe Self.component(handle, part) }

    private static func component(_ handle: OpaquePointer, _ part: CURLUPart) -> String? {
        var text: UnsafeMutablePointer<CChar>?
        guard unsafe curl_url_get(handle, part, &text, 0) == CURLUE_OK, let letters = unsafe text else {
            return nil
        }
        defer { unsafe curl_free(letters) }
        return unsafe String(cString: letters)
    }
}
