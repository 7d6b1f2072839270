import Daemon

/// The pages of the manual, made from the tables that options, keys and queries are read by.
enum Manual {
    struct Page: Sendable {
        var name: String
        var section: Int
        var text: @Sendable () -> String

        /// Its file in the folder `man`.
        var file: String { "\(name).\(section)" }
    }

    static let pages = [
        Page(name: "wirewatch", section: 1) { CommandManual.text },
        Page(name: "feeds.conf", section: 5) { ConfigurationManual.text },
        Page(name: "wirewatch-query", section: 7) { QueryManual.text },
    ]

    /// When what the pages say last changed by more than a table's line.
    private static let date = "2026-11-28"

    static func roff(_ name: String, _ section: Int, title: String) -> Roff {
        Roff(name: name, section: section, date: date, source: "Wirewatch \(Setup.version)", title: title)
    }

    /// `fragment` with a capital, and a full stop at its end, as fragments of the tables become sentences. Values, which a list
    /// begins with, are typed as they stand.
    static func sentence(_ fragment: String) -> String {
        let first = fragment.prefix { $0 != " " }
        let isList = first.hasSuffix(",") || fragment.dropFirst(first.count).hasPrefix(" or ")
        let begin = isList ? String(first) : first.prefix(1).uppercased() + first.dropFirst()
        return begin + fragment.dropFirst(first.count) + (fragment.last == "." ? "" : ".")
    }
}
