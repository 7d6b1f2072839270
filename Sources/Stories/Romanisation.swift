/// Words of other scripts in Latin letters, roughly as newsrooms write names, so that names of two languages meet.
///
/// Input is folded (lower case, marks gone). Vowels of Arabic and Hebrew are not written and stay out; Han is read in
/// too many ways to be spelled.
enum Romanisation {
    /// The letters of `word` in UTF-8, ASCII lower case; what has no Latin form drops out.
    static func letters(of word: ArraySlice<UInt8>) -> [UInt8] {
        var letters: [UInt8] = []
        letters.reserveCapacity(word.count)
        var index = word.startIndex
        while index < word.endIndex {
            let first = word[index]
            if first < 0x80 {
                letters.append(first)
                index += 1
                continue
            }
            let length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2
            var scalar = UInt32(first) & (0x7F >> UInt32(length))
            for offset in 1..<length where index + offset < word.endIndex {
                scalar = scalar << 6 | UInt32(word[index + offset] & 0x3F)
            }
            index += length
            append(scalar, to: &letters)
        }
        return letters
    }

    private static func append(_ scalar: UInt32, to letters: inout [UInt8]) {
        switch scalar {
        case 0xAC00...0xD7A3:
            let syllable = Int(scalar - 0xAC00)
            letters += initials[syllable / 588]
            letters += medials[syllable % 588 / 28]
            letters += finals[syllable % 28]
        case 0x30A1...0x30F6: appendKana(Int(scalar - 0x30A1), to: &letters)
        case 0x3041...0x3096: appendKana(Int(scalar - 0x3041), to: &letters)
        default: letters += single[scalar] ?? []
        }
    }

    /// A small ya, yu, yo takes the vowel off the syllable before it.
    private static func appendKana(_ index: Int, to letters: inout [UInt8]) {
        guard index < kana.count else { return }
        let syllable = kana[index]
        if syllable.first == UInt8(ascii: "-") {
            if let last = letters.last, vowels.contains(last) { letters.removeLast() }
            letters += syllable.dropFirst()
        } else {
            letters += syllable
        }
    }

    static let vowels: Set<UInt8> = Set("aeiouy".utf8)

    // MARK: Tables

    private static func words(_ list: String) -> [[UInt8]] {
        list.split(separator: " ").map { $0 == "." ? [] : Array($0.utf8) }
    }

    /// Revised Romanisation, with initial ㄹ as `l` since names are mostly foreign there.
    private static let initials = words("g kk n d tt l m b pp s ss . j jj ch k t p h")
    private static let medials = words(
        "a ae ya yae eo e yeo ye o wa wae oe yo u wo we wi yu eu ui i")
    private static let finals = words(
        ". k k k n n n t l l l l l l l l m p p t t ng t t k t p t")

    /// Hepburn, from small a (U+3041 and U+30A1) to small ke; `-` for those that join the syllable before.
    private static let kana = words(
        """
        a a i i u u e e o o ka ga ki gi ku gu ke ge ko go sa za shi ji su zu se ze so zo ta da chi ji . tsu zu \
        te de to do na ni nu ne no ha ba pa hi bi pi fu bu pu he be pe ho bo po ma mi mu me mo -ya ya -yu yu \
        -yo yo ra ri ru re ro wa wa i e o n vu ka ke
        """)

    private static let single: [UInt32: [UInt8]] = {
        var table: [UInt32: [UInt8]] = [:]
        let pairs = [
            "а a б b в v г g д d е e ж zh з z и i й i к k л l м m н n о o п p р r с s т t у u ф f х kh ц ts ч ch",
            "ш sh щ shch ъ . ы y ь . э e ю yu я ya ё e є ye і i ї yi ґ g ў u ђ dj ј j љ lj њ nj ћ c џ dz ѓ g ќ k",
            "α a β v γ g δ d ε e ζ z η i θ th ι i κ k λ l μ m ν n ξ x ο o π p ρ r σ s ς s τ t υ y φ f χ ch ψ ps ω o",
            "ا a ب b ت t ث th ج j ح h خ kh د d ذ d ر r ز z س s ش sh ص s ض d ط t ظ z ع . غ gh ف f ق k ك k ل l م m",
            "ن n ه h و w ي y ى a ة . پ p چ ch گ g ک k ی y ژ zh أ a إ i آ a ؤ w ئ y",
            "א a ב b ג g ד d ה h ו v ז z ח h ט t י y כ k ך k ל l מ m ם m נ n ן n ס s ע . פ p ף p צ ts ץ ts ק k ר r ש sh ת t",
            "ß ss æ ae ø o đ d ð d þ th ł l ı i œ oe ŋ n ħ h",
        ]
        for line in pairs {
            let parts = line.split(separator: " ")
            for index in stride(from: 0, to: parts.count - 1, by: 2) {
                guard let scalar = parts[index].unicodeScalars.first else { continue }
                table[scalar.value] = parts[index + 1] == "." ? [] : Array(parts[index + 1].utf8)
            }
        }
        return table
    }()
}
