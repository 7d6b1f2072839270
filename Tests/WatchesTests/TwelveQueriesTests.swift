import Model
import Testing
import Text

@testable import Watches

/// The desk's twelve queries, each with what it must find and what it must not.
struct TwelveQueriesTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var query: String
        var hits: [String]
        var misses: [String]

        var testDescription: String { query }
    }

    static let cases: [Case] = [
        Case(
            query: "(@kim NEAR/25 @putin) @summit",
            hits: [
                "Kim Jong-un and Putin meet in Vladivostok", "Путин проведет переговоры с Ким Чен Ыном",
                "김정은 위원장과 푸틴 대통령이 북러정상회담을 열었다", "普京与金正恩在海参崴举行会晤", "プーチン大統領とキム・ジョンウン氏が首脳会談",
                "경애하는 최고령도자 김정은동지께서는 뿌찐대통령과 수뇌회담을 진행하시였다",
            ],
            misses: [
                "Putin speaks of Kim", "Ким Чен Ын прибыл", "началась путина, встреча рыбаков", "キムチとプーチン会談",
            ]),
        Case(
            query:
                "(@dprk OR @kim) @russia (@summit OR envoy* OR ambassador* OR \"foreign minister*\" OR 외무상* OR посол* OR 外相)",
            hits: ["North Korean envoys fly to Moscow", "посол России в КНДР", "북한 외무상, 러시아로"],
            misses: ["North Korean envoys fly to Beijing", "북한산 러시아 외무상"]),
        Case(
            query:
                "title:(@dprk OR @kim) title:(launch* OR missile* OR 미사일* OR 발사* OR ракет* OR 导弹 OR 飛彈 OR ミサイル OR 発射)",
            hits: ["North Korea launches missile", "북한이 미사일을 발사했다", "北朝鮮がミサイル発射", "朝鲜发射导弹"],
            misses: ["Missile launched by Iran", "북한강 미사일"]),
        Case(
            query: "(@dprk OR @kim) @nuclear -tag:sport -title:(football OR 축구* OR футбол*)",
            hits: ["Pyongyang nuclear talks", "북한 비핵화 협상", "КНДР: ядерное оружие"],
            misses: ["Pyongyang nuclear football", "북한 비핵화 축구대회"]),
        Case(
            query:
                "(@dprk OR @kim) @sanctions (\"Security Council\" OR =UNSC OR 안보리* OR Совбез* OR 安理会 OR 安保理)",
            hits: ["Security Council: DPRK sanctions", "안보리 북한 제재", "安保理の北朝鮮制裁"],
            misses: ["council of security: DPRK sanctions", "unsc DPRK sanctions"]),
        Case(
            query:
                "@kim ((train* OR 열차* OR бронепоезд* OR поезд* OR 专列 OR 列車) NEAR/40 (@vladivostok OR border OR Khasan OR Хасан* OR 하산))",
            hits: [
                "Kim Jong Un's train crosses the border", "поезд Ким Чен Ына прибыл в Хасан",
                "김정은 열차 하산역 하산에",
            ],
            misses: ["Kim Jong Un trains", "Kim Jong Un at the border"]),
        Case(
            query: "(source:kcna* OR source:tass* OR source:xinhua*) @kim @putin", hits: [],
            misses: ["Kim Jong Un and Putin"]),
        Case(
            query: "(\"Blue House\" OR \"Cheong Wa Dae\" OR 청와대 OR 통일부 OR 외교부) @russia",
            hits: ["청와대는 러시아와", "Blue House on Russia"],
            misses: ["blue houses in Russia", "House Blue Russia"]),
        Case(
            query: "(@dprk OR @kim) (abduct* OR 납치* OR похищен* OR 拉致)",
            hits: ["北朝鮮による拉致問題", "abductions by North Koreans"],
            misses: ["拉致問題"]),
        Case(
            query: "@trump NEAR/30 @kim",
            hits: ["Trump and Kim Jong Un", "トランプ大統領と金正恩氏", "트럼프 대통령과 김정은 위원장"],
            misses: ["Trump and Kim"]),
        Case(
            query: "@six-party",
            hits: [
                "six party talks resume", "6자회담을 재개", "6자 회담 재개", "шестисторонних переговоров", "六方会谈",
                "六カ国協議再開",
            ],
            misses: ["six talks", "6者", "party talks"]),
    ]

    @Test(arguments: cases)
    func `finds and misses`(_ test: Case) throws {
        let query = try Desk.query(test.query)
        for text in test.hits { #expect(query.matches(Desk.item(text)), "\(text)") }
        for text in test.hits {
            #expect(query.matches(Desk.item(Desk.decomposed(text))), "\(text), decomposed")
        }
        for text in test.misses { #expect(!query.matches(Desk.item(text)), "\(text)") }
    }

    @Test func `state media`() throws {
        let query = try Desk.query("(source:kcna* OR source:tass* OR source:xinhua*) @kim @putin")
        var item = Desk.item("Kim Jong Un and Putin")
        item.outlet = "TASS"
        #expect(query.matches(item))
    }

    @Test func `big, and not only in English`() throws {
        let query = try Desk.query("@kim @putin outlets:>=10 -lang:en")
        var item = Desk.item("김정은과 푸틴이")
        item.language = "ko"
        #expect(query.dependsOnStory)
        #expect(!query.matches(item))
        item.outletCount = 10
        #expect(query.matches(item))
        item.language = "en-GB"
        #expect(!query.matches(item))
    }

    @Test func `the desk's lists are without mistakes`() throws {
        _ = try AliasTable(aliases: Desk.settings)
    }
}
