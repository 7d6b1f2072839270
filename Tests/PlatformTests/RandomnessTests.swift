import Platform
import Testing

@Suite struct `randomness` {
    @Test func `gives as many bytes as asked, and others each time`() throws {
        #expect(try Randomness.bytes(count: 0).isEmpty)
        let bytes = try Randomness.bytes(count: 1000)
        #expect(bytes.count == 1000)
        #expect(bytes != (try Randomness.bytes(count: 1000)))
    }
}

@Suite struct `clocks` {
    @Test func `never go back where they are monotonic`() {
        let first = SystemClock.monotonicMilliseconds()
        #expect(SystemClock.monotonicMilliseconds() >= first)
        #expect(SystemClock.monotonicMicroseconds() / 1000 >= first)
    }

    @Test func `count from 1970`() {
        // 2024 to 2100: seconds or microseconds would be far outside.
        #expect((1_704_067_200_000..<4_102_444_800_000).contains(SystemClock.now()))
    }
}
