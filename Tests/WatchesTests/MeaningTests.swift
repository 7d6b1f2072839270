import Model
import Testing
import Text

@testable import Watches

struct MeaningCase: Sendable, CustomTestStringConvertible {
    var query: String
    var text: String
    var isMatch: Bool

    var testDescription: String { "\(query) \(isMatch ? "finds" : "misses") \(text)" }

    static func hit(_ query: String, _ text: String) -> Self { Self(query: query, text: text, isMatch: true) }
    static func miss(_ query: String, _ text: String) -> Self {
        Self(query: query, text: text, isMatch: false)
    }
}

struct MeaningTests {
    @Test(
        arguments: [
            // Words.
            .hit("putin", "PUTIN arrives"), .miss("putin", "Putinism grows"), .hit("Putin", "Putin's train"),
            .hit("putin", "Putin’s train"), .hit("jong-un", "Kim Jong Un"),
            .hit("\"Kim Jong Un\"", "KIM JONG-UN speaks"),
            .hit("\"Kim Jong-un\"", "Kim Jong Un"), .hit("\"kim jong un\"", "Kim·Jong・Un"),
            .miss("\"Kim Jong Un\"", "Kim met Jong Un"), .miss("\"Kim Jong Un\"", "Un Jong Kim"),
            .hit("cafe", "Café"), .hit("Strasse", "Straße"), .hit("KCNA", "ＫＣＮＡ"), .hit("ＫＣＮＡ", "kcna said"),
            .hit("o'brien", "O’Brien"), .hit("covid-19", "Covid 19"), .hit("G20", "the g20 summit"),
            .hit("WHO", "who knows"), .miss("=WHO", "who knows"), .hit("=WHO", "the WHO said"),
            .hit("=WHO", "WHO's"),
            .miss("=\"AP\"", "an ap"), .hit("=\"AP\"", "SEOUL (AP)"), .hit("=WHO", "ＷＨＯ"),
            .hit("12:30", "at 12:30 today"),
            // Asterisks.
            .hit("launch*", "Launches"), .miss("launch*", "relaunch"), .hit("*launch", "relaunch"),
            .miss("*launch", "launches"), .hit("*launch*", "relaunches"),
            .hit("\"foreign minister*\"", "Foreign Ministers"),
            .miss("\"foreign minister*\"", "ministers foreign"),
            .hit("\"Северн* Коре*\"", "в Северной Корее"),
            .hit("\"Kim Jong-u*\"", "Kim Jong Un"), .hit("=Путин*", "Путиным"),
            .hit("=Putin", "PUTIN MEETS KIM"), .hit("=Putin", "KIM MEETS PUTIN"),
            .miss("=Putin", "PUTIN MEETS Kim"),
            .hit("=Putin", "KIM, PUTIN MEET in Vladivostok"), .miss("=Putin", "PUTIN 북한 MEETS KIM"),
            .hit("=\"Kim Jong Un\"", "KIM JONG UN"), .miss("=who", "the WHO said"),
            .hit("=who", "ASK WHO KNOWS"),
            // Russian.
            .hit("путин*", "началась путина"), .hit("=Путин*", "Путина началась"),
            .miss("=Путин*", "началась путина"), .hit("ё", "е"), .hit("еще", "ещё"), .miss("и", "й"),
            .hit("Путин", "Пу\u{301}тин"), .miss("май", "маи"),
            .hit("=Путин* NEAR/15 (=КНДР OR \"Ким Чен Ын*\")", "Путин встретил Ким Чен Ына"),
            .miss("=Путин* NEAR/15 (=КНДР OR \"Ким Чен Ын*\")", "Путина началась на Дальнем Востоке"),
            // Korean.
            .hit("북한", "북한은 어제"), .hit("북한", "북한과의 대화"), .hit("북한", "북한"), .miss("북한", "북한산 등산"),
            .miss("북한", "북한강"),
            .miss("북한", "대북한"), .hit("북한*", "북한산"), .hit("북한", "\"북한\""), .miss("미국", "한미국방장관회담"),
            .hit("*미국*", "한미국방장관회담"), .hit("김정은*", "김정은동지께서는"), .miss("김정은", "김정은동지께서는"),
            .hit("*정상회담", "북러정상회담을"), .hit("*정상회담*", "북러정상회담장"), .miss("*정상회담", "북러정상회담장"),
            .hit("6자회담", "6자회담이"), .hit("\"북한 미사일\"", "북한의 미사일을"), .miss("\"북한 미사일\"", "북한 신형 미사일"),
            .hit("KBS", "KBS는 보도했다"), .hit("한", "한은 총재"),
            // Chinese and Japanese.
            .hit("普京", "俄罗斯总统普京抵达"), .hit("金正恩", "朝鲜最高领导人金正恩"), .miss("普京", "普通 京城"), .miss("北韩", "北韓"),
            .hit("キム", "キム委員長"), .miss("キム", "キムチの日"), .miss("キム", "ハキム氏"), .hit("キム*", "キムチの日"),
            .hit("プーチン", "プーチン大統領"), .miss("フーチン", "プーチン大統領"), .hit("プーチン", "ﾌﾟｰﾁﾝ大統領"), .hit("キム", "ｷﾑ氏"),
            .hit("キム・ジョンウン", "キム・ジョンウン氏"), .hit("キム・ジョンウン", "キム ジョンウン氏"), .hit("\"六方 会谈\"", "六方会谈"),
            .hit("プーチン大統領", "露プーチン大統領が"), .hit("ロシア", "露ロシア語"), .miss("ロシア", "ベロシアン"), .hit("金", "李金"),
            // Operators.
            .hit("a1 b1", "b1 a1"), .miss("a1 b1", "a1"), .hit("a1 AND b1", "b1 a1"), .hit("a1 OR b1", "b1"),
            .hit("a1 | b1", "b1"), .miss("a1 -b1", "a1 b1"), .hit("a1 -b1", "a1"),
            .miss("a1 NOT b1", "a1 b1"),
            .miss("a1 AND NOT b1", "a1 b1"), .hit("a1 -(b1 c1)", "a1 b1"), .hit("a1 --b1", "a1 b1"),
            .miss("a1 --b1", "a1"),
            .hit("“kim jong un”", "Kim Jong Un"), .miss("“kim jong un”", "un jong kim"),
            .hit("（a1 OR b1） c1", "b1 c1"),
            .hit("\"or\"", "this or that"), .hit("near", "near here"),
            // Distance.
            .hit("a1 NEAR/2 b1", "a1 x x b1"), .miss("a1 NEAR/2 b1", "a1 x x x b1"),
            .hit("a1 NEAR/0 b1", "b1 a1"),
            .miss("a1 NEAR/0 b1", "b1 x a1"), .hit("a1 NEAR b1", "a1 1 2 3 4 5 6 7 8 9 10 b1"),
            .miss("a1 NEAR b1", "a1 1 2 3 4 5 6 7 8 9 10 11 b1"), .hit("a1 BEFORE/2 b1", "a1 x b1"),
            .miss("a1 BEFORE/2 b1", "b1 x a1"), .hit("a1 ONEAR/2 b1", "a1 x b1"),
            .hit("a1 AROUND(2) b1", "b1 x x a1"), .hit("a1 NEAR(2) b1", "b1 x x a1"),
            .miss("a1 BEFORE(2) b1", "b1 a1"), .hit("'tis a1", "'tis a1"),
            .hit("\"a1 b1\"~1", "b1 x a1"), .miss("\"a1 b1\"~1", "b1 x x a1"),
            .hit("a1 NEAR/1 (b1 OR c1)", "c1 x a1"),
            .hit("a1 NEAR/1 b1 NEAR/1 c1", "a1 x b1 x c1"), .miss("a1 NEAR/1 b1 NEAR/1 c1", "a1 x b1 x x c1"),
            .hit("a1 BEFORE/1 b1 BEFORE/1 c1", "b1 a1 b1 c1"), .miss("kim NEAR/5 \"kim jong\"", "kim jong"),
            .hit("kim NEAR/5 kim", "kim and kim"), .miss("kim NEAR/5 kim", "kim"),
            .hit("普京 NEAR/3 金正恩", "普京与金正恩"), .hit("普京 NEAR/3 金正恩", "普京一二三四五六金正恩"),
            .miss("普京 NEAR/3 金正恩", "普京一二三四五六七金正恩"), .hit("普京 NEAR/8 金正恩", "普京总统今天上午在海参崴会见金正恩"),
            .hit("푸틴* NEAR/2 김정은*", "푸틴 대통령은 어제 김정은과"), .miss("푸틴* NEAR/1 김정은*", "푸틴 대통령은 어제 김정은과"),
        ] as [MeaningCase])
    func `a query finds what the language says`(_ test: MeaningCase) throws {
        let query = try Desk.query(test.query)
        #expect(query.matches(Desk.item(test.text)) == test.isMatch)
        #expect(query.matches(Desk.item("", test.text)) == test.isMatch)
        #expect(query.matches(Desk.item("", Desk.decomposed(test.text))) == test.isMatch)
        #expect(try Desk.query(Desk.decomposed(test.query)).matches(Desk.item(test.text)) == test.isMatch)
    }

