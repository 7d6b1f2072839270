import Model
import Pipeline
import Testing

@testable import Storage

@Suite struct IngestGroupTests {
    private static func batch(_ feed: Int64) -> IngestBatch {
        IngestBatch(feed: FeedID(feed), state: nil, changes: [], at: Timestamp(seconds: 0))
    }

    @Test func `the first leads, and until it begins the others go with it`() async {
        var group = IngestGroup()
        let (first, second) = (group.open(), group.open())
        #expect(first && !second)
        let answer: IngestGroup.Answer? = await withCheckedContinuation { continuation in
            let isJoined = group.join(Self.batch(2), continuation)
            #expect(isJoined)
            let joined = group.close()
            #expect(joined.map(\.batch.feed) == [FeedID(2)])
            for waiter in joined {
                waiter.continuation.resume(returning: .failure(.full(message: "no room")))
            }
        }
        #expect(answer == .failure(.full(message: "no room")))
    }

    @Test func `who comes when the leader has begun has to ask again, and may lead`() async {
        var group = IngestGroup()
        let isLeader = group.open()
        let joined = group.close()
        #expect(isLeader && joined.isEmpty)
        let answer: IngestGroup.Answer? = await withCheckedContinuation { continuation in
            let isJoined = group.join(Self.batch(2), continuation)
            #expect(!isJoined)
            if !isJoined { continuation.resume(returning: nil) }
        }
        #expect(answer == nil)
        let leadsNow = group.open()
        #expect(leadsNow)
    }
}
