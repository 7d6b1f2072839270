/// One reading: the text cut into numbers and words, then taken as time, zone and date.
struct DateParse {
    private let bytes: [UInt8]
    private var tokens: [DateToken] = []
    private var fields = DateFields()
    private var zone: DateZone?
    private var assumed = DateZone.fixed(minutes: 0)
    private var hasTime = false
    private var isAfternoon: Bool?

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    mutating func read() -> DateReading? {
        guard let cut = DateToken.cut(bytes), !cut.isEmpty else { return nil }
        tokens = cut
        if tokens.count == 1, tokens[0].isNumber, tokens[0].digits >= 7 {
            return DateReader.readSolid(tokens[0].value, digits: tokens[0].digits)
        }
        guard readTime(), readWords(), readZone(), readDate() else { return nil }
        if let isAfternoon {
            guard hasTime, fields.hour >= 1 || !isAfternoon, fields.hour <= 12 || isAfternoon else {
                return nil
            }
            if isAfternoon, fields.hour < 12 { fields.hour += 12 }
            if !isAfternoon, fields.hour == 12 { fields.hour = 0 }
        }
        guard let local = DateReader.milliseconds(fields) else { return nil }
        let offset = (zone ?? assumed).minutes(at: local)
        let moment = local - Int64(offset) * 60000
        return DateReading(milliseconds: moment, assumedZone: zone == nil ? assumed.name : nil)
    }

    // MARK: Time

    /// Finds `11:26`, `11:26:21.5`, `T112621`, `11시 26분`; true where there is none, false where it is broken.
    private mutating func readTime() -> Bool {
        for index in tokens.indices where tokens[index].isNumber {
            let next = index + 1
            guard next < tokens.count else { break }
            if tokens[next].isNumber, tokens[next].separator == 0x3A, tokens[next].digits <= 2,
                tokens[index].digits <= 2, tokens[index].separator != 0x2B
            {
                return readClock(from: index)
            }
            if let unit = tokens[next].word.unicodeScalars.first, Self.hourUnits.contains(unit),
                !tokens[next].isApart
            {
                return readUnits(from: index)
            }
        }
        if let index = tokens.firstIndex(where: { $0.word == "t" }), index > 0, index + 1 < tokens.count {
            return readCompact(at: index + 1)
        }
        return true
    }

    private mutating func readClock(from index: Int) -> Bool {
        hasTime = true
        fields.hour = tokens[index].value
        fields.minute = tokens[index + 1].value
        tokens[index].isUsed = true
        tokens[index + 1].isUsed = true
        var next = index + 2
        guard next < tokens.count, tokens[next].isNumber, tokens[next].separator == 0x3A else { return true }
        guard tokens[next].digits <= 2 else { return false }
        fields.second = tokens[next].value
        tokens[next].isUsed = true
        next += 1
        if next < tokens.count, tokens[next].isNumber, tokens[next].isAdjacent,
            tokens[next].separator == 0x2E || tokens[next].separator == 0x2C || tokens[next].separator == 0x3A
        {
            fields.millisecond = Self.milliseconds(tokens[next])
            tokens[next].isUsed = true
        }
        return true
    }

    private static func milliseconds(_ token: DateToken) -> Int {
        var value = token.value
        var digits = token.digits
        while digits > 3 {
            value /= 10
            digits -= 1
        }
        while digits < 3 {
            value *= 10
            digits += 1
        }
        return value
    }

    private mutating func readUnits(from index: Int) -> Bool {
        hasTime = true
        fields.hour = tokens[index].value
        tokens[index].isUsed = true
        tokens[index + 1].isUsed = true
        var next = index + 2
        while next + 1 < tokens.count, tokens[next].isNumber,
            let unit = tokens[next + 1].word.unicodeScalars.first
        {
            if Self.minuteUnits.contains(unit) {
                fields.minute = tokens[next].value
            } else if Self.secondUnits.contains(unit) {
                fields.second = tokens[next].value
            } else {
                break
            }
            tokens[next].isUsed = true
            tokens[next + 1].isUsed = true
            next += 2
        }
        return true
    }

