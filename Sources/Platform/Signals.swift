import CLinux
import Glibc

/// What the service manager or a person tells the process.
package enum Signal: Hashable, Sendable, CaseIterable {
    /// Finish and end (`SIGTERM`).
    case terminate
    /// The same, from the keyboard (`SIGINT`).
    case interrupt
    /// Read the configuration again (`SIGHUP`).
    case hangUp

    var number: CInt {
        switch self {
        case .terminate: SIGTERM
        case .interrupt: SIGINT
        case .hangUp: SIGHUP
        }
    }
}

/// Signals as values in a sequence instead of interruptions.
package enum Signals {
    private static let numbers = Signal.allCases.map(\.number)

    /// Holds back the signals of ``Signal`` and ignores `SIGPIPE`.
    ///
    /// Call it on the first thread before any other starts: threads inherit what is held back, and one that does
    /// not hold a signal back would end the process.
    package static func prepare() {
        hold()
        ww_ignore_sigpipe()
    }

    /// Keeps the first thread for as long as the process lives, with its signals held back.
    ///
    /// Dispatch's own way to do that (`dispatch_main`, which an asynchronous `main` takes) waits with no signal held back,
    /// and a signal that arrives there ends the process.
    package static func park() -> Never {
        while true { pause() }
    }

    /// Ends the process of `signal`, as whoever waits for it then sees: a shell's `$?` is 128 and its number, and a
    /// loop in a script ends.
    package static func die(of signal: Signal) -> Never {
        ww_die_of(signal.number)
        while true { pause() }
    }

    /// Holds the signals back for the calling thread and those that it starts.
    static func hold() {
        _ = unsafe numbers.withUnsafeBufferPointer { buffer in
            unsafe buffer.baseAddress.map { unsafe ww_block_signals($0, CInt(buffer.count)) }
        }
    }

    /// The next signal that arrives or has been held back since ``prepare()``; `nil` where none comes within `span`.
    ///
    /// Blocks; give it to a ``QueueExecutor``. The corresponding C function is `sigtimedwait(2)`.
    package static func next(atMost span: Duration) -> Signal? {
        let (seconds, attoseconds) = span.components
        let number = unsafe numbers.withUnsafeBufferPointer { buffer -> CInt in
            guard let start = buffer.baseAddress else { return -1 }
            return unsafe ww_await_signal(start, CInt(buffer.count), seconds, attoseconds / 1_000_000_000)
        }
        return Signal.allCases.first { $0.number == number }
    }

    /// The signals that arrive from now on, and those held back since ``prepare()``.
    ///
    /// A signal that comes again before it was taken counts once. The thread behind it ends when the sequence
    /// does, or its consumer is cancelled.
    package static func arriving() throws(SystemError) -> AsyncStream<Signal> {
        let source = try SignalSource(stop: try Descriptor.event(), numbers: numbers)
        let (stream, continuation) = AsyncStream.makeStream(
            of: Signal.self, bufferingPolicy: .bufferingNewest(16))
        continuation.onTermination = { _ in source.finish() }
        try DedicatedThread.start(named: "signals") {
            while let signal = source.next() { continuation.yield(signal) }
            continuation.finish()
        }
        return stream
    }
}

/// The descriptor from which held back signals are read.
final class SignalSource: Sendable {
    private let signals: Descriptor
    private let stop: Descriptor

    /// The corresponding C function is `signalfd(2)`.
    init(stop: consuming Descriptor, numbers: [CInt]) throws(SystemError) {
        self.stop = stop
        let number = unsafe numbers.withUnsafeBufferPointer { buffer -> CInt in
            guard let start = buffer.baseAddress else { return -1 }
            return unsafe ww_signalfd(start, CInt(buffer.count))
        }
        guard number >= 0 else { throw .last("signalfd") }
        signals = Descriptor(owning: number)
    }

    func finish() { stop.signal() }

    /// The next signal; `nil` after ``finish()``.
    func next() -> Signal? {
        while true {
            let number = ww_read_signal(signals.number)
            if let signal = Signal.allCases.first(where: { $0.number == number }) { return signal }
            var entries = [
                pollfd(fd: signals.number, events: Int16(POLLIN), revents: 0),
                pollfd(fd: stop.number, events: Int16(POLLIN), revents: 0),
            ]
            _ = unsafe poll(&entries, 2, -1)
            if entries[1].revents != 0 { return nil }
        }
    }
}
