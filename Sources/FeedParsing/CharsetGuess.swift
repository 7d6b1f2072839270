/// The character set of bytes that say nothing of it, by how often its languages' commonest letters stand in them.
enum CharsetGuess {
    /// Character sets that `bytes` look like, likeliest first; windows-1252 comes last and takes anything.
    ///
    /// Looks at one stretch of the document only.
    static func candidates(_ bytes: [UInt8]) -> [String] {
        let sample = sample(of: bytes)
        guard sample.contains(where: { $0 >= 0x80 }) else { return ["CP1252"] }
        if let charset = multibyte(sample) { return [charset, "CP1252"] }
        if let charset = alphabet(sample) { return [charset, "CP1252"] }
        return ["CP1252"]
    }

    /// The set of two bytes a character that `bytes` are certainly in, whatever is claimed.
    static func certainMultibyte(_ bytes: [UInt8]) -> String? {
        let sample = sample(of: bytes)
        // Ten pairs by chance in the order of a language do not happen.
        guard sample.count(where: { $0 >= 0x80 }) >= 20 else { return nil }
        return multibyte(sample)
    }

    private static let sampleLength = 16384

    /// From the first byte that is not ASCII, where a character begins in every set.
    private static func sample(of bytes: [UInt8]) -> [UInt8] {
        let start = bytes.firstIndex { $0 >= 0x80 } ?? bytes.endIndex
        return Array(bytes[start...].prefix(sampleLength))
    }

    /// What `bytes` are when read as `charset`; `nil` where they cannot be, but for a character cut at the end.
    private static func scalars(_ bytes: [UInt8], _ charset: String) -> [UInt32]? {
        guard let (text, invalid) = CharsetText.utf8(from: bytes, charset: charset), invalid <= 1 else {
            return nil
        }
        let all = String(decoding: text, as: UTF8.self).unicodeScalars.filter { $0.value >= 0x80 }
        if invalid == 1, all.last?.value != 0xFFFD || bytes.count < sampleLength { return nil }
        return all.map(\.value)
    }

    /// Bytes that are not ASCII, and those among them that stand beside another.
    private static func neighbours(_ sample: [UInt8]) -> (high: Int, paired: Int) {
        var high = 0
        var paired = 0
        for index in sample.indices where sample[index] >= 0x80 {
            high += 1
            let hasBefore = index > 0 && sample[index - 1] >= 0x80
            let hasAfter = index + 1 < sample.count && sample[index + 1] >= 0x80
            if hasBefore || hasAfter { paired += 1 }
        }
        return (high, paired)
    }

    // MARK: Two bytes

    private static func multibyte(_ sample: [UInt8]) -> String? {
        let (high, paired) = neighbours(sample)
        // Accents stand alone; of a pair at most the second byte may be ASCII, and mostly is not.
        guard paired * 2 >= high else { return nil }
        var best: (charset: String, score: Int)?
        for (charset, least, score) in multibyteSets {
            guard let scalars = scalars(sample, charset), !scalars.isEmpty else { continue }
            let share = score(scalars) * 100 / scalars.count
            // Thresholds differ, so what counts is by how much one is passed.
            if share >= least, best.map({ share * 100 / least > $0.score }) ?? true {
                best = (charset, share * 100 / least)
            }
        }
        return best?.charset
    }

    /// The set, the least share in percent of what the function counts.
    private static let multibyteSets: [(String, Int, @Sendable ([UInt32]) -> Int)] = [
        ("CP949", 70, { $0.count { $0 >= 0xAC00 && $0 <= 0xD7A3 } }),
        ("EUC-JP", 30, { $0.count { $0 >= 0x3041 && $0 <= 0x30FF } }),
        ("CP932", 30, { $0.count { $0 >= 0x3041 && $0 <= 0x30FF } }),
        ("GB18030", 8, { $0.count { commonChinese.contains($0) } }),
        ("BIG5-HKSCS", 8, { $0.count { commonChinese.contains($0) } }),
    ]

    /// The characters of which a sixth and more of every Chinese text consists, in both scripts.
    private static let commonChinese: Set<UInt32> = Set(
        "的一是不了在人有我他这這个個们們中来來上大为為和国國地到以说說时時要就出会會可也你对對生能而子那得于於着著下自之年过過发發后後作里理日月新部长長"
            .unicodeScalars.map(\.value))

    // MARK: One byte

    private static func alphabet(_ sample: [UInt8]) -> String? {
        // Letters of another script stand beside one another, accents of our own alone.
        let (high, paired) = neighbours(sample)
        guard high >= 12, paired * 10 >= high * 8 else { return nil }
        var best: (charset: String, share: Int)?
        for (charset, letters) in alphabets {
            guard let scalars = CharsetText.utf8(from: sample, charset: charset)?.bytes else { continue }
            var count = 0
            for scalar in String(decoding: scalars, as: UTF8.self).unicodeScalars
            where letters.contains(scalar.value) {
                count += 1
            }
            let share = count * 100 / high
            if share >= 45, best.map({ share > $0.share }) ?? true { best = (charset, share) }
        }
        return best?.charset
    }

    /// The ten commonest letters of each alphabet, which are two thirds of its texts.
    private static let alphabets: [(String, Set<UInt32>)] = [
        ("CP1251", russian), ("KOI8-U", russian), ("ISO-8859-5", russian), ("IBM866", russian),
        ("CP1253", letters("αοιετσνηυρ")), ("CP1255", letters("יוהלאתרבמש")),
        ("CP1256", letters("اليمونرتبة")),
        ("CP874", letters("านรอกเงยมล")),
    ]

    private static let russian = letters("оеаинтсрвл")

    private static func letters(_ text: String) -> Set<UInt32> { Set(text.unicodeScalars.map(\.value)) }
}
