import CCurl
import Codings

extension RunningTransfer {
    /// Sets every option of the request on the handle, which is as new.
    ///
    /// - Returns: the first option's result that is not OK.
    func prepare() -> CURLcode {
        for header in request.headers { append(header: header) }
        // We decode ourselves: libcurl 7.88 takes half a compressed stream for a whole one.
        append(header: Self.acceptEncoding)
        // A body of some size would be announced by `Expect: 100-continue` and cost a round trip.
        if request.body != nil { unsafe headerList = curl_slist_append(headerList, "Expect:") }
        var failed = CURLE_OK
        func check(_ code: CURLcode) { if failed == CURLE_OK { failed = code } }
        let context = unsafe Unmanaged.passUnretained(self).toOpaque()
        unsafe check(ww_curl_set_string(handle.pointer, CURLOPT_URL, URLParts.withASCIIHost(request.url)))
        unsafe check(ww_curl_set_pointer(handle.pointer, CURLOPT_PRIVATE, context))
        unsafe check(ww_curl_set_error_buffer(handle.pointer, errorText))
        unsafe check(ww_curl_set_write(handle.pointer, TransferCallbacks.body, context))
        unsafe check(ww_curl_set_header(handle.pointer, TransferCallbacks.header, context))
        unsafe check(ww_curl_set_open(handle.pointer, TransferCallbacks.open, context))
        unsafe check(ww_curl_set_prereq(handle.pointer, TransferCallbacks.ready, context))
        unsafe check(ww_curl_set_list(handle.pointer, headerList))
        unsafe check(ww_curl_set_string(handle.pointer, CURLOPT_PROTOCOLS_STR, "http,https"))
        // No proxy from the environment: it would hide the address from the policy.
        unsafe check(ww_curl_set_string(handle.pointer, CURLOPT_PROXY, request.proxy ?? ""))
        if request.proxy != nil { unsafe check(ww_curl_set_string(handle.pointer, CURLOPT_NOPROXY, "")) }
        setAuthorities(check)
        if let file = request.certificateFile {
            unsafe check(ww_curl_set_string(handle.pointer, CURLOPT_SSLCERT, file))
            unsafe check(ww_curl_set_string(handle.pointer, CURLOPT_SSLKEY, request.keyFile ?? file))
        }
        if let credentials = request.credentials {
            unsafe check(ww_curl_set_string(handle.pointer, CURLOPT_USERPWD, credentials))
        }
        if let body = request.body {
            unsafe check(ww_curl_set_body(handle.pointer, body, curl_off_t(body.count)))
        }
        if let method = request.method {
            unsafe check(ww_curl_set_string(handle.pointer, CURLOPT_CUSTOMREQUEST, method))
        }
        setNumbers(check)
        return failed
    }

    private func setAuthorities(_ check: (CURLcode) -> Void) {
        guard let file = request.authorityFile else {
            // With a folder of certificates set, libcurl reads the whole bundle anew for each connection.
            return unsafe check(ww_curl_set_string(handle.pointer, CURLOPT_CAPATH, nil))
        }
        // libcurl keeps one set of authorities, read and ready: it has to be the system's, which takes long to read.
        unsafe check(ww_curl_set_long(handle.pointer, CURLOPT_CA_CACHE_TIMEOUT, 0))
        if let authorities {
            // libcurl itself reads none. The name of a folder that is not there keeps connections and TLS sessions from
            // requests that trust somebody else.
            unsafe check(ww_curl_set_string(handle.pointer, CURLOPT_CAINFO, nil))
            unsafe check(ww_curl_set_string(handle.pointer, CURLOPT_CAPATH, authorities.name))
            let context = unsafe Unmanaged.passUnretained(self).toOpaque()
            unsafe check(ww_curl_set_tls(handle.pointer, TransferCallbacks.secure, context))
        } else {
            unsafe check(ww_curl_set_string(handle.pointer, CURLOPT_CAPATH, nil))
            unsafe check(ww_curl_set_string(handle.pointer, CURLOPT_CAINFO, file))
        }
    }

    private func setNumbers(_ check: (CURLcode) -> Void) {
        func set(_ option: CURLoption, _ value: Int) {
            unsafe check(ww_curl_set_long(handle.pointer, option, value))
        }
        set(CURLOPT_NOSIGNAL, 1)
        set(CURLOPT_PATH_AS_IS, 1)
        set(CURLOPT_HTTP_CONTENT_DECODING, 0)
        set(CURLOPT_HTTP_VERSION, Int(CURL_HTTP_VERSION_2TLS))
        set(CURLOPT_HTTPAUTH, Self.basicAuthentication)
        set(CURLOPT_LOW_SPEED_LIMIT, request.lowSpeedBytesPerSecond)
        set(CURLOPT_LOW_SPEED_TIME, Int(request.lowSpeedTime.components.seconds))
        set(CURLOPT_CONNECTTIMEOUT_MS, Int(Self.milliseconds(request.connectTimeout)))
        set(CURLOPT_TIMEOUT_MS, Int(Self.milliseconds(request.totalTimeout)))
        // Polls are minutes apart: a cache of names would be walked and never hit.
        set(CURLOPT_DNS_CACHE_TIMEOUT, 0)
        set(CURLOPT_MAXLIFETIME_CONN, Self.longestConnectionSeconds)
    }

    private func append(header text: String) {
        if HeaderText.isPlain(text) {
            unsafe headerList = curl_slist_append(headerList, text)
            return
        }
        let line = HeaderText.line(text)
        unsafe line.withUnsafeBytes { bytes in
            guard let base = bytes.baseAddress else { return }
            unsafe headerList = curl_slist_append(headerList, base.assumingMemoryBound(to: CChar.self))
        }
    }

    private static let acceptEncoding = "Accept-Encoding: \(ContentCoding.accepted)"

    /// A connection older than this is not used again.
    private static let longestConnectionSeconds = 300
    /// `CURLAUTH_BASIC`, a macro that does not import.
    private static let basicAuthentication = 1
}
