import Configuration
import Daemon
import Digests
import Model
import Pipeline
import Platform
import Storage
import Text

/// What commands find out about where they run: the configuration, the state folder, the clock.
struct Desk: Sendable {
    let setup: Setup
    let configurationPath: String
    let database: String
    /// Folder of the lock and, where nothing else is said, of the database.
    let state: String

    /// Reads the configuration that `invocation` and its environment name.
    init(_ invocation: Invocation) throws(CommandFailure) {
        let path = try Self.configurationPath(invocation)
        self.init(
            invocation, path: path,
            setup: try Self.setup { () throws(ConfigurationErrors) in try Setup(path: path) })
    }

    /// The same for commands that are wanted most when the configuration has errors: those are told, and defaults
    /// stand in for it.
    static func despiteErrors(_ invocation: Invocation) throws(CommandFailure) -> Desk {
        let path = try configurationPath(invocation)
        do throws(CommandFailure) { return try Desk(invocation) } catch {
            Output.error("wirewatch: \(error.message)\n")
            let setup = try setup { () throws(ConfigurationErrors) in try Setup.standard() }
            return Desk(invocation, path: path, setup: setup)
        }
    }

    private init(_ invocation: Invocation, path: String, setup: Setup) {
        configurationPath = path
        self.setup = setup
        state = Self.statePath(invocation, configuration: path)
        if let path = setup.configuration.daemon.database {
            // A name without a folder stands in the state folder, wherever the program was started.
            database = path.contains("/") ? path : state + "/" + path
        } else {
            database = state + "/wirewatch.db"
        }
    }

    /// The configuration where there is one, else the defaults: for commands that need none.
    static func setupOrDefaults(_ invocation: Invocation) throws(CommandFailure) -> Setup {
        let path = namedConfiguration(invocation) ?? usualConfigurations(invocation).first(where: isThere)
        return try setup { () throws(ConfigurationErrors) in
            if let path { try Setup(path: path) } else { try Setup.standard() }
        }
    }

    private static func setup(
        _ make: () throws(ConfigurationErrors) -> Setup
    ) throws(CommandFailure) -> Setup {
        do throws(ConfigurationErrors) { return try make() } catch {
            let lines = error.problems.map { TerminalText.safe($0.description) }
            throw CommandFailure(
                code: .usage, message: "the configuration has errors\n" + lines.joined(separator: "\n"))
        }
    }

    /// `--config`, `$WIREWATCH_CONFIG`, the user's own, the system's: the first that is there.
    static func configurationPath(_ invocation: Invocation) throws(CommandFailure) -> String {
        if let path = namedConfiguration(invocation) {
            guard isThere(path) else {
                throw .usage("the configuration \(TerminalText.safe(path)) is not there")
            }
            return path
        }
        let places = usualConfigurations(invocation)
        if let path = places.first(where: isThere) { return path }
        throw .usage(
            """
            no configuration: neither \(places.joined(separator: " nor ")) is there
            write the first of them, or name another with --config FILE; two lines are a beginning:
                [feed "a-name"]
                url = https://example.org/feed.xml
            `wirewatch feed probe URL` finds the feed of a site, `wirewatch man feeds.conf` tells all keys
            """)
    }

    private static func namedConfiguration(_ invocation: Invocation) -> String? {
        invocation.value("config") ?? invocation.environment["WIREWATCH_CONFIG"]
    }

    private static func usualConfigurations(_ invocation: Invocation) -> [String] {
        let home = invocation.environment["HOME"] ?? ""
        let user = invocation.environment["XDG_CONFIG_HOME"] ?? home + "/.config"
        return [user + "/wirewatch/feeds.conf", systemConfiguration]
    }

    private static let systemConfiguration = "/etc/wirewatch/feeds.conf"
    private static let systemState = "/var/lib/wirewatch"

    private static func isThere(_ path: String) -> Bool { FileMode.permissions(of: path) != nil }

    /// `--state`, systemd's folder, that of the service where the system's configuration is read, the user's own.
    private static func statePath(_ invocation: Invocation, configuration: String) -> String {
        if let path = invocation.value("state") { return path }
        if let path = invocation.environment["STATE_DIRECTORY"] {
            return path.split(separator: ":").first.map(String.init) ?? path
        }
        // Whoever may not look into it has no business there.
        if configuration == systemConfiguration, isThere(systemState + "/.") { return systemState }
        let home = invocation.environment["HOME"] ?? "."
        return (invocation.environment["XDG_STATE_HOME"] ?? home + "/.local/state") + "/wirewatch"
    }

    // MARK: Store

    func reader() throws(CommandFailure) -> SQLiteReader {
        guard FileMode.permissions(of: database) != nil else {
            throw CommandFailure(
                code: .unreachable,
                message: "\(database) is not there yet; `wirewatch run --once` makes it")
        }
        do throws(StoreError) { return try SQLiteReader(path: database) } catch {
            throw CommandFailure(error)
        }
    }

    // MARK: Clock

    var now: Timestamp { Timestamp(milliseconds: SystemClock.now()) }

    var clock: WallClock {
        let zone = setup.zone
        return WallClock(zoned: { zone.zoned($0) }, now: now)
    }

    /// A span (`24h`), a day (`2019-04-25`), `yesterday`, or a moment in RFC 3339, seen from now.
    func moment(_ text: String) -> Timestamp? {
        if let span = TimeInput.span(text) { return now - span }
        return TimeInput.moment(text, zone: setup.zone, now: now)
    }
}

extension TimeZoneRules {
    func zoned(_ moment: Timestamp) -> ZonedTime {
        ZonedTime(
            civil: CivilTime(moment, offset: offset(at: moment)), abbreviation: abbreviation(at: moment))
    }
}

extension CommandFailure {
    init(_ error: StoreError) { self.init(code: .unreachable, message: error.message) }
}

/// Runs a question to the store and says its trouble as a command does.
func asking<Value>(_ body: () async throws(StoreError) -> Value) async throws(CommandFailure) -> Value {
    do throws(StoreError) { return try await body() } catch { throw CommandFailure(error) }
}
