import CCurl

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
        return unsafe transfer.openSocket(address)
    }

    static let ready: ww_curl_prereq = { context, address, _, _, _ in
        guard let transfer = unsafe TransferCallbacks.transfer(context), let address = unsafe address else {
            return Int32(CURL_PREREQFUNC_ABORT)
        }
        let isAllowed = unsafe transfer.maySend(to: String(cString: address))
        return Int32(isAllowed ? CURL_PREREQFUNC_OK : CURL_PREREQFUNC_ABORT)
    }

    static let secure: ww_curl_tls = { _, connection, context in
        guard let connection = unsafe connection,
            let authorities = unsafe TransferCallbacks.transfer(context)?.authorities
        else { return CURLE_SSL_CACERT_BADFILE }
        unsafe authorities.trust(by: connection)
        return CURLE_OK
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
