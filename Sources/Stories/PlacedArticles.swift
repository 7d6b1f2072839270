package import Model

/// Articles with their placements in bytes: what a window has to be told of that was saved before they were placed.
///
/// A window that is restored from its snapshot and from these in their order decides as the one that placed them.
package enum PlacedArticles {
    /// An article and where it was put.
    package struct Entry: Sendable, Hashable {
        package var article: Article
        package var placement: Placement

        package init(article: Article, placement: Placement) {
            self.article = article
            self.placement = placement
        }
    }

    /// Changes whenever the bytes mean something else.
    private static let format: UInt64 = 0x5750_0001

    /// The bytes of `entries`; of texts what the engine reads, of placements what it follows.
    package static func bytes(of entries: [Entry], settings: StorySettings) -> [UInt8] {
        var writer = SnapshotWriter()
        writer.write(format)
        writer.write(entries.count)
        for entry in entries {
            write(entry.article, textBytes: settings.textBytes, to: &writer)
            write(entry.placement, to: &writer)
        }
        return writer.bytes
    }

    /// - Throws: where the bytes are cut, of another version or of another origin.
    package static func entries(in bytes: [UInt8]) throws(SnapshotError) -> [Entry] {
        var reader = SnapshotReader(bytes)
        guard try reader.number() == format else {
            throw SnapshotError(description: "reports are of another version")
        }
        var entries: [Entry] = []
        for _ in 0..<(try reader.count()) {
            let article = try article(from: &reader)
            entries.append(Entry(article: article, placement: try placement(of: article.item, from: &reader)))
        }
        guard reader.isAtEnd else { throw SnapshotError(description: "reports go on after their end") }
        return entries
    }

    // MARK: Articles

    private static func write(_ article: Article, textBytes: Int, to writer: inout SnapshotWriter) {
        writer.write(signed: article.item.rawValue)
        writer.write(article.outlet)
        writer.write(article.outletKind?.rawValue ?? "")
        write(article.language, to: &writer)
        writer.write(article.title)
        writer.write(String(decoding: Reading.start(of: article.text, bytes: textBytes), as: UTF8.self))
        write(article.canonicalURL, to: &writer)
        writer.write(fixed: article.contentHash)
        writer.write(signed: article.published.milliseconds)
        writer.write(article.concepts.count)
        for concept in article.concepts { writer.write(concept) }
    }

    private static func article(from reader: inout SnapshotReader) throws(SnapshotError) -> Article {
        let item = ItemID(try reader.signed())
        let outlet = try reader.text()
        let kind = OutletKind(rawValue: try reader.text())
        let language = try optionalText(from: &reader)
        let title = try reader.text()
        let text = try reader.text()
        let url = try optionalText(from: &reader)
        let hash = try reader.fixedLong()
        let published = Timestamp(milliseconds: try reader.signed())
        var concepts: [String] = []
        for _ in 0..<(try reader.count()) { concepts.append(try reader.text()) }
        return Article(
            item: item, outlet: outlet, outletKind: kind, language: language, title: title, text: text,
            canonicalURL: url, contentHash: hash, published: published, concepts: concepts)
    }

    private static func write(_ text: String?, to writer: inout SnapshotWriter) {
        writer.write(text == nil ? 0 : 1)
        if let text { writer.write(text) }
    }

    private static func optionalText(from reader: inout SnapshotReader) throws(SnapshotError) -> String? {
        try reader.number() == 0 ? nil : try reader.text()
    }

    // MARK: Placements

    private static func write(_ placement: Placement, to writer: inout SnapshotWriter) {
        writer.write(signed: placement.story.rawValue)
        writer.write(placement.absorbed == nil ? 0 : 1)
        if let absorbed = placement.absorbed { writer.write(signed: absorbed.rawValue) }
        switch placement.report {
        case .original: writer.write(0)
        case .own: writer.write(1)
        case .copy(let of):
            writer.write(2)
            writer.write(signed: of.rawValue)
        }
        let recast = placement.recast ?? []
        writer.write(recast.count)
        for item in recast { writer.write(signed: item.rawValue) }
    }

    private static func placement(
        of item: ItemID, from reader: inout SnapshotReader
    ) throws(SnapshotError) -> Placement {
        let story = StoryID(try reader.signed())
        let absorbed = try reader.number() == 0 ? nil : StoryID(try reader.signed())
        let report: ReportKind
        switch try reader.number() {
        case 0: report = .original
        case 1: report = .own
        case 2: report = .copy(of: ItemID(try reader.signed()))
        default: throw SnapshotError(description: "reports hold a kind that is none")
        }
        var recast: [ItemID] = []
        for _ in 0..<(try reader.count()) { recast.append(ItemID(try reader.signed())) }
        return Placement(
            item: item, story: story, report: report, confidence: 1, because: [], absorbed: absorbed,
            recast: recast.isEmpty ? nil : recast)
    }
}
