package import Model

/// What may go, as moments: made of the configuration and the clock.
package struct RetentionBounds: Sendable, Hashable {
    /// Texts of items that were first seen before it may go, and so may silences and summaries of feeds in trouble that
    /// were over or decided before it; `nil`: none.
    package var textsBefore: Timestamp?
    /// Items whose texts went before it may be forgotten, with the alerts over their stories; `nil`: none.
    package var itemsDeletedBefore: Timestamp?
    /// Stories with a report since then keep all that they have.
    package var storiesSince: Timestamp
    package var at: Timestamp

    package init(
        textsBefore: Timestamp?, itemsDeletedBefore: Timestamp?, storiesSince: Timestamp, at: Timestamp
    ) {
        self.textsBefore = textsBefore
        self.itemsDeletedBefore = itemsDeletedBefore
        self.storiesSince = storiesSince
        self.at = at
    }

    /// - Parameters:
    ///   - keep: how long texts are kept; `nil` for ever.
    ///   - remember: how much longer an item is known as seen; `nil` for ever.
    ///   - needed: how far back stories and digests look.
    package init(keep: Duration?, remember: Duration?, needed: Duration, at now: Timestamp) {
        self.init(
            textsBefore: keep.map { now - $0 },
            itemsDeletedBefore: keep == nil ? nil : remember.map { now - $0 }, storiesSince: now - needed,
            at: now)
    }
}

/// How far a round of deleting has come.
package struct RetentionRound: Sendable, Hashable {
    /// The last item whose text was looked at.
    package var text: ItemID?
    /// The first item that is old enough and was needed still: the next round begins before it.
    package var needed: ItemID?
    /// The last item that was to be forgotten, by when its text went.
    package var forgotten: Deletion?
    package var isTextDone = false
    package var isForgettingDone = false
    package var areRecordsDone = false
    /// What the round did.
    package var texts = 0
    package var items = 0
    /// Silences that are over, summaries of feeds in trouble.
    package var records = 0

    /// An item and when its text went.
    package struct Deletion: Sendable, Hashable {
        package var moment: Timestamp
        package var item: ItemID

        package init(moment: Timestamp, item: ItemID) {
            self.moment = moment
            self.item = item
        }
    }

    package init(after item: ItemID?) { text = item }

    package var isDone: Bool { isTextDone && isForgettingDone && areRecordsDone }

    /// Where the next round begins.
    package var nextBeginning: ItemID? { needed.map { ItemID($0.rawValue - 1) } ?? text }
}
