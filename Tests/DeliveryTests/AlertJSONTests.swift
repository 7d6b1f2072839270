import Delivery
import Model
import Testing

@Suite struct `the JSON of an alert` {
    @Test func `holds everything, in a fixed order`() {
        let json = String(decoding: AlertJSON.bytes(of: .summit), as: UTF8.self)
        let expected =
            #"{"type":"alert.opened","timestamp":"2019-04-25T05:07:00Z","data":{"schema":1,"#
            + #""id":"putin-kim/\#(StoryID(42))","key":"alert_putin-kim_\#(StoryID(42))_1","revision":1,"#
            + #""watch":"putin-kim","severity":"urgent","reason":{"code":"opened"},"#
            + #""story":{"id":"\#(StoryID(42))","headline":"Vladimir Putin and Kim Jong-un meet in Vladivostok","#
            + #""url":"https://en.example/1","languages":["ko","ru"],"#
            + #""first":{"outlet":"Yonhap","time":"2019-04-25T05:05:00Z"}},"#
            + #""counts":{"items":5,"outlets":3,"languages":2,"independent_texts":2},"#
            + #""why":[{"term":"@kim","found":"Kim Jong-un","field":"title","snippet":"and Kim Jong-un meet"},"#
            + #"{"term":"@kim","found":"김정은","field":"title","snippet":"김정은·푸틴"},"#
            + #"{"term":"@putin","found":"Putin","field":"text","snippet":"Vladimir Putin and"}],"#
            + #""items":[{"outlet":"Yonhap","kind":"wire","language":"ko","#
            + #""title":"김정은·푸틴, 블라디보스토크서 첫 정상회담","url":"https://ko.example/1","#
            + #""time":"2019-04-25T05:05:00Z","copy":false},"#
            + #"{"outlet":"TASS","kind":null,"language":null,"title":"Путин и Ким \"провели\" переговоры","#
            + #""url":null,"time":"2019-04-25T05:07:00.500Z","copy":true}]}}"#
        #expect(json == expected)
    }

    @Test(arguments: [
        (AlertReason.outlets(15), #""reason":{"code":"outlets","outlets":15}"#),
        (.kind(.state), #""reason":{"code":"kind","kind":"state"}"#),
        (.language("zh"), #""reason":{"code":"language","language":"zh"}"#),
        (.correction, #""reason":{"code":"correction"}"#),
    ])
    func `says why there is an update`(reason: AlertReason, member: String) {
        let alert = Alert.summit { alert in
            alert.revision = 2
            alert.reason = reason
        }
        let json = String(decoding: AlertJSON.bytes(of: alert), as: UTF8.self)
        #expect(json.hasPrefix(#"{"type":"alert.updated","#))
        #expect(json.contains(member))
    }

    @Test func `is one line whatever the feeds say`() {
        let alert = Alert.summit { $0.content.headline = "a\nb\u{2028}c\u{1B}" }
        let bytes = AlertJSON.bytes(of: alert)
        #expect(bytes.allSatisfy { $0 >= 0x20 })
        #expect(String(decoding: bytes, as: UTF8.self).contains(#""headline":"a\nb\u2028c\u001b""#))
    }

    @Test func `lists no more than twenty reports`() {
        let alert = Alert.summit { alert in
            alert.content.reports = (0..<50).map { index in
                AlertReport(
                    outlet: "outlet-\(index)", kind: nil, language: nil, title: "", url: nil,
                    time: alert.decided, isCopy: false)
            }
        }
        let json = String(decoding: AlertJSON.bytes(of: alert), as: UTF8.self)
        #expect(json.contains("outlet-19"))
        #expect(!json.contains("outlet-20"))
    }
}
