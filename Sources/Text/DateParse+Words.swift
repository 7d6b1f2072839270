extension DateParse {
    /// Takes the words; false where one is unknown and stands where it would matter.
    mutating func readWords() -> Bool {
        var months: [(index: Int, value: Int)] = []
        let firstNumber = tokens.firstIndex { $0.isNumber } ?? tokens.count
        for index in tokens.indices where !tokens[index].isNumber && !tokens[index].isUsed {
            // A word before may have taken it.
            guard !tokens[index].isUsed else { continue }
            let word = tokens[index].word
            if readUnit(at: index) || readHalf(at: index) || readEra(at: index) || readWeek(at: index) {
                continue
            }
            tokens[index].isUsed = true
            if let day = DateNames.weekday(word) {
                if weekday == nil { weekday = day }
                continue
            }
            if let length = readPair(at: index, into: &months) {
                for used in index..<(index + length) { tokens[used].isUsed = true }
                continue
            }
            if word == "tháng" || word == "thg" || word == "th", index + 1 < tokens.count,
                tokens[index + 1].isNumber,
                tokens[index + 1].value <= 12, word != "th" || tokens[index + 1].isTouching
            {
                tokens[index + 1].isUsed = true
                months.append((index, tokens[index + 1].value))
                continue
            }
            if word == "thứ", index + 1 < tokens.count, tokens[index + 1].digits == 1 {
                tokens[index + 1].isUsed = true
                continue
            }
            if let month = DateNames.month(word) {
                months.append((index, month))
                otherMonth = DateNames.otherMonth(word)
                continue
            }
            let isRemark = isInParentheses(index) || zone != nil && index >= timeEnd
            guard index < firstNumber || isRemark || DateNames.fillers.contains(word) else { return false }
            // A zone by a name that is not known is a zone all the same.
            if isRemark, zone == nil, word == "time" { return false }
        }
        return chooseMonth(months, firstNumber: firstNumber)
    }

    /// Takes names of two words at `index`: `มิ.ย.`, `كانون الثاني`, `thứ hai`; how many tokens it took.
    private mutating func readPair(at index: Int, into months: inout [(index: Int, value: Int)]) -> Int? {
        guard index + 1 < tokens.count, !tokens[index + 1].isNumber, !tokens[index + 1].isUsed,
            let pairs = DateNames.pairs[tokens[index].word], let value = pairs[tokens[index + 1].word]
        else { return nil }
        switch value {
        case .month(let month): months.append((index, month))
        case .weekday(let day): weekday = weekday ?? day
        case .era: break
        }
        return 2
    }

    /// In `mar, 05 mar 2024` and `Mar 05/03/2024` the first is a Tuesday.
    private mutating func chooseMonth(_ months: [(index: Int, value: Int)], firstNumber: Int) -> Bool {
        let after = months.filter { $0.index > firstNumber && !isInParentheses($0.index) }
        guard after.count <= 1 else { return false }
        if let month = after.first {
            guard fields.month == 0 else { return false }
            fields.month = month.value
        } else if let month = months.last(where: { $0.index < firstNumber }), fields.month == 0,
            tokens.count(where: { $0.isNumber && !$0.isUsed }) == 2
        {
            fields.month = month.value
        }
        return true
    }

    private func isInParentheses(_ index: Int) -> Bool {
        var index = index
        while index > 0, !tokens[index].isNumber {
            if tokens[index].separator == 0x28 || tokens[index].separator == 0x5B { return true }
            index -= 1
        }
        return false
    }

    /// Takes `年`, `월`, `日` and the like at `index`, with the number before it.
    private mutating func readUnit(at index: Int) -> Bool {
        guard index > 0, tokens[index - 1].isNumber, !tokens[index - 1].isUsed,
            let unit = tokens[index].word.unicodeScalars.first, tokens[index].word.unicodeScalars.count == 1,
            tokens[index].separator == 0
        else { return false }
        let number = tokens[index - 1]
        switch unit {
        case "年", "년":
            guard fields.year == 0, number.digits == 4 || number.digits == 2 else { return false }
            fields.year = number.digits == 2 ? 2000 + number.value : number.value
        case "月", "월":
            guard fields.month == 0 else { return false }
            fields.month = number.value
        case "日", "일", "号", "號":
            guard fields.day == 0 else { return false }
            fields.day = number.value
        default: return false
        }
        if unit == "년" || unit == "월" || unit == "일" { assumed = 540 }
        if unit == "号" { assumed = 480 }
        tokens[index - 1].isUsed = true
        tokens[index].isUsed = true
        return true
    }

    /// `오전`, `下午`, `pm`, `p. m.`; also after a day of the week without a blank between.
    private mutating func readHalf(at index: Int) -> Bool {
        var word = tokens[index].word
        if isSplitHalf(index) {
            let isAfternoon = word == "p" || word == "μ"
            half = isAfternoon ? .afternoon : .morning
            tokens[index].isUsed = true
            tokens[index + 1].isUsed = true
            return true
        }
        let scalars = word.unicodeScalars
        if scalars.count > 2, scalars.first.map({ $0.value >= 0x2E80 }) == true {
            let end = String(String.UnicodeScalarView(scalars.suffix(2)))
            if DateNames.halves[end] != nil {
                weekday = weekday ?? DateNames.weekday(String(String.UnicodeScalarView(scalars.dropLast(2))))
                word = end
            }
        }
        guard let found = DateNames.halves[word], half == nil else { return false }
        half = found
        tokens[index].isUsed = true
        if assumed == 0, let first = word.unicodeScalars.first {
            if first.value >= 0xAC00 { assumed = 540 }
            if "午".unicodeScalars.contains(first) { assumed = 540 }
            if "上下中凌早清晚傍".unicodeScalars.contains(first) { assumed = 480 }
        }
        return true
    }

    /// `令和8年`, `平成元年`, `民國115年`.
    private mutating func readEra(at index: Int) -> Bool {
        var word = tokens[index].word
        let isFirst = word.hasSuffix("元年") && word.unicodeScalars.count == 4
        if isFirst { word = String(String.UnicodeScalarView(word.unicodeScalars.dropLast(2))) }
        guard let base = DateNames.eras[word], fields.year == 0 else { return false }
        tokens[index].isUsed = true
        if isFirst {
            fields.year = base + 1
        } else {
            guard index + 2 < tokens.count, tokens[index + 1].isNumber, tokens[index + 1].digits <= 3,
                tokens[index + 2].word == "年"
            else { return false }
            fields.year = base + tokens[index + 1].value
            tokens[index + 1].isUsed = true
            tokens[index + 2].isUsed = true
        }
        assumed = base == 1911 ? 480 : 540
        return true
    }

    /// `2026-W48-2`, `2026W482`, `2026-W48`: a week of ISO 8601, by its Monday where no day is said.
    private mutating func readWeek(at index: Int) -> Bool {
        guard tokens[index].word == "w", index > 0, tokens[index - 1].digits == 4, index + 1 < tokens.count,
            tokens[index + 1].isNumber, !tokens[index + 1].isUsed
        else { return false }
        let year = tokens[index - 1].value
        var week = tokens[index + 1].value
        var day = 1
        var last = index + 1
        if tokens[last].digits == 3 {
            day = week % 10
            week /= 10
        } else if last + 1 < tokens.count, tokens[last + 1].digits == 1, tokens[last + 1].separator == 0x2D {
            last += 1
            day = tokens[last].value
        }
        guard tokens[index + 1].digits >= 2, (1...53).contains(week), (1...7).contains(day),
            (1900...2200).contains(year)
        else { return false }
        // Week 1 is that of 4 January; 1 January 1970 was a Thursday.
        let fourth = DateReader.dayNumber(year, 1, 4)
        let number = fourth - ((fourth % 7) + 10) % 7 + (week - 1) * 7 + day - 1
        var ordinal = number - DateReader.dayNumber(year, 1, 1) + 1
        fields.year = year
        if ordinal < 1 {
            fields.year -= 1
            ordinal += 365 + DateReader.daysInMonth(fields.year, 2) - 28
        }
        fields.month = 1
        while ordinal > DateReader.daysInMonth(fields.year, fields.month) {
            ordinal -= DateReader.daysInMonth(fields.year, fields.month)
            fields.month += 1
            if fields.month > 12 {
                fields.month = 1
                fields.year += 1
            }
        }
        fields.day = ordinal
        for used in (index - 1)...last { tokens[used].isUsed = true }
        return true
    }
}
