/// Words of news in five languages, and names that look like names, to make texts and watches of.
struct WatchLanguage: Sendable {
    /// BCP 47.
    var tag: String
    /// Words of nearly all texts, the most frequent first; none is part of a name.
    var words: [String]
    /// Parts of the many words that few texts have each.
    var rest: [[String]]
    /// What stands between words.
    var gap: String
    /// Parts of names: a first, and two further ones.
    var parts: [[String]]
    /// Follows a name that is watched for in any of its forms.
    var ending: String

    /// Name number `number`; different ones for forty thousand numbers.
    func name(_ number: Int) -> String { Self.joined(parts, number) }

    /// Word number `number` as a query has it: without what Korean and Japanese put behind a noun.
    func noun(_ number: Int) -> String {
        ["ko", "ja"].contains(tag) ? String(words[number].prefix(2)) : words[number]
    }

    /// A common word as a query has it, be it a word of the language of queries.
    func commonWord(_ number: Int) -> String { "\"\(noun(number % words.count))\"" }

    /// A word that few texts have.
    func rareWord(_ number: Int) -> String { Self.joined(rest, number * 7919) }

    private static func joined(_ parts: [[String]], _ number: Int) -> String {
        var rest = number
        var word = ""
        for part in parts {
            word += part[rest % part.count]
            rest /= part.count
        }
        return word
    }

    /// A text of so many words, or signs where there are no spaces: half of its words are frequent ones.
    func text(_ number: Int, tokens: Int) -> String {
        var dice = Material.Dice(number &* 13 &+ 5)
        var text = ""
        var count = 0
        while count < tokens {
            // The product of two throws: the tenth word comes ten times as often as the hundredth.
            let frequent = words[dice.roll(words.count) * dice.roll(words.count) / words.count]
            let word = dice.roll(2) == 0 ? frequent : Self.joined(rest, dice.roll(100_000))
            text += word + (dice.roll(12) == 0 ? ". " : gap)
            count += gap.isEmpty ? word.unicodeScalars.count : 1
        }
        return text
    }

    static let all: [WatchLanguage] = [english, korean, russian, chinese, japanese]

    static let english = WatchLanguage(
        tag: "en",
        words: cut(
            """
            the of to and in a for that on with said by from at as its was has were will talks summit officials \
            government president minister foreign security council north south meeting leaders trade economy \
            sanctions nuclear agreement statement visit border police economic according reported announced million \
            year week Monday Thursday before after against between under during company market oil energy court \
            election parliament party vote law reform budget growth prices workers union strike health hospital \
            vaccine climate weather storm flood earthquake rescue football match league team players coach season \
            film music artist museum university students school research science technology software network data \
            attack military forces troops missile launch exercise defence navy aircraft flight airline airport \
            railway train road bridge river city capital region province village people children women families
            """),
        rest: [
            cut("con pro re de in ex com per sub trans dis over"),
            cut("duct vers tract port cept struct fer mit pos spect vent ject"),
            cut("ion ing ed s ment er al ive ance ory"),
        ], gap: " ",
        parts: [
            cut("Mar Kov Bel Tor Hal Wen Dra Fen Gor Lin Mas Nor Pel Quin Ros Sev Tal Ulm Vas Zor"),
            cut("a e i o u ane ele iri oro umo"),
            cut(
                """
                bridge stan ville ton berg field worth man son sky vich dal heim wick ford mont lund gard tex soft corp \
                gen bank pharm
                """),
            cut("x ke ri lo mu ta ne so vi da"),
        ], ending: "*")

    static let korean = WatchLanguage(
        tag: "ko",
        words: cut(
            """
            정부는 대통령이 장관은 회담을 정상회담에서 북한의 한국과 미국은 중국의 러시아와 일본이 밝혔다 말했다 있다고 것으로 위한 대한 통해 관련 지난 \
            오늘 이날 오전 오후 서울에서 평양에서 경제 협력을 제재를 핵 문제를 비핵화와 합의를 방문을 국경에서 경찰은 보고서에 따르면 발표했다 만명이 \
            올해 내년 이후 이전에 사이에 기업이 시장에서 석유 가격이 법원은 선거를 의회는 정당의 투표에서 법안을 개혁을 예산안을 성장률이 노동자들이 \
            병원에서 백신을 기후 변화에 태풍이 홍수로 지진이 구조대가 축구 경기에서 선수들이 감독은 영화를 음악 예술가들의 박물관이 대학교 학생들이 \
            연구를 과학기술 군사 훈련을 미사일 발사를 해군 항공기가 공항에서 철도 열차가 도로를 강을 도시의 지역 주민들이 아이들과 여성들이
            """),
        rest: [
            cut("가 나 다 라 마 바 사 아 자 차 카 타 파 하 고 노 도 로 모 보 소 오 조 초"),
            cut("관 단 산 원 장 점 품 력 론 법 식 실 업 율 인 전 제 증 체 학"),
            cut("은 는 이 가 을 를 에 의 로 도 과 와"),
        ], gap: " ",
        parts: [
            cut("김 이 박 최 정 강 조 윤 장 임 한 오 서 신 권 황 안 송 류 홍"),
            cut("도 민 서 예 지 하 현 준 태 은 주 시 우 재 성 동 영 상 진 혜 수 경 인 세 채"),
            cut("훈 호 빈 율 람 솔 찬 혁 욱 철 룡 녀 숙 옥 복 희 란 린 엽 섭"), cut("씨 군 님 회"),
        ], ending: "*")

