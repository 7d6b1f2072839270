/// Languages as an English sentence names them, and the way in which they are written.
package enum LanguageName {
    /// `Korean` of `ko`; `nil` for one that is none of those that feeds are usually in.
    package static func english(_ tag: String) -> String? { names[primary(tag)] }

    /// Whether it is written from right to left.
    package static func isRightToLeft(_ tag: String) -> Bool { rightToLeft.contains(primary(tag)) }

    /// Whether `tag` looks like a tag of BCP 47, and can stand where one is wanted.
    static func isTag(_ tag: String) -> Bool {
        !tag.isEmpty && tag.utf8.count <= 35
            && tag.split(separator: "-", omittingEmptySubsequences: false).allSatisfy { part in
                (1...8).contains(part.utf8.count)
                    && part.utf8.allSatisfy {
                        (0x61...0x7A).contains($0 | 0x20) || (0x30...0x39).contains($0)
                    }
            }
    }

    private static func primary(_ tag: String) -> String { tag.prefix { $0 != "-" }.lowercased() }

    private static let rightToLeft: Set<String> = [
        "ar", "ckb", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi",
    ]

    private static let names = [
        "ar": "Arabic", "az": "Azerbaijani", "be": "Belarusian", "bg": "Bulgarian", "bn": "Bengali",
        "cs": "Czech", "da": "Danish", "de": "German", "el": "Greek", "en": "English", "es": "Spanish",
        "et": "Estonian", "fa": "Persian", "fi": "Finnish", "fr": "French", "he": "Hebrew", "hi": "Hindi",
        "hr": "Croatian", "hu": "Hungarian", "hy": "Armenian", "id": "Indonesian", "it": "Italian",
        "ja": "Japanese", "ka": "Georgian", "kk": "Kazakh", "km": "Khmer", "ko": "Korean", "ky": "Kyrgyz",
        "lo": "Lao", "lt": "Lithuanian", "lv": "Latvian", "mn": "Mongolian", "ms": "Malay", "my": "Burmese",
        "nb": "Norwegian", "nl": "Dutch", "nn": "Norwegian", "no": "Norwegian", "pl": "Polish",
        "ps": "Pashto", "pt": "Portuguese", "ro": "Romanian", "ru": "Russian", "sk": "Slovak",
        "sl": "Slovenian", "sr": "Serbian", "sv": "Swedish", "sw": "Swahili", "ta": "Tamil", "tg": "Tajik",
        "th": "Thai", "tr": "Turkish", "uk": "Ukrainian", "ur": "Urdu", "uz": "Uzbek", "vi": "Vietnamese",
        "zh": "Chinese",
    ]
}
