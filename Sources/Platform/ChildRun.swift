import CLinux
import Glibc

/// A program that runs, and its ends of the pipes: the loop that feeds and watches it.
struct ChildRun: ~Copyable {
    private enum Phase {
        case running
        case terminating
        case killed
    }

    private let child: ChildProcess
    private let pid: pid_t
    /// Becomes readable when the program ends, before anybody reaps it.
    private let ended: Descriptor
    private var input: Descriptor?
    /// -1 once it is closed.
    private var inputNumber: CInt
    private var rest: ArraySlice<UInt8>
    private var output: CapturedStream
    private var errorOutput: CapturedStream
    private var phase = Phase.running
    private var ending = ChildEnding.byItself
    private var deadline: Int64?

    init(_ child: ChildProcess, path: String) throws(SystemError) {
        let input = try Descriptor.pipe()
        let output = try Descriptor.pipe()
        let errorOutput = try Descriptor.pipe()
        try input.writing.setNonblocking()
        try output.reading.setNonblocking()
        try errorOutput.reading.setNonblocking()
        let pid = try Self.spawn(
            path, child: child, input: input.reading.number, output: output.writing.number,
            error: errorOutput.writing.number)
        let ended = ww_pidfd_open(pid)
        guard ended >= 0 else {
            let error = SystemError.last("pidfd_open")
            kill(-pid, SIGKILL)
            var (bySignal, code): (CInt, CInt) = (0, 0)
            _ = unsafe ww_reap(pid, &bySignal, &code)
            throw error
        }
        self.child = child
        self.pid = pid
        self.ended = Descriptor(owning: ended)
        rest = child.input[...]
        inputNumber = rest.isEmpty ? -1 : input.writing.number
        // Closes the program's end, as below; without that nobody would ever see an end.
        self.input = input.takeWriting()
        if rest.isEmpty { self.input = nil }
        self.output = CapturedStream(output.takeReading(), limit: child.outputLimit)
        self.errorOutput = CapturedStream(errorOutput.takeReading(), limit: child.outputLimit)
        deadline = SystemClock.monotonicMilliseconds() + Self.milliseconds(child.timeLimit)
    }

    /// Feeds the program and reads it until it ends; `cancel` is an event that ends it early.
    mutating func finish(cancel: CInt) throws(SystemError) -> ChildResult {
        while true {
            var entries = [
                pollfd(fd: ended.number, events: Int16(POLLIN), revents: 0),
                pollfd(fd: phase == .running ? cancel : -1, events: Int16(POLLIN), revents: 0),
                pollfd(fd: output.number, events: Int16(POLLIN), revents: 0),
                pollfd(fd: errorOutput.number, events: Int16(POLLIN), revents: 0),
                pollfd(fd: inputNumber, events: Int16(POLLOUT), revents: 0),
            ]
            _ = unsafe poll(&entries, nfds_t(entries.count), waitInMilliseconds())
            if entries[4].revents != 0 { feed() }
            if entries[2].revents != 0 { output.read() }
            if entries[3].revents != 0 { errorOutput.read() }
            if entries[0].revents != 0 { break }
            if entries[1].revents != 0 { end(because: .cancelled) }
            if let deadline, SystemClock.monotonicMilliseconds() >= deadline { end(because: .timeLimit) }
        }
        // What it wrote last is in the pipes. Others may keep them open for ever, so nobody waits for their end.
        output.drain()
        errorOutput.drain()
        // Its number is its own until it is reaped, so this meets no strangers.
        if phase != .running { kill(-pid, SIGKILL) }
        return ChildResult(
            status: try Self.reap(pid), ending: ending, output: output.bytes, errorOutput: errorOutput.bytes,
            droppedBytes: output.dropped + errorOutput.dropped)
    }

    private func waitInMilliseconds() -> CInt {
        guard let deadline else { return -1 }
        return CInt(clamping: max(0, deadline - SystemClock.monotonicMilliseconds()))
    }

