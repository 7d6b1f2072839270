import MicroHTTP
import Model
import Pipeline
import Storage
import TestSupport
import Testing
import Web

@testable import Daemon
@testable import Platform

@Suite struct `the pulse of the line` {
    @Test func `a stage that has not moved for longer than its patience is late`() {
        var pulse = Pulse()
        pulse.beat(.polls, at: .seconds(10))
        #expect(pulse.late(at: .seconds(10) + Pulse.patience).isEmpty)
        #expect(pulse.late(at: .seconds(11) + Pulse.patience) == [.polls])
    }

    @Test func `a rest that was announced counts as none of it`() {
        var pulse = Pulse()
        pulse.beat(.editor, at: .zero, rest: .seconds(60))
        #expect(pulse.late(at: .seconds(60) + Pulse.patience).isEmpty)
        #expect(pulse.late(at: .seconds(61) + Pulse.patience) == [.editor])
    }

    @Test func `one stage that moves does not hide another that hangs`() {
        var pulse = Pulse()
        pulse.beat(.polls, at: .zero)
        pulse.beat(.editor, at: .zero)
        pulse.beat(.polls, at: Pulse.patience)
        #expect(pulse.late(at: Pulse.patience + .seconds(1)) == [.editor])
        pulse.beat(.editor, at: Pulse.patience + .seconds(2))
        #expect(pulse.late(at: Pulse.patience + .seconds(3)).isEmpty)
    }

    @Test func `a stage that has ended, or never began, is not late`() {
        var pulse = Pulse()
        #expect(pulse.late(at: .seconds(100_000)).isEmpty)
        pulse.beat(.polls, at: .zero)
        pulse.end(.polls)
        #expect(pulse.late(at: .seconds(100_000)).isEmpty)
    }
}

/// Opens once, for a thread that waits.
private final class Gate: Sendable {
    private let event: Descriptor

    init() throws { event = try Descriptor.event() }

    func open() { event.signal() }

    func wait() { event.awaitSignal() }
}

extension SQLiteStore {
    /// Keeps the store's thread until `gate` opens, as a disk that hangs does.
    fileprivate func hang(until gate: Gate, _ hasBegun: @Sendable () -> Void) {
        hasBegun()
        gate.wait()
    }
}

@Suite struct `the watchdog over the line` {
    private static func health(_ daemon: Daemon) async throws -> ServerAnswer {
        let route = try #require(daemon.metricsRoutes.first { $0.prefix == "/healthz" })
        return await route.answer(
            ServerRequest(method: "GET", target: "/healthz", headers: [:], arguments: [], body: []))
    }

    /// Comes back once that is so.
    private static func until(_ holds: () -> Bool) async {
        while !holds() { await Task.yield() }
    }

    @Test(.timeLimit(.minutes(10)))
    func `an editor that hangs is late by name, and no longer once it goes on`() async throws {
        let desk = try Desk()
        var surroundings = desk.surroundings
        let monotonic = desk.monotonic
        surroundings.meter = Meter(elapsed: { monotonic.now - Desk.start })
        let daemon = Daemon(setup: try desk.daemon().setup, surroundings: surroundings)
        let meter = surroundings.meter
        let (stopper, bell, gate) = (Stopper(), Doorbell(), try Gate())
        stopper.wakes(bell)

        async let hang: Void = desk.store.hang(until: gate) { bell.ring() }
        await bell.wait(atMost: .seconds(60))
        // It is seen to begin by a request that is none, and then it asks a store that hangs.
        try desk.rulingFolder.add("none")
        async let end = daemon.edit(until: stopper, at: bell, rings: [])
        await Self.until { !desk.log.events.isEmpty }
        desk.pass(by: Pulse.patience)
        #expect(meter.lateStages.isEmpty)
        desk.pass(by: .seconds(1))
        #expect(meter.lateStages == [.editor])
        let answer = try await Self.health(daemon)
        #expect(answer.status == 503)
        #expect(String(decoding: answer.body, as: UTF8.self) == "late: editor\n")

        gate.open()
        await hang
        await Self.until { meter.lateStages.isEmpty }
        #expect(try await Self.health(daemon).status == 200)
        stopper.stop()
        #expect(await end == nil)
    }
}
