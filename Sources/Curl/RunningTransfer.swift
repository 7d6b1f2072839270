import CCurl
import Codings
import Platform

/// One transfer under way: its handle, what has come so far and who waits. Belongs to the engine's thread.
@safe final class RunningTransfer {
    typealias Outcome = Result<TransferResponse, TransferError>

    let ticket: TransferTicket
    let request: TransferRequest
    let handle: EasyHandle
    /// Who is trusted in place of the system's authorities, where ``TransferRequest/authorityFile`` could be read.
    let authorities: Authorities?
    /// Whether others would have the connection closed before its host is asked again.
    let closesConnection: Bool
    /// Milliseconds of the monotonic clock by which the first byte must be here; `nil` once it is.
    var firstByteDeadline: Int64?
    var headerList: UnsafeMutablePointer<curl_slist>?
    /// What libcurl says of an error, `CURL_ERROR_SIZE` bytes with a zero at the end of the text.
    let errorText: UnsafeMutablePointer<CChar>
    /// Milliseconds of the monotonic clock until which it may wait for a file to be closed; `nil` where it need not.
    var starvesUntil: Int64?
    /// What ended the transfer on our side.
    private(set) var refusal: Refusal?
    private let continuation: CheckedContinuation<Outcome, Never>
    private var headers = TransferHeaders()
    private var headerBytes = 0
    /// Of the answer whose headers come in.
    private(set) var status = 0
    /// After the empty line: header lines that still come are trailers.
    private var areHeadersOver = false
    private var decoder: BodyDecoder?
    private var body: [UInt8] = []

    /// What we would not take.
    enum Refusal: Sendable, Hashable {
        case address
        /// With the length that the headers announce, where that was enough.
        case bodyTooLarge(announced: Int?)
        case headersTooLarge(String)
        case coding(String)
        case damagedBody
        /// A kept connection had been closed: the request is made again, over a new one.
        case staleConnection
    }

    /// Requests that went out, or were about to.
    private(set) var attempts = 0
    /// A socket could not be opened, since as many files are open as may be.
    private var hasFoundNoFile = false

    init(
        ticket: TransferTicket, request: TransferRequest, handle: EasyHandle, authorities: Authorities?,
        closesConnection: Bool, continuation: CheckedContinuation<Outcome, Never>
    ) {
        self.ticket = ticket
        self.request = request
        self.handle = handle
        self.authorities = authorities
        self.closesConnection = closesConnection
        self.continuation = continuation
        unsafe errorText = UnsafeMutablePointer.allocate(capacity: Int(CURL_ERROR_SIZE))
        unsafe errorText.initialize(repeating: 0, count: Int(CURL_ERROR_SIZE))
    }

    deinit {
        unsafe curl_slist_free_all(headerList)
        unsafe errorText.deallocate()
    }

    // MARK: Connection

    /// Whether the 16 bytes of an address may be connected to.
    func mayConnect(to address: [UInt8]) -> Bool {
        // The user named the proxy, and only the proxy sees the address of the server.
        if request.proxy != nil || request.policy.permits(address) { return true }
        refusal = .address
        return false
    }

    /// A socket for an allowed address; `CURL_SOCKET_BAD` where the system gives none, or one of the last that it has.
    func openSocket(_ address: UnsafePointer<curl_sockaddr>) -> curl_socket_t {
        let socket = unsafe ww_socket(address)
        if socket == CURL_SOCKET_BAD {
            hasFoundNoFile = !OpenFiles.isOneFree
        } else if Int(socket) >= OpenFiles.limit - Self.reservedFiles {
            // The system gives the lowest number that is free: no more than the reserve is left.
            ww_close(socket)
            hasFoundNoFile = true
            return CURL_SOCKET_BAD
        }
        return socket
    }

    /// Files that connections leave to everybody else: the database needs one now and then, and cannot wait.
    private static let reservedFiles = 16

    /// Whether the transfer failed with `code` for no other reason than that as many files are open as may be.
    func isStarved(_ code: CURLcode) -> Bool {
        guard attempts == 0, refusal == nil else { return false }
        switch code {
        case CURLE_COULDNT_RESOLVE_HOST, CURLE_COULDNT_RESOLVE_PROXY, CURLE_COULDNT_CONNECT,
            CURLE_FAILED_INIT, CURLE_OUT_OF_MEMORY, CURLE_SSL_CACERT_BADFILE, CURLE_SSL_CERTPROBLEM:
            return hasFoundNoFile || !OpenFiles.isOneFree
        default: return false
        }
    }

    /// Makes ready for another try after the first found no free file.
    func tryAgain() {
        hasFoundNoFile = false
        // Connections that are kept for later have files, too: those that nobody uses are closed.
        unsafe _ = ww_curl_set_long(handle.pointer, CURLOPT_MAXAGE_CONN, 0)
    }

    /// Whether the request may go out over the connection to `address`: it may be one that another transfer opened,
    /// which was allowed more.
    func maySend(to address: String) -> Bool {
        firstByteDeadline = SystemClock.monotonicMilliseconds() + Self.milliseconds(request.firstByteTimeout)
        attempts += 1
        // libcurl would try every connection that it kept, one after the other; each may have been closed.
        if attempts == 2 { return refuse(.staleConnection) }
        // One family of addresses may have been refused where the other is fine.
        refusal = nil
        guard request.proxy == nil, !request.policy.allowsAll else { return true }
        if let bytes = AddressBlock.address(address), mayConnect(to: bytes) { return true }
        return refuse(.address)
    }

