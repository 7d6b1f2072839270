import Model

/// Addresses of mail servers and what else mail needs.
extension WebAddress {
    /// `smtps://host:port` or `smtp://host:port`; without a port, that of submission. `nil` for anything else.
    static func mailServer(_ text: String) -> MailServer? {
        let lower = text.lowercased()
        guard isPlain(text), let scheme = ["smtps://", "smtp://"].first(where: { lower.hasPrefix($0) }) else {
            return nil
        }
        var authority = lower.dropFirst(scheme.count)
        if authority.last == "/" { authority.removeLast() }
        guard !authority.contains(where: { "/?#@".contains($0) }),
            let (host, port) = hostAndPort(String(authority)),
            host.hasPrefix("[") || MailAddress.isDomain(host)
        else { return nil }
        let isSecure = scheme == "smtps://"
        return MailServer(
            isSecure: isSecure, host: host, port: port ?? MailServer.port(isSecure: isSecure))
    }

    /// The server that somebody meant who wrote a name alone, or a scheme that is none.
    static func mailServer(meantBy text: String) -> String? {
        let rest = text.firstRange(of: "://").map { text[$0.upperBound...] } ?? text[...]
        let suggestion = "smtps://\(rest)"
        return mailServer(suggestion) == nil ? nil : suggestion
    }

    /// What stands between the angle brackets of `List-Unsubscribe`.
    ///
    /// - Source: RFC 2369 §3.2.
    static func unsubscribe(_ text: String) -> String? {
        if isWebAddress(text), text.lowercased().hasPrefix("https://"), text.utf8.allSatisfy({ $0 < 0x80 }) {
            return text
        }
        let mailbox = text.hasPrefix("mailto:") ? String(text.dropFirst(7)) : text
        guard let address = MailAddress(mailbox), address.name == nil else { return nil }
        return "mailto:\(address.mailbox)"
    }

    /// A URI reference of visible ASCII; its form is not looked at closer.
    static func uri(_ text: String) -> String? {
        isPlain(text) && !text.isEmpty && text.utf8.allSatisfy { $0 < 0x80 } && text.contains(":")
            ? text : nil
    }

    /// `-1001234567890` or `@channel`.
    static func chat(_ text: String) -> String? {
        if text.hasPrefix("@") { return ValueReading.isName(String(text.dropFirst())) ? text : nil }
        return Int64(text) == nil ? nil : text
    }

    /// `!id:server`.
    static func room(_ text: String) -> String? {
        let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        guard isPlain(text), text.hasPrefix("!"), text.utf8.allSatisfy({ $0 < 0x80 }), text.utf8.count <= 255
        else { return nil }
        // Ids of newer rooms name no server.
        return parts[0].utf8.count > 1 && parts.last?.isEmpty == false ? text : nil
    }
}
