import Model

/// `[route]`.
extension ConfigurationBuilder {
    mutating func readRoute(_ section: INIDocument.Section) {
        guard let name = section.name else { return }
        let kind = SectionReader(section, lenient: true).entry("type")
        if let kind, Directive.laterRouteTypes.contains(kind.value.text) {
            // Its other keys are of that version too.
            return fail(
                at: kind.value.start, "route type `\(kind.value.text)` is not supported by this version")
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
        route.secret = reader.text("secret")
        route.secretFile = reader.text("secret-file")
        route.command = reader.value("command", read: ValueReading.words) ?? []
        route.path = reader.text("path")
        route.timeout = reader.duration("timeout") ?? route.timeout
        route.giveUpAfter = reader.duration("give-up-after") ?? route.giveUpAfter
        let blocks = blocks(&reader)
        route.allowsPrivateAddresses = blocks.all ? ["0.0.0.0/0", "::/0"] : blocks.some
        guard let type else { return }
        check(&reader, name: name, type: type)
        routes.append(route)
    }

    /// Keys that a route of a type needs, one of each group, and those that have an effect only there.
    private static func keys(of type: RouteType) -> (needed: [[String]], own: Set<String>) {
        switch type {
        case .webhook:
            (
                [["url", "url-file"]],
                ["url", "url-file", "secret", "secret-file", "allow-private-addresses", "timeout"]
            )
        case .exec: ([["command"]], ["command", "timeout"])
        case .file: ([["path"]], ["path"])
        case .journal, .stdout: ([], [])
        }
    }

    private func check(_ reader: inout SectionReader, name: String, type: RouteType) {
        let (needed, own) = Self.keys(of: type)
        for group in needed where !group.contains(where: { reader.has($0) }) {
            reader.fail(
                at: reader.section.position, "route `\(name)` of type \(type.rawValue) has no \(group[0])")
        }
        for pair in [["url", "url-file"], ["secret", "secret-file"]] where pair.allSatisfy({ reader.has($0) })
        {
            let second = reader.entry(pair[1])?.keyPosition ?? reader.section.position
            reader.fail(at: second, "route `\(name)` has both \(pair[0]) and \(pair[1])")
        }
        let special = RouteType.allCases.reduce(into: Set<String>()) { $0.formUnion(Self.keys(of: $1).own) }
        for key in special.subtracting(own).sorted() {
            guard let entry = reader.entry(key) else { continue }
            reader.warn(
                at: entry.keyPosition, "`\(entry.key)` has no effect on a route of type \(type.rawValue)")
        }
    }
}
