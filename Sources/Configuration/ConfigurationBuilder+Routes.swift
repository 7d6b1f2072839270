import Model
import Text

/// `[route]`.
extension ConfigurationBuilder {
    mutating func readRoute(_ section: INIDocument.Section) {
        guard let name = section.name else { return }
        let kind = SectionReader(section, lenient: true).entry("type")
        if let kind, let words = Self.otherWays[kind.value.text] {
            // Its other keys are of another program.
            return fail(at: kind.value.start, "`\(kind.value.text)` is no type of route: \(words)")
        }
        var reader = SectionReader(section)
        defer { take(reader) }
        if kind == nil { reader.fail(at: section.position, "route `\(name)` has no type") }
        let type = reader.choice("type", RouteType.self)
        // Read as if it were one of the types, so that the rest of its mistakes are told too.
        var route = RouteSettings(name: name, type: type ?? .journal)
        route.severity = reader.choice("severity", Severity.self) ?? .normal
        route.url = reader.value("url") { WebAddress.isWebAddress($0) ? $0 : nil }
        route.urlFile = reader.text("url-file")
        route.format = reader.choice("format", WebhookFormat.self) ?? route.format
        route.secret = reader.text("secret")
        route.secretFile = reader.text("secret-file")
        route.tokenFile = reader.text("token-file")
        route.recipients = recipients(&reader)
        route.chat = reader.value("chat", read: WebAddress.chat)
        route.room = reader.value("room", read: WebAddress.room)
        route.source = reader.value("source", read: WebAddress.uri) ?? route.source
        route.command = reader.value("command", read: ValueReading.words) ?? []
        route.path = reader.text("path")
        route.rate = reader.value("rate") { RateLimit($0) }
        route.timeout = reader.duration("timeout") ?? route.timeout
        route.giveUpAfter = reader.duration("give-up-after") ?? route.giveUpAfter
        let blocks = blocks(&reader)
        route.allowsPrivateAddresses = blocks.all ? ["0.0.0.0/0", "::/0"] : blocks.some
        guard let type else { return }
        check(&reader, route: route)
        if type == .email, mailRoute == nil { mailRoute = (name, section.position) }
        routes.append(route)
    }

    private func recipients(_ reader: inout SectionReader) -> [MailAddress] {
        var addresses: [MailAddress] = []
        for (text, position) in reader.phrases("to") {
            guard let address = MailAddress(text) else {
                reader.fail(
                    at: position, "`to` takes \(ValueForm.mailAddress.words), not `\(text.shown)`")
                continue
            }
            if addresses.contains(where: { $0.mailbox == address.mailbox }) {
                reader.warn(at: position, "`\(address.mailbox)` stands here already")
            } else {
                addresses.append(address)
            }
        }
        return addresses
    }

    /// Types that people write, and how to come to what they mean.
    private static let otherWays: [String: String] = {
        var ways = ["mail": "write `type = email`", "smtp": "write `type = email`"]
        for format in WebhookFormat.allCases {
            ways[format.rawValue] = "write `type = webhook` and `format = \(format.rawValue)`"
        }
        for service in ["signal", "sms", "pushover", "apprise"] {
            ways[service] = "`type = exec` runs a program that sends it, such as apprise"
        }
        return ways
    }()

    // MARK: Keys of a type

    /// Keys that a route needs, one of each group, and those that have an effect on it.
    private struct Keys {
        var needed: [[String]] = []
        var further: Set<String> = []

        /// What all requests over HTTP take.
        static func requests(_ needed: [[String]], _ further: Set<String>) -> Keys {
            Keys(needed: needed, further: further.union(["allow-private-addresses", "timeout", "rate"]))
        }

        var own: Set<String> { further.union(needed.flatMap(\.self)) }
    }

    private static let addresses = ["url", "url-file"]

    private static func keys(of type: RouteType, _ format: WebhookFormat) -> Keys {
        switch type {
        case .webhook:
            switch format {
            case .standard: .requests([addresses], ["format", "secret", "secret-file"])
            case .cloudevents: .requests([addresses], ["format", "secret", "secret-file", "source"])
            case .slack, .discord, .teams: .requests([addresses], ["format"])
            case .matrix: .requests([addresses, ["room"], ["token-file"]], ["format"])
            }
        case .ntfy: .requests([addresses], ["token-file"])
        case .gotify: .requests([addresses, ["token-file"]], [])
        case .telegram: .requests([["chat"], ["token-file"]], Set(addresses))
        case .email: Keys(needed: [["to"]], further: ["timeout", "rate"])
        case .exec: Keys(needed: [["command"]], further: ["timeout", "rate"])
        case .file: Keys(needed: [["path"]])
        case .journal, .stdout: Keys()
        }
    }

    /// Keys that only some routes take.
    private static let special: Set<String> = {
        var keys: Set<String> = []
        for type in RouteType.allCases {
            for format in WebhookFormat.allCases { keys.formUnion(Self.keys(of: type, format).own) }
        }
        return keys
    }()

    private func check(_ reader: inout SectionReader, route: RouteSettings) {
        let keys = Self.keys(of: route.type, route.format)
        let isPlain = route.type != .webhook || route.format == .standard
        let kind = isPlain ? "type \(route.type.rawValue)" : "format \(route.format.rawValue)"
        for group in keys.needed where !group.contains(where: { reader.has($0) }) {
            reader.fail(at: reader.section.position, "route `\(route.name)` of \(kind) has no \(group[0])")
        }
        for pair in [Self.addresses, ["secret", "secret-file"]] where pair.allSatisfy({ reader.has($0) }) {
            let second = reader.entry(pair[1])?.keyPosition ?? reader.section.position
            reader.fail(at: second, "route `\(route.name)` has both \(pair[0]) and \(pair[1])")
        }
        for key in Self.special.subtracting(keys.own).sorted() {
            guard let entry = reader.entry(key) else { continue }
            reader.warn(at: entry.keyPosition, "`\(entry.key)` has no effect on a route of \(kind)")
        }
        checkAddress(&reader, route: route)
    }

    private func checkAddress(_ reader: inout SectionReader, route: RouteSettings) {
        guard let url = route.url else { return }
        let place = reader.place("url")
        if WebAddress.hasCredentials(url) {
            reader.warn(
                at: place, "whoever reads this file reads the password in this address: use url-file")
        }
        if route.type == .ntfy, Self.path(of: url).isEmpty {
            reader.fail(at: place, "the address of ntfy ends with a topic: `https://ntfy.example.org/topic`")
        }
        let host = WebAddress.host(of: url) ?? ""
        let isHere = host == "localhost" || host.hasPrefix("127.") || host == "[::1]"
        if route.tokenFile != nil, url.lowercased().hasPrefix("http://"), !isHere {
            reader.warn(at: place, "the token goes over the network unencrypted: use https")
        }
    }

    /// What stands between the host and a query, without slashes around it.
    private static func path(of url: String) -> Substring {
        guard let scheme = url.firstRange(of: "://") else { return "" }
        var path = url[scheme.upperBound...].drop { $0 != "/" }.prefix { !"?#".contains($0) }
        while path.first == "/" { path.removeFirst() }
        while path.last == "/" { path.removeLast() }
        return path
    }
}
