package import Model
import Text

/// The stage that compares drafts with what is stored.
///
/// An item is known by its guid, else by its address, else by title and date, within its feed. Each stored item is
/// taken once, the strongest claims first, so that a feed that changes all its guids is recognised by its
/// addresses, and one that changes its addresses as well by titles and dates.
package enum IngestPlan {
    /// What the drafts of one poll mean, in their order.
    ///
    /// `isFirstPoll` makes new items quiet that are older than `quietAge` where the feed's settings say so.
    package static func changes(
        for drafts: [ItemDraft], stored: [StoredItem], firstPoll: FirstPoll?, now: Timestamp
    ) -> [ItemChange] {
        var claims = [Int?](repeating: nil, count: drafts.count)
        var isTaken = [Bool](repeating: false, count: stored.count)
        var holders: [String: Int] = [:]
        for (index, item) in stored.enumerated() {
            for key in item.keys where holders[key] == nil { holders[key] = index }
        }
        for kind in ["g:", "u:", "t:", "c:"] {
            for (index, draft) in drafts.enumerated() where claims[index] == nil {
                guard let key = draft.keys.first(where: { $0.hasPrefix(kind) }), let holder = holders[key],
                    !isTaken[holder], kind != "u:" || isSameArticle(draft, stored[holder])
                else { continue }
                claims[index] = holder
                isTaken[holder] = true
            }
        }
        return zip(drafts, claims).map { draft, claim in
            guard let claim else {
                let isOld =
                    (draft.content.published ?? draft.content.updated).map { $0 < now - quietAge } ?? true
                return .new(draft, isQuiet: firstPoll == .quiet && isOld)
            }
            return change(from: stored[claim], to: draft)
        }
    }

    /// Items of a first poll that are younger than this alert even so.
    package static let quietAge: Duration = .hours(1)

    /// A changed share of the words from which a revision is worth another look.
    package static let meaningfulShare = 0.2

    /// Whether an address that is known under another guid is the same article: a page that is written anew again
    /// and again, a live ticker say, has another title and another date each time.
    private static func isSameArticle(_ draft: ItemDraft, _ item: StoredItem) -> Bool {
        guard let guid = draft.guid, let known = item.guid, guid != known else { return true }
        if draft.content.published != nil, draft.content.published == item.published { return true }
        if draft.contentHash == item.contentHash || draft.content.title == item.title { return true }
        return changedShare(from: item.text, to: draft.content.text) < 0.5
    }

    private static func change(from item: StoredItem, to draft: ItemDraft) -> ItemChange {
        guard draft.contentHash != item.contentHash else {
            return .unchanged(item: item.id, newKeys: draft.keys.filter { !item.keys.contains($0) })
        }
        let isRetitled = !haveSameWords(item.title, draft.content.title)
        let share = changedShare(from: item.text, to: draft.content.text)
        let percent = Int(share * 100 + 0.5)
        var reasons: [String] = []
        if isRetitled { reasons.append("title changed") }
        if percent > 0 { reasons.append("\(percent) % of the text changed") }
        return .revised(
            draft, item: item.id,
            reason: reasons.isEmpty ? "wording changed" : reasons.joined(separator: ", "),
            isMeaningful: isRetitled || share > meaningfulShare)
    }

    private static func haveSameWords(_ left: String, _ right: String) -> Bool {
        FoldedText(left).words.map(\.hash) == FoldedText(right).words.map(\.hash)
    }

    /// The share of words, as a multiset, that the longer of two texts does not have in common with the other.
    package static func changedShare(from old: String, to new: String) -> Double {
        let before = FoldedText(old).words
        let after = FoldedText(new).words
        guard !before.isEmpty || !after.isEmpty else { return 0 }
        var counts: [UInt64: Int] = [:]
        for word in before { counts[word.hash, default: 0] += 1 }
        var common = 0
        for word in after {
            guard let count = counts[word.hash], count > 0 else { continue }
            counts[word.hash] = count - 1
            common += 1
        }
        return 1 - Double(common) / Double(max(before.count, after.count))
    }
}
