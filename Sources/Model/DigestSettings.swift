/// What the configuration says of one digest, every default filled in.
package struct DigestSettings: Hashable, Sendable, Codable {
    package var name: String
    /// When it is made, as written and valid; see `CalendarExpression`. Never by itself where there are none.
    package var at: [String]
    /// How far back it looks; `nil` for since the last one of its reader.
    package var since: Duration?
    /// Names of watches; none for all.
    package var watches: [String]
    /// Stories of the unwatched rest that are printed at most.
    package var top: Int
    /// Names of routes; those of `[wirewatch]` where empty.
    package var notify: [String]
    /// For whom `last` is remembered.
    package var reader: String
    /// How `wirewatch digest` prints it where nothing else is asked for.
    package var format: DigestFormat

    package init(name: String) {
        self.name = name
        at = []
        since = nil
        watches = []
        top = 10
        notify = []
        reader = name
        format = .text
    }
}

/// How a digest is printed.
package enum DigestFormat: String, Sendable, Codable, CaseIterable {
    case text
    case markdown
    case html
    case json
    case atom
    case jsonfeed
}
