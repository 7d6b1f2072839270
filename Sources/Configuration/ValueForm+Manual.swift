extension ValueForm {
    /// What a value looks like, with its bounds, as the manual says it.
    package var manual: String {
        switch self {
        case .span(let range):
            "a span from `\(ValueReading.text(range.lowerBound))` to `\(ValueReading.text(range.upperBound))`"
        case .size(let range):
            "a size from `\(ValueReading.text(ofSize: range.lowerBound))` to "
                + "`\(ValueReading.text(ofSize: range.upperBound))`"
        case .choice(let names): names.map { "`\($0)`" }.joined(separator: ", ")
        case .flag: "`yes` or `no`"
        default: words
        }
    }

    /// The word that stands for the value behind `key =`.
    package var placeholder: String {
        switch self {
        case .text: "TEXT"
        case .flag: "yes|no"
        case .span: "SPAN"
        case .count, .figure: "NUMBER"
        case .size: "SIZE"
        case .choice: "WORD"
        case .names(let kind): kind.uppercased()
        case .words: "WORD"
        case .webAddress, .proxyAddress, .callback, .uri: "URL"
        case .contact: "ADDRESS"
        case .listeningAddress: "ADDRESS:PORT"
        case .blocks: "BLOCK"
        case .timeZone: "ZONE"
        case .calendar: "TIMES"
        case .activeHours: "HOURS"
        case .flood: "NUMBER"
        case .day: "DAY"
        case .language: "LANGUAGE"
        case .path: "FILE"
        case .command: "COMMAND"
        case .header: "HEADER"
        case .mailAddress, .unsubscribe: "ADDRESS"
        case .mailServer: "SERVER"
        case .hostName: "HOST"
        case .chat: "CHAT"
        case .room: "ROOM"
        case .rate: "RATE"
        case .query: "QUERY"
        case .score: "TERMS"
        case .literals: "NAMES"
        }
    }
}
