import Model
import Pipeline
import Testing

@Suite struct StoryTimelineTests {
    /// A story of reports in order of arrival: outlet, minutes after the start, and the number of what each is a copy of.
    private static func story(_ reports: [(outlet: String, minutes: Int64, copyOf: Int64?)]) -> StoryDetail {
        let start = Timestamp(seconds: 1_556_000_000)
        let seen = start + .days(1)
        let id = StoryID(1)
        let told = reports.enumerated().map { index, report in
            var content = ItemContent(title: "Headline \(index + 1)", text: "")
            content.published = start + .minutes(report.minutes)
            let item = Item(
                id: ItemID(Int64(index + 1)), feed: FeedID(1), content: content, guid: nil, canonicalURL: nil,
                contentHash: UInt64(index), firstSeen: seen, revision: 1, isQuiet: false)
            let kind = report.copyOf.map { ReportKind.copy(of: ItemID($0)) } ?? .own
            return Report(
                item: item, outlet: Outlet(name: report.outlet, kind: .wire),
                placement: Placement(item: item.id, story: id, report: kind, confidence: 1, because: []))
        }
        let story = Story(
            id: id, lead: ItemID(1), headline: "", opened: start, lastReport: seen, items: reports.count,
            outlets: [], languages: [], independentTexts: 1)
        return StoryDetail(
            dossier: StoryDossier(
                story: story, url: nil, aliases: [], watches: [], quietWatches: [], told: [], toldBefore: []),
            reports: told, matches: [], revisions: [])
    }

    private static func lines(_ detail: StoryDetail) -> [String] {
        StoryTimeline(detail).entries.flatMap { entry in
            [entry] + entry.copies
        }.map { "\($0.report.item.id.rawValue) \($0.behind) \($0.kind)" }
    }

    @Test func `an outlet's earliest report leads what carries it on, though the newest was placed first`() {
        let detail = Self.story([("A", 60, nil), ("A", 30, 1), ("A", 0, 2), ("B", 90, 1), ("C", 10, nil)])
        #expect(
            Self.lines(detail) == [
                "3 first own", "2 +30 min update", "1 +60 min update", "4 +90 min copy", "5 +10 min own",
            ])
    }

    @Test func `an agency's text stays the original of who printed it before`() {
        let detail = Self.story([("A", 0, 2), ("B", 30, nil)])
        #expect(Self.lines(detail) == ["2 +30 min own", "1 first copy"])
        #expect(StoryTimeline(detail).first?.outlet.name == "A")
    }
}
