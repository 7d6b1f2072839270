import Glibc
import Model
import Platform
import Stories
import Text

/// A stream of articles with the statistics of news: words by Zipf's law, every other article on an event that is known.
struct StoryStream {
    private var dice: UInt64
    private var events: [[Int]] = []
    private var number = 0
    private let interval: Duration

    /// Words of the language; the n-th is 1/n as frequent as the first.
    private static let vocabulary = 300_000.0
    /// Words that make an event, and of those a report has.
    private static let eventWords = 40
    private static let titleWords = 9
    private static let textWords = 32
    /// Events that may still be reported on.
    private static let running = 20_000

    /// - Parameter interval: between two articles.
    init(seed: UInt64, interval: Duration) {
        dice = seed | 1
        self.interval = interval
    }

    private mutating func roll() -> Double {
        dice ^= dice << 13
        dice ^= dice >> 7
        dice ^= dice << 17
        return Double(dice >> 11) / Double(1 << 53)
    }

    /// By the inverse of Zipf's distribution function, roughly: rank = N^u.
    private mutating func word() -> Int { Int(pow(Self.vocabulary, roll())) }

    private mutating func wordFromTail() -> Int { Int(pow(Self.vocabulary, 0.55 + 0.45 * roll())) }

    mutating func next() -> Article {
        number += 1
        var event: [Int]
        if !events.isEmpty, roll() < 0.5 {
            // Young events are reported on most.
            let age = Int(pow(Double(events.count), roll()))
            event = events[max(0, events.count - age)]
        } else {
            event = (0..<Self.eventWords).map { _ in wordFromTail() }
            events.append(event)
            if events.count > 2 * Self.running { events.removeFirst(Self.running) }
        }
        var title = ""
        for _ in 0..<Self.titleWords { title += spelled(pick(event)) + " " }
        var text = ""
        for _ in 0..<Self.textWords { text += spelled(pick(event)) + " " }
        return Article(
            item: ItemID(Int64(number)), outlet: "Outlet \(number % 400)", outletKind: nil, language: "en",
            title: title, text: text, canonicalURL: "outlet\(number % 400).example/a/\(number)",
            contentHash: UInt64(number) &* 0x9E37_79B9_7F4A_7C15,
            published: Timestamp(milliseconds: 1_556_000_000_000 + Int64(number) * interval.milliseconds),
            concepts: [])
    }

    private mutating func pick(_ event: [Int]) -> Int {
        roll() < 0.45 ? event[Int(roll() * Double(event.count))] : word()
    }

    /// A word of letters for each rank, short ones first as in languages.
    private func spelled(_ rank: Int) -> String {
        var letters: [UInt8] = []
        var rest = rank &* 2_654_435_761 & 0xFF_FFFF
        let length = rank < 30 ? 2 : rank < 300 ? 4 : 7
        for _ in 0..<length {
            letters.append(UInt8(ascii: "a") + UInt8(rest % 26))
            rest = rest / 26 + rank
        }
        return String(decoding: letters, as: UTF8.self)
    }
}

/// A window that so many items are in all the time: the first advance fills it.
actor FilledWindow {
    private var window = StoryWindow(settings: StorySettings())
    private var stream: StoryStream
    private let items: Int
    private var isFilled = false
    private var bytesBefore = 0
    /// Processor time of each thousand articles.
    private var thousands: [Int64] = []

    init(items: Int) {
        self.items = items
        let milliseconds = StorySettings().window.milliseconds / Int64(items)
        stream = StoryStream(seed: 7, interval: .milliseconds(milliseconds))
    }

    /// Places the next `count` articles.
    func advance(_ count: Int) -> Int {
        if !isFilled {
            isFilled = true
            bytesBefore = Self.residentBytes
            for _ in 0..<items { _ = window.place(stream.next()) }
        }
        for start in stride(from: 0, to: count, by: 1000) {
            let began = SystemClock.processorMicroseconds()
            for _ in start..<min(count, start + 1000) { _ = window.place(stream.next()) }
            thousands.append(SystemClock.processorMicroseconds() - began)
        }
        return count
    }

    /// The memory that the window takes, and how evenly the time goes.
    var remark: String {
        let bytes = (Self.residentBytes - bytesBefore) / max(1, window.itemCount)
        let mean = thousands.reduce(0, +) / Int64(max(1, thousands.count)) / 1000
        return "\(window.itemCount) items, \(bytes) bytes each; \(thousands.count) thousands take "
            + "\(mean) µs an article in the mean, \((thousands.max() ?? 0) / 1000) the slowest"
    }

    private static var residentBytes: Int {
        // Without /proc there is nothing to say about memory.
        guard let bytes = try? BoundedFile.read(path: "/proc/self/statm", limit: 4096) else { return 0 }
        let pages = bytes.split(separator: 0x20).dropFirst().first.map { String(decoding: $0, as: UTF8.self) }
        return (pages.flatMap { Int($0) } ?? 0) * 4096
    }

    /// The articles without placing them: what making them costs.
    func skip(_ count: Int) -> Int {
        var length = 0
        for _ in 0..<count { length += stream.next().title.utf8.count }
        return length > 0 ? count : 0
    }

    func snapshot() -> [UInt8] { window.snapshot() }

    var itemCount: Int { window.itemCount }
}

extension Cases {
    /// What an article costs while so many are in the window, and what loading such a window does.
    static var filledWindows: [Case] {
        let batch = 5000
        let making = FilledWindow(items: 1)
        var cases = [
            Case(name: "cluster: making articles (part of the next)", unit: "article") {
                (await making.skip(batch), 0)
            }
        ]
        let sizes = [(10_000, "10 thousand"), (100_000, "100 thousand"), (1_000_000, "1 million")]
        for (items, name) in sizes {
            let window = FilledWindow(items: items)
            cases.append(
                Case(name: "cluster: \(name) in the window", unit: "article") {
                    (await window.advance(batch), 0)
                } remark: {
                    await window.remark
                })
        }
        for (items, name) in sizes {
            let snapshot = SavedWindow(FilledWindow(items: items))
            cases.append(
                Case(name: "cluster: saving a window of \(name)", unit: "item") {
                    let bytes = await snapshot.save()
                    return (await snapshot.itemCount, bytes)
                } remark: {
                    await snapshot.remark
                })
            cases.append(
                Case(name: "cluster: loading a window of \(name)", unit: "item") {
                    let bytes = await snapshot.bytes()
                    let window = try StoryWindow(snapshot: bytes, settings: StorySettings())
                    return (window.itemCount, bytes.count)
                })
        }
        return cases
    }
}

/// A filled window, and its snapshot.
private actor SavedWindow {
    private let window: FilledWindow
    private var saved: [UInt8] = []
    private(set) var itemCount = 0

    init(_ window: FilledWindow) { self.window = window }

    /// Writes the snapshot; returns its length.
    func save() async -> Int {
        if saved.isEmpty { _ = await window.advance(1) }
        saved = await window.snapshot()
        itemCount = await window.itemCount
        return saved.count
    }

    func bytes() async -> [UInt8] {
        if saved.isEmpty { _ = await save() }
        return saved
    }

    /// What the bound on a snapshot leaves of the window.
    var remark: String? {
        guard let kept = try? StoryWindow(snapshot: saved, settings: StorySettings()) else { return nil }
        return "\(saved.count) bytes, \(kept.itemCount) of \(itemCount) items in them"
    }
}
