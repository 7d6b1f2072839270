/// Addresses as people type them; the transport reads them again, and decides.
package enum WebAddress {
    /// Whether `text` is an http or https address with a host, and with nothing in it that no address has.
    static func isWebAddress(_ text: String) -> Bool { host(of: text) != nil }

    /// The host of an http or https address, in small letters; `nil` for any other text.
    static func host(of url: String) -> String? {
        let lower = url.lowercased()
        guard let scheme = ["http://", "https://"].first(where: { lower.hasPrefix($0) }), isPlain(url) else {
            return nil
        }
        let authority = lower.utf8.dropFirst(scheme.utf8.count).prefix {
            $0 != 0x2F && $0 != 0x3F && $0 != 0x23
        }
        return hostAndPort(String(Substring(authority)))?.host
    }

    /// Whether a name or password stands before the host, where logs and other people see it.
    static func hasCredentials(_ url: String) -> Bool {
        // Characters are dear, and hardly any address needs them.
        guard url.utf8.contains(0x40) else { return false }
        return url.drop { $0 != ":" }.dropFirst(3).prefix { !"/?#".contains($0) }.contains("@")
    }

    /// `url` with the password before its host replaced.
    static func withoutCredentials(_ url: String) -> String {
        guard hasCredentials(url), let scheme = url.firstRange(of: "://") else { return url }
        let rest = url[scheme.upperBound...]
        let authority = rest.prefix { !"/?#".contains($0) }
        guard let at = authority.lastIndex(of: "@") else { return url }
        return url[..<scheme.upperBound] + "(not shown)" + rest[at...]
    }

    /// A web address that paths can be put behind, without slashes at its end; `nil` for any other text.
    static func callback(_ text: String) -> String? {
        guard isWebAddress(text), !hasCredentials(text), !text.contains("?"), !text.contains("#") else {
            return nil
        }
        var address = text[...]
        while address.last == "/" { address.removeLast() }
        return String(address)
    }

    /// The path of such an address, `/wirewatch` say; empty where it has none.
    static func path(of address: String?) -> String {
        guard let address, let scheme = address.firstRange(of: "://") else { return "" }
        return String(address[scheme.upperBound...].drop { $0 != "/" })
    }

    /// Host and port of a listening address, the host without brackets.
    package static func listeningPlace(_ text: String) -> (host: String, port: UInt16)? {
        guard isListeningAddress(text), let (host, port) = hostAndPort(text), let port else { return nil }
        let name = host.hasPrefix("[") ? String(host.dropFirst().dropLast()) : host
        return (name, UInt16(port))
    }

    /// The scheme of a proxy, with host and perhaps port; libcurl knows these.
    static func isProxy(_ text: String) -> Bool {
        let schemes = ["http://", "https://", "socks4://", "socks4a://", "socks5://", "socks5h://"]
        let lower = text.lowercased()
        guard isPlain(text), let scheme = schemes.first(where: { lower.hasPrefix($0) }) else { return false }
        return hostAndPort(String(lower.dropFirst(scheme.count).prefix { $0 != "/" })) != nil
    }

    /// A web or mail address that may stand in parentheses.
    static func isContact(_ text: String) -> Bool {
        guard isPlain(text), !text.contains(where: { "()".contains($0) }) else { return false }
        if isWebAddress(text) { return true }
        let mail = text.hasPrefix("mailto:") ? text.dropFirst(7) : text[...]
        let parts = mail.split(separator: "@", omittingEmptySubsequences: false)
        return parts.count == 2 && !parts[0].isEmpty && parts[1].contains(".")
    }

    /// `127.0.0.1:8910`: a host and a port, both given.
    static func isListeningAddress(_ text: String) -> Bool {
        isPlain(text) && !text.contains("/") && hostAndPort(text)?.port != nil && !text.contains("@")
    }

    /// No white space, no control characters and none of those that only stand around addresses.
    static func isPlain(_ text: String) -> Bool {
        let isSound = text.utf8.allSatisfy {
            $0 > 0x20 && $0 != 0x7F && $0 != 0x22 && $0 != 0x3C && $0 != 0x3E
        }
        // Looking up what Unicode says of a character takes long, and hardly any address needs it.
        return isSound
            && (text.utf8.allSatisfy { $0 < 0x80 }
                || !text.unicodeScalars.contains { $0.properties.isWhitespace })
    }

    static func hostAndPort(_ authority: String) -> (host: String, port: Int?)? {
        let place =
            authority.lastIndex(of: "@").map { authority[authority.index(after: $0)...] } ?? authority[...]
        let host: Substring
        let rest: Substring
        if place.first == "[" {
            guard let end = place.firstIndex(of: "]") else { return nil }
            host = place[...end]
            rest = place[place.index(after: end)...]
            let inside = host.dropFirst().dropLast()
            guard inside.contains(":"), inside.allSatisfy({ $0.isHexDigit || ":.%".contains($0) }) else {
                return nil
            }
        } else {
            host = place.prefix { $0 != ":" }
            rest = place.dropFirst(host.count)
        }
        guard !host.isEmpty, host != ".", !host.contains("..") else { return nil }
        guard !rest.isEmpty else { return (String(host), nil) }
        let digits = rest.dropFirst()
        guard rest.first == ":", digits.allSatisfy({ $0.isASCII && $0.isNumber }), let port = Int(digits),
            (1...65535).contains(port)
        else { return nil }
        return (String(host), port)
    }
}