    static func milliseconds(_ span: Duration) -> Int64 {
        span.components.seconds * 1000 + span.components.attoseconds / 1_000_000_000_000_000
    }

    // MARK: Answer

    /// Takes a header line; false ends the transfer.
    func receive(header line: UnsafeBufferPointer<UInt8>) -> Bool {
        firstByteDeadline = nil
        if unsafe Self.isStatusLine(line) {
            // Each interim answer begins anew.
            headers.removeAll()
            headerBytes = 0
            areHeadersOver = false
            status = unsafe Self.status(in: line)
            return true
        }
        guard !areHeadersOver else { return true }
        headerBytes += line.count
        guard line.count <= request.headerLineLimit else {
            return refuse(.headersTooLarge("a header line exceeds \(request.headerLineLimit) bytes"))
        }
        guard headerBytes <= request.headerLimit else {
            return refuse(.headersTooLarge("headers exceed \(request.headerLimit) bytes"))
        }
        guard headers.count < request.headerCountLimit else {
            return refuse(.headersTooLarge("there are more than \(request.headerCountLimit) headers"))
        }
        if let first = unsafe line.first, first == 0x0D || first == 0x0A {
            areHeadersOver = true
            return beginBody()
        }
        unsafe headers.append(line)
        return true
    }

    private static func isStatusLine(_ line: UnsafeBufferPointer<UInt8>) -> Bool {
        guard line.count > 8 else { return false }
        // HTTP/
        return unsafe line[0] == 0x48 && line[1] == 0x54 && line[2] == 0x54 && line[3] == 0x50
            && line[4] == 0x2F
    }

    private static func status(in line: UnsafeBufferPointer<UInt8>) -> Int {
        var index = 0
        while index < line.count, unsafe line[index] != 0x20 { index += 1 }
        var status = 0
        for place in (index + 1)..<max(index + 1, min(index + 4, line.count)) {
            let byte = unsafe line[place]
            if (0x30...0x39).contains(byte) { status = status * 10 + Int(byte - 0x30) }
        }
        return status
    }

    private func beginBody() -> Bool {
        if closesConnection { leaveConnection() }
        let length = headers.first("content-length").flatMap { Int($0) } ?? 0
        guard length <= request.bodyLimit || status < 200 else {
            return refuse(.bodyTooLarge(announced: length))
        }
        guard status >= 200, let coding = headers.list("content-encoding") else { return true }
        guard let layers = ContentCoding.layers(of: coding) else { return refuse(.coding(coding)) }
        if !layers.isEmpty { decoder = BodyDecoder(layers) }
        return true
    }

    /// Has libcurl close the connection when the answer is over: kept, it would only be in the way, and libcurl looks through
    /// all that are kept at each new one. An interim answer is not the last, and a redirect may lead to the same host.
    private func leaveConnection() {
        guard status >= 200, status == 304 || !(300..<400).contains(status) else { return }
        // Losing the result is right: libcurl closes it some time later.
        unsafe _ = ww_curl_set_long(handle.pointer, CURLOPT_FORBID_REUSE, 1)
    }

    /// Takes a piece of the body; false ends the transfer.
    func receive(body piece: UnsafeBufferPointer<UInt8>) -> Bool {
        guard let decoder else {
            guard body.count + piece.count <= request.bodyLimit else {
                return refuse(.bodyTooLarge(announced: nil))
            }
            unsafe body.append(contentsOf: piece)
            return true
        }
        switch unsafe decoder.decode(piece, to: &body, limit: request.bodyLimit) {
        case .fine: return true
        case .damaged: return refuse(.damagedBody)
        case .overLimit: return refuse(.bodyTooLarge(announced: nil))
        }
    }

    private func refuse(_ refusal: Refusal) -> Bool {
        self.refusal = refusal
        return false
    }

    // MARK: End

    func finish(_ code: CURLcode) {
        let isCut = decoder.map { !$0.isWhole } ?? false
        if code == CURLE_OK, !isCut {
            continuation.resume(returning: .success(response(body)))
        } else if areHeadersOver, status >= 300 {
            // The answer is in the headers: a redirect or an error whose page breaks off says what it says.
            continuation.resume(returning: .success(response([])))
        } else if code == CURLE_OK {
            let message = "the compressed body ends too early"
            continuation.resume(returning: .failure(TransferError(kind: .broken, message: message)))
        } else {
            continuation.resume(returning: .failure(error(code)))
        }
    }

    func fail(_ error: TransferError) { continuation.resume(returning: .failure(error)) }

    private func response(_ body: [UInt8]) -> TransferResponse {
        var size: curl_off_t = 0
        unsafe _ = ww_curl_get_offset(handle.pointer, CURLINFO_SIZE_DOWNLOAD_T, &size)
        var microseconds: curl_off_t = 0
        unsafe _ = ww_curl_get_offset(handle.pointer, CURLINFO_TOTAL_TIME_T, &microseconds)
        let elapsed = Duration.microseconds(Int64(microseconds))
        var wait: curl_off_t = 0
        let told = unsafe ww_curl_get_offset(handle.pointer, CURLINFO_RETRY_AFTER, &wait)
        return TransferResponse(
            status: status, headers: headers, body: body, transferredBytes: Int(size),
            retryAfter: told == CURLE_OK ? .seconds(Int64(wait)) : nil, elapsed: elapsed)
    }
}
