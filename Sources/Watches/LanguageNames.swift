/// What people write for the code of a language: its name, or its country's code.
enum LanguageNames {
    /// The BCP 47 code that is meant by `written`; `nil` for what may be a code itself.
    static func code(of written: String) -> String? { codes[written.lowercased()] }

    private static let codes = [
        "english": "en", "eng": "en", "us": "en", "russian": "ru", "rus": "ru", "русский": "ru",
        "korean": "ko", "kor": "ko", "kr": "ko", "kp": "ko", "한국어": "ko", "chinese": "zh", "chi": "zh",
        "zho": "zh", "cn": "zh", "tw": "zh", "中文": "zh", "japanese": "ja", "jpn": "ja", "jp": "ja",
        "日本語": "ja", "ukrainian": "uk", "ua": "uk", "german": "de", "ger": "de", "deu": "de",
        "french": "fr", "fre": "fr", "fra": "fr", "spanish": "es", "spa": "es",
    ]
}
