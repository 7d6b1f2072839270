import Model

/// A cluster in a box of its own: whoever looks at one reads what is looked at, and copies nothing of the rest.
final class BoxedRecord: Sendable {
    let record: StoryRecord

    init(_ record: StoryRecord) { self.record = record }
}

/// The clusters of a window by number.
///
/// A plain value: a copy shares the boxes, and a change of either puts a new box in place of the old one.
struct StoryRecords: Sendable {
    /// Places by number.
    private var places = TokenTable()
    private var boxes: [BoxedRecord?] = []
    private var vacant: [Int32] = []

    var count: Int { places.count }

    func contains(_ number: Int32) -> Bool { place(of: number) != nil }

    /// For looking at.
    func boxed(_ number: Int32) -> BoxedRecord? {
        guard let place = place(of: number) else { return nil }
        return boxes[place]
    }

    /// Where those of `numbers` stand that are there, in their order, and when each had its last report.
    ///
    /// In passes, so that the memory of all is waited for together.
    func lastReports(of numbers: [Int32]) -> [(place: Int, last: Timestamp)] {
        let known = numbers.map { places[UInt32(bitPattern: $0)] ?? -1 }
        let boxes = boxes.span
        var reports: [(place: Int, last: Timestamp)] = []
        reports.reserveCapacity(known.count)
        for place in known where place >= 0 {
            guard let last = boxes[Int(place)]?.record.last else { continue }
            reports.append((Int(place), last))
        }
        return reports
    }

    /// - Parameter place: of ``lastReports(of:)``, before anything else is changed.
    func boxed(at place: Int) -> BoxedRecord? { boxes[place] }

    subscript(number: Int32) -> StoryRecord? {
        guard let place = place(of: number) else { return nil }
        return boxes[place]?.record
    }

    /// By number.
    var inOrder: [BoxedRecord] { places.sorted(from: 0).compactMap { boxes[Int($0.number)] } }

    mutating func insert(_ record: StoryRecord) {
        let boxed = BoxedRecord(record)
        if let place = place(of: record.number) {
            boxes[place] = boxed
        } else if let place = vacant.popLast() {
            boxes[Int(place)] = boxed
            places.set(UInt32(bitPattern: record.number), to: place)
        } else {
            places.set(UInt32(bitPattern: record.number), to: Int32(boxes.count))
            boxes.append(boxed)
        }
    }

    @discardableResult
    mutating func remove(_ number: Int32) -> StoryRecord? {
        guard let place = place(of: number) else { return nil }
        places.remove(UInt32(bitPattern: number))
        vacant.append(Int32(place))
        return take(place)
    }

    /// Changes a cluster; nothing where there is none of that number.
    mutating func update(_ number: Int32, _ change: (inout StoryRecord) -> Void) {
        guard let place = place(of: number), var record = take(place) else { return }
        change(&record)
        boxes[place] = BoxedRecord(record)
    }

    /// Gives the box up as well, so that arrays can grow where they are.
    private mutating func take(_ place: Int) -> StoryRecord? {
        let boxed = boxes[place]
        boxes[place] = nil
        return boxed?.record
    }

    private func place(of number: Int32) -> Int? { places[UInt32(bitPattern: number)].map { Int($0) } }
}
