import Daemon
import Testing

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
