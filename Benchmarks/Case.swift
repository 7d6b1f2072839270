import Platform

/// One thing to be measured: some work, counted in items.
struct Case: Sendable {
    var name: String
    /// What an item is: `item`, `article`, `poll`.
    var unit: String
    /// Does the work once and says how many items and bytes it was.
    var run: @Sendable () async throws -> (items: Int, bytes: Int)
    /// What is to be said below its line, once it has been measured.
    var remark: (@Sendable () async -> String?)?
}

/// What a case took, in processor time.
struct Measurement {
    var name: String
    var unit: String
    var microsecondsPerItem: Double
    var megabytesPerSecond: Double?
    var runs: Int

    /// Runs `one` until a second of processor time is used, three times at least, and keeps the fastest.
    static func of(_ one: Case) async throws -> Measurement {
        _ = try await one.run()
        var best = Int64.max
        var size = (items: 1, bytes: 0)
        var spent: Int64 = 0
        var runs = 0
        while runs < 3 || spent < 1_000_000, runs < 1000 {
            let start = SystemClock.processorMicroseconds()
            size = try await one.run()
            let used = SystemClock.processorMicroseconds() - start
            best = min(best, used)
            spent += used
            runs += 1
        }
        let seconds = Double(max(best, 1)) / 1_000_000
        return Measurement(
            name: one.name, unit: one.unit, microsecondsPerItem: Double(best) / Double(max(1, size.items)),
            megabytesPerSecond: size.bytes > 0 ? Double(size.bytes) / seconds / 1_000_000 : nil, runs: runs)
    }
}