    @Test(arguments: [
        ("title:kim", true, false), ("intitle:kim", true, false), ("text:kim", false, true),
        ("title:(kim OR lee)", true, false), ("title:(kim lee)", false, false),
        ("title:\"kim\"", true, false),
        ("title:=Kim", true, false), ("title:@list", true, false), ("kim -title:kim", false, true),
        ("title:(kim NEAR/3 met)", true, false),
    ])
    func `a field narrows`(_ text: String, _ inTitle: Bool, _ inText: Bool) throws {
        let aliases = try AliasTable(aliases: [Desk.alias("list", "Kim")])
        let query = try Desk.query(text, aliases: aliases)
        #expect(query.matches(Desk.item("Kim met", "nothing")) == inTitle)
        #expect(query.matches(Desk.item("nothing", "Kim met")) == inText)
    }

    @Test func `words are near in one field only`() throws {
        let query = try Desk.query("kim NEAR/5 putin")
        #expect(!query.matches(Desk.item("Kim", "Putin")))
        #expect(query.matches(Desk.item("Kim", "Putin and Kim")))
        #expect(try Desk.query("kim putin").matches(Desk.item("Kim", "Putin")))
    }

    @Test(arguments: [
        ("source:kcna*", true), ("source:kcna", false), ("source:\"KCNA Watch\"", true),
        ("source:*watch", true),
        ("source:k*w*h", true), ("source:k*x*h", false), ("feed:kcna-en", true), ("feed:kcna-*", true),
        ("tag:Korea", true),
        ("tag:kor", false), ("lang:ko", true), ("lang:ko-KR", true), ("lang:k", false), ("lang:en", false),
        ("author:\"Lee Je-son\"", true), ("author:*je-son", true),
        ("url:https://www.kcna.kp/en/article?q=1", true),
        ("url:*/en/*", true), ("inurl:/en/", true), ("inurl:/ko/", false), ("url:kcna.kp", false),
        ("site:kcna.kp", true),
        ("site:www.kcna.kp", true), ("site:cna.kp", false), ("site:*.kp", true), ("cat:politics", true),
        ("cat:sport", false), ("outlets:>=5", true), ("outlets:>5", false), ("outlets:<6", true),
        ("outlets:<=4", false),
        ("langs:>=2", true), ("langs:>=3", false), ("-lang:en x", true), ("SOURCE:kcna*", true),
    ])
    func `a claim about the item is a whole value`(_ text: String, _ isMatch: Bool) throws {
        var item = Desk.item("x", "y")
        item.outlet = "KCNA Watch"
        item.feed = "kcna-en"
        item.tags = ["dprk", "korea"]
        item.language = "ko-KR"
        item.authors = ["LEE Je-Son"]
        item.url = "https://www.kcna.kp/en/article?q=1"
        item.host = "www.kcna.kp"
        item.categories = ["Politics"]
        item.outletCount = 5
        item.languageCount = 2
        #expect(try Desk.query(text).matches(item) == isMatch)
    }

    /// The item is of 2019-04-25 12:00 UTC, 21:00 in Seoul; now is ten hours later.
    @Test(arguments: [
        ("since:2d", true), ("since:9h", false), ("since:11h", true), ("until:11h", false),
        ("until:9h", true),
        ("since:2019-04-25", true), ("since:2019-04-26", false), ("until:2019-04-25", true),
        ("until:2019-04-24", false),
        ("date:2019-04-25", true), ("date:2019-04-24", false), ("date:2019-04-24..2019-04-26", true),
        ("date:2019-04-26..", false), ("date:..2019-04-25", true), ("since:2019-04-25T21:00", true),
        ("since:2019-04-25T21:01", false), ("since:2019-04-25T12:00Z", true),
        ("since:2019-04-25T12:00:01Z", false),
        ("since:2019-04-25T22:00+09:00", false), ("date:yesterday", true), ("date:today", false),
        ("since:1w", true),
    ])
    func `a search is bounded in time on the reader's clock`(_ text: String, _ isMatch: Bool) throws {
        let context = QueryContext.search(now: Desk.now + .hours(10), offset: .hours(9))
        #expect(try Desk.query("x \(text)", context).matches(Desk.item("x")) == isMatch)
    }
}
