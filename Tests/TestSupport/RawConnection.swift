import CTLS
import Glibc
import Synchronization

/// How a ``RawServer`` speaks TLS. Paths of PEM files.
package struct TestTLS: Sendable {
    /// Certificate and key of the server.
    package var certificate: String
    /// Clients have to show a certificate of this authority.
    package var clientAuthority: String?
    /// Whether HTTP/2 is taken where the client offers it.
    package var speaksHTTP2 = false

    package init(certificate: String = TestTLS.path("server")) { self.certificate = certificate }

    /// A file of `Tests/Fixtures/tls`, which `scripts/tls-fixtures` writes.
    package static func path(_ name: String) -> String {
        "/" + #filePath.split(separator: "/").dropLast(2).joined(separator: "/") + "/Fixtures/tls/\(name).pem"
    }
}

/// What the connections of one server share.
@safe final class TLSContext: Sendable {
    // Read by OpenSSL alone once it is made, which counts its users.
    nonisolated(unsafe) let pointer: OpaquePointer

    /// `nil` where the files cannot be used.
    init?(_ tls: TestTLS) {
        // OpenSSL writes to sockets without a word about signals.
        signal(SIGPIPE, SIG_IGN)
        let made = unsafe ww_tls_server(tls.certificate, tls.clientAuthority, tls.speaksHTTP2 ? 1 : 0)
        guard let pointer = unsafe made else { return nil }
        unsafe self.pointer = pointer
    }

    deinit { unsafe SSL_CTX_free(pointer) }
}

/// One connection of a ``RawServer``: bytes in and out, in the clear or under TLS.
@safe final class RawConnection {
    private let socket: Int32
    private var session: OpaquePointer?

    /// Takes the socket over; `nil`, and the socket closed, where the client will not have our certificate or we not its.
    init?(socket: Int32, tls: TLSContext?) {
        self.socket = socket
        guard let tls else {
            unsafe session = nil
            return
        }
        unsafe session = ww_tls_accept(tls.pointer, socket)
        guard unsafe session != nil else {
            // A socket that is closed with bytes unread is reset, and the client never reads what is wrong.
            shutdown(socket, Int32(SHUT_WR))
            var byte: UInt8 = 0
            while unsafe recv(socket, &byte, 1, 0) > 0 {}
            close(socket)
            return nil
        }
    }

    deinit {
        if let session = unsafe session {
            unsafe SSL_shutdown(session)
            unsafe SSL_free(session)
        }
        close(socket)
    }

    /// Goes on under TLS, as after STARTTLS; false where client and server do not agree.
    func secure(_ tls: TLSContext) -> Bool {
        unsafe session = ww_tls_accept(tls.pointer, socket)
        return unsafe session != nil
    }

    var isHTTP2: Bool { unsafe session.map { unsafe ww_tls_is_h2($0) == 1 } ?? false }

    /// False where the client is gone.
    func send(_ bytes: [UInt8]) -> Bool {
        var rest = bytes[...]
        while !rest.isEmpty {
            let sent = unsafe rest.withUnsafeBytes { piece in
                if let session = unsafe session {
                    return unsafe Int(SSL_write(session, piece.baseAddress, Int32(piece.count)))
                }
                return unsafe Glibc.send(socket, piece.baseAddress, piece.count, Int32(MSG_NOSIGNAL))
            }
            guard sent > 0 else { return false }
            rest = rest.dropFirst(sent)
        }
        return true
    }

    /// Waits until the client goes, or until somebody ends the connection that `held` has the socket of meanwhile.
    func hold(in held: borrowing Mutex<Set<Int32>>) {
        _ = held.withLock { $0.insert(socket) }
        while receive() != nil {}
        _ = held.withLock { $0.remove(socket) }
    }

    /// The next byte; waits for it. `nil` at the end.
    func receive() -> UInt8? {
        var byte: UInt8 = 0
        let count =
            if let session = unsafe session {
                unsafe Int(SSL_read(session, &byte, 1))
            } else {
                unsafe recv(socket, &byte, 1, 0)
            }
        return count == 1 ? byte : nil
    }

    /// So many bytes; `nil` where the client goes before.
    func receive(_ count: Int) -> [UInt8]? {
        var bytes: [UInt8] = []
        while bytes.count < count {
            guard let byte = receive() else { return nil }
            bytes.append(byte)
        }
        return bytes
    }
}
