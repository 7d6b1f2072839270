import CLinux

/// Messages to a local socket.
package enum Datagram {
    /// Sends `bytes` as one message to the socket at `path`, or in the abstract name space after `@`.
    ///
    /// - Throws: where nobody listens there, or the message is too long for a datagram.
    package static func send(_ bytes: [UInt8], to path: String) throws(SystemError) {
        let name = Array(path.utf8)
        let code = unsafe bytes.withUnsafeBytes { message -> CInt in
            unsafe name.withUnsafeBytes { name -> CInt in
                guard let start = name.baseAddress, let content = message.baseAddress else { return EINVAL }
                return unsafe ww_send_datagram(start, name.count, content, message.count)
            }
        }
        guard code == 0 else { throw SystemError("send to \(path)", code: code) }
    }
}
