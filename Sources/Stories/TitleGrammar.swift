import Text

/// What newsrooms put around a headline to say how far a report has come: it is no word of the news.
struct TitleGrammar {
    /// The headline itself.
    let headline: String
    /// The report is one in a row: a flash, a lead, an update, a live page.
    let isRunning: Bool

    /// Takes marks in brackets and words before a colon off the start, marks in brackets off the end.
    init(_ title: String) {
        var rest = title[...]
        var isRunning = false
        for _ in 0..<Self.marksPerTitle {
            rest = rest.drop { $0 == " " || $0 == "\u{A0}" }
            guard let (mark, end) = Self.leadingMark(of: rest) else { break }
            guard let kind = Self.kind(of: mark) else { break }
            if kind == .running { isRunning = true }
            rest = rest[end...]
        }
        for _ in 0..<Self.marksPerTitle {
            while let last = rest.last, last == " " { rest.removeLast() }
            guard let (mark, start) = Self.trailingMark(of: rest), let kind = Self.kind(of: mark) else {
                break
            }
            if kind == .running { isRunning = true }
            rest = rest[..<start]
        }
        // A headline that is nothing but marks says at least those.
        headline = rest.contains { $0.isLetter } ? String(rest) : title
        self.isRunning = isRunning
    }

    private static let marksPerTitle = 3
    /// Characters of a mark at most.
    private static let markLength = 24

    private enum Kind { case running, other }

    private static func kind(of mark: Substring) -> Kind? {
        var words = FoldedText(String(mark)).words.isEmpty ? [] : FoldedText.value(String(mark))
        // UPDATE 2, LEAD 3, 2nd LD: the number counts versions.
        words.removeAll { $0 >= 0x30 && $0 <= 0x39 }
        while words.last == 0x20 || words.last == 0x2D { words.removeLast() }
        while words.first == 0x20 || words.first == 0x2D { words.removeFirst() }
        let name = String(decoding: words, as: UTF8.self)
        if running.contains(name) { return .running }
        return other.contains(name) ? .other : nil
    }

    /// Words of agencies and sites, folded.
    private static let running: Set<String> = [
        "live", "live updates", "update", "updates", "updated", "lead", "nd lead", "rd lead", "th lead", "ld",
        "nd ld", "rd ld", "recast", "correct", "corrected", "refiled", "urgent", "breaking", "breaking news",
        "just in", "flash", "alert", "developing", "wrapup", "latest", "the latest", "news alert",
        "속보", "긴급", "종합", "보", "종합 보", "상보", "속보 종합", "업데이트", "수정",
        "молния", "срочно", "срочная новость", "обновлено", "обновляется", "онлайн", "прямая трансляция",
        "速報", "号外", "詳報", "更新", "快讯", "快訊", "突发", "突發",
        "en direct", "direct", "urgent afp", "en vivo", "en directo", "ultima hora", "urgente", "al minuto",
        "ao vivo", "atualizada", "eilmeldung", "eil", "liveticker", "live ticker", "liveblog", "live blog",
        "diretta", "ultim'ora", "عاجل", "مباشر",
    ]
    private static let other: Set<String> = [
        "video", "photos", "photo", "watch", "exclusive", "analysis", "opinion", "podcast", "gallery", "pics",
        "포토", "영상", "사진", "단독", "영상뉴스", "видео", "фото", "эксклюзив", "動画", "写真", "独自",
        "vidéo", "exclusif", "vídeo", "exclusiva", "fotos",
    ]

    private static let closers: [Character: Character] = [
        "[": "]", "(": ")", "【": "】", "［": "］", "<": ">", "〈": "〉", "（": "）",
    ]

    private static func leadingMark(of title: Substring) -> (mark: Substring, end: Substring.Index)? {
        guard let first = title.first else { return nil }
        let window = title.prefix(markLength)
        if let closer = closers[first] {
            guard let end = window.firstIndex(of: closer) else { return nil }
            return (title[title.index(after: title.startIndex)..<end], title.index(after: end))
        }
        guard let end = window.firstIndex(where: { $0 == ":" || $0 == "-" || $0 == "–" || $0 == "|" }) else {
            return nil
        }
        return (title[..<end], title.index(after: end))
    }

    private static func trailingMark(of title: Substring) -> (mark: Substring, start: Substring.Index)? {
        guard let last = title.last, let opener = closers.first(where: { $0.value == last })?.key,
            let start = title.suffix(markLength).lastIndex(of: opener)
        else { return nil }
        return (title[title.index(after: start)...].dropLast(), start)
    }
}
