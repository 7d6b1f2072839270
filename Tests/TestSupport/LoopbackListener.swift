import Glibc
import Platform

/// A socket that listens on loopback, at a port that the system chose; each client has a thread of its own.
final class LoopbackListener: Sendable {
    let port: UInt16
    private let socket: Int32

    /// - Parameters:
    ///   - name: of its threads.
    ///   - serve: gets the socket of a client, which is its own from then on.
    init(name: String, serve: @escaping @Sendable (Int32) -> Void) throws {
        let socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        self.socket = socket
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isBound = unsafe withUnsafeMutablePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
                unsafe bind(socket, pointer, size) == 0 && listen(socket, 512) == 0
                    && getsockname(socket, pointer, &size) == 0
            }
        }
        port = UInt16(bigEndian: address.sin_port)
        guard isBound else { throw SystemError("listen", code: errno) }
        try DedicatedThread.start(named: "\(name)-server") {
            while true {
                let client = accept(socket, nil, nil)
                guard client >= 0 else { break }
                try? DedicatedThread.start(named: "\(name)-client") { serve(client) }
            }
            close(socket)
        }
    }

    deinit { shutdown(socket, Int32(SHUT_RDWR)) }
}
