import Model
import Pipeline
import Systemd
import Text

/// A channel that can show what it would send.
protocol Previewing {
    /// Everything that would leave, in text, secrets aside; made harmless for a terminal by whoever prints it.
    func preview(of message: Message, at moment: Timestamp) async throws(DeliveryError) -> String
}

extension WebhookChannel: Previewing {
    func preview(of message: Message, at moment: Timestamp) async throws(DeliveryError) -> String {
        let (request, secrets) = try await request(for: message, at: moment)
        var lines = ["\(request.method) \(hidesAddress ? "(address not shown)" : request.url)"]
        lines += request.headers
        lines += ["", String(decoding: request.body, as: UTF8.self)]
        let hidden = hidesAddress ? secrets : Array(secrets.prefix(token == nil ? 0 : 1))
        return ServiceAnswer.hidden(hidden, in: lines.joined(separator: "\n")) + "\n"
    }

    /// Whether whoever knows the address can write to the receiver.
    private var hidesAddress: Bool {
        switch format {
        case .slack, .discord, .teams: true
        case .standard, .cloudEvents, .matrix, .ntfy, .gotify, .telegram: url.isHidden
        }
    }
}

extension EmailChannel: Previewing {
    func preview(of message: Message, at moment: Timestamp) async throws(DeliveryError) -> String {
        let mail = String(decoding: try bytes(of: message), as: UTF8.self)
        let to = route.recipients.map(\.mailbox).joined(separator: ", ")
        let login = settings.user.map { " as \($0)" } ?? ""
        return "\(settings.server)\(login), from \(settings.from.mailbox) to \(to)\n\n"
            + mail.replacing("\r\n", with: "\n")
    }
}

extension ExecChannel: Previewing {
    func preview(of message: Message, at moment: Timestamp) async throws(DeliveryError) -> String {
        let variables = Self.variables(of: message, offset: offset).sorted { $0.key < $1.key }
        let lines = command.map { "argument \($0)" } + variables.map { "\($0.key)=\($0.value)" }
        return lines.joined(separator: "\n") + "\n\n" + String(decoding: message.json, as: UTF8.self) + "\n"
    }
}

extension JournalChannel: Previewing {
    func preview(of message: Message, at moment: Timestamp) async throws(DeliveryError) -> String {
        let fields = Self.entry(for: message, offset: offset).journalFields(identifier: "wirewatch")
        return fields.map { $0 + "\n" }.joined()
    }
}

extension OutputChannel: Previewing {
    func preview(of message: Message, at moment: Timestamp) async throws(DeliveryError) -> String {
        MessageText(message, offset: offset).lines.map { $0 + "\n" }.joined()
    }
}

extension FileChannel: Previewing {
    func preview(of message: Message, at moment: Timestamp) async throws(DeliveryError) -> String {
        "\(path)\n\n" + String(decoding: message.json, as: UTF8.self) + "\n"
    }
}
