import Model
import Stories
import Testing

/// Titles that are alike word for word and tell different events, and such as tell one event in other signs.
@Suite struct LookAlikeTests {
    /// Whether the second title joins the story of the first.
    private static func joins(
        _ first: String, _ second: String, text: String = "", language: String = "en"
    ) -> Bool {
        var desk = StoryDesk()
        let story = desk.place(first, text, outlet: "A", language: language).story
        return desk.place(second, text, outlet: "B", language: language).story == story
    }

    @Test(arguments: [
        ("Volvo recalls 90,000 cars over brakes", "Toyota recalls 90,000 cars over brakes", "en"),
        ("Zugunglück in Sachsen: Vier Verletzte", "Zugunglück in Bayern: Vier Verletzte", "de"),
        ("부산서 승용차 추락해 2명 사망", "강릉서 승용차 추락해 2명 사망", "ko"),
        ("北海道で震度4の地震 津波の心配なし", "茨城県で震度4の地震 津波の心配なし", "ja"),
    ])
    func `a phrase with one word put in for another is another event`(
        first: String, second: String, language: String
    ) {
        #expect(!Self.joins(first, second, language: language))
    }

    @Test func `a phrase that only says more is the same event`() {
        #expect(
            Self.joins(
                "Ferry capsizes off Sulawesi", "Ferry capsizes off Sulawesi, dozens of passengers missing"))
    }

    @Test func `where the texts are one a word of the title may change`() {
        #expect(
            Self.joins(
                "Volvo recalls 90,000 cars over brakes", "Carmaker recalls 90,000 cars over brakes",
                text: """
                    Volvo is calling back 90,000 electric cars because a fault in the software of the brakes may keep \
                    them from working on long descents, the company said in Gothenburg.
                    """))
    }

    @Test func `a number in a row of like titles is another event`() {
        #expect(!Self.joins("[오늘의 증시일정] 10월 27일", "[오늘의 증시일정] 10월 28일", language: "ko"))
    }

    @Test func `signs in Korean titles are the words that they stand for`() {
        #expect(
            Self.joins(
                "美, 반도체 수출 통제 확대", "미국, 반도체 통제 대상 늘린다", language: "ko"))
        #expect(
            Self.joins("韓美 연합훈련 다음주 시작", "한미 훈련, 다음 주 시작한다", language: "ko"))
    }

    /// The rarity that the last report's words lost to the reports before it.
    private static func ownWords(_ reports: [(title: String, text: String)]) -> Float {
        var desk = StoryDesk()
        desk.window.trace = StoryTrace()
        for (number, report) in reports.enumerated() {
            _ = desk.place(report.title, report.text, outlet: "Outlet \(number)")
        }
        return desk.window.trace?.joins.map { $0.features[JoinFeature.ownWords.rawValue] }.max() ?? -1
    }

    @Test func `words that a story has made common still tell its reports`() {
        let reports = [
            "Regulator bans foreign drones", "Regulator bans drones: foreign makers are angry",
            "Shops say the regulator bans foreign drones too late",
            "Why the regulator bans foreign drones now",
            "Hobby pilots: regulator bans all foreign drones",
        ]
        #expect(Self.ownWords(reports.map { ($0, "") }) > 0)
    }

    @Test func `copies of one text make no words common`() {
        let text =
            "The regulator bans foreign drones from Monday on, since their makers may be made to hand over maps."
        let copies = ["Drones", "Foreign drones", "Regulator on drones", "A ban", "Ban of drones"].map {
            ($0, text)
        }
        #expect(Self.ownWords(copies) == 0)
    }
}
