import Model
import Testing
import Text

@testable import Delivery

/// Alerts of several stories in one message.
@Suite struct AlertBundleTests {
    private static func bundle(_ kind: AlertBundle.Kind, unlisted: Int = 0) -> AlertBundle {
        let second = Alert.summit { alert in
            alert.id = AlertID(watch: "dprk", story: StoryID(43))
            alert.content.watch = "dprk"
            alert.content.severity = .normal
            alert.content.headline = "A second\u{1B}[31m story <b>"
            alert.revision = 2
            alert.reason = .outlets(5)
        }
        return AlertBundle(
            kind: kind, carrier: DeliveryID(7), composed: Timestamp(seconds: 1_556_168_900),
            alerts: [.summit, second], unlisted: unlisted)
    }

    @Test func `say how many, of which watches, and a line for each`() {
        let text = AlertBundleText(Self.bundle(.flood, unlisted: 3))
        #expect(
            text.lines == [
                "5 alerts: dprk 1, putin-kim 1",
                "so many alerts waited that this is sent in place of them",
                "putin-kim (urgent): Vladimir Putin and Kim Jong-un meet in Vladivostok, 3 outlets",
                "dprk: A second [31m story <b>, 3 outlets, reached 5 outlets",
                "and 3 more: see `wirewatch alerts --limit 5`",
            ])
    }

    @Test func `are one envelope for a program, each alert as it is by itself`() {
        let json = String(decoding: Message.bundle(Self.bundle(.group)).json, as: UTF8.self)
        #expect(
            json.hasPrefix("{\"type\":\"alerts.group\",\"timestamp\":\"2019-04-25T05:08:20Z\",\"data\":{"))
        #expect(json.contains("\"key\":\"alerts_7\",\"severity\":\"urgent\""))
        #expect(json.contains("\"alerts\":[{\"schema\":1,\"id\":\"putin-kim/"))
        #expect(json.contains("\"reason\":{\"code\":\"outlets\",\"outlets\":5}"))
    }

    @Test func `are a mail with a list, harmless, in the columns of mail`() {
        let message = Message.bundle(Self.bundle(.group))
        let mail = MailContent(message, offset: nil, footer: "You get this because of route desk.")
        #expect(mail.subject == "[wirewatch] 2 alerts: dprk 1, putin-kim 1")
        #expect(mail.id == "alerts_7" && mail.follows == nil && mail.list == "alerts")
        #expect(
            mail.text.hasPrefix(
                """
                2 alerts: dprk 1, putin-kim 1

                == putin-kim ============================================ urgent =======

                1.  Vladimir Putin and Kim Jong-un meet in Vladivostok
                    3 outlets · 2 languages · first Yonhap 05:05 UTC
                    also   TASS: Путин и Ким "провели" переговоры
                    why    @kim (title), @putin (text)
                    https://en.example/1

                == dprk ================================================================

                2.  A second [31m story <b>

                """))
        #expect(mail.html.contains("A second [31m story &lt;b&gt;"))
        for line in mail.text.split(separator: "\n") {
            #expect(TerminalText.columns(of: String(line)) <= MailMessage.textColumns, "\(line)")
        }
    }

    @Test func `of a thousand stories keep a mail's page below its limit`() {
        var bundle = Self.bundle(.flood)
        bundle.alerts = (0..<1000).map { number in
            Alert.summit { $0.id = AlertID(watch: "w", story: StoryID(Int64(number))) }
        }
        let mail = MailContent(.bundle(bundle), offset: nil, footer: "f")
        #expect(mail.html.utf8.count < MailMessage.htmlBytes)
        #expect(mail.html.contains("more: <code>wirewatch alerts</code>"))
        #expect(mail.text.contains("1000. Vladimir"))
        #expect(CloudEvent.body(of: .bundle(bundle), source: "urn:x").count <= CloudEvent.eventLimit)
    }
}
