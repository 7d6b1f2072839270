package import Model
package import Pipeline
import Platform
package import Systemd

/// Makes the channel of each route from what the configuration says.
package struct ChannelFactory: Sendable {
    private let journal: Journal
    private let transport: any WebhookTransport
    private let mail: MailSettings?
    private let mailTransport: (any MailTransport)?
    private let userAgent: String
    private let base: String?
    private let environment: [String: String]
    private let offset: @Sendable (Timestamp) -> Duration?

    /// - Parameters:
    ///   - journal: where `journal` routes write.
    ///   - transport: by which requests go out.
    ///   - mail: the server of `email` routes.
    ///   - mailTransport: by which mail goes out; `nil` for libcurl on a thread of the route's own.
    ///   - userAgent: how requests name the program.
    ///   - base: under which story pages are served, without a slash at its end; `nil` for nowhere.
    ///   - environment: what programs of `exec` routes see beside the variables of an alert; its
    ///     `CREDENTIALS_DIRECTORY` is where files of secrets with a bare name are.
    ///   - offset: of the reader's clock from UTC at a moment, for times in texts; `nil` says UTC.
    package init(
        journal: Journal, transport: any WebhookTransport, mail: MailSettings? = nil,
        mailTransport: (any MailTransport)? = nil, userAgent: String, base: String? = nil,
        environment: [String: String],
        offset: @escaping @Sendable (Timestamp) -> Duration? = { _ in nil }
    ) {
        self.journal = journal
        self.transport = transport
        self.mail = mail
        self.mailTransport = mailTransport
        self.userAgent = userAgent
        self.base = base
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
        try previewing(route)
    }

    /// What `message` would be as it leaves over `route`, without secrets; nothing is sent.
    ///
    /// - Throws: as `channel(for:)`, and where a file of a secret cannot be read.
    package func preview(
        of message: Message, over route: RouteSettings, at moment: Timestamp
    ) async throws(DeliveryError) -> String {
        try await previewing(route).preview(of: message, at: moment)
    }

    private func previewing(_ route: RouteSettings) throws(DeliveryError) -> any Channel & Previewing {
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
        case .webhook, .ntfy, .gotify, .telegram: return try requests(route)
        case .email: return try email(route)
        }
    }

    private func requests(_ route: RouteSettings) throws(DeliveryError) -> WebhookChannel {
        let format = try format(of: route)
        let usual = format.usualAddress.map { Secret.text($0) }
        guard let url = try secret(route.url, file: route.urlFile, route) ?? usual else {
            throw lacking("url", route)
        }
        let token = try secret(nil, file: route.tokenFile, route)
        if token == nil, format.needsToken { throw lacking("token-file", route) }
        return WebhookChannel(
            format: format, url: url, secret: try secret(route.secret, file: route.secretFile, route),
            token: token, userAgent: userAgent, timeout: route.timeout,
            addresses: AddressPolicy(allowedPrivateBlocks: route.allowsPrivateAddresses),
            transport: transport, offset: offset)
    }

    private func format(of route: RouteSettings) throws(DeliveryError) -> ServiceFormat {
        switch route.type {
        case .ntfy: return .ntfy
        case .gotify: return .gotify
        case .telegram:
            guard let chat = route.chat else { throw lacking("chat", route) }
            return .telegram(chat: chat)
        default: break
        }
        switch route.format {
        case .standard: return .standard
        case .cloudevents: return .cloudEvents(source: route.source)
        case .slack: return .slack
        case .discord: return .discord
        case .teams: return .teams
        case .matrix:
            guard let room = route.room else { throw lacking("room", route) }
            return .matrix(room: room)
        }
    }

    private func email(_ route: RouteSettings) throws(DeliveryError) -> EmailChannel {
        guard let mail else {
            throw .refused(message: "route \(route.name) sends mail and there is no [mail]")
        }
        guard !route.recipients.isEmpty else { throw lacking("to", route) }
        let password = try secret(nil, file: mail.passwordFile, route)
        if let mailTransport {
            return EmailChannel(
                route: route, settings: mail, password: password, transport: mailTransport, base: base,
                offset: offset)
        }
        return EmailChannel(
            route: route, settings: mail, password: password,
            transport: CurlMailTransport(executor: try executor(for: route)), base: base, offset: offset)
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
