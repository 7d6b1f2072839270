/// One reading: the text cut into numbers and words, then taken as time, zone and date.
struct DateParse {
    private let bytes: [UInt8]
    var tokens: [DateToken] = []
    var fields = DateFields()
    var zone: DateClaim?
    /// What a text without a zone means, in minutes ahead of UTC: the country that alone writes so.
    var assumed = 0
    var hasTime = false
    /// The token after the last of the time.
    var timeEnd = 0
    var half: DateHalf?
    var weekday: Int?
    /// What the name of the month means in another language.
    var otherMonth: Int?

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    mutating func read() -> DateReading? {
        guard let cut = DateToken.cut(bytes), !cut.isEmpty else { return nil }
        tokens = cut
        if let reading = readEpoch() { return reading }
        guard readTime(), readZone(), readWords(), readDate(), applyHalf() else { return nil }
        if let otherMonth, let weekday { chooseMonth(otherMonth, for: weekday) }
        guard let local = DateReader.milliseconds(fields) else { return nil }
        guard let zone else {
            return DateReading(
                milliseconds: local - Int64(assumed) * 60000,
                assumedZone: DateZone.fixed(minutes: assumed).name, isDay: !hasTime)
        }
        guard let minutes = zone.minutes(at: local, year: fields.year) else { return nil }
        return DateReading(milliseconds: local - Int64(minutes) * 60000, offset: minutes, isDay: !hasTime)
    }

    /// One number, one with a fraction, or `/Date(1709259981000)/`.
    private func readEpoch() -> DateReading? {
        var rest = tokens[...]
        if rest.count > 1, rest[0].word == "date" { rest = rest.dropFirst() }
        guard let first = rest.first, first.isNumber, first.digits >= 7, first.separator != 0x2D else {
            return nil
        }
        if rest.count == 1 { return DateReader.readSolid(first.value, digits: first.digits) }
        let second = rest[rest.startIndex + 1]
        if rest.count == 2, first.digits == 10, second.isNumber, second.separator == 0x2E, second.isAdjacent {
            return DateReader.readSolid(first.value * 1000 + second.fraction, digits: 13)
        }
        if rest.startIndex == 1, rest.count == 2, first.digits == 13, second.isNumber, second.digits == 4 {
            return DateReader.readSolid(first.value, digits: 13)
        }
        return nil
    }

    /// Makes the hour one of 24; false where that contradicts.
    private mutating func applyHalf() -> Bool {
        guard let half else { return true }
        guard hasTime else { return false }
        switch half {
        case .morning:
            guard fields.hour <= 12 else { return false }
            if fields.hour == 12 { fields.hour = 0 }
        case .afternoon:
            guard fields.hour < 24 else { return false }
            if fields.hour < 12 { fields.hour += 12 }
        case .evening:
            // Twelve and one at night are of the next day, or of this, as one takes it.
            guard fields.hour >= 4, fields.hour < 24, fields.hour != 12 else { return false }
            if fields.hour < 12 { fields.hour += 12 }
        }
        return true
    }

    // MARK: Date

    private mutating func readDate() -> Bool {
        let numbers = tokens.filter { $0.isNumber && !$0.isUsed }
        if fields.year > 0, fields.month > 0 { return numbers.isEmpty && completeDay() }
        if fields.month > 0 { return readNamedDate(numbers) }
        guard fields.year == 0, fields.day == 0 else { return false }
        switch numbers.count {
        case 3: return readNumericDate(numbers)
        case 2 where numbers[0].digits == 4 && numbers[1].digits == 3 && numbers[1].separator == 0x2D:
            return readOrdinal(year: numbers[0].value, day: numbers[1].value)
        case 2
        where numbers[0].digits == 4 && !hasTime && numbers[1].separator == 0x2D && numbers[1].digits == 2:
            fields.year = numbers[0].value
            fields.month = numbers[1].value
            fields.day = 1
            return true
        case 2 where numbers[0].digits == 8 && !hasTime && (numbers[1].digits == 4 || numbers[1].digits == 6):
            DateReader.setDay(numbers[0].value, of: &fields)
            return setCompactTime(numbers[1])
        case 1: return readSingle(numbers[0])
        default: return false
        }
    }

