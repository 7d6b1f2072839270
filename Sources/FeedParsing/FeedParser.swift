import Codings
package import Model
import Text
import XML

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
        func makeHandler() -> FeedHandler { FeedHandler(base: document.url, limits: limits) }
        var problem: XMLProblem?
        let presumed = TextDecoder.presumedUTF8(document)
        if let presumed,
            let (handler, report) = LiberalXML.readSound(
                presumed, roots: roots, limits: limits.xml, problem: &problem, makeHandler: makeHandler)
        {
            return try feed(of: handler, presumed, warnings(of: report), dates: dates)
        }
        let decoded = TextDecoder.decode(document)
        guard let first = decoded.bytes.first(where: { !Self.isBlank($0) }) else { throw .empty }
        if first == 0x7B || first == 0x5B {
            return try JSONFeedReader.read(
                decoded.bytes, base: document.url, warnings: decoded.warnings, limits: limits, dates: dates)
        }
        // A sound document in another character set has nothing to be cleaned either.
        if presumed == nil,
            let (handler, report) = LiberalXML.readSound(
                decoded.bytes, roots: roots, limits: limits.xml, problem: &problem, makeHandler: makeHandler)
        {
            return try feed(
                of: handler, decoded.bytes, decoded.warnings + warnings(of: report), dates: dates)
        }
        let (handler, report) = LiberalXML.read(
            decoded.bytes, roots: roots, limits: limits.xml, makeHandler: makeHandler)
        guard let handler else {
            guard report.facts.firstElement == "entry" else {
                throw ForeignDocument.error(decoded.bytes, base: document.url)
            }
            return try entryDocument(document, decoded, limits: limits, dates: dates)
        }
        var warnings = decoded.warnings + warnings(of: report)
        if warnings.isEmpty, let problem {
            // A fault that cleaning alone took away.
            warnings = [
                ParseWarning(code: .malformed, message: "line \(problem.line): \(problem.message)")
            ]
        }
        return try feed(of: handler, decoded.bytes, warnings, dates: dates)
    }

    /// One entry of Atom, which may be a document by itself; only where nothing comes before it.
    private static func entryDocument(
        _ document: Document, _ decoded: TextDecoder.Decoded, limits: ParseLimits, dates: DateContext
    ) throws(FeedError) -> ParsedFeed {
        let (handler, report) = LiberalXML.read(decoded.bytes, roots: ["entry"], limits: limits.xml) {
            FeedHandler(base: document.url, limits: limits)
        }
        guard let handler, handler.isAtom else {
            throw .notAFeed(found: "an XML document <entry>", links: [])
        }
        return try feed(of: handler, decoded.bytes, decoded.warnings + warnings(of: report), dates: dates)
    }

    private static func feed(
        of handler: FeedHandler, _ bytes: [UInt8], _ warnings: [ParseWarning], dates: DateContext
    ) throws(FeedError) -> ParsedFeed {
        let (draft, liberties) = handler.finish()
        let isForeign = draft.entries.isEmpty && draft.root == .rdf && !draft.hasChannel
        if isForeign, !String(decoding: bytes.prefix(4096), as: UTF8.self).contains("/rss/1.0") {
            throw .notAFeed(found: "an RDF document without a channel", links: [])
        }
        return FeedAssembly(draft, of: bytes, warnings: warnings + liberties, context: dates).feed
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
        if facts.misplacedDeclarations > 0 {
            warnings.append(
                ParseWarning(code: .misplacedDeclaration, message: "the XML declaration is not the beginning")
            )
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
        }
        if facts.bareAmpersands > 0 {
            warnings.append(
                ParseWarning(
                    code: .bareAmpersand,
                    message: "ampersands that are not escaped: \(facts.bareAmpersands)"))
        }
        var limits: [String] = []
        if report.isTooDeep { limits.append("elements are nested too deep") }
        if report.hasLongAttribute { limits.append("an attribute is too long and left out") }
        if facts.isExpansionCut { limits.append("entities of the document's own expand too far") }
        warnings += limits.map { ParseWarning(code: .limitReached, message: $0) }
        return warnings
    }
}
