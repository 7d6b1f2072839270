import Text

/// Guesses at how many items have a word, by its shape.
///
/// They only choose which part of a query is looked for first: a wrong guess costs time, never an answer. Long words
/// are rarer than short ones, names than other words, words in a row than each of them.
extension Literal {
    /// Share of items that have it, between 0 and 1.
    var frequency: Double {
        let shares = pieces.map(\.frequency)
        let rarest = shares.min() ?? 1
        // Words in a row: beside the rarest, each further one halves it at least.
        var share = shares.dropFirst().reduce(rarest) { share, _ in share / 2 }
        // A word without a capital is one of the dictionary's more often than a name.
        if !isCapital, pieces[0].script == .alphabetic { share *= 3 }
        return min(1, stems == nil ? share : share * 3)
    }

    /// A number for what it is written in: Latin and Greek, other alphabets, Hangul, Han and kana.
    var family: Int {
        switch pieces[0].script {
        case .alphabetic, .digits: pieces[0].bytes[0] < 0xD0 ? 0 : 1
        case .hangul: 2
        case .ideographic: 3
        }
    }
}

extension Literal.Piece {
    /// Unicode scalars.
    var signs: Int { bytes.reduce(0) { $0 + ($1 & 0xC0 == 0x80 ? 0 : 1) } }

    /// Share of items that have it, between 0 and 1.
    var frequency: Double {
        let length = signs
        switch script {
        case .alphabetic, .digits:
            var share = Self.share(Self.words, length)
            if CommonWords.contains(bytes) { share = max(share, 0.25) }
            if isOpenAtEnd { share *= 2 }
            if isOpenAtStart { share *= 3 }
            if let exact, exact != bytes { share /= 2 }
            return min(share, 1)
        case .hangul:
            var share = Self.share(Self.hangul, length)
            if CommonWords.contains(bytes) { share = max(share, 0.25) }
            return min(isOpenAtStart ? share * 2 : share, 1)
        case .ideographic:
            let share = Self.share(Self.ideographs, length)
            return CommonWords.contains(bytes) ? max(share, 0.25) : share
        }
    }

    /// By length in signs from 1 on; the last stands for all longer ones.
    private static let words = [0.8, 0.5, 0.2, 0.08, 0.04, 0.02, 0.015, 0.01, 0.007, 0.005]
    private static let hangul = [0.5, 0.1, 0.02, 0.005, 0.002]
    private static let ideographs = [0.6, 0.05, 0.01, 0.004, 0.002]

    private static func share(_ shares: [Double], _ length: Int) -> Double {
        shares[min(max(length, 1), shares.count) - 1]
    }
}

/// Words that news in five languages cannot do without, however long they are.
enum CommonWords {
    static func contains(_ bytes: [UInt8]) -> Bool { all.contains(bytes) }

    private static let all: Set<[UInt8]> = Set(
        """
        about after also announced been billion business chief china companies company confirmed could council country \
        countries deal economic economy election foreign from former global government group have international leader \
        leaders market media meeting million minister ministry monday nation national news north number office \
        official officials other over party people percent police policy political power president prime public \
        reported reuters russia russian said says secretary security since south south state statement states summit \
        talks that their there this thursday today trade tuesday united wednesday were which will with world would year \
        years friday saturday sunday week korea korean with first into more than they when york
        более будет был была были быть власти глава года году два для его если или из как когда компании которые \
        который людей мира министр на например народ несколько новости об однако они от по после правительства \
        правительство при президент президента президентом путин россии россия российский российской рублей сообщил \
        сообщила сообщает сообщили стран страны сша также что чтобы это этом украины украина рф тасс заявил
        대통령 정부 한국 미국 중국 일본 북한 국회 장관 의원 대표 위원장 기자 서울 지난 오늘 이날 관련 밝혔다 말했다 있다 했다 \
        것으로 대한 위해 통해 대해 경제 사회 정치 회의 기업 시장 지난해 올해 연합뉴스 뉴스 사진
        中国 美国 政府 总统 總統 记者 記者 公司 国家 國家 表示 报道 報道 新闻 新聞 发展 發展 经济 經濟 市场 市場 北京 问题 問題 人民 世界 \
        国际 國際 企业 企業 工作 社会 社會 今天 日本 韩国 韓國 俄罗斯 俄羅斯 美國
        首相 大統領 日本 政府 米国 東京 問題 経済 国際 発表 会社 関係 対応 中国 韓国 ニュース ロシア する した して いる ある こと これ から
        """
        .split(whereSeparator: \.isWhitespace).map { Array($0.utf8) })
}
