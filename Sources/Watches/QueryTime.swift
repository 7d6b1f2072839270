import Model

/// Reads the moments of `since:`, `until:` and `date:`.
enum QueryTime {
    /// The span that `text` means; a moment without a time of day is its whole day, on the reader's clock.
    static func span(_ text: String, context: QueryContext) -> Range<Timestamp>? {
        let local = CivilTime(context.now, offset: context.offset)
        func day(_ distance: Int) -> Range<Timestamp> {
            let start = CivilTime(year: local.year, month: local.month, day: local.day + distance)
            let end = CivilTime(year: local.year, month: local.month, day: local.day + distance + 1)
            return start.timestamp(offset: context.offset)..<end.timestamp(offset: context.offset)
        }
        switch text.lowercased() {
        case "today": return day(0)
        case "yesterday": return day(-1)
        default: break
        }
        if let age = age(text) {
            let moment = context.now - age
            return moment..<moment + .milliseconds(1)
        }
        return civil(text, offset: context.offset)
    }

    /// `30min`, `24h`, `2d`, `1w`.
    private static func age(_ text: String) -> Duration? {
        let digits = text.utf8.prefix { $0 >= 0x30 && $0 <= 0x39 }
        guard !digits.isEmpty, digits.count <= 6, let count = Int64(String(digits) ?? "") else { return nil }
        switch text.dropFirst(digits.count).lowercased() {
        case "s": return .seconds(count)
        case "min": return .minutes(count)
        case "h": return .hours(count)
        case "d": return .days(count)
        case "w": return .days(count * 7)
        default: return nil
        }
    }

    /// `2019-04-25`, `2019-04-25T14:00`, with seconds and `Z` or `+09:00` if wanted.
    private static func civil(_ text: String, offset: Duration) -> Range<Timestamp>? {
        var rest = Array(text.utf8)[...]
        guard let year = number(4, from: &rest), skip("-", &rest), let month = number(2, from: &rest),
            skip("-", &rest), let day = number(2, from: &rest), (1...12).contains(month),
            (1...31).contains(day)
        else { return nil }
        var time = CivilTime(year: year, month: month, day: day)
        // The 31st of April carries over into May: no such day.
        guard CivilTime(time.timestamp()).day == day else { return nil }
        guard !rest.isEmpty else {
            let start = time.timestamp(offset: offset)
            return start..<start + .days(1)
        }
        guard skip("T", &rest) || skip("t", &rest), let hour = number(2, from: &rest), hour < 24,
            skip(":", &rest), let minute = number(2, from: &rest), minute < 60
        else { return nil }
        time.hour = hour
        time.minute = minute
        var length = Duration.minutes(1)
        if skip(":", &rest) {
            guard let second = number(2, from: &rest), second < 60 else { return nil }
            time.second = second
            length = .seconds(1)
        }
        guard let zone = zone(rest, standard: offset) else { return nil }
        let start = time.timestamp(offset: zone)
        return start..<start + length
    }

    private static func zone(_ text: ArraySlice<UInt8>, standard: Duration) -> Duration? {
        var rest = text
        guard let sign = rest.popFirst() else { return standard }
        if sign == UInt8(ascii: "Z") || sign == UInt8(ascii: "z") { return rest.isEmpty ? .zero : nil }
        guard sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-"), let hours = number(2, from: &rest),
            hours < 24, skip(":", &rest), let minutes = number(2, from: &rest), minutes < 60, rest.isEmpty
        else { return nil }
        let span = Int64(hours * 60 + minutes)
        return .minutes(sign == UInt8(ascii: "-") ? -span : span)
    }

    private static func number(_ digits: Int, from text: inout ArraySlice<UInt8>) -> Int? {
        guard text.count >= digits else { return nil }
        var value = 0
        for byte in text.prefix(digits) {
            guard byte >= 0x30, byte <= 0x39 else { return nil }
            value = value * 10 + Int(byte - 0x30)
        }
        text = text.dropFirst(digits)
        return value
    }

    private static func skip(_ letter: Unicode.Scalar, _ text: inout ArraySlice<UInt8>) -> Bool {
        guard text.first == UInt8(ascii: letter) else { return false }
        text = text.dropFirst()
        return true
    }
}
