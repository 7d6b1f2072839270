extension DateParse {
    /// Finds `11:26`, `11:26:21.5`, `T112621`, `11시 26분`, `9h05`, `9.05 Uhr`; true where there is none, false where it
    /// is broken.
    mutating func readTime() -> Bool {
        if let index = clockStart() { return readClock(from: index) }
        for index in tokens.indices.dropLast() where tokens[index].isNumber && tokens[index].digits <= 2 {
            let next = tokens[index + 1].word
            if let unit = next.unicodeScalars.first, Self.hourUnits.contains(unit) {
                return readUnits(from: index)
            }
            if next == "h" || next == "ч" { return readHour(at: index, minutesAt: index + 2) }
        }
        if let index = tokens.firstIndex(where: { $0.word == "t" }), index > 0, index + 1 < tokens.count,
            tokens[index + 1].isNumber
        {
            guard setCompactTime(tokens[index + 1]) else { return false }
            take(index + 1)
            if index + 2 < tokens.count, isFraction(index + 2) { readFraction(index + 2) }
            return true
        }
        return readMarkedTime()
    }

    /// The hour of two numbers with a colon between.
    private func clockStart() -> Int? {
        // `2026:11:24 09:05:06` begins with a date.
        var start = 0
        if tokens.count >= 5, tokens[0].digits == 4, tokens[1].separator == 0x3A, tokens[2].separator == 0x3A,
            tokens[3].isApart
        {
            start = 3
        }
        for index in tokens.indices.dropLast() where index >= start {
            let (hour, minute) = (tokens[index], tokens[index + 1])
            guard hour.isNumber, minute.isNumber, minute.separator == 0x3A, minute.digits <= 2,
                hour.digits <= 2,
                hour.separator != 0x2B
            else { continue }
            // `2026-11-24-05:00` is a zone, with seconds it would be a time.
            let hasSeconds = index + 2 < tokens.count && tokens[index + 2].separator == 0x3A
            if hour.separator == 0x2D, hour.isTight, index > 0, !hasSeconds { continue }
            return index
        }
        return nil
    }

    private mutating func take(_ index: Int) {
        tokens[index].isUsed = true
        timeEnd = max(timeEnd, index + 1)
    }

    private mutating func readClock(from index: Int) -> Bool {
        hasTime = true
        fields.hour = tokens[index].value
        fields.minute = tokens[index + 1].value
        take(index)
        take(index + 1)
        let next = index + 2
        guard next < tokens.count, tokens[next].isNumber, tokens[next].separator == 0x3A else { return true }
        guard tokens[next].digits <= 2 else { return false }
        fields.second = tokens[next].value
        take(next)
        if next + 1 < tokens.count, isFraction(next + 1) { readFraction(next + 1) }
        return true
    }

    private func isFraction(_ index: Int) -> Bool {
        let token = tokens[index]
        return token.isNumber && token.isAdjacent
            && (token.separator == 0x2E || token.separator == 0x2C || token.separator == 0x3A)
    }

    private mutating func readFraction(_ index: Int) {
        fields.millisecond = tokens[index].fraction
        take(index)
    }

    private mutating func readUnits(from index: Int) -> Bool {
        hasTime = true
        fields.hour = tokens[index].value
        take(index)
        take(index + 1)
        var next = index + 2
        if next < tokens.count, tokens[next].word == "半" || tokens[next].word == "반" {
            fields.minute = 30
            take(next)
            return true
        }
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
            take(next)
            take(next + 1)
            next += 2
        }
        if tokens[index + 1].word != "時", tokens[index + 1].word != "點", assumed == 0 {
            assumed = tokens[index + 1].word == "시" ? 540 : 480
        }
        return true
    }

    /// `9h05`, `9 h 05`, `9h`.
    private mutating func readHour(at index: Int, minutesAt next: Int) -> Bool {
        hasTime = true
        fields.hour = tokens[index].value
        take(index)
        take(index + 1)
        if next < tokens.count, tokens[next].isNumber, tokens[next].digits == 2, tokens[next].separator == 0 {
            fields.minute = tokens[next].value
            take(next)
        }
        return true
    }

    /// A time that only a word beside it shows to be one: `9.05 Uhr`, `kl. 9.05`, `9 pm`, `9.05pm`.
    private mutating func readMarkedTime() -> Bool {
        for index in tokens.indices where tokens[index].isNumber && tokens[index].digits <= 2 {
            let hasMinutes =
                index + 1 < tokens.count && tokens[index + 1].isNumber && tokens[index + 1].digits == 2
                && tokens[index + 1].separator == 0x2E && tokens[index + 1].isAdjacent
            let last = hasMinutes ? index + 1 : index
            let before = index > 0 ? tokens[index - 1].word : ""
            let after = last + 1 < tokens.count ? tokens[last + 1].word : ""
            let isInside = tokens[index].separator == 0x2E && tokens[index].isAdjacent && before.isEmpty
            let isMeridian = after == "am" || after == "pm" || isSplitHalf(last + 1)
            guard !isInside,
                isMeridian || Self.markersAfter.contains(after)
                    || hasMinutes && Self.markersBefore.contains(before)
            else { continue }
            hasTime = true
            fields.hour = tokens[index].value
            take(index)
            if hasMinutes {
                fields.minute = tokens[last].value
                take(last)
            }
            return true
        }
        return readDottedTime()
    }

    /// `10.05.30` after a date that has its year.
    private mutating func readDottedTime() -> Bool {
        for index in tokens.indices.dropLast(2) where tokens[index].isApart {
            let (hour, minute, second) = (tokens[index], tokens[index + 1], tokens[index + 2])
            guard hour.isNumber, hour.digits <= 2, hour.separator == 0, isDotted(minute), isDotted(second),
                tokens[..<index].contains(where: { $0.digits == 4 })
            else { continue }
            hasTime = true
            fields.hour = hour.value
            fields.minute = minute.value
            fields.second = second.value
            for part in index...(index + 2) { take(part) }
            return true
        }
        return true
    }

    private func isDotted(_ token: DateToken) -> Bool {
        token.digits == 2 && token.separator == 0x2E && token.isAdjacent
    }

    /// Whether `a. m.` or `p.m.` stands at `index`.
    func isSplitHalf(_ index: Int) -> Bool {
        guard index + 1 < tokens.count, ["m", "μ"].contains(tokens[index + 1].word) else { return false }
        return ["a", "p", "π", "μ"].contains(tokens[index].word) && tokens[index + 1].separator == 0x2E
    }

    /// Takes `09`, `0905`, `090506`.
    mutating func setCompactTime(_ token: DateToken) -> Bool {
        hasTime = true
        let value = token.value
        switch token.digits {
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
        return true
    }

    private static let hourUnits: Set<Unicode.Scalar> = ["시", "時", "时", "點", "点"]
    private static let minuteUnits: Set<Unicode.Scalar> = ["분", "分"]
    private static let secondUnits: Set<Unicode.Scalar> = ["초", "秒"]
    private static let markersAfter: Set<String> = ["uhr", "uur", "hod"]
    private static let markersBefore: Set<String> = ["kl", "klo", "um", "godz", "om", "alle", "ore"]
}

extension DateToken {
    /// The digits as a fraction of a second, in milliseconds.
    var fraction: Int {
        var value = value
        var digits = digits
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
}
