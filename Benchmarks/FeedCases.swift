import FeedParsing
import Platform
import Text
import XML

/// Reading feeds, held against what libxml2 alone needs for the same documents.
enum FeedCases {
    /// libxml2 with callbacks that only count.
    static let bare = "feeds: bare libxml2, empty callbacks"
    /// From bytes to values: decoding, cleaning where needed, every field chosen, dates read, titles made plain, links
    /// resolved. Bodies stay HTML as given; nothing is sanitised, no plain text made of them, nothing printed.
    static let parsed = "feeds: parsed to values"
    /// What `wirewatch parse` does besides reading and writing: bodies sanitised and as plain text, JSON made.
    static let printed = "feeds: parsed, sanitised, as JSON"

    /// Bytes of one document.
    private static let documentLimit = 20 << 20

    /// The three cases over the feeds in `folder` and three levels below, or over feeds that are made.
    static func all(folder: String?) -> [Case] {
        let documents = folder.map { published(below: $0) } ?? Material.feeds()
        let bytes = documents.reduce(0) { $0 + $1.count }
        return [
            Case(name: bare, unit: "feed") {
                var events = 0
                for document in documents { events += XMLScan.events(in: document) }
                return (events > 0 ? documents.count : 0, bytes)
            },
            Case(name: parsed, unit: "feed") {
                var entries = 0
                for document in documents {
                    entries += try FeedParser.parse(Document(bytes: document)).entries.count
                }
                return (entries > 0 ? documents.count : 0, bytes)
            },
            Case(name: printed, unit: "feed") {
                var length = 0
                for document in documents {
                    let feed = try FeedParser.parse(Document(bytes: document))
                    length += ParseLine.text(file: "feed", feed: feed).count
                }
                return (length > 0 ? documents.count : 0, bytes)
            },
        ]
    }

    /// The shares of libxml2's own speed that reading reaches, where both were measured.
    static func summary(of measurements: [Measurement]) -> String? {
        func speed(_ name: String) -> Double? {
            measurements.first { $0.name == name }?.megabytesPerSecond
        }
        guard let bare = speed(bare), let parsed = speed(parsed) else { return nil }
        return
            "feeds are parsed to values at \(Int(parsed * 100 / bare + 0.5)) % of the speed of bare libxml2"
    }

    /// What can be read as a feed in XML; anything else would be measured by one side only.
    private static func published(below folder: String) -> [[UInt8]] {
        var documents: [[UInt8]] = []
        for pattern in ["/*", "/*/*", "/*/*/*"] {
            for path in Glob.paths(folder + pattern) {
                // A folder, or a file of another kind, is no document.
                guard let bytes = try? BoundedFile.read(path: path, limit: documentLimit),
                    let feed = try? FeedParser.parse(Document(bytes: bytes)), feed.format != .json1x
                else { continue }
                documents.append(bytes)
            }
        }
        return documents
    }
}
