package import Model
import Text

/// An alert in a few lines, for a person: headline, figures, why, address.
///
/// Everything in it came from outside and is made harmless for a terminal.
package struct AlertText: Hashable, Sendable {
    /// Without a prefix: what a message has as its title.
    package let headline: String
    /// `23 outlets · 6 languages · first Yonhap 14:05`.
    package let figures: String
    /// `putin-kim: @kim (title), @putin (title)`; an update begins with its reason.
    package let why: String
    /// The lead item's address.
    package let url: String?

    /// A longer part is cut, with `…` at the end.
    package static let partLimit = 1000
    /// So many terms are named.
    package static let evidenceLimit = 8

    /// - Parameter offset: of the reader's clock from UTC; without one the time says `UTC`.
    package init(_ alert: Alert, offset: Duration?) {
        let content = alert.content
        headline = Self.harmless(content.headline)
        figures = Self.harmless(
            [
                counted(content.outlets, "outlet"), counted(content.languages.count, "language"),
                "first \(content.firstOutlet) "
                    + ShortTime.text(content.firstReport, seenFrom: alert.decided, offset: offset),
            ].joined(separator: " · "))
        why = Self.harmless("\(content.watch): " + Self.grounds(of: alert))
        url = content.url.map(Self.harmless)
    }

    /// The lines in order, without a line feed at the end.
    package var lines: [String] { [headline, figures, why] + (url.map { [$0] } ?? []) }

    /// One line for a log.
    package var line: String { "\(headline) (\(figures)) \(why)" }

    /// `@kim (title), @putin (title)`; an update begins with its reason.
    static func grounds(of alert: Alert) -> String {
        var terms: [String] = []
        for evidence in alert.content.evidence {
            let term = "\(evidence.term) (\(evidence.field.rawValue))"
            if !terms.contains(term) { terms.append(term) }
        }
        if terms.count > evidenceLimit {
            terms = terms.prefix(evidenceLimit) + ["and \(terms.count - evidenceLimit) more"]
        }
        let evidence = terms.joined(separator: ", ")
        guard let reason = alert.reason.update else { return evidence }
        return evidence.isEmpty ? reason : "\(reason); \(evidence)"
    }

    private static func harmless(_ text: String) -> String {
        TerminalText.truncated(TerminalText.safe(text), to: partLimit)
    }
}

extension AlertReason {
    /// One word for programs.
    package var code: String {
        switch self {
        case .opened: "opened"
        case .outlets: "outlets"
        case .kind: "kind"
        case .language: "language"
        case .correction: "correction"
        }
    }

    /// Why an update goes out; nothing for an alert that opens.
    var update: String? { self == .opened ? nil : words }
}
