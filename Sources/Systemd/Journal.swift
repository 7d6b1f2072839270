import CSystemd
import Glibc
package import Platform

/// Where log lines go: the journal with fields, or standard error.
package struct Journal: Sendable {
    /// The kinds of reader at the other end.
    package enum Sink: Hashable, Sendable {
        /// The journal itself, with fields.
        case journal
        /// Standard error, read by something that understands `<5>`.
        case prefixedLines
        /// Standard error, read by a person or a file: logfmt with a time.
        case plainLines
    }

    package let sink: Sink
    private let identifier: String

    /// - Parameter identifier: `wirewatch`: what `journalctl -t` finds, and the prefix of the fields' names.
    package init(sink: Sink, identifier: String = "wirewatch") {
        self.sink = sink
        self.identifier = identifier
    }

    /// The sink for a process whose `JOURNAL_STREAM` has `value`: the journal, if standard error leads there.
    ///
    /// - Source: systemd.exec(5), `$JOURNAL_STREAM`.
    package static func sink(journalStream value: String?) -> Sink {
        guard let value, let identity = DescriptorIdentity(of: .error) else { return .plainLines }
        return identity.description == value ? .journal : .plainLines
    }

    /// Writes one entry; `stamp` is the time as plain lines show it. An entry that the journal does not take goes
    /// to standard error.
    ///
    /// - Throws: only where standard error cannot be written to either.
    package func write(_ entry: JournalEntry, stamp: @autoclosure () -> String) throws(SystemError) {
        switch sink {
        case .journal:
            guard Self.send(entry.journalFields(identifier: identifier)) < 0 else { return }
            try StandardStreams.write(entry.line(stamp: nil), to: .error)
        case .prefixedLines: try StandardStreams.write(entry.line(stamp: nil), to: .error)
        case .plainLines: try StandardStreams.write(entry.line(stamp: stamp()), to: .error)
        }
    }

    /// 0, or a negative `errno` value. The corresponding C function is `sd_journal_sendv(3)`.
    private static func send(_ fields: [String]) -> CInt {
        let bytes = fields.map { Array($0.utf8) }
        let joined = bytes.flatMap { $0 }
        return unsafe joined.withUnsafeBytes { buffer -> CInt in
            guard let start = buffer.baseAddress else { return -EINVAL }
            var vectors = unsafe [iovec]()
            var offset = 0
            for field in bytes {
                let base = unsafe UnsafeMutableRawPointer(mutating: start + offset)
                unsafe vectors.append(iovec(iov_base: base, iov_len: field.count))
                offset += field.count
            }
            return unsafe sd_journal_sendv(vectors, CInt(vectors.count))
        }
    }
}
