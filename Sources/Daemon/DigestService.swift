import Configuration
import Digests
package import Model
package import Pipeline
package import Platform

/// A digest with times of its own.
package struct ScheduledDigest: Sendable {
    package var settings: DigestSettings
    package var times: [Time]

    package struct Time: Sendable {
        package var at: CalendarExpression
        package var zone: TimeZoneRules

        package init(at: CalendarExpression, zone: TimeZoneRules) {
            self.at = at
            self.zone = zone
        }
    }

    package init(settings: DigestSettings, times: [Time]) {
        self.settings = settings
        self.times = times
    }

    /// The first time after `moment`.
    package func next(after moment: Timestamp) -> Timestamp? {
        times.map { $0.at.next(after: moment, in: $0.zone) }.min()
    }

    /// The last time before or at `now` and after `mark`, with its name; `nil` for none.
    ///
    /// Of times that were missed only the last one counts: its digest has what the others had.
    package func dueSlot(mark: Timestamp, now: Timestamp) -> (moment: Timestamp, name: String)? {
        let due = times.compactMap { time in
            FeedWatchDecision.dueSlot(at: time.at, in: time.zone, mark: mark, now: now).map {
                ($0, time.zone)
            }
        }
        return due.max { $0.0 < $1.0 }.map { ($0.0, FeedWatchDecision.name(ofSlot: $0.0, in: $0.1)) }
    }
}

/// Makes digests at their times, each with its deliveries in one transaction.
package struct DigestService: Sendable {
    private let digests: [ScheduledDigest]
    private let routes: [RouteSettings]
    private let defaultRoutes: [String]
    private let builder: DigestBuilder
    private let clock: DigestClock
    private let base: String?
    private let store: any Store
    private let marks: RequestFolder?
    private let now: @Sendable () -> Timestamp

    /// A reader whose routes were down for longer gets the end of it.
    package static let longestWindow: Duration = .days(31)

    /// - Parameter marks: where commands leave how far readers have read; see ``ReaderMark``.
    package init(
        setup: Setup, store: any Store, marks: RequestFolder?, now: @escaping @Sendable () -> Timestamp
    ) {
        let configuration = setup.configuration
        digests = setup.scheduledDigests
        routes = configuration.routes
        defaultRoutes = configuration.daemon.notify
        builder = DigestBuilder(
            store: store, watches: configuration.watches, language: configuration.daemon.language)
        clock = DigestClock(setup.zone)
        base = configuration.daemon.base
        self.store = store
        self.marks = marks
        self.now = now
    }

    /// What one look made.
    package struct Look: Sendable, Hashable {
        package var issues: [DigestIssue]
        /// When the next digest is due; `nil` for never.
        package var next: Timestamp?
    }

    /// Looks once: takes marks that commands left, makes the digests that are due.
    package func look() async throws(StoreError) -> Look {
        try await takeMarks()
        let moment = now()
        let next = digests.compactMap { $0.next(after: moment) }.min()
        guard !digests.isEmpty else { return Look(issues: [], next: nil) }
        let schedule = try await store.digestSchedule()
        var batch = DigestBatch(at: moment)
        for digest in digests {
            let name = digest.settings.name
            guard let mark = schedule[name], mark <= moment + .days(8) else {
                // A digest that is new begins now, and so does one whose times were done by a clock that was wrong.
                batch.schedule[name] = moment
                batch.beginnings[digest.settings.reader] = moment
                continue
            }
            guard let slot = digest.dueSlot(mark: mark, now: moment) else { continue }
            batch.schedule[name] = slot.moment
            batch.issues.append(try await issue(of: digest, slot: slot.name, mark: mark, at: moment))
            batch.routes.append(routes(of: digest.settings))
        }
        if !batch.schedule.isEmpty { try await store.commit(batch) }
        return Look(issues: batch.issues, next: next)
    }

    private func issue(
        of digest: ScheduledDigest, slot: String, mark: Timestamp, at moment: Timestamp
    ) async throws(StoreError) -> DigestIssue {
        let settings = digest.settings
        // What came in this very moment counts.
        let end = moment + .milliseconds(1)
        let start: Timestamp
        if let span = settings.since {
            start = end - span
        } else {
            // There is a mark since the digest is known; one that lies ahead was made by a clock that was wrong.
            let last = try await store.lastDigest(of: settings.reader) ?? mark
            start = max(min(last, end - .milliseconds(1)), end - Self.longestWindow)
        }
        let frame = DigestFrame(
            name: settings.name, reader: settings.reader, isSinceLast: settings.since == nil,
            next: digest.next(after: moment), base: base)
        let input = try await builder.input(
            window: start..<end, only: settings.watches.isEmpty ? nil : settings.watches, top: settings.top,
            frame: frame)
        return DigestIssue(
            Digest(input), id: DigestIssueID(digest: settings.name, slot: slot), reader: settings.reader,
            decided: moment, clock: clock)
    }

    /// A digest goes where it is sent: what severity a route takes is a matter of alerts.
    private func routes(of settings: DigestSettings) -> [String] {
        let wanted = settings.notify.isEmpty ? defaultRoutes : settings.notify
        return wanted.filter { name in routes.contains { $0.name == name } }
    }

    private func takeMarks() async throws(StoreError) {
        guard let marks else { return }
        for name in marks.names {
            if let mark = ReaderMark(requestName: name) {
                try await store.markDigest(reader: mark.reader, at: mark.moment)
            }
            marks.remove([name])
        }
    }
}

/// How far a reader has read, on its way from a command to the daemon, which alone writes.
package struct ReaderMark: Sendable, Hashable {
    package var reader: String
    package var moment: Timestamp

    /// Bytes of a reader's name, which becomes the name of a file.
    private static let readerLimit = 40

    /// - Returns: `nil` for a reader whose name is not of letters, digits, `-` and `_`, or too long.
    package init?(reader: String, moment: Timestamp) {
        let isName = reader.utf8.allSatisfy { byte in
            (0x61...0x7A).contains(byte | 0x20) || (0x30...0x39).contains(byte) || byte == 0x2D
                || byte == 0x5F
        }
        guard isName, !reader.isEmpty, reader.utf8.count <= Self.readerLimit, moment.milliseconds >= 0 else {
            return nil
        }
        self.reader = reader
        self.moment = moment
    }

    package init?(requestName: String) {
        guard let dash = requestName.lastIndex(of: "-"),
            let milliseconds = Int64(requestName[requestName.index(after: dash)...])
        else { return nil }
        self.init(reader: String(requestName[..<dash]), moment: Timestamp(milliseconds: milliseconds))
    }

    /// `anna-1556020800000`
    package var requestName: String { "\(reader)-\(moment.milliseconds)" }
}
