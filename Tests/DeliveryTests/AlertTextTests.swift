import Delivery
import Model
import Testing

@Suite struct `the short text of an alert` {
    @Test func `has headline, figures, why and address`() {
        #expect(
            AlertText(.summit, offset: .hours(9)).lines == [
                "Vladimir Putin and Kim Jong-un meet in Vladivostok",
                "3 outlets · 2 languages · first Yonhap 14:05",
                "putin-kim: @kim (title), @putin (text)",
                "https://en.example/1",
            ])
    }

    @Test func `says UTC where it knows no zone`() {
        #expect(AlertText(.summit, offset: nil).figures == "3 outlets · 2 languages · first Yonhap 05:05 UTC")
    }

    @Test func `names the day where it is not that of the alert`() {
        let alert = Alert.summit { $0.content.firstReport = Timestamp(seconds: 1_556_168_700 - 86400) }
        #expect(
            AlertText(alert, offset: .hours(9)).figures
                == "3 outlets · 2 languages · first Yonhap 2019-04-24 14:05")
    }

    @Test func `counts one as one`() {
        let alert = Alert.summit { alert in
            alert.content.outlets = 1
            alert.content.languages = ["ko"]
        }
        #expect(AlertText(alert, offset: .hours(9)).figures == "1 outlet · 1 language · first Yonhap 14:05")
    }

    @Test func `leaves out an address that is not known`() {
        #expect(AlertText(.summit { $0.content.url = nil }, offset: nil).lines.count == 3)
    }

    @Test(arguments: [
        (AlertReason.opened, "putin-kim: @kim (title), @putin (text)"),
        (.outlets(15), "putin-kim: reached 15 outlets; @kim (title), @putin (text)"),
        (.kind(.state), "putin-kim: first report by a state outlet; @kim (title), @putin (text)"),
        (.language("zh"), "putin-kim: first report in zh; @kim (title), @putin (text)"),
        (.correction, "putin-kim: corrected; @kim (title), @putin (text)"),
    ])
    func `says why there is an update`(reason: AlertReason, why: String) {
        #expect(AlertText(.summit { $0.reason = reason }, offset: nil).why == why)
    }

    @Test func `names a few of many terms`() {
        let evidence = (1...11).map { Evidence(term: "t\($0)", found: "", field: .title, snippet: "") }
        #expect(
            AlertText(.summit { $0.content.evidence = evidence }, offset: nil).why
                == "putin-kim: t1 (title), t2 (title), t3 (title), t4 (title), t5 (title), t6 (title), t7 (title), "
                + "t8 (title), and 3 more")
    }

    @Test func `obeys nobody who writes a headline`() {
        let alert = Alert.summit { alert in
            alert.content.headline = "One\nTwo\u{1B}]8;;http://evil\u{7}\u{9B}31m\u{202E}drow"
            alert.content.firstOutlet = "Yon\rhap"
            alert.content.url = "https://en.example/\u{1B}[2J"
        }
        let text = AlertText(alert, offset: nil)
        #expect(text.headline == "One Two ]8;;http://evil 31mdrow")
        #expect(
            text.lines.joined().unicodeScalars.allSatisfy {
                $0.value >= 0x20 && !(0x7F...0x9F).contains($0.value)
            })
        #expect(text.lines.count == 4)
    }

    @Test func `is cut where a part is too long`() {
        let alert = Alert.summit { $0.content.headline = String(repeating: "a", count: 100_000) }
        #expect(AlertText(alert, offset: nil).headline == String(repeating: "a", count: 999) + "…")
    }
}
