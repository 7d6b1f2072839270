import Model
import Text

/// A message in a few lines, for a person; made harmless for a terminal.
struct MessageText: Hashable, Sendable {
    /// What a message has as its title.
    let headline: String
    /// All lines in order, the headline first, without a line feed at the end.
    let lines: [String]
    /// What stands under the headline on a small screen.
    let body: [ShortLine]
    /// One line for a log.
    let line: String
    /// Where the headline leads.
    let url: String?
    /// The command that shows what a small screen has no room for.
    let source: String?

    /// - Parameter offset: of the reader's clock from UTC at a moment; without one, times say `UTC`.
    init(_ message: Message, offset: (Timestamp) -> Duration?) {
        switch message {
        case .alert(let alert):
            let text = AlertText(alert, offset: offset(alert.content.firstReport))
            (headline, lines, line, url) = (text.headline, text.lines, "alert \(text.line)", text.url)
            (body, source) = ([ShortLine(text.figures), ShortLine(text.why)], nil)
        case .notice(let notice):
            let text = FeedNoticeText(notice, offset: offset(notice.decided))
            (headline, lines, line, url) = (text.headline, text.lines, text.line, nil)
            (body, source) = (text.body, "wirewatch feeds --problems")
        case .bundle(let bundle):
            let text = AlertBundleText(bundle)
            (headline, lines, line, url) = (text.headline, text.lines, "alerts \(text.line)", nil)
            (body, source) = (text.body, "wirewatch alerts")
        case .digest(let issue):
            let text = DigestIssueText(issue)
            (headline, lines, line, url) = (text.headline, text.lines, text.line, issue.page)
            (body, source) = (text.body, "wirewatch digest")
        }
    }
}

extension Message {
    /// The message for a program: the envelope of Standard Webhooks, in one line; the same for every attempt.
    var json: [UInt8] {
        switch self {
        case .alert(let alert): AlertJSON.bytes(of: alert)
        case .notice(let notice): FeedNoticeJSON.bytes(of: notice)
        case .bundle(let bundle): AlertBundleJSON.bytes(of: bundle)
        case .digest(let issue): DigestIssueJSON.bytes(of: issue)
        }
    }

    /// The watch that it is of, or the digest.
    var watch: String {
        switch self {
        case .alert(let alert): alert.content.watch
        case .notice(let notice): notice.id.watch
        case .bundle(let bundle): bundle.watch
        case .digest(let issue): issue.id.digest
        }
    }

    /// Why it goes out, in one word for programs.
    var reason: String {
        switch self {
        case .alert(let alert): alert.reason.code
        case .notice(let notice): notice.event.rawValue
        case .bundle(let bundle): bundle.kind.rawValue
        case .digest: DigestIssueJSON.type
        }
    }

    var revision: Int {
        switch self {
        case .alert(let alert): alert.revision
        case .notice, .bundle, .digest: 1
        }
    }

    /// The story that it tells of; summaries and digests have none.
    var story: String? {
        switch self {
        case .alert(let alert): alert.content.story.description
        case .notice, .bundle, .digest: nil
        }
    }

    /// When it was decided; the same for every attempt.
    var decided: Timestamp {
        switch self {
        case .alert(let alert): alert.decided
        case .notice(let notice): notice.decided
        case .bundle(let bundle): bundle.composed
        case .digest(let issue): issue.decided
        }
    }

    /// Languages of the reports, as tags; a summary of feeds and a digest have none.
    var languages: [String] {
        switch self {
        case .alert(let alert): alert.content.languages
        case .notice, .digest: []
        case .bundle(let bundle): bundle.languages
        }
    }

    /// What a program reads as the kind of message: `alert.opened`, `feed.failing`.
    var event: String {
        switch self {
        case .alert(let alert): alert.opens ? "alert.opened" : "alert.updated"
        case .notice(let notice): notice.event.rawValue
        case .bundle(let bundle): bundle.event
        case .digest: DigestIssueJSON.type
        }
    }
}
