import Model
import Text

@testable import Watches

/// The names and helpers that the tests share: a Korea desk's.
enum Desk {
    static let settings: [AliasSettings] = [
        alias(
            "kim", "Kim Jong Un, Kim Chong Un, Kim Jong Eun, Kim Jongun, =Ким Чен Ын*, 김정은*, 金正恩, キム・ジョンウン"),
        alias("putin", "Putin, =Путин*, 푸틴*, 뿌찐*, 普京, 普丁, 蒲亭, プーチン"),
        alias(
            "dprk",
            """
            North Korea*, =DPRK, Pyongyang, =КНДР, Северн* Коре*, Пхеньян*, 북한, 북측, 조선민주주의인민공화국*, 평양*, 朝鲜, 北韩, 北韓, 北朝鮮, \
            平壤, 平壌
            """),
        alias(
            "russia",
            "Russia*, Moscow, Kremlin, Росси*, =РФ, Москв*, Кремл*, 러시아*, 로씨야*, 모스크바*, 크렘린*, 俄罗斯, 俄羅斯, 俄方, ロシア"
        ),
        alias(
            "summit",
            """
            summit*, talks, meeting*, meet, meets, met, саммит*, переговор*, встреч*, *정상회담*, *수뇌회담*, *수뇌상봉*, *회담*, 会晤, 會晤, 会谈, \
            會談, 峰会, 峰會, 会談
            """),
        alias(
            "vladivostok",
            "Vladivostok, Владивосток*, 블라디보스토크*, 울라지보스또크*, 符拉迪沃斯托克, 海参崴, 海參崴, ウラジオストク, ウラジオストック"),
        alias(
            "nuclear",
            "nuclear, denucleari*, денуклеаризаци*, ядерн*, *비핵화*, 핵무기*, 핵실험*, 핵문제*, 无核化, 無核化, 非核化, 弃核"),
        alias("sanctions", "sanction*, санкци*, 제재*, 制裁"),
        alias("trump", "Trump, Трамп*, 트럼프*, 特朗普, 川普, トランプ"),
        alias(
            "six-party",
            "six-party talks, 6자회담*, 6자 회담*, шестисторонн* переговор*, 六方会谈, 六方會談, 六者会合, 六カ国協議"),
    ]

    static let aliases = AliasTable.reading(settings).table

    static let now = CivilTime(year: 2019, month: 4, day: 25, hour: 12).timestamp()

    static func alias(_ name: String, _ names: String) -> AliasSettings {
        AliasSettings(name: name, names: names.split(separator: ",").map(String.init))
    }

    static func item(_ title: String, _ text: String = "") -> WatchedItem {
        WatchedItem(title: title, text: text, outlet: "Yonhap", feed: "yonhap-en", time: now)
    }

    static func query(
        _ text: String, _ context: QueryContext = .watch, aliases: AliasTable = Desk.aliases
    ) throws(QueryErrors) -> Query {
        try QueryParser.parse(text, aliases: aliases, context: context)
    }

    /// The canonical decomposition of `text`, as macOS writes file names and some feeds their titles.
    static func decomposed(_ text: String) -> String {
        var result = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            switch scalar.value {
            case 0xAC00...0xD7A3:
                let index = scalar.value - 0xAC00
                append(0x1100 + index / 588, to: &result)
                append(0x1161 + index % 588 / 28, to: &result)
                if index % 28 > 0 { append(0x11A7 + index % 28, to: &result) }
            case 0x439: result.append(contentsOf: "и\u{306}".unicodeScalars)
            case 0x419: result.append(contentsOf: "И\u{306}".unicodeScalars)
            case 0x451: result.append(contentsOf: "е\u{308}".unicodeScalars)
            case 0xE9: result.append(contentsOf: "e\u{301}".unicodeScalars)
            case let kana where "ぱぴぷぺぽパピプペポ".unicodeScalars.contains { $0.value == kana }:
                append(kana - 2, to: &result)
                append(0x309A, to: &result)
            case let kana where Self.voiced.contains(kana):
                append(kana - 1, to: &result)
                append(0x3099, to: &result)
            default: result.append(scalar)
            }
        }
        return String(result)
    }

    private static let voiced = Set(
        "がぎぐげござじずぜぞだぢづでどばびぶべぼガギグゲゴザジズゼゾダヂヅデドバビブベボ".unicodeScalars.map(\.value))

    private static func append(_ value: UInt32, to view: inout String.UnicodeScalarView) {
        if let scalar = Unicode.Scalar(value) { view.append(scalar) }
    }
}
