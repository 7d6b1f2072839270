package import Model

/// What stands around the stories of a digest: whose it is, since when, when the next one comes, where stories are.
package struct DigestFrame: Sendable, Hashable {
    /// Of `[digest "morning"]`; `nil` for one that somebody asked for by hand.
    package var name: String?
    /// Who reads it, where marks are kept for somebody.
    package var reader: String?
    /// Whether the window begins where the reader's last digest ended.
    package var isSinceLast: Bool
    /// When the next one is made.
    package var next: Timestamp?
    /// Under which story pages are served, without a slash at its end; `nil` for nowhere.
    package var base: String?

    package init(
        name: String? = nil, reader: String? = nil, isSinceLast: Bool = false, next: Timestamp? = nil,
        base: String? = nil
    ) {
        self.name = name
        self.reader = reader
        self.isSinceLast = isSinceLast
        self.next = next
        self.base = base
    }

    /// The stable address of `story`, for citing; `nil` where none is served.
    package func link(to story: StoryID) -> String? { base.map { "\($0)/s/\(story)" } }

    /// `wire.example.org` of the base, in lower case; `localhost` without one.
    package var host: String { Self.host(of: base) ?? "localhost" }

    private static func host(of base: String?) -> String? {
        guard let base, let scheme = base.firstRange(of: "://") else { return nil }
        let authority = base[scheme.upperBound...].prefix { $0 != "/" }
        let host = authority.split(separator: "@").last?.prefix { $0 != ":" && $0 != "[" }.lowercased()
        return host?.isEmpty == false ? host : nil
    }

    /// An id that is the same for ever, whatever else changes: `tag:wire.example.org,2026:story/7F3K2Q`.
    ///
    /// - Source: RFC 4151; the year is one in which names were given, no matter which.
    package func tag(_ path: String) -> String { "tag:\(host),2026:\(path)" }
}