    private mutating func readCompact(at index: Int) -> Bool {
        hasTime = true
        let value = tokens[index].value
        switch tokens[index].digits {
        case 2: fields.hour = value
        case 4:
            fields.hour = value / 100
            fields.minute = value % 100
        case 6:
            fields.hour = value / 10000
            fields.minute = value / 100 % 100
            fields.second = value % 100
        default: return false
        }
        tokens[index].isUsed = true
        return true
    }

    private static let hourUnits: Set<Unicode.Scalar> = ["시", "時", "时", "點", "点"]
    private static let minuteUnits: Set<Unicode.Scalar> = ["분", "分"]
    private static let secondUnits: Set<Unicode.Scalar> = ["초", "秒"]

    // MARK: Words

    /// Takes the words; false where one is unknown and stands where it would matter.
    private mutating func readWords() -> Bool {
        var month: (index: Int, value: Int)?
        let numbers = tokens.count { $0.isNumber && !$0.isUsed }
        let firstNumber = tokens.firstIndex { $0.isNumber } ?? tokens.count
        for index in tokens.indices where !tokens[index].isNumber && !tokens[index].isUsed {
            let word = tokens[index].word
            if let first = word.unicodeScalars.first, readUnit(first, at: index) { continue }
            if let afternoon = DateNames.afternoon[word] {
                isAfternoon = afternoon
                tokens[index].isUsed = true
                if word.unicodeScalars.first.map({ $0.value >= 0xAC00 }) == true {
                    assumed = .fixed(minutes: 540)
                }
                continue
            }
            let isWeekday = index < firstNumber && (numbers >= 3 && !hasSignedNumber)
            if let value = DateNames.month(word), !isWeekday || !DateNames.weekdays.contains(word) {
                // In `mar, 05 mar 2024` the first is a Tuesday.
                if let month, index - month.index > 0, month.index >= firstNumber { return false }
                month = (index, value)
                tokens[index].isUsed = true
            }
        }
        if let month { fields.month = month.value }
        return true
    }

    /// Whether some number not yet used has a sign, so that it is a zone.
    private var hasSignedNumber: Bool {
        hasTime
            && tokens.contains {
                $0.isNumber && !$0.isUsed && ($0.separator == 0x2B || $0.separator == 0x2D && $0.isApart)
            }
    }

    /// Takes `年`, `월`, `日` and the like at `index`, with the number before it.
    private mutating func readUnit(_ unit: Unicode.Scalar, at index: Int) -> Bool {
        guard index > 0, tokens[index - 1].isNumber, !tokens[index].isApart else { return false }
        switch unit {
        case "年", "년": fields.year = tokens[index - 1].value
        case "月", "월": fields.month = tokens[index - 1].value
        case "日", "일", "号": fields.day = tokens[index - 1].value
        default: return false
        }
        if unit == "년" { assumed = .fixed(minutes: 540) }
        tokens[index - 1].isUsed = true
        tokens[index].isUsed = true
        return true
    }

    // MARK: Zone

    private mutating func readZone() -> Bool {
        let firstNumber = tokens.firstIndex { $0.isNumber } ?? tokens.count
        for index in tokens.indices where !tokens[index].isUsed {
            let token = tokens[index]
            if token.isNumber {
                let isSigned = token.separator == 0x2B || token.separator == 0x2D && isZonePlace(index)
                guard hasTime, isSigned, readOffset(at: index) else { continue }
                continue
            }
            if zone == nil, hasTime, let known = zoneName(at: index) {
                zone = known.zone
                for used in index..<(index + known.length) { tokens[used].isUsed = true }
                continue
            }
            tokens[index].isUsed = true
            // A word before the first number is a weekday in whatever language, one in parentheses a remark.
            let isRemark = token.separator == 0x28 || zone != nil
            if index < firstNumber || isRemark || DateNames.fillers.contains(token.word)
                || DateNames.weekdays.contains(token.word)
            {
                continue
            }
            return false
        }
        return true
    }

    /// Whether a minus before the number at `index` is a sign: right after the time or a zone's name.
    private func isZonePlace(_ index: Int) -> Bool {
        guard index > 0 else { return false }
        let before = tokens[index - 1]
        return before.isUsed && (before.isNumber || DateZone.named(before.word) != nil)
            && tokens[..<index].contains { $0.isNumber && $0.isUsed }
    }

