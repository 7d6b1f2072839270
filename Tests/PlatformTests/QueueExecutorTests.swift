import Glibc
import Platform
import Testing

@Suite struct `an executor with a thread` {
    private actor Counter: QueueActor {
        nonisolated let executor: QueueExecutor
        private(set) var threads: Set<UInt> = []
        private(set) var count = 0

        init(executor: QueueExecutor) { self.executor = executor }

        func increment() {
            threads.insert(UInt(pthread_self()))
            count += 1
        }
    }

    private struct Refusal: Error, Equatable {}

    @Test func `runs an actor on one thread`() async throws {
        let executor = try QueueExecutor(name: "test")
        let counter = Counter(executor: executor)
        await withTaskGroup { group in
            for _ in 0..<1000 { group.addTask { await counter.increment() } }
        }
        #expect(await counter.count == 1000)
        #expect(await counter.threads == [await executor.run { UInt(pthread_self()) }])
    }

    @Test func `gives back what a function makes`() async throws {
        let executor = try QueueExecutor(name: "test")
        let thread = await executor.run { UInt(pthread_self()) }
        let again = await executor.run { UInt(pthread_self()) }
        #expect(thread == again)
        #expect(thread != UInt(pthread_self()))
    }

    @Test func `throws what a function throws`() async throws {
        let executor = try QueueExecutor(name: "test")
        await #expect(throws: Refusal()) {
            try await executor.run { () throws(Refusal) in throw Refusal() }
        }
    }

    @Test func `ends its thread with its last user`() async throws {
        for _ in 0..<200 {
            let counter = Counter(executor: try QueueExecutor(name: "short-lived"))
            await counter.increment()
        }
        // Two hundred threads and descriptors at once would be seen here; those that end take a moment.
        let executor = try QueueExecutor(name: "last")
        #expect(await executor.run { 1 } == 1)
    }
}
