import Model
import Text

/// Reads the values of directives; every function says in words what it wanted.
enum ValueReading {
    /// `15min`, `2h`, `1h 30min`, `1s`, `400d`.
    static func duration(_ text: String) -> Duration? {
        var total: Duration = .zero
        var rest = Substring(text).trimmed
        guard !rest.isEmpty else { return nil }
        while !rest.isEmpty {
            let digits = rest.prefix { $0.isASCII && $0.isNumber }
            guard digits.count <= 9, let count = Int64(digits) else { return nil }
            rest = rest.dropFirst(digits.count).drop { $0 == " " }
            let unit = rest.prefix { $0.isLetter }
            guard let span = units[String(unit)] else { return nil }
            total += span * count
            rest = rest.dropFirst(unit.count).drop { $0 == " " }
        }
        return total
    }

    /// The span that a text with a mistyped unit stands for: `15min` for `15 mins.`, `2h` for `2H`.
    static func duration(meantBy text: String) -> String? {
        let digits = text.prefix { $0.isASCII && $0.isNumber }
        let unit = text.dropFirst(digits.count).trimmed
        guard !digits.isEmpty, !unit.isEmpty else { return nil }
        let meant = Suggestion.nearest(
            to: String(unit), among: units.keys.sorted { ($0.count, $0) < ($1.count, $1) })
        return meant.map { digits + $0 }.flatMap { duration($0) == nil ? nil : $0 }
    }

    static let durationForm = "a span such as `30s`, `15min`, `2h` or `7d`"

    private static let units: [String: Duration] = [
        "ms": .milliseconds(1), "s": .seconds(1), "sec": .seconds(1), "second": .seconds(1),
        "seconds": .seconds(1), "min": .minutes(1), "m": .minutes(1), "mins": .minutes(1),
        "minute": .minutes(1), "minutes": .minutes(1), "h": .hours(1), "hr": .hours(1), "hour": .hours(1),
        "hours": .hours(1), "d": .days(1), "day": .days(1), "days": .days(1), "w": .days(7),
        "week": .days(7), "weeks": .days(7), "y": .days(365), "year": .days(365), "years": .days(365),
    ]

    /// A span as the configuration writes it, in the largest units that fit.
    static func text(_ span: Duration) -> String {
        var rest = span.milliseconds
        var parts: [String] = []
        for (unit, size) in [("d", 86_400_000), ("h", 3_600_000), ("min", 60000), ("s", 1000), ("ms", 1)]
            as [(String, Int64)]
        where rest >= size {
            parts.append("\(rest / size)\(unit)")
            rest %= size
        }
        return parts.isEmpty ? "0s" : parts.joined(separator: " ")
    }

    /// Bytes: `20M`, `512K`, `1G` or a plain number.
    static func size(_ text: String) -> Int? {
        let digits = text.prefix { $0.isASCII && $0.isNumber }
        guard digits.count <= 12, let count = Int(digits) else { return nil }
        switch text.dropFirst(digits.count).trimmed.lowercased() {
        case "", "b": return count
        case "k", "kb", "kib": return count << 10
        case "m", "mb", "mib": return count << 20
        case "g", "gb", "gib": return count << 30
        default: return nil
        }
    }

    /// Bytes in the largest unit that fits.
    static func text(ofSize bytes: Int) -> String {
        for (unit, shift) in [("G", 30), ("M", 20), ("K", 10)] where bytes > 0 && bytes % (1 << shift) == 0 {
            return "\(bytes >> shift)\(unit)"
        }
        return String(bytes)
    }

    static func bool(_ text: String) -> Bool? {
        switch text.lowercased() {
        case "yes", "true", "on", "1": true
        case "no", "false", "off", "0": false
        default: nil
        }
    }

    /// A name of letters, digits, `-` and `_`: it stands in ids, options and file names.
    static func isName(_ text: String) -> Bool {
        !text.isEmpty && text.utf8.count <= 64
            && text.unicodeScalars.allSatisfy { scalar in
                scalar.isASCII && (scalar.properties.isAlphabetic || ("0"..."9").contains(scalar))
                    || scalar == "-" || scalar == "_"
            }
    }

    /// Midnight UTC of `2019-05-01`.
    static func day(_ text: String) -> Timestamp? {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false).map { Int($0) }
        guard parts.count == 3, let year = parts[0], let month = parts[1], let day = parts[2],
            (1970...9999).contains(year), (1...12).contains(month), (1...31).contains(day)
        else { return nil }
        let time = CivilTime(year: year, month: month, day: day)
        // The 31st of June is no day: it comes back as another.
        return CivilTime(time.timestamp()) == time ? time.timestamp() : nil
    }

    /// `ko`, `zh-Hans`, `sr-Latn-RS`: the form is looked at, not the register.
    ///
    /// - Source: RFC 5646 §2.1.
    static func isLanguage(_ text: String) -> Bool {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard let primary = parts.first, (2...3).contains(primary.utf8.count),
            primary.allSatisfy({ $0.isASCII && $0.isLetter })
        else { return false }
        return parts.dropFirst().allSatisfy { part in
            (1...8).contains(part.utf8.count)
                && part.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber) }
        }
    }

    /// The code of a language whose country's code people write for it; some of those are other languages' codes.
    static func language(mixedUpWith text: String) -> String? { languagesOfCountries[text.lowercased()] }

    private static let languagesOfCountries = [
        "kr": "ko", "kp": "ko", "jp": "ja", "cn": "zh", "tw": "zh", "ua": "uk", "cz": "cs", "dk": "da",
        "korean": "ko", "japanese": "ja", "chinese": "zh", "russian": "ru", "english": "en", "german": "de",
        "french": "fr", "spanish": "es",
    ]

    /// The words of a command line: at spaces, but not inside of double quotes. No shell ever reads it.
    static func words(_ text: String) -> [String]? {
        var words: [String] = []
        var current = ""
        var isQuoted = false
        var hasWord = false
        for character in text {
            if character == "\"" {
                isQuoted.toggle()
                hasWord = true
            } else if character.isWhitespace, !isQuoted {
                if hasWord { words.append(current) }
                current = ""
                hasWord = false
            } else {
                current.append(character)
                hasWord = true
            }
        }
        guard !isQuoted else { return nil }
        if hasWord { words.append(current) }
        return words
    }
}
