import Configuration
import Curl
import Daemon
import Delivery
import Model
import Pipeline
import Systemd
import Text

/// `route list` and `route test`: where alerts go, and whether they arrive there.
enum RouteCommand {
    static let list = CommandSpec(
        "route list", summary: "lists the routes, with who uses them",
        options: formatOptions,
        fields: [
            "name", "type", "format", "severity", "to", "rate", "timeout_seconds", "give_up_after_seconds",
            "default",
            "used_by",
        ],
        examples: ["route list", "route list --json"]
    ) { invocation throws(CommandFailure) in
        let configuration = try Desk(invocation).setup.configuration
        let format = ListFormat(invocation)
        Output.print(
            Listing.text(
                configuration.routes.map { RouteRow($0, in: configuration) }, format: format,
                line: { TerminalText.safe($0.line) }, json: { $0.write(to: &$1) }))
        return .done
    }

    static let test = CommandSpec(
        "route test", operands: "ROUTE", count: 1...1,
        summary: "sends a sample over a route, marked as one, and says what became of it",
        options: [
            OptionSpec("watch", value: "WATCH", "as an alert of this watch"),
            OptionSpec("dry-run", "print what would be sent, and send nothing"),
            OptionSpec("json", "the outcome as one JSON object"),
        ],
        examples: ["route test desk", "route test desk --watch putin-kim", "route test hook --dry-run"]
    ) { invocation throws(CommandFailure) in
        let desk = try Desk(invocation)
        let configuration = desk.setup.configuration
        let route = try route(invocation.operands[0], in: configuration)
        if let watch = invocation.value("watch") { try desk.require(watch: watch) }
        let watch = configuration.watches.first { $0.name == invocation.value("watch") }
        let now = desk.now
        let sample = Message.alert(.sample(route: route.name, watch: watch, at: now))
        let log = EventLog(invocation, zone: desk.setup.zone)
        let factory = RunCommand.channels(
            desk.setup, engine: try RunCommand.transferEngine(), journal: log.journal,
            environment: invocation.environment)
        let isDry = invocation.has("dry-run")
        var preview: String?
        var failure: DeliveryError?
        do throws(DeliveryError) {
            if isDry {
                preview = try await factory.preview(of: sample, over: route, at: now)
            } else {
                try await factory.channel(for: route).send(sample, at: now)
            }
        } catch {
            failure = error
        }
        if invocation.has("json") {
            Output.print(outcome(of: sample, over: route, preview: preview, failure: failure))
        } else if let preview {
            Output.print(harmless(preview))
        } else if let failure {
            Output.error(TerminalText.safe("route \(route.name): \(words(of: failure))") + "\n")
        } else {
            Output.print(
                "route \(route.name): taken by \(TerminalText.safe(RouteRow.place(of: route, in: configuration)))\n"
            )
        }
        return failure == nil ? .done : .negative
    }

    private static func route(
        _ name: String, in configuration: Configuration
    ) throws(CommandFailure) -> RouteSettings {
        if let route = configuration.routes.first(where: { $0.name == name }) { return route }
        let names = configuration.routes.map(\.name)
        let nearest = Suggestion.nearest(to: name, among: names).map { "; did you mean `\($0)`?" } ?? ""
        throw .usage(
            "there is no route `\(TerminalText.safe(name))`\(nearest)\n"
                + "there are: \(names.sorted().joined(separator: ", "))")
    }

    private static func words(of failure: DeliveryError) -> String {
        switch failure {
        case .refused(let message): "refused: \(message)"
        case .unavailable(let message, let wait):
            "not taken: \(message)"
                + (wait.map { "; the receiver asks to wait \($0.inWords)" } ?? "; the daemon would try again")
        }
    }

    /// Lines of `text`, each without what a terminal would obey.
    private static func harmless(_ text: String) -> String {
        text.split(separator: "\n", omittingEmptySubsequences: false).map { TerminalText.safe(String($0)) }
            .joined(separator: "\n")
    }

    private static func outcome(
        of sample: Message, over route: RouteSettings, preview: String?, failure: DeliveryError?
    ) -> String {
        var writer = JSONWriter()
        writer.object { writer in
            writer.field("route", route.name)
            writer.field("type", route.type.rawValue)
            writer.field("key", sample.idempotencyKey)
            switch failure {
            case nil: writer.field("result", preview == nil ? "delivered" : "preview")
            case .refused(let message):
                writer.field("result", "refused")
                writer.field("error", message)
            case .unavailable(let message, let wait):
                writer.field("result", "unavailable")
                writer.field("error", message)
                if let wait { writer.field("retry_after_seconds", wait.milliseconds / 1000) }
            }
            if let preview { writer.field("preview", preview) }
        }
        return writer.text + "\n"
    }
}

/// One route as `route list` shows it.
private struct RouteRow {
    let route: RouteSettings
    let place: String
    /// Watches of both kinds, and digests.
    let users: [String]
    let isDefault: Bool

    init(_ route: RouteSettings, in configuration: Configuration) {
        self.route = route
        place = Self.place(of: route, in: configuration)
        isDefault = configuration.daemon.notify.contains(route.name)
        let watches = configuration.watches.filter { $0.notify.contains(route.name) }.map(\.name)
        let health = configuration.feedWatches.filter { $0.notify.contains(route.name) }.map(\.name)
        let digests = configuration.digests.filter { $0.notify.contains(route.name) }.map(\.name)
        users = watches + health + digests
    }

    private static let nameColumns = 16
    private static let kindColumns = 12

    var line: String {
        let name = TerminalText.padded(route.name, to: Self.nameColumns)
        let kind = TerminalText.padded(kind, to: Self.kindColumns)
        let use = (isDefault ? ["[wirewatch]"] : []) + users
        return "\(name) \(kind) \(route.severity.rawValue.padding(to: 7)) \(place)"
            + (use.isEmpty ? "  (used nowhere)" : "  for \(use.joined(separator: ", "))")
    }

    private var kind: String {
        route.type == .webhook && route.format != .standard ? route.format.rawValue : route.type.rawValue
    }

    func write(to writer: inout JSONWriter) {
        writer.field("name", route.name)
        writer.field("type", route.type.rawValue)
        if route.type == .webhook { writer.field("format", route.format.rawValue) }
        writer.field("severity", route.severity.rawValue)
        writer.field("to", place)
        writer.field("rate", route.rate?.description)
        writer.field("timeout_seconds", route.timeout.milliseconds / 1000)
        writer.field("give_up_after_seconds", route.giveUpAfter.milliseconds / 1000)
        writer.field("default", isDefault)
        writer.field("used_by", users)
    }

    /// Where a route leads, without anything that is a secret.
    static func place(of route: RouteSettings, in configuration: Configuration) -> String {
        switch route.type {
        case .journal: return "the journal"
        case .stdout: return "standard output"
        case .file: return route.path ?? ""
        case .exec: return route.command.first ?? ""
        case .email:
            let server = configuration.mail?.server.description ?? "no server"
            return route.recipients.map(\.mailbox).joined(separator: ", ") + " by \(server)"
        case .webhook, .ntfy, .gotify, .telegram:
            let room = route.room ?? route.chat
            let host = route.url.flatMap { URLParts($0)?.host }
            let named = route.urlFile.map { "the address in \($0)" }
            return [room, host ?? named ?? (route.type == .telegram ? "api.telegram.org" : nil)]
                .compactMap(\.self).joined(separator: " at ")
        }
    }
}
