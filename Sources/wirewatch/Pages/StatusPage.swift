import Configuration
import Daemon
import Model
import Pipeline
import Platform
import Storage
import Text

/// How the daemon, its feeds and its queue do, for people and for programs.
struct StatusPage {
    /// The daemon's number; `nil` where none runs.
    let process: Int?
    private let note: DaemonNote?
    private let database: String
    private let configuration: String
    private let figures: StoreFigures
    private let feeds: [StoredFeed]
    private let storiesToday: Int
    private let watches: [WatchStanding]
    private let now: Timestamp

    init(_ desk: Desk, reader: SQLiteReader) async throws(CommandFailure) {
        process = FileLock.holder(of: desk.lock)
        note = DaemonNote(lock: desk.lock)
        database = desk.database
        configuration = desk.configurationPath
        now = desk.now
        let now = now
        let midnight = TimeInput.moment("today", zone: desk.setup.zone, now: now) ?? now
        let configured = desk.setup.configuration.watches
        (figures, feeds, storiesToday, watches) = try await asking { () throws(StoreError) in
            (
                try await reader.figures(), try await reader.feeds().filter(\.isConfigured),
                try await reader.storyCount(since: midnight),
                try await WatchStanding.all(of: configured, in: reader, over: .zero, now: now)
            )
        }
    }

    /// Feeds of each state of health, those of none left out.
    private var health: [(state: FeedHealth, count: Int)] {
        FeedHealth.allCases.map { state in (state, feeds.count { $0.state.health == state }) }.filter {
            $0.1 > 0
        }
    }

    private var silent: Int { watches.count { $0.state == .silent } }
    private var expired: Int { watches.count { $0.state == .expired } }
    private var troubled: Int { feeds.count { $0.state.error != nil } }

    // MARK: For people

    func text(clock: WallClock, paint: Paint) -> String {
        let last =
            feeds.compactMap(\.state.lastPoll).max().map { "last poll \(clock.long($0))" } ?? "never polled"
        let states = health.map { state, count in
            paint("\(count) \(state.rawValue)", state == .ok ? .green : .red)
        }
        var rows = [
            ("daemon", daemon(clock: clock, paint: paint)),
            ("configuration", TerminalText.safe(configuration)),
        ]
        if let reload = reload(clock: clock, paint: paint) { rows.append(("reload", reload)) }
        if let standstill = note?.standstill {
            rows.append(("store", paint("waits", .red) + ": \(standstill)"))
        }
        rows.append(("feeds", (["\(figures.feeds)"] + states + [last]).joined(separator: ", ")))
        rows.append(("watches", "\(watches.count), \(silent) silent, \(expired) expired"))
        if figures.subscriptions > 0 {
            rows.append(
                ("push", "\(figures.activeSubscriptions) of \(figures.subscriptions) subscriptions active"))
        }
        rows += [
            ("items", "\(figures.items), \(figures.unplaced) to be placed"),
            ("stories", "\(figures.stories), \(storiesToday) with a report today"),
            ("alerts", "\(figures.alerts), \(figures.pendingDeliveries) deliveries pending"),
            ("database", "\(TerminalText.safe(database)), \(size)"),
        ]
        return rows.map { "\($0.0.padding(to: 15))\($0.1)\n" }.joined()
    }

    private func daemon(clock: WallClock, paint: Paint) -> String {
        guard let process else {
            return paint("does not run", .red)
                + "; start it with `systemctl start wirewatch` or `wirewatch run`"
        }
        let runs = paint("runs", .green)
        guard let note else { return "\(runs) (process \(process))" }
        return "\(runs) since \(clock.long(note.started)), \(Self.words(now - note.started)) "
            + "(process \(process), version \(note.version))"
    }

    private func reload(clock: WallClock, paint: Paint) -> String? {
        guard let note, let moment = note.reloaded else { return nil }
        guard !note.problems.isEmpty else { return "\(clock.long(moment)), taken" }
        let lines = note.problems.map { "\n" + String(repeating: " ", count: 15) + $0 }
        return clock.long(moment) + ", " + paint("refused", .red) + ": the configuration before it is kept"
            + lines.joined()
    }

    private var size: String {
        figures.bytes < 10 << 20 ? "\(figures.bytes >> 10) KiB" : "\(figures.bytes >> 20) MiB"
    }

    /// `3 d 4 h`, `4 h 10 min`, `10 min`, `12 s`
    static func words(_ span: Duration) -> String {
        let seconds = max(0, span.milliseconds / 1000)
        switch seconds {
        case ..<60: return "\(seconds) s"
        case ..<3600: return "\(seconds / 60) min"
        case ..<86400: return "\(seconds / 3600) h \(seconds % 3600 / 60) min"
        default: return "\(seconds / 86400) d \(seconds % 86400 / 3600) h"
        }
    }

    // MARK: For programs

    var json: String {
        var json = JSONWriter()
        json.object { json in
            json.field("running", process != nil)
            json.field("process", process)
            json.field("database", database)
            json.field("bytes", figures.bytes)
            json.field("feeds", figures.feeds)
            json.field("feeds_troubled", troubled)
            json.field("items", figures.items)
            json.field("stories", figures.stories)
            json.field("alerts", figures.alerts)
            json.field("unplaced", figures.unplaced)
            json.field("deliveries_pending", figures.pendingDeliveries)
            json.field("subscriptions", figures.subscriptions)
            json.field("subscriptions_active", figures.activeSubscriptions)
            json.field("watches", watches.count)
            json.field("watches_silent", silent)
            json.field("watches_expired", expired)
            json.field("configuration", configuration)
            json.field("version", note?.version)
            json.field("started", note?.started.description)
            json.field("uptime_seconds", note.map { (now - $0.started).milliseconds / 1000 })
            json.field("last_reload", note?.reloaded?.description)
            json.field("last_reload_successful", note.map { $0.problems.isEmpty } ?? true)
            json.field("last_reload_problems", note?.problems ?? [])
            json.field(
                "feeds_by_state",
                object: { json in
                    for (state, count) in health { json.field(state.rawValue, count) }
                })
            json.field("last_poll", feeds.compactMap(\.state.lastPoll).max()?.description)
            json.field("stories_today", storiesToday)
            json.field("waiting_for_store", note?.standstill)
        }
        return json.text
    }
}
