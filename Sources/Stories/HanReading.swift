import Text

/// What the Han characters in Korean headlines stand for, in Hangul: alone they shorten a word ("美" for 미국), together
/// they are read one by one ("韓美" as 한미).
///
/// One outlet writes the sign where another writes the word, so that the two titles would have nothing in common.
enum HanReading {
    /// The Hangul, in UTF-8, of a run of Han; `nil` where a character of it is not known.
    static func hangul(of run: ArraySlice<UInt8>) -> [UInt8]? {
        if run.count == 3 { return table[scalar(run, at: run.startIndex)]?.alone }
        guard run.count <= 3 * longest, run.count % 3 == 0 else { return nil }
        var reading: [UInt8] = []
        for index in stride(from: run.startIndex, to: run.endIndex, by: 3) {
            guard let known = table[scalar(run, at: index)] else { return nil }
            reading += known.joined
        }
        return reading
    }

    /// Characters of a run that is read.
    private static let longest = 4

    private struct Reading {
        var alone: [UInt8]
        var joined: [UInt8]
    }

    private static func scalar(_ bytes: ArraySlice<UInt8>, at index: Int) -> UInt32 {
        UInt32(bytes[index]) << 16 | UInt32(bytes[index + 1]) << 8 | UInt32(bytes[index + 2])
    }

    private static let table: [UInt32: Reading] = {
        var table: [UInt32: Reading] = [:]
        for entry in signs.split(whereSeparator: \.isWhitespace) {
            let bytes = Array(entry.utf8)
            let words = bytes.dropFirst(3).split(separator: UInt8(ascii: "/"))
            guard let joined = words.first, let alone = words.last else { continue }
            table[scalar(bytes[...], at: 0)] = Reading(alone: Array(alone), joined: Array(joined))
        }
        return table
    }()

    /// The character, its reading, and after a stroke the word that it stands for where that is another.
    private static let signs = """
        美미/미국 中중/중국 韓한/한국 日일/일본 北북/북한 英영/영국 獨독/독일 佛불/프랑스 露러/러시아 俄러/러시아 伊이/이탈리아 \
        印인/인도 濠호/호주 豪호/호주 加가/캐나다 泰태/태국 越월/베트남 比비/필리핀 臺대/대만 台대/대만 歐구/유럽 亞아/아시아 \
        與여/여당 野야/야당 靑청/청와대 檢검/검찰 警경/경찰 軍군 政정/정부 黨당 法법/법원 國국 民민/민주당 \
        尹윤 李이 文문 朴박 金김 安안 崔최 鄭정 趙조 張장 洪홍 盧노 林임 吳오 徐서 權권 黃황 曺조 秋추 習습 近근 平평 \
        前전 現현 新신 故고 女여 男남 父부 母모 子자 株주 不불 反반 對대 非비 無무 親친 核핵 說설 發발 展전 大대 小소 社사 車차 \
        戰전 區구 停정 終종 訪방 駐주 淸청 心심 者자 式식 年년 市시 州주 道도 郡군 號호 三삼 人인 高고 低저 上상 下하 內내 外외 \
        會회 談담 賓빈 歌가 長장 重중 輕경 性성 力력 線선 代대 最최 初초 全전 半반 總총 選선 委위 院원 部부 省성 官관 相상 \
        石석 油유 銀은 行행 證증 券권 電전 自자 動동 火화 水수 木목 土토 月월 第제 次차 回회 强강 弱약 急급 速속 報보 賞상 罪죄
        """
}
