import CCurl

/// One transfer under way: its handle, what has come so far and who waits. Belongs to the engine's thread.
@safe final class RunningTransfer {
    typealias Outcome = Result<TransferResponse, TransferError>

    let id: UInt64
    let request: TransferRequest
    let handle: EasyHandle
    /// Milliseconds of the monotonic clock by which the first byte must be here; `nil` once it is.
    var firstByteDeadline: Int64?
    private let continuation: CheckedContinuation<Outcome, Never>
    private var headerList: UnsafeMutablePointer<curl_slist>?
    private var headers: [(name: String, value: String)] = []
    private var headerBytes = 0
    private var body: [UInt8] = []
    private var isBlocked = false
    private var isBodyTooLarge = false
    private var areHeadersTooLarge = false

    init(
        id: UInt64, request: TransferRequest, handle: EasyHandle,
        continuation: CheckedContinuation<Outcome, Never>
    ) {
        self.id = id
        self.request = request
        self.handle = handle
        self.continuation = continuation
    }

    deinit { unsafe curl_slist_free_all(headerList) }

    // MARK: Options

    /// Sets every option of the request on the handle, which is as new.
    ///
    /// - Returns: the first option's result that is not OK.
    func prepare() -> CURLcode {
        for header in request.headers { unsafe headerList = curl_slist_append(headerList, header) }
        // A body of some size would be announced by `Expect: 100-continue` and cost a round trip.
        if request.body != nil { unsafe headerList = curl_slist_append(headerList, "Expect:") }
        var failed = CURLE_OK
        func check(_ code: CURLcode) { if failed == CURLE_OK { failed = code } }
        let context = unsafe Unmanaged.passUnretained(self).toOpaque()
        unsafe check(ww_curl_set_string(handle.pointer, CURLOPT_URL, request.url))
        unsafe check(ww_curl_set_pointer(handle.pointer, CURLOPT_PRIVATE, context))
        unsafe check(ww_curl_set_write(handle.pointer, TransferCallbacks.body, context))
        unsafe check(ww_curl_set_header(handle.pointer, TransferCallbacks.header, context))
        unsafe check(ww_curl_set_open(handle.pointer, TransferCallbacks.open, context))
        unsafe check(ww_curl_set_list(handle.pointer, headerList))
        unsafe check(ww_curl_set_string(handle.pointer, CURLOPT_PROTOCOLS_STR, "http,https"))
        // All codings that the library has.
        unsafe check(ww_curl_set_string(handle.pointer, CURLOPT_ACCEPT_ENCODING, ""))
        // No proxy from the environment: it would hide the address from the policy.
        unsafe check(ww_curl_set_string(handle.pointer, CURLOPT_PROXY, request.proxy ?? ""))
        // With a folder of certificates set, libcurl reads the whole bundle anew for each connection.
        unsafe check(ww_curl_set_string(handle.pointer, CURLOPT_CAPATH, nil))
        unsafe check(ww_curl_set_string(handle.pointer, CURLOPT_USERPWD, request.credentials))
        if let body = request.body {
            unsafe check(ww_curl_set_body(handle.pointer, body, curl_off_t(body.count)))
        }
        for (option, value) in [
            (CURLOPT_NOSIGNAL, 1), (CURLOPT_FOLLOWLOCATION, 0), (CURLOPT_PATH_AS_IS, 1),
            (CURLOPT_HTTP_VERSION, Int(CURL_HTTP_VERSION_2TLS)), (CURLOPT_NETRC, 0),
            (CURLOPT_LOW_SPEED_LIMIT, request.lowSpeedBytesPerSecond), (CURLOPT_LOW_SPEED_TIME, 20),
            (CURLOPT_CONNECTTIMEOUT_MS, Self.milliseconds(request.connectTimeout)),
            (CURLOPT_TIMEOUT_MS, Self.milliseconds(request.totalTimeout)),
            // Polls are minutes apart: a cache of names would be walked and never hit.
            (CURLOPT_DNS_CACHE_TIMEOUT, 0), (CURLOPT_HTTPAUTH, Self.basicAuthentication),
            (CURLOPT_MAXLIFETIME_CONN, 300),
        ] {
            unsafe check(ww_curl_set_long(handle.pointer, option, value))
        }
        return failed
    }

    /// `CURLAUTH_BASIC`, a macro that does not import.
    private static let basicAuthentication = 1

    private static func milliseconds(_ span: Duration) -> Int {
        Int(span.components.seconds * 1000 + span.components.attoseconds / 1_000_000_000_000_000)
    }

    // MARK: Events

    /// Takes a header line; false ends the transfer.
    func receive(header line: UnsafeBufferPointer<UInt8>) -> Bool {
        firstByteDeadline = nil
        // Each hop and each interim answer begins anew.
        if unsafe line.starts(with: Array("HTTP/".utf8)) {
            headers.removeAll()
            headerBytes = 0
        }
        headerBytes += line.count
        guard headerBytes <= request.headerLimit else {
            areHeadersTooLarge = true
            return false
        }
        guard let colon = unsafe line.firstIndex(of: 0x3A) else { return true }
        let name = unsafe String(decoding: UnsafeBufferPointer(rebasing: line[..<colon]), as: UTF8.self)
        var rest = unsafe UnsafeBufferPointer(rebasing: line[(colon + 1)...])
        while let first = unsafe rest.first, first == 0x20 || first == 0x09 {
            unsafe rest = UnsafeBufferPointer(rebasing: rest.dropFirst())
        }
        while let last = unsafe rest.last, last <= 0x20 {
            unsafe rest = UnsafeBufferPointer(rebasing: rest.dropLast())
        }
        headers.append((name, unsafe String(decoding: rest, as: UTF8.self)))
        return true
    }