    static let russian = WatchLanguage(
        tag: "ru",
        words: cut(
            """
            в и на с по что не о для из к от за его как это при после также президент министр правительство переговоры \
            встреча саммит заявил сообщил отметил подчеркнул словам данным страны государства отношения сотрудничество \
            безопасности совет санкции ядерной программы соглашение визит граница полиция экономика миллионов рублей \
            года недели понедельник четверг перед против между компания рынок нефти газа энергетика суд выборы парламент \
            партия голосование закон реформа бюджет рост цены рабочие профсоюз больница вакцина климат погода шторм \
            наводнение землетрясение спасатели футбол матч лига команда игроки тренер сезон фильм музыка художник музей \
            университет студенты школа исследование наука технологии сеть военные войска ракета запуск учения оборона \
            самолёт рейс аэропорт поезд дорога мост река город столица область деревня люди дети женщины семьи
            """),
        rest: [
            cut("про пере при под вы за на по от до рас об"),
            cut("ход вод каз став дел пис вид нос лет строй мер ступ"),
            cut("ить ение ный ного ывать ился ала ами ов ость"),
        ], gap: " ",
        parts: [
            cut("Мар Ков Бел Тор Хал Вен Дра Фен Гор Лин Мас Нор Пел Кви Рос Сев Тал Ульм Вас Зор"),
            cut("а е и о у ане еле ири оро умо"),
            cut("ков ский вич нин лин ёв енко юк дзе ян швили ец гин тов нов шин цев бай гар дат"),
            cut("ым ке ри ло му та не со ви да"),
        ], ending: "*")

    static let chinese = WatchLanguage(
        tag: "zh",
        words: cut(
            """
            政府 总统 部长 会谈 峰会 朝鲜 韩国 美国 中国 俄罗斯 日本 表示 指出 强调 认为 根据 今天 上午 下午 经济 合作 制裁 核 问题 协议 访问 \
            边境 警方 报告 宣布 百万 今年 明年 之后 之前 之间 企业 市场 石油 价格 法院 选举 议会 政党 投票 法律 改革 预算 增长 工人 医院 疫苗 气候 \
            变化 台风 洪水 地震 救援 足球 比赛 球队 教练 电影 音乐 艺术家 博物馆 大学 学生 研究 科学 技术 网络 军事 演习 导弹 发射 海军 飞机 机场 \
            铁路 列车 道路 桥梁 河流 城市 地区 居民 儿童 妇女 的 在 和 了 是 对 将 与 为 等 也 就 中 上 这 有
            """),
        rest: [
            cut("开 关 进 出 收 放 接 送 建 拆 增 减 升 降 调 查 审 批 管 理 监 督"),
            cut("设 立 展 示 入 口 购 售 造 改 加 少 级 价 整 看 判 准 制 论 控 促"),
        ], gap: "",
        parts: [
            cut("赵 钱 孙 冯 陈 褚 卫 蒋 沈 韩 杨 朱 秦 尤 许 何 吕 施 孔 曹"),
            cut("伟 芳 娜 敏 静 丽 强 磊 军 洋 勇 艳 杰 娟 涛 超 霞 刚 桂 燕 玲 辉 斌 鹏 浩"),
            cut("辰 轩 宇 博 涵 琪 萱 怡 欣 梓 睿 诗 晨 皓 昊 泽 楷 霖 炫 煜"), cut("菲 澜 珂 璇"),
        ], ending: "")

    static let japanese = WatchLanguage(
        tag: "ja",
        words: cut(
            """
            政府は 首相が 大統領と 会談で 首脳会談 北朝鮮の 韓国と 米国は 中国の ロシアが 日本と 述べた 発表した による 今日 午前 午後 東京で 経済 \
            協力を 制裁を 核 問題について 合意に 訪問する 国境で 警察は 報告書 百万人が 今年 来年 その後 企業の 市場で 石油価格が 裁判所は 選挙を \
            議会で 政党の 投票 法案を 改革 予算案 成長率 労働者が 病院で ワクチン 気候変動 台風が 洪水で 地震の 救助隊 サッカー 試合で 選手たち \
            監督は 映画 音楽 芸術家の 博物館 大学の 学生が 研究を 科学技術 ネットワーク 軍事演習 ミサイル 発射を 海軍の 航空機 空港で 鉄道 列車が \
            道路を 橋 川の 都市 地域住民 子どもたち 女性が している とみられる ことから
            """),
        rest: [
            cut("開 閉 進 出 収 放 接 送 建 解 増 減 昇 降 調 査 審 批 管 理 監 督"),
            cut("設 立 展 示 入 口 購 売 造 改 加 少 級 価 整 見 判 準 制 論 視 促"),
            cut("の が を に は で と も"),
        ], gap: "",
        parts: [
            cut("マル コヴ ベル トル ハル ヴェン ドラ フェン ゴル リン マス ノル ペル クイ ロス セヴ タル ウルム ヴァス ゾル"),
            cut("ア エ イ オ ウ アネ エレ イリ オロ ウモ"),
            cut("スキー ヴィチ ビル トン ベルク フィル ワース マン ソン ダル ハイム ウィク フォド モント ルンド ガルド テク ソフ コプ ジェン"),
            cut("クス ケ リ ロ ム タ ネ ソ ヴィ ダ"),
        ], ending: "")

    private static func cut(_ words: String) -> [String] { words.split(separator: " ").map(String.init) }
}
