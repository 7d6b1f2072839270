import CCurl

extension MailSubmission {
    /// Hands the message to the server; blocks until the server has it or not.
    ///
    /// The corresponding C function is `curl_easy_perform(3)`.
    package func perform(
        unless cancellation: MailCancellation
    ) throws(MailSubmissionError) -> MailReceipt {
        guard let handle = unsafe curl_easy_init() else {
            throw MailSubmissionError(kind: .other, message: "no memory for a transfer")
        }
        defer { unsafe curl_easy_cleanup(handle) }
        let running = RunningSubmission(self, cancellation: cancellation)
        // The callbacks hold no reference; the object lives until the transfer is over.
        return try withExtendedLifetime(running) { () throws(MailSubmissionError) in
            let code = unsafe running.prepare(handle)
            return try running.receipt(code == CURLE_OK ? unsafe curl_easy_perform(handle) : code)
        }
    }
}

/// A submission under way: how much of the message went out, and what the two sides said.
@safe final class RunningSubmission {
    private let submission: MailSubmission
    private let cancellation: MailCancellation
    private var recipients: UnsafeMutablePointer<curl_slist>?
    private var sent = 0
    private var dialogue = MailDialogue()
    private var metPublicAddress = false

    init(_ submission: MailSubmission, cancellation: MailCancellation) {
        self.submission = submission
        self.cancellation = cancellation
        for mailbox in submission.recipients {
            unsafe recipients = curl_slist_append(recipients, "<\(mailbox)>")
        }
    }

    deinit { unsafe curl_slist_free_all(recipients) }

    /// Sets every option; the first result that is not OK.
    func prepare(_ handle: UnsafeMutableRawPointer) -> CURLcode {
        var failed = CURLE_OK
        func check(_ code: CURLcode) { if failed == CURLE_OK { failed = code } }
        func set(_ option: CURLoption, _ value: Int) { unsafe check(ww_curl_set_long(handle, option, value)) }
        func set(_ option: CURLoption, _ value: String?) {
            unsafe check(ww_curl_set_string(handle, option, value))
        }
        let context = unsafe Unmanaged.passUnretained(self).toOpaque()
        set(CURLOPT_URL, submission.server + (submission.hello.map { "/\($0)" } ?? ""))
        set(CURLOPT_PROTOCOLS_STR, "smtp,smtps")
        // No proxy from the environment.
        set(CURLOPT_PROXY, "")
        set(CURLOPT_NOSIGNAL, 1)
        set(CURLOPT_USE_SSL, submission.allowsPlain ? Self.plain : Self.encrypted)
        set(CURLOPT_CAPATH, nil)
        if let file = submission.authorityFile { set(CURLOPT_CAINFO, file) }
        if let login = submission.login {
            set(CURLOPT_USERNAME, login.user)
            set(CURLOPT_PASSWORD, login.password)
        }
        set(CURLOPT_CONNECTTIMEOUT_MS, Int(RunningTransfer.milliseconds(submission.connectTimeout)))
        set(CURLOPT_TIMEOUT_MS, Int(RunningTransfer.milliseconds(submission.totalTimeout)))
        set(CURLOPT_MAIL_FROM, "<\(submission.sender)>")
        // One recipient that the server refuses does not keep the message from the others.
        set(CURLOPT_MAIL_RCPT_ALLLOWFAILS, 1)
        set(CURLOPT_UPLOAD, 1)
        unsafe check(
            ww_curl_set_offset(handle, CURLOPT_INFILESIZE_LARGE, curl_off_t(submission.message.count)))
        unsafe check(ww_curl_set_recipients(handle, recipients))
        unsafe check(ww_curl_set_read(handle, MailCallbacks.read, context))
        unsafe check(ww_curl_set_write(handle, MailCallbacks.write, context))
        unsafe check(ww_curl_set_debug(handle, MailCallbacks.debug, context))
        unsafe check(ww_curl_set_progress(handle, MailCallbacks.progress, context))
        unsafe check(ww_curl_set_open(handle, MailCallbacks.open, context))
        return failed
    }

    /// `CURLUSESSL_ALL` and `CURLUSESSL_NONE`.
    private static let encrypted = 3
    private static let plain = 0

    // MARK: Callbacks

    var isCancelled: Bool { cancellation.isCancelled }

    func next(into buffer: UnsafeMutableBufferPointer<UInt8>) -> Int {
        let piece = submission.message[sent...].prefix(buffer.count)
        for (index, byte) in piece.enumerated() { unsafe buffer[index] = byte }
        sent += piece.count
        return piece.count
    }

    func heard(_ line: [UInt8], fromServer: Bool) {
        if fromServer { dialogue.reply(line) } else { dialogue.command(line) }
    }

