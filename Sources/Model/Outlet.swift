/// The publisher of a feed, as the reader of an alert sees it: two feeds with the same name are one voice.
package struct Outlet: Hashable, Sendable, Codable {
    package var name: String
    package var kind: OutletKind?

    package init(name: String, kind: OutletKind? = nil) {
        self.name = name
        self.kind = kind
    }
}

/// What an outlet is; readers weigh a state agency and a blog differently.
package enum OutletKind: String, Sendable, Codable, CaseIterable {
    case wire
    case state
    case official
    case newspaper
    case broadcaster
    case analysis
    case blog
}
