import CSystemd
package import Platform

/// Tells the service manager how the service is: its side of `Type=notify`.
///
/// - Source: sd_notify(3). The messages go out as datagrams of our own, so that the socket is a value handed down
///   and not an environment variable that libsystemd reads.
package struct ServiceNotifier: Sendable {
    private let socketPath: String?

    /// - Parameter socketPath: the value of `NOTIFY_SOCKET`; without one nobody wants to know.
    package init(socketPath: String?) {
        self.socketPath = socketPath?.isEmpty == true ? nil : socketPath
    }

    /// Whether somebody listens.
    package var isConnected: Bool { socketPath != nil }

    /// The service does its work; also what ends a reload.
    package func ready(status: String) throws(SystemError) {
        try send("READY=1\nSTATUS=\(line(status))")
    }

    /// The configuration is being read again; ``ready(status:)`` must follow.
    ///
    /// - Parameter moment: microseconds of the monotonic clock, by which the manager tells a reload from the one
    ///   before.
    package func reloading(atMonotonicMicroseconds moment: Int64) throws(SystemError) {
        try send("RELOADING=1\nMONOTONIC_USEC=\(moment)")
    }

    /// What `systemctl status` shows in one line.
    package func status(_ status: String) throws(SystemError) { try send("STATUS=\(line(status))") }

    /// The service is about to end.
    package func stopping(status: String) throws(SystemError) {
        try send("STOPPING=1\nSTATUS=\(line(status))")
    }

    /// A sign of life, due within every ``watchdogInterval()``; from the loop that does the work.
    package func watchdog() throws(SystemError) { try send("WATCHDOG=1") }

    /// Asks for more time to start or stop: the limit is `span` from now, whatever it was.
    package func extendTimeout(by span: Duration) throws(SystemError) {
        let (seconds, attoseconds) = span.components
        try send("EXTEND_TIMEOUT_USEC=\(seconds * 1_000_000 + attoseconds / 1_000_000_000_000)")
    }

    /// Within which time the manager wants a sign of life; `nil` if it wants none of this process.
    ///
    /// Send one in half of it. Reads `WATCHDOG_USEC` and `WATCHDOG_PID`, so it is for the composition root alone.
    /// The corresponding C function is `sd_watchdog_enabled(3)`.
    package static func watchdogInterval() -> Duration? {
        var microseconds: UInt64 = 0
        guard unsafe sd_watchdog_enabled(0, &microseconds) > 0 else { return nil }
        return .microseconds(Int64(clamping: microseconds))
    }

    private func send(_ message: String) throws(SystemError) {
        guard let socketPath else { return }
        try Datagram.send(Array(message.utf8), to: socketPath)
    }

    /// A line feed would begin another message.
    private func line(_ text: String) -> String {
        String(decoding: text.utf8.map { $0 < 0x20 || $0 == 0x7F ? 0x20 : $0 }, as: UTF8.self)
    }
}