    /// Whether the 16 bytes of an address may be connected to.
    func mayConnect(to address: [UInt8]) -> Bool {
        guard submission.allowsPlain, submission.server.hasPrefix("smtp://") else { return true }
        guard ConnectPolicy().permits(address) else { return true }
        metPublicAddress = true
        return false
    }

    // MARK: End

    func receipt(_ code: CURLcode) throws(MailSubmissionError) -> MailReceipt {
        if code == CURLE_OK {
            let refused = dialogue.refused
            return MailReceipt(
                accepted: submission.recipients.filter { refused[$0] == nil }, refused: refused)
        }
        var error = error(code)
        error.refused = dialogue.refused
        throw error
    }

    private func error(_ code: CURLcode) -> MailSubmissionError {
        let words = unsafe String(cString: curl_easy_strerror(code)).lowercased()
        if isCancelled { return MailSubmissionError(kind: .cancelled, message: "cancelled") }
        if metPublicAddress {
            return MailSubmissionError(
                kind: .publicAddress,
                message: "the server is on the public network, where `plain-smtp` does not send")
        }
        switch code {
        case CURLE_LOGIN_DENIED:
            return MailSubmissionError(
                kind: .login, message: "the server does not accept the login", reply: dialogue.last)
        case CURLE_USE_SSL_FAILED:
            return MailSubmissionError(
                kind: .tls, message: "the server offers no STARTTLS", reply: dialogue.last)
        case CURLE_PEER_FAILED_VERIFICATION:
            return MailSubmissionError(
                kind: .tls,
                message: "the server's certificate is not trusted, has expired or is another server's")
        case CURLE_SSL_CONNECT_ERROR, CURLE_SSL_CERTPROBLEM, CURLE_SSL_CIPHER, CURLE_SSL_ISSUER_ERROR,
            CURLE_SSL_CACERT_BADFILE:
            return MailSubmissionError(kind: .tls, message: words)
        case CURLE_OPERATION_TIMEDOUT:
            let after = dialogue.lastCommand.map { " after \($0)" } ?? ""
            return MailSubmissionError(
                kind: .unreachable, message: "\(submission.server): no answer in time\(after)")
        case CURLE_COULDNT_RESOLVE_HOST, CURLE_COULDNT_CONNECT:
            return MailSubmissionError(kind: .unreachable, message: "\(submission.server): \(words)")
        default: break
        }
        if let reply = dialogue.last, reply.code >= 400 {
            let command = dialogue.lastCommand.map { " to \($0)" } ?? ""
            return MailSubmissionError(
                kind: .reply, message: "the server answers\(command): \(reply.code) \(reply.text)",
                reply: reply)
        }
        return MailSubmissionError(kind: .unreachable, message: "\(submission.server): \(words)")
    }
}

/// What libcurl calls on the thread of `perform`; the context is a `RunningSubmission` that outlives the call.
private enum MailCallbacks {
    static let read: ww_curl_read = { bytes, size, count, context in
        guard let running = unsafe MailCallbacks.running(context) else { return 0 }
        let start = unsafe UnsafeMutableRawPointer(bytes).assumingMemoryBound(to: UInt8.self)
        return unsafe running.next(into: UnsafeMutableBufferPointer(start: start, count: size * count))
    }

    /// Replies are heard by `debug`; without this they would go to standard output.
    static let write: ww_curl_data = { _, size, count, _ in size * count }

    static let debug: ww_curl_debug = { _, kind, bytes, count, context in
        guard kind == CURLINFO_HEADER_IN || kind == CURLINFO_HEADER_OUT,
            let running = unsafe MailCallbacks.running(context)
        else { return 0 }
        let start = unsafe UnsafeRawPointer(bytes).assumingMemoryBound(to: UInt8.self)
        let line = unsafe Array(UnsafeBufferPointer(start: start, count: count))
        running.heard(line, fromServer: kind == CURLINFO_HEADER_IN)
        return 0
    }

    static let progress: ww_curl_progress = { context, _, _, _, _ in
        guard let running = unsafe MailCallbacks.running(context) else { return 1 }
        return running.isCancelled ? 1 : 0
    }

    static let open: ww_curl_open = { context, _, address in
        guard let running = unsafe MailCallbacks.running(context) else { return CURL_SOCKET_BAD }
        var bytes = [UInt8](repeating: 0, count: 16)
        let isKnown = unsafe bytes.withUnsafeMutableBufferPointer { buffer in
            guard let base = buffer.baseAddress else { return false }
            return unsafe ww_address_bytes(address, base) == 1
        }
        guard isKnown, running.mayConnect(to: bytes) else { return CURL_SOCKET_BAD }
        return unsafe ww_socket(address)
    }

    private static func running(_ context: UnsafeMutableRawPointer?) -> RunningSubmission? {
        guard let context = unsafe context else { return nil }
        return unsafe Unmanaged<RunningSubmission>.fromOpaque(context).takeUnretainedValue()
    }
}
