import Model
import Pipeline

extension Alert {
    /// The first alert of the Vladivostok summit.
    static let summit = Alert(
        id: AlertID(watch: "putin-kim", story: StoryID(42)), revision: 1, reason: .opened,
        decided: Timestamp(seconds: 1_556_168_820), content: .summit)

    /// `summit` with other content.
    static func summit(_ change: (inout Alert) -> Void) -> Alert {
        var alert = summit
        change(&alert)
        return alert
    }
}

extension AlertContent {
    static let summit = AlertContent(
        watch: "putin-kim", severity: .urgent, story: StoryID(42),
        headline: "Vladimir Putin and Kim Jong-un meet in Vladivostok", url: "https://en.example/1",
        outlets: 3,
        languages: ["ko", "ru"], items: 5, independentTexts: 2, firstOutlet: "Yonhap",
        firstReport: Timestamp(seconds: 1_556_168_700),
        evidence: [
            Evidence(term: "@kim", found: "Kim Jong-un", field: .title, snippet: "and Kim Jong-un meet"),
            Evidence(term: "@kim", found: "김정은", field: .title, snippet: "김정은·푸틴"),
            Evidence(term: "@putin", found: "Putin", field: .text, snippet: "Vladimir Putin and"),
        ],
        reports: [
            AlertReport(
                outlet: "Yonhap", kind: .wire, language: "ko", title: "김정은·푸틴, 블라디보스토크서 첫 정상회담",
                url: "https://ko.example/1", time: Timestamp(seconds: 1_556_168_700), isCopy: false),
            AlertReport(
                outlet: "TASS", kind: nil, language: nil, title: "Путин и Ким \"провели\" переговоры",
                url: nil,
                time: Timestamp(milliseconds: 1_556_168_820_500), isCopy: true),
        ])
}

extension Channel {
    /// Sends an alert: most messages are.
    func send(_ alert: Alert, at moment: Timestamp) async throws(DeliveryError) {
        try await send(.alert(alert), at: moment)
    }
}
