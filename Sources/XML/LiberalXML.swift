import CXML

/// A document in the wild, read with as much care as it needs.
package enum LiberalXML {
    /// The version of libxml2.
    package static var libraryVersion: String { LIBXML_DOTTED_VERSION }

    /// What was found and done.
    package struct Report: Sendable, Hashable {
        package var facts: XMLCleaner.Facts
        /// The parser's first complaint about the document as cleaned, its line that of the document.
        package var firstError: XMLProblem?
        package var isTruncated: Bool
        package var isTooDeep: Bool
        package var hasLongAttribute: Bool
    }

    /// Reads a sound document as it is: most are, and for them nothing has to be looked at twice.
    ///
    /// - Parameter bytes: meant to be UTF-8; the parser complains where they are not.
    /// - Returns: `nil` at the first complaint, and where the root is none of `roots`.
    package static func readSound<Handler: XMLHandler>(
        _ bytes: [UInt8], roots: Set<String>, limits: XMLLimits = XMLLimits(), makeHandler: () -> Handler
    ) -> (handler: Handler, report: Report)? {
        var cleaner = XMLCleaner(bytes)
        guard cleaner.findRoot(roots), cleaner.isPlainSoFar else { return nil }
        let handler = makeHandler()
        let outcome = XMLPushParser.parse(bytes, into: handler, limits: limits, stopsAtProblem: true)
        guard outcome.isWellFormed else { return nil }
        let report = Report(
            facts: cleaner.facts, firstError: nil, isTruncated: false, isTooDeep: outcome.isTooDeep,
            hasLongAttribute: outcome.hasLongAttribute)
        return (handler, report)
    }

    /// Reads `bytes` into a handler that `makeHandler` makes, cleaning always and mending where the parser complains.
    ///
    /// - Parameters:
    ///   - bytes: UTF-8.
    ///   - roots: lowercase local names of the elements that may be the root; anything before it is junk.
    ///   - makeHandler: called for each attempt.
    /// - Returns: the handler of the last attempt; `nil` where there is no such root.
    package static func read<Handler: XMLHandler>(
        _ bytes: [UInt8], roots: Set<String>, limits: XMLLimits = XMLLimits(), makeHandler: () -> Handler
    ) -> (handler: Handler?, report: Report) {
        var cleaner = XMLCleaner(bytes, expansionLimit: limits.expansionBytes)
        let hasRoot = cleaner.findRoot(roots)
        let clean = hasRoot ? cleaner.cleanBody() : []
        let facts = cleaner.facts
        var report = Report(
            facts: facts, firstError: nil, isTruncated: false, isTooDeep: false, hasLongAttribute: false)
        guard !clean.isEmpty else { return (nil, report) }
        let handler = makeHandler()
        let outcome = XMLPushParser.parse(clean, into: handler, limits: limits)
        report.isTooDeep = outcome.isTooDeep
        report.hasLongAttribute = outcome.hasLongAttribute
        guard !outcome.isWellFormed else { return (handler, report) }
        report.firstError = outcome.firstError
        report.firstError?.line += facts.skippedLines
        let mended = XMLMender.mend(clean, depthLimit: limits.depth)
        report.isTruncated = mended.isTruncated
        let second = makeHandler()
        let last = XMLPushParser.parse(mended.bytes, into: second, limits: limits)
        report.isTooDeep = last.isTooDeep
        report.hasLongAttribute = last.hasLongAttribute
        return (second, report)
    }
}
