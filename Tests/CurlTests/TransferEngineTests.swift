import Curl
import Testing

@Suite struct TransferEngineTests {
    /// Refused before anything is sent: nobody is asked.
    private static let refused = "http://127.0.0.1:9/"

    @Test func `tasks that are at home on the engine's thread make transfers and go on there`() async throws {
        let engine = try TransferEngine()
        let kinds = await withTaskGroup(of: TransferError.Kind?.self) { group in
            for _ in 0..<100 {
                group.addTask(executorPreference: engine.executor) {
                    do throws(TransferError) {
                        _ = try await engine.perform(TransferRequest(url: Self.refused))
                        return nil
                    } catch {
                        return error.kind
                    }
                }
            }
            return await group.reduce(into: []) { $0.append($1) }
        }
        #expect(kinds == Array(repeating: .blockedAddress, count: 100))
    }

    @Test func `a task goes on when the engine has ended`() async throws {
        func executor() throws -> any TaskExecutor { try TransferEngine().executor }
        let executor = try executor()
        for round in 0..<10 {
            let value = await withTaskExecutorPreference(executor) {
                await Task.yield()
                return round
            }
            #expect(value == round)
        }
    }
}
