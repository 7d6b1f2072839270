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

    @Test
    func `a transfer that was called off before it was asked for is not made, whoever else asks meanwhile`()
        async throws
    {
        let engine = try TransferEngine()
        func kind() async -> TransferError.Kind? {
            do throws(TransferError) {
                _ = try await engine.perform(TransferRequest(url: Self.refused))
                return nil
            } catch {
                return error.kind
            }
        }
        let calledOff = await withTaskGroup(of: TransferError.Kind?.self) { group in
            for _ in 0..<50 {
                group.addTask {
                    while !Task.isCancelled { await Task.yield() }
                    return await kind()
                }
            }
            async let others = withTaskGroup(of: TransferError.Kind?.self) { others in
                for _ in 0..<50 { others.addTask { await kind() } }
                return await others.reduce(into: []) { $0.append($1) }
            }
            group.cancelAll()
            #expect(await others == Array(repeating: .blockedAddress, count: 50))
            return await group.reduce(into: []) { $0.append($1) }
        }
        #expect(calledOff == Array(repeating: .cancelled, count: 50))
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
