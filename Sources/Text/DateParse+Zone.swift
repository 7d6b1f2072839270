/// What a date says of its zone.
enum DateClaim {
    case zone(DateZone)
    /// By its name in the zone database, in lower case.
    case city(String)

    /// How far ahead of UTC it is when its clocks show `local`; `nil` where that is not certain.
    func minutes(at local: Int64, year: Int) -> Int? {
        switch self {
        case .zone(let zone): zone.minutes(at: local)
        case .city(let name): DateCities.zone(name, year: year)?.minutes(at: local)
        }
    }
}

extension DateParse {
    /// Takes offsets and names of zones; false where two of them contradict.
    mutating func readZone() -> Bool {
        var name: DateZone?
        // A date alone may have a zone too, but nothing that could be a part of the date.
        let start = hasTime ? timeEnd : tokens[0].digits >= 8 ? 1 : 3
        var index = start
        while index < tokens.count {
            defer { index += 1 }
            let token = tokens[index]
            guard !token.isUsed else { continue }
            if token.isNumber {
                guard zone == nil || name != nil, let (minutes, length) = offset(at: index) else { continue }
                if let name, name != .fixed(minutes: 0), name != .fixed(minutes: minutes) {
                    // `MSK+2` is two hours ahead of Moscow.
                    guard tokens[index - 1].word == "msk" || tokens[index - 1].word == "мск",
                        token.digits <= 2, length == 1
                    else {
                        let isSummer = name.minutes(at: 1_700_000_000_000) == minutes
                        guard isSummer else { return false }
                        continue
                    }
                    zone = .zone(.fixed(minutes: 180 + minutes))
                } else {
                    zone = .zone(.fixed(minutes: minutes))
                }
                for used in index..<(index + length) { tokens[used].isUsed = true }
                name = nil
                continue
            }
            guard zone == nil, let (claim, length) = zoneName(at: index) else { continue }
            zone = claim
            if case .zone(let known) = claim { name = known }
            for used in index..<(index + length) { tokens[used].isUsed = true }
        }
        return true
    }

    /// The offset that the number at `index` is, and how many tokens it takes.
    private func offset(at index: Int) -> (minutes: Int, length: Int)? {
        let token = tokens[index]
        let isAfterName = !tokens[index - 1].isNumber && tokens[index - 1].isUsed
        switch token.separator {
        case 0x2B: break
        case 0x2D:
            let before = tokens[index - 1]
            guard token.isTight, before.isUsed || before.word.count == 1 || !hasTime else { return nil }
        case 0 where token.digits == 4 && token.value == 0 && index == timeEnd && hasTime: return (0, 1)
        default: return nil
        }
        if !hasTime, !isAfterName, token.digits != 2, tokens[0].digits < 12 { return nil }
        var minutes: Int
        var length = 1
        switch token.digits {
        case 4:
            guard token.value % 100 < 60 else { return nil }
            minutes = token.value / 100 * 60 + token.value % 100
        case 3:
            // `+530` and `-800`; minutes other than these are no zone's.
            guard hasTime, token.value % 100 % 15 == 0, token.value % 100 < 60 else { return nil }
            minutes = token.value / 100 * 60 + token.value % 100
        case 1, 2:
            minutes = token.value * 60
            if index + 1 < tokens.count, tokens[index + 1].isNumber, tokens[index + 1].separator == 0x3A {
                guard tokens[index + 1].value < 60 else { return nil }
                minutes += tokens[index + 1].value
                length = 2
            } else if !hasTime {
                return nil
            }
        default: return nil
        }
        if token.separator == 0x2D { minutes = -minutes }
        return DateZone.isOffset(minutes) ? (minutes, length) : nil
    }

    private func zoneName(at index: Int) -> (DateClaim, Int)? {
        let word = tokens[index].word
        if index + 1 < tokens.count, tokens[index + 1].separator == 0x2F, tokens[index + 1].isAdjacent {
            return cityName(at: index)
        }
        var words = word
        for length in 2...4 where index + length <= tokens.count {
            words += " " + tokens[index + length - 1].word
            if let zone = DateZone.long(words) { return (.zone(zone), length) }
        }
        if let zone = DateZone.long(word) { return (.zone(zone), 1) }
        // `est` and `pt` are words too.
        guard let zone = DateZone.named(word) else { return nil }
        return (.zone(zone), 1)
    }

    /// `Asia/Seoul`, `America/Argentina/Buenos_Aires`, `Etc/GMT-9`.
    private func cityName(at index: Int) -> (DateClaim, Int)? {
        var name = tokens[index].word
        if name == "etc" {
            guard ["gmt", "utc", "uct", "zulu", "universal", "greenwich"].contains(tokens[index + 1].word)
            else {
                return nil
            }
            // The sign there is the other way round.
            if index + 2 < tokens.count, tokens[index + 2].isNumber, tokens[index + 2].isAdjacent {
                let token = tokens[index + 2]
                let minutes = token.value * (token.separator == 0x2D ? 60 : -60)
                return DateZone.isOffset(minutes) ? (.zone(.fixed(minutes: minutes)), 3) : nil
            }
            return (.zone(.fixed(minutes: 0)), 2)
        }
        var length = 1
        while index + length < tokens.count, !tokens[index + length].isNumber,
            tokens[index + length].isAdjacent,
            let sign = [0x2F: "/", 0x5F: "_", 0x2D: "-"][Int(tokens[index + length].separator)]
        {
            name += sign + tokens[index + length].word
            length += 1
        }
        return DateCities.contains(name) ? (.city(name), length) : nil
    }
}