    /// Writes what the pipe takes; a program that does not read its input is left in peace.
    private mutating func feed() {
        let written = Descriptor.write(rest, to: inputNumber)
        if written > 0 { rest = rest.dropFirst(written) }
        let isOpen = written >= 0 || written == -Int(EAGAIN)
        guard !isOpen || rest.isEmpty else { return }
        input = nil
        inputNumber = -1
    }

    private mutating func end(because reason: ChildEnding) {
        switch phase {
        case .running:
            ending = reason
            kill(-pid, SIGTERM)
            phase = .terminating
            deadline = SystemClock.monotonicMilliseconds() + Self.milliseconds(child.grace)
        case .terminating:
            kill(-pid, SIGKILL)
            phase = .killed
            deadline = nil
        case .killed: break
        }
    }

    private static func milliseconds(_ span: Duration) -> Int64 {
        let (seconds, attoseconds) = span.components
        return seconds * 1000 + attoseconds / 1_000_000_000_000_000
    }

    /// The corresponding C function is `posix_spawn(3)`.
    private static func spawn(
        _ path: String, child: ChildProcess, input: CInt, output: CInt, error: CInt
    ) throws(SystemError) -> pid_t {
        let variables = child.environment.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
        for text in variables where text.utf8.contains(0) {
            throw SystemError("environment of \(path)", code: EINVAL)
        }
        var pid: pid_t = 0
        let code = unsafe withCStrings(child.command) { arguments in
            unsafe withCStrings(variables) { environment in
                unsafe path.withCString { path in
                    unsafe ww_spawn(path, arguments, environment, input, output, error, &pid)
                }
            }
        }
        guard code == 0 else { throw SystemError("run \(path)", code: code) }
        return pid
    }

    /// `texts` as C wants them: pointers to strings, and a null pointer at the end.
    private static func withCStrings<Value>(
        _ texts: [String], _ body: (UnsafePointer<UnsafeMutablePointer<CChar>?>) -> Value
    ) -> Value {
        var pointers: [UnsafeMutablePointer<CChar>?] = unsafe texts.map { unsafe strdup($0) }
        unsafe pointers.append(nil)
        defer { unsafe pointers.forEach { unsafe free($0) } }
        return unsafe pointers.withUnsafeBufferPointer { buffer in
            // Never nil: the buffer holds at least the null pointer.
            unsafe body(buffer.baseAddress.unsafelyUnwrapped)
        }
    }

    private static func reap(_ pid: pid_t) throws(SystemError) -> ChildStatus {
        var (bySignal, code): (CInt, CInt) = (0, 0)
        let failure = unsafe ww_reap(pid, &bySignal, &code)
        guard failure == 0 else { throw SystemError("waitpid", code: failure) }
        return bySignal != 0 ? .signalled(Int(code)) : .exited(Int(code))
    }
}

/// The first bytes of what a program writes to one stream.
private struct CapturedStream: ~Copyable {
    private var descriptor: Descriptor?
    /// -1 once there is no more to come.
    private(set) var number: CInt
    private let limit: Int
    private(set) var bytes: [UInt8] = []
    private(set) var dropped = 0

    init(_ descriptor: consuming Descriptor, limit: Int) {
        number = descriptor.number
        self.descriptor = consume descriptor
        self.limit = limit
    }

    /// Takes one piece; `false` when there is none now, or no more ever.
    @discardableResult
    mutating func read() -> Bool {
        guard case .success(let piece)? = descriptor?.read(upTo: 16384) else {
            return false
        }
        guard !piece.isEmpty else {
            descriptor = nil
            number = -1
            return false
        }
        let kept = piece.prefix(limit - bytes.count)
        bytes += kept
        dropped += piece.count - kept.count
        return true
    }

    /// Takes what is there, but no more than a pipe can hold twice: somebody may go on writing.
    mutating func drain() {
        var pieces = 0
        while pieces < 128, read() { pieces += 1 }
    }
}
