import Model
import Pipeline
import Testing

@testable import Storage

/// Words that are handed along are those of the item, whatever became of it on the way.
struct FoldedItemsTests {
    @Test func `an item has the words of its newest revision`() async throws {
        let desk = try await StoreDesk()
        let drafts = (1...3).map { ItemChange.new(StoreDesk.draft($0), isQuiet: false) }
        let items = try await desk.ingest(drafts).newItems
        let changed = StoreDesk.draft(2, title: "Another title")
        _ = try await desk.ingest([
            .unchanged(item: items[0], newKeys: []),
            .revised(changed, item: items[1], reason: "title changed", isMeaningful: true),
        ])
        let unplaced = try await desk.store.unplacedItems(limit: 10)
        #expect(unplaced.map(\.item.content.title) == ["Title 1", "Another title", "Title 3"])
        #expect(unplaced.map(\.folded) == unplaced.map { FoldedContent($0.item.content) })
        #expect(try await desk.store.indexForSearch(limit: 10) == 3)
        let narrowing = SearchNarrowing(expression: "\"another\"", limit: 10)
        #expect(try await desk.store.candidates(narrowing) == [items[1]])
    }

    @Test func `a store that was opened anew reads the words of what waits`() async throws {
        let desk = try await StoreDesk()
        _ = try await desk.ingest([.new(StoreDesk.draft(1), isQuiet: false)])
        let entry = try await SQLiteStore(path: desk.path).unplacedItems(limit: 1).first
        #expect(entry?.folded == FoldedContent(StoreDesk.draft(1).content))
    }

    @Test func `words that find no room are made again`() {
        var items = FoldedItems()
        let batch = IngestBatch(
            feed: FeedID(1), state: nil,
            changes: (1...3).map { number in
                let text = String(repeating: "word ", count: 200_000)
                return .new(StoreDesk.draft(number, text: text), isQuiet: false)
            }, at: StoreDesk.now)
        var receipt = IngestReceipt(newItems: [], revisedItems: [])
        receipt.written = [0: ItemID(1), 1: ItemID(2), 2: ItemID(3)]
        items.keep(batch, as: receipt)
        let kept = (1...3).count { items[ItemID($0)] != nil }
        #expect(kept == 1)
        items.forgetAll()
        items.keep(batch, as: receipt)
        #expect((1...3).count { items[ItemID($0)] != nil } == 1)
    }
}
