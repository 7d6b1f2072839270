package import Model
import Text

/// An alert that no news caused: what `route test` sends.
extension Alert {
    /// A sample that says of itself that it is one; no two moments give the same.
    ///
    /// - Parameters:
    ///   - watch: whose alert it pretends to be.
    package static func sample(route: String, watch: WatchSettings?, at now: Timestamp) -> Alert {
        let name = watch?.name ?? "test"
        // Stories of real items have small numbers.
        let story = StoryID(Int64(StableHash.of("\(route) \(now.milliseconds)") >> 1))
        let headline = "Test of route \(route): this is no news"
        let time = now - .minutes(2)
        let content = AlertContent(
            watch: name, severity: watch?.severity ?? .normal, story: story, headline: headline,
            url: "https://example.org/wirewatch-test", outlets: 3, languages: ["en", "ko", "ru"], items: 4,
            independentTexts: 3, firstOutlet: "Example Agency", firstReport: time,
            evidence: [
                Evidence(term: "test", found: "Test", field: .title, snippet: "Test of route \(route)")
            ],
            reports: [
                AlertReport(
                    outlet: "Example Agency", kind: .wire, language: "en", title: headline,
                    url: "https://example.org/wirewatch-test", time: time, isCopy: false),
                AlertReport(
                    outlet: "Example Daily", kind: .newspaper, language: "ko", title: "시험 알림: 뉴스가 아닙니다",
                    url: "https://example.org/ko", time: time + .minutes(1), isCopy: false),
                AlertReport(
                    outlet: "Example Online", kind: nil, language: "ru",
                    title: "Проверка связи, это не новость",
                    url: "https://example.org/ru", time: now, isCopy: false),
            ])
        return Alert(
            id: AlertID(watch: name, story: story), revision: 1, reason: .opened, decided: now,
            content: content)
    }
}
