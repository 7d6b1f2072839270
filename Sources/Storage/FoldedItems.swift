import Model
import Pipeline

/// The words of items that are on their way from the ingest commit through the edit to the search index.
///
/// Kept by the store, since every item goes in and out through it. What is not there, after a start or a flood, is folded
/// again when it is read.
struct FoldedItems {
    private var contents: [ItemID: FoldedContent] = [:]
    private var byteCount = 0

    /// Some six hundred articles.
    private static let byteLimit = 8 << 20

    /// Keeps the words of the items that a commit of `batch` made or revised.
    mutating func keep(_ batch: IngestBatch, as receipt: IngestReceipt) {
        // In their order, which is that of the editor: where there is no room for all, the first are of use first.
        for (place, change) in batch.changes.enumerated() {
            guard let item = receipt.written[place] else { continue }
            switch change {
            case .new(let draft, _), .revised(let draft, _, _, _): keep(draft.folded, of: item)
            case .unchanged: break
            }
        }
    }

    private mutating func keep(_ content: FoldedContent, of item: ItemID) {
        // An earlier revision's words must not be taken for these.
        forget(item)
        guard byteCount + content.byteCount <= Self.byteLimit else { return }
        contents[item] = content
        byteCount += content.byteCount
    }

    subscript(item: ItemID) -> FoldedContent? { contents[item] }

    mutating func forget(_ item: ItemID) {
        if let content = contents.removeValue(forKey: item) { byteCount -= content.byteCount }
    }

    mutating func forgetAll() { self = FoldedItems() }
}
