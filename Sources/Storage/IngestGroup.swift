import Pipeline

/// Ingest commits that are made in one transaction: polls end faster than a disk writes.
///
/// Whoever comes first leads; those that come while the leader has not begun go with it.
struct IngestGroup {
    typealias Answer = Result<IngestReceipt, StoreError>
    /// `nil`: the leader had begun, ask again.
    typealias Waiter = CheckedContinuation<Answer?, Never>

    private var isGathering = false
    private var waiting: [(batch: IngestBatch, continuation: Waiter)] = []

    /// Begins to gather; false where somebody does already.
    mutating func open() -> Bool {
        guard !isGathering else { return false }
        isGathering = true
        return true
    }

    /// False where the gathering is over.
    mutating func join(_ batch: IngestBatch, _ continuation: Waiter) -> Bool {
        guard isGathering else { return false }
        waiting.append((batch, continuation))
        return true
    }

    /// Ends the gathering; gives those that joined.
    mutating func close() -> [(batch: IngestBatch, continuation: Waiter)] {
        isGathering = false
        let joined = waiting
        waiting = []
        return joined
    }
}

extension Database {
    /// What becomes of each batch: all in one transaction, or, where that fails, each in one of its own.
    ///
    /// These commits are not synced by themselves: the edit commit, which precedes every alert, syncs what came before it. A
    /// power failure may undo the last polls as a whole, validators and items together, and they are made again. A push is
    /// not made again once its hub has been told that it came: a commit with one in it is synced.
    func commitTogether(_ batches: [IngestBatch]) -> [IngestGroup.Answer] {
        do throws(StoreError) {
            return try commit(batches).map { .success($0) }
        } catch {
            guard batches.count > 1 else { return [.failure(error)] }
            return batches.flatMap { commitTogether([$0]) }
        }
    }

    /// All of `batches` in one transaction, or nothing.
    func commit(_ batches: [IngestBatch]) throws(StoreError) -> [IngestReceipt] {
        let isPushed = batches.contains { $0.pushedBy != nil }
        return try transaction(isSynced: isPushed) { () throws(StoreError) in
            var receipts: [IngestReceipt] = []
            receipts.reserveCapacity(batches.count)
            for batch in batches { receipts.append(try apply(batch)) }
            return receipts
        }
    }
}