    private mutating func readSingle(_ number: DateToken) -> Bool {
        switch number.digits {
        case 8: DateReader.setDay(number.value, of: &fields)
        case 7 where hasTime: return readOrdinal(year: number.value / 1000, day: number.value % 1000)
        case 4 where !hasTime && tokens.count == 1:
            fields.year = number.value
            fields.month = 1
            fields.day = 1
        case 12 where !hasTime:
            DateReader.setDay(number.value / 10000, of: &fields)
            fields.hour = number.value / 100 % 100
            fields.minute = number.value % 100
        case 14 where !hasTime:
            DateReader.setDay(number.value / 1_000_000, of: &fields)
            fields.hour = number.value / 10000 % 100
            fields.minute = number.value / 100 % 100
            fields.second = number.value % 100
        default: return false
        }
        return true
    }

    private mutating func completeDay() -> Bool {
        if fields.day == 0, !hasTime { fields.day = 1 }
        return fields.day > 0
    }

    /// Day and year around a month that has a name.
    private mutating func readNamedDate(_ numbers: [DateToken]) -> Bool {
        if fields.day > 0 { return numbers.count == 1 && numbers[0].digits == 4 && setYear(numbers[0]) }
        guard numbers.count == 2 else { return false }
        let isYearFirst = numbers[0].digits > 2 || numbers[0].value > 31
        let (day, year) = isYearFirst ? (numbers[1], numbers[0]) : (numbers[0], numbers[1])
        guard day.digits <= 2, setYear(year) else { return false }
        fields.day = day.value
        return true
    }

    /// Takes `month` where the day of the week is right in it and is not in the one that was read.
    private mutating func chooseMonth(_ month: Int, for weekday: Int) {
        let date = (fields.year, fields.month, fields.day)
        let other = (fields.year, month, fields.day)
        if Self.weekday(of: date) != weekday, Self.isDay(other), Self.weekday(of: other) == weekday {
            fields.month = month
        }
    }

    private mutating func readOrdinal(year: Int, day: Int) -> Bool {
        guard day >= 1, day <= 366, year >= 1900 else { return false }
        fields.year = year
        var month = 1
        var rest = day
        while month <= 12, rest > DateReader.daysInMonth(year, month) {
            rest -= DateReader.daysInMonth(year, month)
            month += 1
        }
        fields.month = month
        fields.day = rest
        return month <= 12
    }

    /// Three numbers, in whatever order is the only one to give a day.
    ///
    /// Where two orders give one, the day of the week decides if there is any; else nothing does.
    private mutating func readNumericDate(_ numbers: [DateToken]) -> Bool {
        let values = numbers.map(\.value)
        let isDotted = numbers[2].separator == 0x2E
        var readings: [(year: Int, month: Int, day: Int)] = []
        if numbers[0].digits == 4 {
            let isMonth = numbers[1].digits <= 2 || numbers[1].digits == 3 && values[1] <= 12
            guard numbers[2].digits <= 2, isMonth else { return false }
            readings = [(DateReader.civilYear(values[0]), values[1], values[2])]
        } else {
            guard numbers[0].digits <= 2, numbers[1].digits <= 2 else { return false }
            let last = numbers[2].digits == 4 ? DateReader.civilYear(values[2]) : Self.century(values[2])
            readings = [(last, values[1], values[0])]
            // Nobody who writes dots puts the month first.
            if !isDotted { readings.append((last, values[0], values[1])) }
            if numbers[2].digits <= 2 { readings.append((Self.century(values[0]), values[1], values[2])) }
            guard numbers[2].digits == 4 || numbers[2].digits == 2 else { return false }
        }
        var found: [(year: Int, month: Int, day: Int)] = []
        for reading in readings where Self.isDay(reading) && !found.contains(where: { $0 == reading }) {
            found.append(reading)
        }
        if found.count > 1, let weekday { found = found.filter { Self.weekday(of: $0) == weekday } }
        guard found.count == 1 else { return false }
        (fields.year, fields.month, fields.day) = found[0]
        return true
    }

    private static func isDay(_ date: (year: Int, month: Int, day: Int)) -> Bool {
        date.month >= 1 && date.month <= 12 && date.day >= 1
            && date.day <= DateReader.daysInMonth(date.year, date.month)
    }

    private static func weekday(of date: (year: Int, month: Int, day: Int)) -> Int {
        // 1 January 1970 was a Thursday.
        ((DateReader.dayNumber(date.year, date.month, date.day) % 7) + 11) % 7
    }

    /// - Source: RFC 2822 §4.3: two digits below 50 are of this century, three count from 1900.
    private mutating func setYear(_ token: DateToken) -> Bool {
        switch token.digits {
        case 4: fields.year = DateReader.civilYear(token.value)
        case 3 where token.value >= 100: fields.year = 1900 + token.value
        case 2: fields.year = Self.century(token.value)
        default: return false
        }
        return true
    }

    private static func century(_ value: Int) -> Int { value < 50 ? 2000 + value : 1900 + value }
}
