import CCurl

/// A block of addresses, `10.0.0.0/8` or `fc00::/7`.
package struct AddressBlock: Sendable, Hashable {
    /// As IPv6 has it; IPv4 mapped into `::ffff:0:0/96`.
    private let bytes: [UInt8]
    /// Leading bits that count, of 128.
    private let bits: Int

    /// Reads `address` or `address/bits`; `nil` for anything else.
    package init?(_ text: String) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard let address = parts.first, parts.count <= 2, let bytes = Self.address(String(address)) else {
            return nil
        }
        let width = address.contains(":") ? 128 : 32
        let length = parts.count == 2 ? Int(parts[1]) : width
        guard let length, (0...width).contains(length) else { return nil }
        self.bytes = bytes
        bits = 128 - width + length
    }

    /// The 16 bytes of an address, IPv4 mapped; `nil` for any other text. A zone (`%eth0`) is left out.
    package static func address(_ text: String) -> [UInt8]? {
        let isSix = text.contains(":")
        var raw = [UInt8](repeating: 0, count: 16)
        let isRead = unsafe raw.withUnsafeMutableBufferPointer { buffer in
            guard let base = buffer.baseAddress else { return false }
            return unsafe ww_parse_address(isSix ? 1 : 0, String(text.prefix { $0 != "%" }), base) == 1
        }
        guard isRead else { return nil }
        return isSix ? raw : [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF] + raw[0..<4]
    }

    /// Whether the 16 bytes of `address` lie in the block.
    package func contains(_ address: [UInt8]) -> Bool {
        guard address.count == 16 else { return false }
        let whole = bits / 8
        guard address[0..<whole] == bytes[0..<whole] else { return false }
        let rest = bits % 8
        guard rest > 0 else { return true }
        let mask = UInt8(truncatingIfNeeded: 0xFF00 >> rest)
        return address[whole] & mask == bytes[whole] & mask
    }
}

/// Which addresses a transfer may connect to.
package struct ConnectPolicy: Sendable, Hashable {
    /// Blocks outside the public network that are allowed all the same.
    package var allowed: [AddressBlock]
    package var allowsAll: Bool

    package init(allowed: [AddressBlock] = [], allowsAll: Bool = false) {
        self.allowed = allowed
        self.allowsAll = allowsAll
    }

    /// Whether the 16 bytes of `address` (IPv4 mapped) may be connected to.
    ///
    /// Addresses that carry an IPv4 address inside (mapped, NAT64, 6to4) are judged by that one as well.
    package func permits(_ address: [UInt8]) -> Bool {
        if allowsAll || allowed.contains(where: { $0.contains(address) }) { return true }
        if Self.special.contains(where: { $0.contains(address) }) { return false }
        guard let inner = Self.embedded(in: address) else { return true }
        return permits([0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF] + inner)
    }

    private static func embedded(in address: [UInt8]) -> ArraySlice<UInt8>? {
        if nat64.contains(where: { $0.contains(address) }) { return address[12..<16] }
        if sixToFour.contains(where: { $0.contains(address) }) { return address[2..<6] }
        return nil
    }

    private static let nat64 = ["64:ff9b::/96"].compactMap { AddressBlock($0) }
    private static let sixToFour = ["2002::/16"].compactMap { AddressBlock($0) }

    /// Everything that is no address of the public network.
    ///
    /// - Source: IANA special-purpose address registries (RFC 6890 and its updates).
    private static let special = [
        "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12",
        "192.0.0.0/24", "192.0.2.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24",
        "203.0.113.0/24",
        "224.0.0.0/4", "240.0.0.0/4", "::/128", "::1/128", "64:ff9b:1::/48", "100::/64", "2001::/32",
        "2001:db8::/32", "fc00::/7", "fe80::/10", "fec0::/10", "ff00::/8",
    ].compactMap { AddressBlock($0) }
}
