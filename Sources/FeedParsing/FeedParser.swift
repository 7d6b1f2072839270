package import Model
import Text
import XML
import Zlib

/// The parser of feeds, liberal in what it takes.
package enum FeedParser {
    /// What `document` says.
    ///
    /// Decodes, cleans and mends, reads, and chooses; each liberty is a warning. A document that breaks off gives its
    /// complete entries and what there is of the last.
    /// - Parameter now: dates well after it get a warning; `nil` for none.
    /// - Throws: `notAFeed` with what it is instead, `empty`, `tooLarge`.
    package static func parse(
        _ document: Document, limits: ParseLimits = ParseLimits(), now: Timestamp? = nil
    ) throws(FeedError) -> ParsedFeed {
        guard Gzip.isGzip(document.bytes) else { return try read(document, limits: limits, now: now) }
        let inflated = Gzip.inflate(document.bytes, limit: limits.bytes)
        guard !inflated.isOverLimit else { throw .tooLarge(limit: limits.bytes) }
        var plain = document
        plain.bytes = inflated.bytes
        var feed = try read(plain, limits: limits, now: now)
        feed.warnings.insert(
            ParseWarning(code: .undeclaredGzip, message: "compressed with gzip, which was not said"), at: 0)
        if !inflated.isWhole, !feed.isTruncated {
            feed.warnings.append(
                ParseWarning(code: .truncated, message: "the compressed document ends too early"))
        }
        return feed
    }

    /// The same for a document that is not compressed.
    private static func read(
        _ document: Document, limits: ParseLimits, now: Timestamp?
    ) throws(FeedError) -> ParsedFeed {
        guard document.bytes.count <= limits.bytes else { throw .tooLarge(limit: limits.bytes) }
        let dates = DateContext(now: now, zone: document.zone)
        func makeReader() -> FeedReader { FeedReader(base: document.url, limits: limits) }
        if let bytes = TextDecoder.presumedUTF8(document),
            let (reader, report) = LiberalXML.readSound(
                bytes, roots: roots, limits: limits.xml, makeHandler: makeReader)
        {
            return try feed(of: reader, bytes, warnings(of: report), dates: dates)
        }
        let decoded = TextDecoder.decode(document)
        guard let first = decoded.bytes.first(where: { !Self.isBlank($0) }) else { throw .empty }
        if first == 0x7B || first == 0x5B {
            return try JSONFeedReader.read(
                decoded.bytes, base: document.url, warnings: decoded.warnings, limits: limits, dates: dates)
        }
        let (reader, report) = LiberalXML.read(
            decoded.bytes, roots: roots, limits: limits.xml, makeHandler: makeReader)
        guard let reader else { throw ForeignDocument.error(decoded.bytes, base: document.url) }
        return try feed(of: reader, decoded.bytes, decoded.warnings + warnings(of: report), dates: dates)
    }

    private static func feed(
        of reader: FeedReader, _ bytes: [UInt8], _ warnings: [ParseWarning], dates: DateContext
    ) throws(FeedError) -> ParsedFeed {
        let draft = reader.finish()
        let isForeign = draft.entries.isEmpty && draft.root == .rdf && !draft.hasChannel
        if isForeign, !String(decoding: bytes.prefix(4096), as: UTF8.self).contains("/rss/1.0") {
            throw .notAFeed(found: "an RDF document without a channel", links: [])
        }
        return FeedAssembly(draft, warnings: warnings + reader.warnings, context: dates).feed
    }

    private static let roots: Set<String> = ["rss", "rdf", "feed", "channel"]

    private static func isBlank(_ byte: UInt8) -> Bool {
        byte <= 0x20 || byte == 0xEF || byte == 0xBB || byte == 0xBF
    }

    private static func warnings(of report: LiberalXML.Report) -> [ParseWarning] {
        var warnings: [ParseWarning] = []
        let facts = report.facts
        if facts.junkBytes > 0 {
            warnings.append(
                ParseWarning(code: .junkBeforeRoot, message: "text before the first element is left out"))
        }
        if facts.controlCharacters > 0 {
            warnings.append(
                ParseWarning(
                    code: .controlCharacters,
                    message: "control characters left out: \(facts.controlCharacters)"))
        }
        if facts.undeclaredEntities > 0 {
            warnings.append(
                ParseWarning(
                    code: .undeclaredEntity, message: "undeclared entities: \(facts.undeclaredEntities)"))
        }
        if report.isTruncated {
            warnings.append(ParseWarning(code: .truncated, message: "the document ends before its root does"))
        }
        if let error = report.firstError {
            warnings.append(ParseWarning(code: .malformed, message: "line \(error.line): \(error.message)"))
        } else if facts.bareAmpersands > 0 {
            warnings.append(
                ParseWarning(
                    code: .malformed, message: "ampersands that are not escaped: \(facts.bareAmpersands)"))
        }
        var limits: [String] = []
        if report.isTooDeep { limits.append("elements are nested too deep") }
        if report.hasLongAttribute { limits.append("an attribute is too long and left out") }
        if facts.isExpansionCut { limits.append("entities of the document's own expand too far") }
        warnings += limits.map { ParseWarning(code: .limitReached, message: $0) }
        return warnings
    }
}
