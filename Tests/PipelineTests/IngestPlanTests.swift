import Model
import Pipeline
import Testing
import Text

/// Drafts and stored items in few words.
private enum Desk {
    static let now = Timestamp(seconds: 1_556_000_000)

    static func draft(
        guid: String? = nil, url: String? = nil, title: String, text: String = "", published: Int64? = nil
    ) -> ItemDraft {
        var content = ItemContent(title: title, text: text)
        content.url = url
        content.published = published.map { Timestamp(seconds: $0) }
        var keys: [String] = []
        if let guid { keys.append("g:\(guid)") }
        if let url { keys.append("u:\(url)") }
        if let published { keys.append("t:\(title)-\(published)") }
        return ItemDraft(
            content: content, guid: guid, canonicalURL: url, keys: keys,
            contentHash: StableHash.of(title + text))
    }

    static func stored(_ draft: ItemDraft, id: Int64) -> StoredItem {
        StoredItem(
            id: ItemID(id), guid: draft.guid, canonicalURL: draft.canonicalURL,
            contentHash: draft.contentHash,
            keys: Set(draft.keys), title: draft.content.title, text: draft.content.text, revision: 1,
            published: draft.content.published)
    }

    static func changes(_ drafts: [ItemDraft], stored: [StoredItem]) -> [ItemChange] {
        IngestPlan.changes(for: drafts, stored: stored, firstPoll: nil, now: now)
    }
}

@Suite struct IngestPlanTests {
    @Test func `what is served again with the same words is unchanged`() {
        let draft = Desk.draft(guid: "1", url: "a/1", title: "Kim arrives")
        #expect(
            Desk.changes([draft], stored: [Desk.stored(draft, id: 7)])
                == [.unchanged(item: ItemID(7), newKeys: [])])
    }

    @Test func `a changed guid is recognised by the address and learned`() {
        let old = Desk.draft(guid: "1", url: "a/1", title: "Kim arrives", published: 10)
        let new = Desk.draft(guid: "2", url: "a/1", title: "Kim arrives", published: 10)
        #expect(
            Desk.changes([new], stored: [Desk.stored(old, id: 7)])
                == [.unchanged(item: ItemID(7), newKeys: ["g:2"])])
    }

    @Test func `changed guid and address are recognised by title and date`() {
        let old = Desk.draft(guid: "1", url: "a/1", title: "Kim arrives", published: 10)
        let new = Desk.draft(guid: "2", url: "b/1", title: "Kim arrives", published: 10)
        #expect(
            Desk.changes([new], stored: [Desk.stored(old, id: 7)])
                == [.unchanged(item: ItemID(7), newKeys: ["g:2", "u:b/1"])])
    }

    @Test func `a new title under the same guid is a meaningful revision`() {
        let old = Desk.draft(guid: "1", title: "Kim to arrive", text: "The train left.")
        let new = Desk.draft(guid: "1", title: "Kim arrives", text: "The train left.")
        #expect(
            Desk.changes([new], stored: [Desk.stored(old, id: 7)])
                == [.revised(new, item: ItemID(7), reason: "title changed", isMeaningful: true)])
    }

    @Test func `a small correction of a long text is no reason to look again`() {
        let text = (1...50).map { "word\($0)" }.joined(separator: " ")
        let old = Desk.draft(guid: "1", title: "Kim arrives", text: text)
        let new = Desk.draft(guid: "1", title: "Kim arrives", text: text + " indeed")
        #expect(
            Desk.changes([new], stored: [Desk.stored(old, id: 7)]) == [
                .revised(new, item: ItemID(7), reason: "2 % of the text changed", isMeaningful: false)
            ])
    }

    @Test func `a page written anew under one address is a new item each time`() {
        let old = Desk.draft(
            guid: "1", url: "a/live", title: "Morning summary", text: "rain and wind", published: 10)
        let new = Desk.draft(
            guid: "2", url: "a/live", title: "Evening summary", text: "talks broke off", published: 20)
        #expect(
            Desk.changes([new], stored: [Desk.stored(old, id: 7)]) == [.new(new, isQuiet: false)])
    }

    @Test func `one stored item is taken once and by the strongest claim`() {
        let old = Desk.draft(guid: "1", url: "a/1", title: "Kim arrives", published: 10)
        let thief = Desk.draft(url: "a/1", title: "Something else entirely", published: 11)
        let owner = Desk.draft(guid: "1", url: "a/2", title: "Kim arrives", published: 10)
        #expect(
            Desk.changes([thief, owner], stored: [Desk.stored(old, id: 7)]) == [
                .new(thief, isQuiet: false), .unchanged(item: ItemID(7), newKeys: ["u:a/2"]),
            ])
    }

    @Test(arguments: [
        (FirstPoll.quiet, 30 * 60, false), (.quiet, 2 * 3600, true), (.alert, 2 * 3600, false),
    ])
    func `a first poll is quiet about what is older than an hour`(
        policy: FirstPoll, ageInSeconds: Int, isQuiet: Bool
    ) {
        let draft = Desk.draft(
            guid: "1", title: "Kim arrives", published: Desk.now.seconds - Int64(ageInSeconds))
        #expect(
            IngestPlan.changes(for: [draft], stored: [], firstPoll: policy, now: Desk.now)
                == [.new(draft, isQuiet: isQuiet)])
    }

    @Test func `an undated item of a first poll counts as old`() {
        let draft = Desk.draft(guid: "1", title: "Kim arrives")
        #expect(
            IngestPlan.changes(for: [draft], stored: [], firstPoll: .quiet, now: Desk.now)
                == [.new(draft, isQuiet: true)])
    }
}
