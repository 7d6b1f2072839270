package import Model

extension DigestIssue {
    /// `digest` made ready to go out, with the times of `clock`.
    package init(
        _ digest: Digest, id: DigestIssueID, reader: String, decided: Timestamp, clock: DigestClock
    ) {
        self.init(
            id: id, reader: reader, decided: decided, since: digest.window.lowerBound,
            until: digest.window.upperBound, newStories: digest.newStories,
            movedStories: digest.movedStories, endedStories: digest.ended.count,
            subject: DigestWords(digest, clock: clock).subject,
            text: DigestText.text(of: digest, clock: clock),
            markdown: DigestMarkdown.text(of: digest, clock: clock),
            content: DigestHTML.content(of: digest, clock: clock), json: DigestJSON.object(of: digest),
            brief: DigestBrief.lines(of: digest, clock: clock), page: digest.frame.base.map { $0 + "/" })
    }

    /// Its page: a document of less than 100 kB that fetches nothing, for a mail say.
    ///
    /// - Parameter footer: plain text of a few lines, why the reader gets it.
    package func html(footer: String? = nil) -> String {
        let html = PageHTML(.inline)
        return html.document(
            title: "Wirewatch: \(subject)", content: content + (footer.map { html.paragraph($0) } ?? ""))
    }
}

extension Digest {
    /// All of it in `format`, its last line ended.
    package func text(in format: DigestFormat, clock: DigestClock) -> String {
        switch format {
        case .text: DigestText.text(of: self, clock: clock)
        case .markdown: DigestMarkdown.text(of: self, clock: clock)
        case .html: DigestHTML.page(of: self, clock: clock)
        case .json: DigestJSON.text(of: self)
        case .atom: AtomText.text(of: FeedPaper(stories: self, clock: clock))
        case .jsonfeed: JSONFeedText.text(of: FeedPaper(stories: self, clock: clock))
        }
    }
}
