import Text

/// The zone that a feed's clocks are in, for those of its dates that do not say.
enum FeedZone {
    /// Minutes ahead of UTC; `nil` where nothing in the feed tells.
    ///
    /// The other dates of the feed decide if they all name the same offset; else the language, where all who write it
    /// live by one clock that is never changed for the summer.
    static func minutes(of draft: FeedDraft) -> Int? {
        var offset: Int?
        var isUniform = true
        for text in dates(of: draft) {
            guard let found = DateReader.read(text)?.offset else { continue }
            if let offset, offset != found { isUniform = false }
            offset = found
        }
        if let offset { return isUniform ? offset : nil }
        let code =
            draft.language ?? draft.inheritedLanguage ?? draft.entries.lazy.compactMap(\.language).first
        let language = code?.lowercased().prefix { $0 != "-" && $0 != "_" } ?? ""
        return languages[String(language)]
    }

    /// Dates of the feed and of its first entries.
    private static func dates(of draft: FeedDraft) -> [String] {
        var dates = [draft.updated, draft.weakUpdated].compactMap { $0 }
        for entry in draft.entries.prefix(sampleSize) {
            let all = [
                entry.pubDate, entry.published, entry.issued, entry.created, entry.dublinDate, entry.updated,
            ]
            dates += all.compactMap { $0 }
        }
        return dates
    }

    /// Entries that are looked at.
    private static let sampleSize = 64

    private static let languages = ["ko": 540, "ja": 540, "zh": 480, "vi": 420, "th": 420]
}
