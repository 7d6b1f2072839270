import MicroHTTP
import Platform

/// Ports for servers that are told where to listen.
package enum FreePort {
    /// A port of loopback that nobody listens at, from below those that the system hands out by itself: no other
    /// test's server gets it before it is used.
    package static func find() throws -> UInt16 {
        var failure: any Error = ServerError(port: 0)
        for _ in 0..<100 {
            let bytes = try Randomness.bytes(count: 2)
            let port = 20_000 + (UInt16(bytes[0]) << 8 | UInt16(bytes[1])) % 10_000
            do {
                _ = try LoopbackServer(port: port) { _ in ServerAnswer(status: 404) }
                return port
            } catch {
                failure = error
            }
        }
        throw failure
    }
}
