/// A span of the day on days of the week: `Mon..Fri 06:00..22:00 Asia/Seoul`.
///
/// A span that ends before it begins goes on into the next day, and belongs to the day on which it begins.
/// - Source: days and zone as in ``CalendarExpression``.
package struct ActiveHours: Hashable, Sendable, Codable, CustomStringConvertible {
    /// 0 for Sunday to 6 for Saturday: days on which it begins.
    package let weekdays: Set<Int>
    /// Minutes after midnight; 0 to 1439.
    package let from: Int
    /// The first minute that it leaves out; 1 to 1440.
    package let to: Int
    /// Name of a time zone, or `nil` for the reader's.
    package let zone: String?

    /// Reads `text`; whether there is a time zone of that name is not looked at.
    package init(_ text: String) throws(CalendarExpression.Problem) {
        let (weekdays, rest) = try CalendarExpression.days(text)
        guard let span = rest.first else {
            throw .init(
                offset: text.utf8.count, message: "a span of the day is missing, such as `06:00..22:00`")
        }
        guard let dots = span.text.firstRange(of: "..") else {
            throw .init(
                offset: span.offset, message: "`\(span.text)` is no span of the day, such as `06:00..22:00`")
        }
        let first = String(span.text[..<dots.lowerBound])
        let last = String(span.text[dots.upperBound...])
        let end = span.offset + first.utf8.count + 2
        from = try CalendarExpression.minute((first, span.offset))
        to = last == "24:00" ? Self.day : try CalendarExpression.minute((last, end))
        if from == to { throw .init(offset: end, message: "the span ends where it begins") }
        if rest.count > 2 {
            throw .init(offset: rest[2].offset, message: "`\(rest[2].text)` stands behind the time zone")
        }
        self.weekdays = weekdays
        zone = rest.count > 1 ? rest[1].text : nil
    }

    private static let day = 1440

    /// Whether `moment` is within it by the clocks of `rules`.
    package func contains(_ moment: Timestamp, in rules: TimeZoneRules) -> Bool {
        // One that began yesterday may go on.
        (-1...0).contains { offset in
            guard let span = span(offset, from: moment, in: rules) else { return false }
            return span.contains(moment)
        }
    }

    /// The first moment from `moment` on that it contains.
    package func opening(from moment: Timestamp, in rules: TimeZoneRules) -> Timestamp {
        if contains(moment, in: rules) { return moment }
        let openings = (0...8).compactMap { offset in
            span(offset, from: moment, in: rules)?.lowerBound
        }
        // There is a day on which it begins within a week.
        return openings.first { $0 > moment } ?? moment + .days(7)
    }

    /// The span that begins so many days after the day of `moment`; `nil` where none does.
    private func span(_ days: Int, from moment: Timestamp, in rules: TimeZoneRules) -> Range<Timestamp>? {
        let today = CivilTime(moment, offset: rules.offset(at: moment))
        var time = CivilTime(year: today.year, month: today.month, day: today.day + days)
        guard weekdays.contains(time.weekday) else { return nil }
        time.minute = from
        let begin = Self.moment(of: time, in: rules)
        time.minute = to > from ? to : to + Self.day
        return begin..<max(begin, Self.moment(of: time, in: rules))
    }

    /// When clocks show `time` for the first time, or, where they leave it out, when they go on behind it.
    private static func moment(of time: CivilTime, in rules: TimeZoneRules) -> Timestamp {
        let moment = rules.timestamp(of: time)
        let offset = rules.offset(at: moment)
        guard CivilTime(moment, offset: offset) != CivilTime(time.timestamp()) else { return moment }
        var change = moment
        while rules.offset(at: change - .minutes(1)) == offset, moment - change < .days(1) {
            change = change - .minutes(1)
        }
        return change
    }

    package var description: String {
        func time(_ minute: Int) -> String {
            "\(CivilTime.padded(minute / 60, 2)):\(CivilTime.padded(minute % 60, 2))"
        }
        let days = weekdays.count < 7 ? CalendarExpression.text(of: weekdays) + " " : ""
        return "\(days)\(time(from))..\(time(to))" + (zone.map { " \($0)" } ?? "")
    }
}

/// Spans of the day with the clocks that they go by; none for always.
package struct OpenHours: Hashable, Sendable {
    private let spans: [Span]

    private struct Span: Hashable, Sendable {
        var hours: ActiveHours
        var rules: TimeZoneRules
    }

    package init(_ spans: [(hours: ActiveHours, rules: TimeZoneRules)] = []) {
        self.spans = spans.map { Span(hours: $0.hours, rules: $0.rules) }
    }

    package func contains(_ moment: Timestamp) -> Bool {
        spans.isEmpty || spans.contains { $0.hours.contains(moment, in: $0.rules) }
    }

    /// The first moment from `moment` on that any span contains.
    package func opening(from moment: Timestamp) -> Timestamp {
        spans.map { $0.hours.opening(from: moment, in: $0.rules) }.min() ?? moment
    }
}
