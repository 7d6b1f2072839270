package import Model
package import Pipeline
import Platform
package import Systemd

/// Makes the channel of each route from what the configuration says.
package struct ChannelFactory: Sendable {
    private let journal: Journal
    private let transport: any WebhookTransport
    private let userAgent: String
    private let environment: [String: String]
    private let offset: @Sendable (Timestamp) -> Duration?

    /// - Parameters:
    ///   - journal: where `journal` routes write.
    ///   - transport: by which webhooks go out.
    ///   - userAgent: how webhooks name the program.
    ///   - environment: what programs of `exec` routes see beside the variables of an alert; its
    ///     `CREDENTIALS_DIRECTORY` is where files of secrets with a bare name are.
    ///   - offset: of the reader's clock from UTC at a moment, for times in texts; `nil` says UTC.
    package init(
        journal: Journal, transport: any WebhookTransport, userAgent: String, environment: [String: String],
        offset: @escaping @Sendable (Timestamp) -> Duration? = { _ in nil }
    ) {
        self.journal = journal
        self.transport = transport
        self.userAgent = userAgent
        self.environment = environment
        self.offset = offset
    }

    /// The channel of `route`.
    ///
    /// What a person can put right while the daemon runs, a missing file or program, is not looked at here: it
    /// fails an attempt, and the next may succeed.
    /// - Throws: `refused` where the route lacks what its type needs, `unavailable` where the system has no
    ///   thread to spare.
    package func channel(for route: RouteSettings) throws(DeliveryError) -> any Channel {
        switch route.type {
        case .journal: return JournalChannel(journal: journal, offset: offset)
        case .stdout: return OutputChannel(executor: try executor(for: route), offset: offset)
        case .file:
            guard let path = route.path, !path.isEmpty else { throw lacking("path", route) }
            return FileChannel(path: path, executor: try executor(for: route))
        case .exec:
            guard let program = route.command.first, !program.isEmpty else { throw lacking("command", route) }
            return ExecChannel(
                command: route.command, environment: environment, timeout: route.timeout, offset: offset)
        case .webhook: return try webhook(for: route)
        }
    }

    private func webhook(for route: RouteSettings) throws(DeliveryError) -> WebhookChannel {
        guard let url = try secret(route.url, file: route.urlFile, route) else { throw lacking("url", route) }
        return WebhookChannel(
            url: url, secret: try secret(route.secret, file: route.secretFile, route), userAgent: userAgent,
            timeout: route.timeout,
            addresses: AddressPolicy(allowedPrivateBlocks: route.allowsPrivateAddresses), transport: transport
        )
    }

    /// A file goes before a value; nothing where neither is given.
    private func secret(
        _ text: String?, file name: String?, _ route: RouteSettings
    ) throws(DeliveryError) -> Secret? {
        if let name, !name.isEmpty {
            let path = Secret.path(of: name, credentials: environment["CREDENTIALS_DIRECTORY"])
            return .file(path: path, executor: try executor(for: route))
        }
        guard let text, !text.isEmpty else { return nil }
        return .text(text)
    }

    private func lacking(_ key: String, _ route: RouteSettings) -> DeliveryError {
        .refused(message: "route \(route.name) of type \(route.type.rawValue) has no \(key)")
    }

    private func executor(for route: RouteSettings) throws(DeliveryError) -> QueueExecutor {
        do throws(SystemError) {
            return try QueueExecutor(name: route.name)
        } catch {
            throw .unavailable(message: error.description, retryAfter: nil)
        }
    }
}
