/// Values that wait for a time, the earliest first; those of one time in the order in which they came.
struct TimedQueue<Value: Sendable>: Sendable {
    private struct Entry: Sendable {
        var time: Duration
        var number: Int
        var value: Value

        func precedes(_ other: Entry) -> Bool {
            time != other.time ? time < other.time : number < other.number
        }
    }

    /// A binary heap.
    private var entries: [Entry] = []
    private var count = 0

    /// When the next value may go; `nil` where none waits.
    var next: Duration? { entries.first?.time }

    /// - Complexity: O(log n).
    mutating func insert(_ value: Value, at time: Duration) {
        count += 1
        entries.append(Entry(time: time, number: count, value: value))
        var child = entries.count - 1
        while child > 0, entries[child].precedes(entries[(child - 1) / 2]) {
            entries.swapAt(child, (child - 1) / 2)
            child = (child - 1) / 2
        }
    }

    /// Takes the first value whose time has come.
    ///
    /// - Complexity: O(log n).
    mutating func pop(at now: Duration) -> Value? {
        guard let first = entries.first, first.time <= now else { return nil }
        let last = entries.removeLast()
        guard !entries.isEmpty else { return first.value }
        entries[0] = last
        var parent = 0
        while true {
            var least = parent
            for child in [2 * parent + 1, 2 * parent + 2]
            where child < entries.count && entries[child].precedes(entries[least]) {
                least = child
            }
            guard least != parent else { return first.value }
            entries.swapAt(parent, least)
            parent = least
        }
    }
}
