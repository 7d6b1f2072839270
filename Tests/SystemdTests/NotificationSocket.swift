import Glibc
import Testing

/// The service manager's end of the notification socket, in the abstract name space.
final class NotificationSocket: Sendable {
    /// What `NOTIFY_SOCKET` would hold.
    let path: String
    private let descriptor: CInt

    init() throws {
        let descriptor = socket(AF_UNIX, CInt(SOCK_DGRAM.rawValue), 0)
        try #require(descriptor >= 0)
        // Bound to no name, Linux gives it one of its own: a null byte and five hexadecimal digits.
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        let family = socklen_t(MemoryLayout<sa_family_t>.size)
        let (isBound, name) = unsafe withUnsafeMutablePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                var length = socklen_t(MemoryLayout<sockaddr_un>.size)
                let isBound = unsafe bind(descriptor, address, family) == 0
                _ = unsafe getsockname(descriptor, address, &length)
                let bytes = unsafe UnsafeRawBufferPointer(start: address, count: Int(length))
                return unsafe (isBound, Array(bytes.dropFirst(Int(family) + 1)))
            }
        }
        try #require(isBound)
        self.descriptor = descriptor
        path = "@" + String(decoding: name, as: UTF8.self)
    }

    deinit { close(descriptor) }

    /// The messages that have arrived.
    var messages: [String] {
        var messages: [String] = []
        var buffer = [UInt8](repeating: 0, count: 4096)
        while true {
            let count = unsafe recv(descriptor, &buffer, buffer.count, CInt(MSG_DONTWAIT))
            guard count >= 0 else { return messages }
            messages.append(String(decoding: buffer.prefix(count), as: UTF8.self))
        }
    }
}
