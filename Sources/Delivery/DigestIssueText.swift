import Digests
import Model
import Text

/// A digest in lines, for a person.
struct DigestIssueText: Hashable, Sendable {
    let headline: String
    /// The headline and the digest; without a line feed at the end.
    let lines: [String]

    /// For a small screen.
    let body: [ShortLine]

    /// One line for a log, which is no place for the rest.
    var line: String { "digest: \(headline)" }

    /// Bytes of lines: a program gets them in a variable, and Linux refuses one of 128 KiB.
    static let byteLimit = 100_000

    init(_ issue: DigestIssue) {
        headline = TerminalText.safe(issue.subject)
        var lines = [headline]
        var room = Self.byteLimit
        for line in issue.text.split(separator: "\n", omittingEmptySubsequences: false) {
            room -= line.utf8.count + 1
            guard room >= 0 else {
                lines.append("… the rest is in `wirewatch digest`")
                break
            }
            lines.append(String(line))
        }
        while lines.count > 1, lines.last?.isEmpty == true { lines.removeLast() }
        self.lines = lines
        body = (issue.brief ?? lines.dropFirst().map { ShortLine($0) }).map { line in
            var line = line
            line.text = TerminalText.safe(line.text)
            line.url = WebLink.safe(line.url)
            return line
        }
    }
}
