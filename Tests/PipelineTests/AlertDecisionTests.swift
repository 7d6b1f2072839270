import Model
import Pipeline
import Testing

/// A story file with reports of so many outlets.
private enum Desk {
    static let start = Timestamp(seconds: 1_556_000_000)

    static func report(
        _ number: Int, outlet: String? = nil, kind: OutletKind? = .newspaper, language: String = "en",
        seenAfter minutes: Int64 = 0
    ) -> Report {
        var content = ItemContent(title: "Headline \(number)", text: "Text \(number).")
        content.language = language
        let item = Item(
            id: ItemID(Int64(number)), feed: FeedID(1), content: content, guid: nil, canonicalURL: nil,
            contentHash: UInt64(number), firstSeen: start + .minutes(minutes), revision: 1, isQuiet: false)
        let placement = Placement(
            item: item.id, story: StoryID(1), report: number == 1 ? .original : .own, confidence: 1,
            because: [])
        return Report(
            item: item, outlet: Outlet(name: outlet ?? "Outlet \(number)", kind: kind), placement: placement)
    }

    static func story(outlets: Int, matched: Bool = true) -> StoryFile {
        var file = StoryFile(id: StoryID(1))
        for number in 0..<outlets { file.add(report(number + 1), isCorrection: false) }
        if matched { file.note(match, mayAlert: true) }
        return file
    }

    static let match = Match(
        watch: "summit", item: ItemID(1), story: StoryID(1), score: nil,
        evidence: [Evidence(term: "@kim", found: "Kim", field: .title, snippet: "Kim to visit")])

    /// A stored story whose items all meet the watch.
    static func detail(_ id: StoryID, items: [Int], toldBefore: Set<String>) -> StoryDetail {
        StoryDetail(
            dossier: StoryDossier(
                story: Story(
                    id: id, lead: ItemID(Int64(items[0])), headline: "", opened: start, lastReport: start,
                    items: items.count, outlets: [], languages: [], independentTexts: items.count),
                url: nil, aliases: [], watches: ["summit"], quietWatches: [], told: [],
                toldBefore: toldBefore),
            reports: items.map { report($0) }, matches: [match], revisions: [])
    }

    static var watch: WatchSettings { WatchSettings(name: "summit", query: "@kim") }

    static func verdict(
        _ story: StoryFile, _ change: (inout WatchSettings) -> Void = { _ in }
    ) -> AlertDecision.Verdict {
        var watch = watch
        change(&watch)
        return AlertDecision.verdict(watch: watch, story: story, language: "en", now: start)
    }

    /// The story once an alert has gone out for it as it stands.
    static func told(_ story: StoryFile, _ watch: WatchSettings = watch) throws -> StoryFile {
        var story = story
        let alert = AlertDecision.alert(.open, watch: watch, story: story, language: "en", now: start)
        story.tell(try #require(alert))
        story.settle()
        return story
    }
}

@Suite struct AlertDecisionTests {
    @Test func `the first match opens an alert that shows its evidence`() throws {
        let story = Desk.story(outlets: 2)
        #expect(Desk.verdict(story) == .open)
        let alert = try #require(
            AlertDecision.alert(.open, watch: Desk.watch, story: story, language: "en", now: Desk.start))
        #expect(alert.id == AlertID(watch: "summit", story: StoryID(1)))
        #expect(alert.revision == 1)
        #expect(alert.reason == .opened)
        #expect(alert.content.evidence == Desk.match.evidence)
        #expect(alert.content.outlets == 2)
    }

    @Test func `a second report tells nobody again`() throws {
        var story = try Desk.told(Desk.story(outlets: 1))
        story.add(Desk.report(2), isCorrection: false)
        story.note(Desk.match, mayAlert: true)
        #expect(Desk.verdict(story) == .nothing(.alreadyTold))
    }