    private mutating func readOffset(at index: Int) -> Bool {
        let token = tokens[index]
        var minutes: Int
        switch token.digits {
        case 4: minutes = token.value / 100 * 60 + token.value % 100
        case 1, 2:
            minutes = token.value * 60
            if index + 1 < tokens.count, tokens[index + 1].isNumber, tokens[index + 1].separator == 0x3A {
                minutes += tokens[index + 1].value
                tokens[index + 1].isUsed = true
            }
        default: return false
        }
        guard minutes <= 15 * 60 else { return false }
        tokens[index].isUsed = true
        if token.separator == 0x2D { minutes = -minutes }
        zone = .fixed(minutes: minutes)
        return true
    }

    private func zoneName(at index: Int) -> (zone: DateZone, length: Int)? {
        let word = tokens[index].word
        if index + 1 < tokens.count, tokens[index + 1].separator == 0x2F {
            var city = tokens[index + 1].word
            var length = 2
            while index + length < tokens.count, tokens[index + length].separator == 0x5F {
                city += "_" + tokens[index + length].word
                length += 1
            }
            return DateZone.city(word, city).map { ($0, length) }
        }
        return DateZone.named(word).map { ($0, 1) }
    }

    // MARK: Date

    private mutating func readDate() -> Bool {
        let numbers = tokens.filter { $0.isNumber && !$0.isUsed }
        if fields.year > 0, fields.month > 0 { return numbers.isEmpty && completeDay() }
        if fields.month > 0 {
            guard fields.day == 0, numbers.count == 2 else { return false }
            let isYearFirst = numbers[0].digits > 2
            let (day, year) = isYearFirst ? (numbers[1], numbers[0]) : (numbers[0], numbers[1])
            guard day.digits <= 2, setYear(year) else { return false }
            fields.day = day.value
            return true
        }
        switch numbers.count {
        case 3: return readNumericDate(numbers)
        case 2 where numbers[0].digits == 4 && numbers[1].digits == 3 && numbers[1].separator == 0x2D:
            return readOrdinal(year: numbers[0].value, day: numbers[1].value)
        case 2 where numbers[0].digits == 4 && !hasTime && numbers[1].separator == 0x2D:
            fields.year = numbers[0].value
            fields.month = numbers[1].value
            fields.day = 1
            return true
        case 1 where numbers[0].digits == 8:
            DateReader.setDay(numbers[0].value, of: &fields)
            return true
        case 1 where numbers[0].digits == 4 && !hasTime && tokens.count == 1:
            fields.year = numbers[0].value
            fields.month = 1
            fields.day = 1
            return true
        default: return false
        }
    }

    private mutating func completeDay() -> Bool {
        if fields.day == 0, !hasTime { fields.day = 1 }
        return fields.day > 0
    }

    private mutating func readOrdinal(year: Int, day: Int) -> Bool {
        guard day >= 1, day <= 366 else { return false }
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

    private mutating func readNumericDate(_ numbers: [DateToken]) -> Bool {
        if numbers[0].digits == 4 {
            fields.year = numbers[0].value
            fields.month = numbers[1].value
            fields.day = numbers[2].value
            return numbers[2].digits <= 2
        }
        let (first, second) = (numbers[0].value, numbers[1].value)
        // `03-12-31` can only be a year first.
        if numbers[0].digits == 2, numbers[2].digits == 2, numbers[2].separator == 0x2D, numbers[2].value > 12
        {
            guard setYear(numbers[0]) else { return false }
            fields.month = second
            fields.day = numbers[2].value
            return true
        }
        guard numbers[2].digits == 4 || numbers[2].separator == 0x2E else { return false }
        guard setYear(numbers[2]) else { return false }
        let isDayFirst: Bool
        if numbers[2].separator == 0x2E || first > 12 || first == second {
            isDayFirst = true
        } else if second > 12 || isAfternoon != nil || zone?.isAmerican == true {
            isDayFirst = false
        } else {
            return false
        }
        fields.day = isDayFirst ? first : second
        fields.month = isDayFirst ? second : first
        return true
    }

    private mutating func setYear(_ token: DateToken) -> Bool {
        switch token.digits {
        case 4: fields.year = token.value
        case 2: fields.year = token.value < 70 ? 2000 + token.value : 1900 + token.value
        default: return false
        }
        return true
    }
}
