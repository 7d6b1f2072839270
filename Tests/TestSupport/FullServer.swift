import Glibc
import Platform

/// A place on loopback where connections are neither taken nor refused: its queue is full and nobody takes from it.
package final class FullServer: Sendable {
    package let port: UInt16
    private let sockets: [Int32]

    package init() throws {
        func made() -> Int32 { socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0) }
        let listener = made()
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        var sockets = [listener]
        let isFull = unsafe withUnsafeMutablePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
                guard unsafe bind(listener, pointer, size) == 0, listen(listener, 0) == 0,
                    unsafe getsockname(listener, pointer, &size) == 0
                else { return false }
                // A queue of none holds one; the rest is left waiting.
                for _ in 0..<4 {
                    let client = made()
                    _ = fcntl(client, F_SETFL, O_NONBLOCK)
                    unsafe _ = connect(client, pointer, size)
                    sockets.append(client)
                }
                return true
            }
        }
        self.sockets = sockets
        port = UInt16(bigEndian: address.sin_port)
        guard isFull else { throw SystemError("listen", code: errno) }
    }

    deinit { for socket in sockets { close(socket) } }
}
