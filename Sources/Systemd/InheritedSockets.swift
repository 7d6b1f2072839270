import CSystemd

/// The sockets that a `.socket` unit opened for the service.
package enum InheritedSockets {
    /// `SD_LISTEN_FDS_START`, a macro with a cast.
    private static let first: Int32 = 3

    /// Stream sockets that listen, by number; none where there is no such unit.
    ///
    /// Reads `LISTEN_FDS` and `LISTEN_PID`, so it is for the composition root alone. They stay open for the life of the
    /// process and are not inherited further. The corresponding C functions are `sd_listen_fds(3)` and
    /// `sd_is_socket(3)`.
    package static func listening() -> [Int32] {
        let count = sd_listen_fds(0)
        guard count > 0 else { return [] }
        return (first..<(first + count)).filter { sd_is_socket($0, 0, Int32(SOCK_STREAM.rawValue), 1) > 0 }
    }
}