    /// Takes a piece of the decoded body; false ends the transfer.
    func receive(body piece: UnsafeBufferPointer<UInt8>) -> Bool {
        guard body.count + piece.count <= request.bodyLimit else {
            isBodyTooLarge = true
            return false
        }
        unsafe body.append(contentsOf: piece)
        return true
    }

    /// Whether the 16 bytes of an address may be connected to.
    func mayConnect(to address: [UInt8]) -> Bool {
        if request.policy.permits(address) { return true }
        isBlocked = true
        return false
    }

    // MARK: End

    func finish(_ code: CURLcode) {
        if code == CURLE_OK {
            var status = 0
            unsafe _ = ww_curl_get_long(handle.pointer, CURLINFO_RESPONSE_CODE, &status)
            var size: curl_off_t = 0
            unsafe _ = ww_curl_get_offset(handle.pointer, CURLINFO_SIZE_DOWNLOAD_T, &size)
            var wait: curl_off_t = 0
            let told = unsafe ww_curl_get_offset(handle.pointer, CURLINFO_RETRY_AFTER, &wait)
            let response = TransferResponse(
                status: status, headers: headers, body: body, transferredBytes: Int(size),
                retryAfter: told == CURLE_OK ? .seconds(Int64(wait)) : nil)
            continuation.resume(returning: .success(response))
        } else {
            continuation.resume(returning: .failure(error(code)))
        }
    }

    func fail(_ error: TransferError) { continuation.resume(returning: .failure(error)) }

    private func error(_ code: CURLcode) -> TransferError {
        let words = unsafe String(cString: curl_easy_strerror(code))
        let number = Int(code.rawValue)
        if isBlocked {
            return TransferError(
                kind: .blockedAddress, code: number,
                message: "the name leads to an address outside the public network, which is not allowed")
        }
        if isBodyTooLarge {
            return TransferError(
                kind: .bodyTooLarge, code: number, message: "body exceeds \(request.bodyLimit) bytes")
        }
        if areHeadersTooLarge {
            return TransferError(
                kind: .headersTooLarge, code: number, message: "headers exceed \(request.headerLimit) bytes")
        }
        // libcurl has no room for a header line of 100 KiB or more, and says so as it does of any other room.
        if code == CURLE_OUT_OF_MEMORY {
            return TransferError(
                kind: .headersTooLarge, code: number,
                message: "a header line exceeds what libcurl takes (100 KiB)")
        }
        return TransferError(kind: Self.kind(of: code), code: number, message: words.lowercased())
    }

    private static func kind(of code: CURLcode) -> TransferError.Kind {
        switch code {
        case CURLE_COULDNT_RESOLVE_HOST, CURLE_COULDNT_RESOLVE_PROXY: .unresolved
        case CURLE_COULDNT_CONNECT, CURLE_SEND_ERROR: .unreachable
        case CURLE_OPERATION_TIMEDOUT: .timeout
        case CURLE_SSL_CONNECT_ERROR, CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CERTPROBLEM, CURLE_SSL_CIPHER,
            CURLE_SSL_ISSUER_ERROR, CURLE_SSL_CACERT_BADFILE:
            .tls
        case CURLE_URL_MALFORMAT: .badURL
        case CURLE_FILESIZE_EXCEEDED: .bodyTooLarge
        case CURLE_PARTIAL_FILE, CURLE_RECV_ERROR, CURLE_GOT_NOTHING, CURLE_BAD_CONTENT_ENCODING,
            // The scheme was looked at before: what libcurl does not know is the protocol of the answer.
            CURLE_UNSUPPORTED_PROTOCOL, CURLE_WEIRD_SERVER_REPLY, CURLE_HTTP2, CURLE_HTTP2_STREAM,
            CURLE_WRITE_ERROR:
            .broken
        default: .other
        }
    }
}

/// What libcurl calls on the engine's thread; the context is a `RunningTransfer` that the engine keeps alive.
enum TransferCallbacks {
    static let body: ww_curl_data = { bytes, size, count, context in
        guard let transfer = unsafe TransferCallbacks.transfer(context) else { return 0 }
        let piece = unsafe TransferCallbacks.buffer(bytes, size * count)
        return unsafe transfer.receive(body: piece) ? size * count : 0
    }

    static let header: ww_curl_data = { bytes, size, count, context in
        guard let transfer = unsafe TransferCallbacks.transfer(context) else { return 0 }
        let line = unsafe TransferCallbacks.buffer(bytes, size * count)
        return unsafe transfer.receive(header: line) ? size * count : 0
    }

    static let open: ww_curl_open = { context, purpose, address in
        guard let transfer = unsafe TransferCallbacks.transfer(context) else { return CURL_SOCKET_BAD }
        var bytes = [UInt8](repeating: 0, count: 16)
        let isKnown = unsafe bytes.withUnsafeMutableBufferPointer { buffer in
            guard let base = buffer.baseAddress else { return false }
            return unsafe ww_address_bytes(address, base) == 1
        }
        guard isKnown, transfer.mayConnect(to: bytes) else { return CURL_SOCKET_BAD }
        return unsafe ww_socket(address)
    }

    private static func transfer(_ context: UnsafeMutableRawPointer?) -> RunningTransfer? {
        guard let context = unsafe context else { return nil }
        return unsafe Unmanaged<RunningTransfer>.fromOpaque(context).takeUnretainedValue()
    }

    private static func buffer(
        _ bytes: UnsafeMutablePointer<CChar>, _ count: Int
    ) -> UnsafeBufferPointer<UInt8> {
        unsafe UnsafeBufferPointer(
            start: UnsafeRawPointer(bytes).assumingMemoryBound(to: UInt8.self), count: count)
    }
}
