import Glibc
import Platform
import Systemd
import Testing

@Suite struct `the service notifier` {
    @Test func `says what the service manager expects`() throws {
        let socket = try NotificationSocket()
        let notifier = ServiceNotifier(socketPath: socket.path)
        try notifier.ready(status: "112 feeds (3 failing)")
        try notifier.status("41 stories today\nREADY=0")
        try notifier.reloading(atMonotonicMicroseconds: 123_456_789)
        try notifier.watchdog()
        try notifier.extendTimeout(by: .milliseconds(90_500))
        try notifier.stopping(status: "finishing 2 polls")
        #expect(
            socket.messages == [
                "READY=1\nSTATUS=112 feeds (3 failing)", "STATUS=41 stories today READY=0",
                "RELOADING=1\nMONOTONIC_USEC=123456789", "WATCHDOG=1", "EXTEND_TIMEOUT_USEC=90500000",
                "STOPPING=1\nSTATUS=finishing 2 polls",
            ])
    }

    @Test(arguments: [nil, ""])
    func `is silent where nobody listens`(path: String?) throws {
        let notifier = ServiceNotifier(socketPath: path)
        #expect(!notifier.isConnected)
        try notifier.ready(status: "ready")
    }

    @Test func `tells of a socket that is gone`() {
        let notifier = ServiceNotifier(socketPath: "/nowhere/notify")
        #expect(throws: SystemError("send to /nowhere/notify", code: ENOENT)) { try notifier.watchdog() }
    }

    @Test func `tells of a path that is too long`() {
        let path = "/" + String(repeating: "x", count: 200)
        #expect(throws: SystemError("send to \(path)", code: ENAMETOOLONG)) {
            try ServiceNotifier(socketPath: path).watchdog()
        }
    }

    /// In processes of their own, since the variables are the whole process's.
    @Test func `reads the watchdog's interval`() async {
        await #expect(processExitsWith: .success) {
            unsafe setenv("WATCHDOG_USEC", "60000000", 1)
            unsafe setenv("WATCHDOG_PID", String(getpid()), 1)
            guard ServiceNotifier.watchdogInterval() == .seconds(60) else { exit(1) }
            unsafe setenv("WATCHDOG_PID", "1", 1)
            guard ServiceNotifier.watchdogInterval() == nil else { exit(2) }
            unsafe unsetenv("WATCHDOG_USEC")
            guard ServiceNotifier.watchdogInterval() == nil else { exit(3) }
            exit(0)
        }
    }
}
