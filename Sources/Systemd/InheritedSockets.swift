import CSystemd

/// The sockets that `.socket` units opened for the service.
package enum InheritedSockets {
    /// A stream socket that listens.
    package struct Socket: Hashable, Sendable {
        /// `FileDescriptorName=` of its unit, or else the name of the unit.
        package var name: String
        package var descriptor: Int32

        package init(name: String, descriptor: Int32) {
            self.name = name
            self.descriptor = descriptor
        }
    }

    /// `SD_LISTEN_FDS_START`, a macro with a cast.
    private static let first: Int32 = 3

    /// Stream sockets that listen, in order; none where there is no such unit.
    ///
    /// Reads `LISTEN_FDS` and `LISTEN_PID`, so it is for the composition root alone. They stay open for the life of the
    /// process and are not inherited further. The corresponding C functions are `sd_listen_fds(3)` and
    /// `sd_is_socket(3)`.
    /// - Parameter names: the value of `LISTEN_FDNAMES`.
    package static func listening(names: String?) -> [Socket] {
        let count = sd_listen_fds(0)
        guard count > 0 else { return [] }
        return sockets(Array(first..<(first + count)), names: names).filter {
            sd_is_socket($0.descriptor, 0, Int32(SOCK_STREAM.rawValue), 1) > 0
        }
    }

    /// Each descriptor with its name; those that have none are called so.
    static func sockets(_ descriptors: [Int32], names: String?) -> [Socket] {
        let names = (names ?? "").split(separator: ":", omittingEmptySubsequences: false).map(String.init)
        return descriptors.enumerated().map { index, descriptor in
            Socket(name: index < names.count ? names[index] : "", descriptor: descriptor)
        }
    }
}
