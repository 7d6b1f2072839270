import Configuration
import Daemon
import Model
import Pipeline
import Text
import Watches

/// Lists of names for people and programs.
enum AliasPage {
    /// One list as `alias list` shows it.
    struct Row: Sendable {
        var name: String
        /// As written; `@name` stands for another list.
        var entries: [String]
        /// Names with those of lists within, each once.
        var count: Int
        var scripts: [String]
        var position: SourcePosition?
        /// Those that name it themselves.
        var watches: [String]

        init(_ name: String, setup: Setup) {
            let aliases = setup.aliases
            self.name = name
            entries = aliases.entries(of: name) ?? []
            let names = aliases.wholeEntries(of: name)
            count = Set(names).count
            scripts = AliasPage.scripts(of: names)
            position = setup.configuration.position(of: "alias", name)
            watches = setup.watches.watches.filter { $0.aliasNames.contains(name) }.map(\.settings.name)
        }
    }

    /// What one entry of a list finds in what is stored.
    struct Finding: Sendable {
        var alias: String
        var entry: String
        var tally: Searcher.Tally
    }

    /// `@kim  8 names  Latin Cyrillic Hangul Han kana  feeds.conf:27  putin-kim, trump-kim`
    static func line(_ row: Row) -> String {
        let size = counted(row.count, "name")
        let watches = row.watches.isEmpty ? "-" : row.watches.joined(separator: ", ")
        let parts = [
            TerminalText.padded("@" + row.name, to: 22), TerminalText.padded(size, to: 10),
            TerminalText.padded(row.scripts.joined(separator: " "), to: 31),
            row.position.map { "\($0.file):\($0.line)" } ?? "-", watches,
        ]
        return TerminalText.safe(parts.joined(separator: "  "))
    }

    static func write(_ row: Row, to json: inout JSONWriter) {
        json.field("alias", row.name)
        json.field("names", row.count)
        json.field("entries", row.entries)
        json.field("scripts", row.scripts)
        json.field("file", row.position?.file)
        json.field("line", row.position?.line)
        json.field("watches", row.watches)
    }

    /// `   12  Kim Jong Un   23 Apr 14:05  Yonhap [en]  Kim Jong-un arrives`
    static func line(_ finding: Finding, clock: WallClock) -> String {
        let count = "\(finding.tally.items)"
        let start =
            String(repeating: " ", count: max(0, 6 - count.count)) + count + "  "
            + TerminalText.padded(TerminalText.safe("@\(finding.alias)"), to: 18) + "  "
            + TerminalText.padded(TerminalText.safe(finding.entry), to: 28)
        guard let report = finding.tally.newest else { return start + "  -" }
        let language = report.primaryLanguage.map { " [\($0)]" } ?? ""
        return start + "  \(clock.short(report.item.time))  "
            + TerminalText.safe(report.outlet.name + language + "  " + report.item.content.title)
    }

    static func write(_ finding: Finding, to json: inout JSONWriter) {
        json.field("alias", finding.alias)
        json.field("entry", finding.entry)
        json.field("items", finding.tally.items)
        guard let newest = finding.tally.newest else { return json.field("newest", String?.none) }
        json.field("newest", object: { StoryPage.write(members: newest, to: &$0) })
    }

    /// A query that finds what `entry` of a list does.
    static func queryText(of entry: String) -> String {
        let entry = entry.drop { $0 == " " }
        guard entry.first != "@" else { return String(entry) }
        let isExact = entry.first == "="
        return (isExact ? "=" : "") + "\"" + entry.drop { $0 == "=" }.filter { $0 != "\"" } + "\""
    }

    private static let ranges: [(name: String, ranges: [ClosedRange<UInt32>])] = [
        ("Latin", [0x41...0x5A, 0x61...0x7A, 0xC0...0x24F]), ("Cyrillic", [0x400...0x52F]),
        ("Hangul", [0x1100...0x11FF, 0xAC00...0xD7A3]), ("Han", [0x3400...0x4DBF, 0x4E00...0x9FFF]),
        ("kana", [0x3041...0x30FA, 0x31F0...0x31FF]),
    ]

    /// The scripts of `names`, in a fixed order.
    private static func scripts(of names: [String]) -> [String] {
        let scalars = Set(names.joined().unicodeScalars.map(\.value))
        return ranges.filter { script in
            scalars.contains { scalar in script.ranges.contains { $0.contains(scalar) } }
        }
        .map(\.name)
    }
}
