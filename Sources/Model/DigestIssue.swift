/// A digest as it went out, named after its settings and the local time for which it was made.
package struct DigestIssueID: Hashable, Sendable, Codable, CustomStringConvertible, LosslessStringConvertible
{
    package let digest: String
    /// `2019-04-25-0630`: no story has such a name.
    package let slot: String

    package init(digest: String, slot: String) {
        self.digest = digest
        self.slot = slot
    }

    package var description: String { "\(digest)/\(slot)" }

    package init?(_ description: String) {
        guard let id = FeedNoticeID(description) else { return nil }
        self.init(digest: id.watch, slot: id.slot)
    }
}

/// What a digest says, kept as made, so that a repeated delivery says the same.
package struct DigestIssue: Hashable, Sendable, Codable {
    package var id: DigestIssueID
    /// Whose mark moves once it has arrived.
    package var reader: String
    package var decided: Timestamp
    /// The window of it: reports first seen from `since` on and before `until`.
    package var since: Timestamp
    package var until: Timestamp
    package var newStories: Int
    package var movedStories: Int
    package var endedStories: Int
    /// `3 new, 2 moved: Putin and Kim meet in Vladivostok (23 outlets)`.
    package var subject: String
    /// In 72 columns, made harmless for a terminal; its lines are ended.
    package var text: String
    /// The same as Markdown.
    package var markdown: String
    /// What stands in the body of its page, as HTML of our own.
    package var content: String
    /// The digest as one JSON object.
    package var json: String
    /// For a small screen, without the subject; `nil` for one that was made by an earlier version.
    package var brief: [ShortLine]?
    /// Where digests are served; `nil` for nowhere.
    package var page: String?

    package init(
        id: DigestIssueID, reader: String, decided: Timestamp, since: Timestamp, until: Timestamp,
        newStories: Int, movedStories: Int, endedStories: Int, subject: String, text: String,
        markdown: String, content: String, json: String, brief: [ShortLine]? = nil, page: String? = nil
    ) {
        self.id = id
        self.reader = reader
        self.decided = decided
        self.since = since
        self.until = until
        self.newStories = newStories
        self.movedStories = movedStories
        self.endedStories = endedStories
        self.subject = subject
        self.text = text
        self.markdown = markdown
        self.content = content
        self.json = json
        self.brief = brief
        self.page = page
    }

    /// The same for every attempt to deliver it: a receiver drops the twin by it.
    package var idempotencyKey: String { "digest_\(id.digest)_\(id.slot)" }
}