    @Test func `the fifth outlet is reason for an update and the sixth is not`() throws {
        var story = try Desk.told(Desk.story(outlets: 4))
        story.add(Desk.report(5), isCorrection: false)
        #expect(Desk.verdict(story) == .update(.outlets(5)))
        let update = try #require(
            AlertDecision.alert(
                .update(.outlets(5)), watch: Desk.watch, story: story, language: "en", now: Desk.start))
        #expect(update.revision == 2)
        story.tell(update)
        story.add(Desk.report(6), isCorrection: false)
        #expect(Desk.verdict(story) == .nothing(.alreadyTold))
    }

    @Test func `thresholds passed at once give one update for the highest`() throws {
        var story = try Desk.told(Desk.story(outlets: 1))
        for number in 2...16 { story.add(Desk.report(number), isCorrection: false) }
        #expect(Desk.verdict(story) == .update(.outlets(15)))
    }

    @Test func `many items of one outlet are one voice`() throws {
        var story = try Desk.told(Desk.story(outlets: 1))
        for number in 2...20 { story.add(Desk.report(number, outlet: "Outlet 1"), isCorrection: false) }
        #expect(Desk.verdict(story) == .nothing(.alreadyTold))
    }

    @Test func `a story of too few outlets waits`() {
        let verdict = Desk.verdict(Desk.story(outlets: 2)) { $0.minimumOutlets = 3 }
        #expect(verdict == .nothing(.belowMinimumOutlets(have: 2, need: 3)))
        #expect(Desk.verdict(Desk.story(outlets: 3)) { $0.minimumOutlets = 3 } == .open)
    }

    @Test func `outlets outside of the span do not count`() {
        var story = Desk.story(outlets: 1)
        story.add(Desk.report(2, seenAfter: 600), isCorrection: false)
        let verdict = Desk.verdict(story) {
            $0.minimumOutlets = 2
            $0.within = .hours(6)
        }
        #expect(verdict == .nothing(.belowMinimumOutlets(have: 1, need: 2)))
    }

    @Test func `quiet items alone alert nobody`() {
        var story = Desk.story(outlets: 1, matched: false)
        story.note(Desk.match, mayAlert: false)
        #expect(Desk.verdict(story) == .nothing(.onlyQuietItems))
    }

    @Test func `an expired watch is silent`() {
        #expect(Desk.verdict(Desk.story(outlets: 1)) { $0.expires = Desk.start } == .nothing(.expired))
    }

    @Test func `a kind whose report came before the alert and was placed after it is told`() throws {
        var story = try Desk.told(Desk.story(outlets: 1))
        story.add(Desk.report(2, kind: .wire), isCorrection: false)
        #expect(Desk.verdict(story) { $0.updateOn = [.kind] } == .update(.kind(.wire)))
    }

    @Test func `updates for a new language or kind come only where asked for`() throws {
        var story = try Desk.told(Desk.story(outlets: 1))
        story.add(Desk.report(2, kind: .wire, language: "ko", seenAfter: 5), isCorrection: false)
        #expect(Desk.verdict(story) == .nothing(.alreadyTold))
        #expect(Desk.verdict(story) { $0.updateOn = [.language] } == .update(.language("ko")))
        #expect(Desk.verdict(story) { $0.updateOn = [.kind] } == .update(.kind(.wire)))
    }

    @Test func `a corrected lead is told where asked for, another report is not`() throws {
        var story = try Desk.told(Desk.story(outlets: 2))
        story.add(Desk.report(2), isCorrection: true)
        #expect(Desk.verdict(story) { $0.updateOn = [.correction] } == .nothing(.alreadyTold))
        story.add(Desk.report(1), isCorrection: true)
        #expect(Desk.verdict(story) { $0.updateOn = [.correction] } == .update(.correction))
    }

    @Test func `alerts of both halves of a merged story count as told`() throws {
        var early = Desk.story(outlets: 1, matched: false)
        var late = StoryFile(id: StoryID(9))
        late.add(Desk.report(9), isCorrection: false)
        late.note(Desk.match, mayAlert: true)
        late = try Desk.told(late)
        early.absorb(late)
        #expect(early.aliases == [StoryID(9)])
        #expect(Desk.verdict(early) == .nothing(.alreadyTold))
    }

    @Test func `what a person parts from a story that was told is told to nobody`() {
        let parted = StoryFile(Desk.detail(StoryID(9), items: [9], toldBefore: ["summit"]))
        #expect(Desk.verdict(parted) == .nothing(.toldBeforeParting))
        #expect(
            Desk.verdict(parted) { $0.updateOn = [.outlets, .language, .kind, .correction] }
                == .nothing(.toldBeforeParting))
        let other = StoryFile(Desk.detail(StoryID(9), items: [9], toldBefore: ["another"]))
        #expect(Desk.verdict(other) == .open)
    }

    @Test func `a story that absorbs what was parted from a told one counts as told`() {
        var file = Desk.story(outlets: 1)
        file.absorb(StoryFile(Desk.detail(StoryID(9), items: [9], toldBefore: ["summit"])))
        #expect(Desk.verdict(file) == .nothing(.toldBeforeParting))
    }

    @Test func `routes take what is loud enough for them`() {
        var phone = RouteSettings(name: "phone", type: .exec)
        phone.severity = .urgent
        let desk = RouteSettings(name: "desk", type: .journal)
        var watch = Desk.watch
        watch.notify = ["phone", "desk"]
        func routes(_ severity: Severity) -> [String] {
            watch.severity = severity
            return AlertDecision.routes(for: watch, defaults: ["desk"], among: [phone, desk])
        }
        #expect(routes(.urgent) == ["phone", "desk"])
        #expect(routes(.normal) == ["desk"])
        #expect(routes(.low) == [])
    }

    @Test func `a story that was found in what was stored counts as told`() {
        var detail = Desk.detail(StoryID(1), items: [1, 2], toldBefore: [])
        detail.dossier.backfilled = ["summit"]
        #expect(Desk.verdict(StoryFile(detail)) == .nothing(.backfilled))
        detail.dossier.backfilled = ["other"]
        #expect(Desk.verdict(StoryFile(detail)) == .open)
        var other = StoryFile(id: StoryID(9))
        detail.dossier.backfilled = ["summit"]
        other.absorb(StoryFile(detail))
        #expect(Desk.verdict(other) == .nothing(.backfilled))
    }
}
