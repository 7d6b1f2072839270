import Glibc
import Testing

@testable import Platform

@Suite struct `signals` {
    /// A signal that a thread sends to itself can be read by that thread alone, so this disturbs no other test.
    @Test func `are read in place of interrupting`() async throws {
        let source = try SignalSource(stop: try Descriptor.event(), numbers: Signal.allCases.map(\.number))
        let executor = try QueueExecutor(name: "signals")
        let signals = await executor.run { () -> [Signal?] in
            Signals.hold()
            var signals: [Signal?] = []
            for signal in Signal.allCases {
                pthread_kill(pthread_self(), signal.number)
                signals.append(source.next())
            }
            source.finish()
            return signals + [source.next()]
        }
        #expect(signals == [.terminate, .interrupt, .hangUp, nil])
    }

    @Test func `end with their consumer`() async throws {
        let stream = try Signals.arriving()
        let task = Task { await stream.first { _ in true } }
        task.cancel()
        #expect(await task.value == nil)
    }
}
