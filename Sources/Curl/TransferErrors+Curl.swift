import CCurl
import Platform

extension RunningTransfer {
    /// What libcurl's `code`, or what we refused before, means in words.
    func error(_ code: CURLcode) -> TransferError {
        let number = Int(code.rawValue)
        switch refusal {
        case .address:
            return TransferError(
                kind: .blockedAddress, code: number,
                message: "an address outside the public network, which is not allowed")
        case .bodyTooLarge(let announced):
            let words =
                announced.map { "a body of \($0) bytes is announced, more than \(request.bodyLimit)" }
                ?? "body exceeds \(request.bodyLimit) bytes"
            return TransferError(kind: .bodyTooLarge, code: number, message: words)
        case .headersTooLarge(let words):
            return TransferError(kind: .headersTooLarge, code: number, message: words)
        case .coding(let name):
            return TransferError(
                kind: .broken, code: number,
                message: "the body is compressed in an unknown way (\(name.prefix(40)))")
        case .damagedBody:
            return TransferError(
                kind: .broken, code: number, message: "the compressed body cannot be decompressed")
        case .staleConnection, nil: break
        }
        if code == CURLE_OPERATION_TIMEDOUT { return timeout(number) }
        // libcurl has no room for a header line of 100 KiB or more, and says so as it does of any other room.
        if code == CURLE_OUT_OF_MEMORY {
            return TransferError(
                kind: .headersTooLarge, code: number,
                message: "a header line exceeds \(request.headerLineLimit) bytes")
        }
        return TransferError(kind: kind(of: code), code: number, message: words(for: code))
    }

    /// No file could be opened for the transfer.
    var noFreeFile: TransferError {
        TransferError(
            kind: .noFreeFile,
            message:
                "no file is free of the \(OpenFiles.limit) that the process may have open: raise LimitNOFILE or lower concurrent-polls"
        )
    }

    /// Which of its times a transfer did not keep.
    private func timeout(_ number: Int) -> TransferError {
        func microseconds(_ info: CURLINFO) -> Int64 {
            var value: curl_off_t = 0
            unsafe _ = ww_curl_get_offset(handle.pointer, info, &value)
            return Int64(value)
        }
        if microseconds(CURLINFO_PRETRANSFER_TIME_T) == 0 {
            let limit = Self.seconds(min(request.connectTimeout, request.totalTimeout))
            let words =
                microseconds(CURLINFO_NAMELOOKUP_TIME_T) == 0
                ? "its name was not looked up within \(limit)"
                : isConnected
                    ? "no secured connection within \(limit)" : "no connection within \(limit)"
            return TransferError(kind: .connectTimeout, code: number, message: words)
        }
        // libcurl's own clock is a little behind the one that ends the transfer.
        if microseconds(CURLINFO_TOTAL_TIME_T) >= Self.milliseconds(request.totalTimeout) * 990 {
            return TransferError(
                kind: .totalTimeout, code: number,
                message: "not done within \(Self.seconds(request.totalTimeout))")
        }
        if firstByteDeadline != nil { return firstByteTimeout(number) }
        return TransferError(
            kind: .tooSlow, code: number,
            message:
                "less than \(request.lowSpeedBytesPerSecond) bytes a second for \(Self.seconds(request.lowSpeedTime))"
        )
    }

    func firstByteTimeout(_ number: Int = 0) -> TransferError {
        TransferError(
            kind: .firstByteTimeout, code: number,
            message: "no answer within \(Self.seconds(request.firstByteTimeout))")
    }

    private static func seconds(_ span: Duration) -> String {
        let milliseconds = milliseconds(span)
        return milliseconds % 1000 == 0 ? "\(milliseconds / 1000) s" : "\(milliseconds) ms"
    }

    private func kind(of code: CURLcode) -> TransferError.Kind {
        if wantsCertificate { return .tls }
        return switch code {
        case CURLE_COULDNT_RESOLVE_HOST: .unresolved
        case CURLE_COULDNT_CONNECT, CURLE_COULDNT_RESOLVE_PROXY, CURLE_SEND_ERROR: .unreachable
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
