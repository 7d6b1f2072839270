package import Configuration
import Model

/// What another configuration changes, by name, for who reads the log.
package struct ConfigurationChanges: Sendable, Hashable {
    /// One kind of section.
    package struct Kind: Sendable, Hashable {
        /// `feeds`
        package var name: String
        package var added: [String]
        package var removed: [String]
        package var changed: [String]

        package var isEmpty: Bool { added.isEmpty && removed.isEmpty && changed.isEmpty }
    }

    /// Those that anything changed in.
    package let kinds: [Kind]
    package let isDaemonChanged: Bool

    /// Names told of each kind and change; the others are counted.
    private static let toldNames = 10

    package init(from old: Configuration, to new: Configuration) {
        kinds = [
            Self.kind("feeds", old.feeds, new.feeds, \.name),
            Self.kind("watches", old.watches, new.watches, \.name),
            Self.kind("watches over feeds", old.feedWatches, new.feedWatches, \.name),
            Self.kind("aliases", old.aliases, new.aliases, \.name),
            Self.kind("routes", old.routes, new.routes, \.name),
            Self.kind("digests", old.digests, new.digests, \.name),
        ].filter { !$0.isEmpty }
        isDaemonChanged = old.daemon != new.daemon || old.mail != new.mail
    }

    /// `feeds: +tass-ru, -bbc, ~nhk; [wirewatch] changed`; `nothing changed`
    package var words: String {
        var parts = kinds.map { kind in
            let names =
                Self.told(kind.added, sign: "+") + Self.told(kind.removed, sign: "-")
                + Self.told(kind.changed, sign: "~")
            return "\(kind.name): \(names.joined(separator: ", "))"
        }
        if isDaemonChanged { parts.append("[wirewatch] changed") }
        return parts.isEmpty ? "nothing changed" : parts.joined(separator: "; ")
    }

    private static func told(_ names: [String], sign: String) -> [String] {
        let told = names.prefix(toldNames).map { sign + $0 }
        let rest = names.count - told.count
        return rest > 0 ? told + ["\(sign)\(rest) more"] : told
    }

    private static func kind<Section: Hashable>(
        _ name: String, _ old: [Section], _ new: [Section], _ key: (Section) -> String
    ) -> Kind {
        let before = Dictionary(old.map { (key($0), $0) }) { _, last in last }
        let after = Dictionary(new.map { (key($0), $0) }) { _, last in last }
        return Kind(
            name: name, added: after.keys.filter { before[$0] == nil }.sorted(),
            removed: before.keys.filter { after[$0] == nil }.sorted(),
            changed: after.compactMap { name, section in
                before[name].flatMap { $0 == section ? nil : name }
            }.sorted())
    }
}
