import Configuration
import Daemon
import Model
import Pipeline
import Platform
import SQLite
import Storage
import Synchronization
import TestSupport
import Testing

/// Takes messages, refuses them, or takes them and says that it did not.
private final class ForgetfulChannel: Channel {
    enum Mood: Sendable, CaseIterable {
        case takes
        case refuses
        case forgets
    }

    private let state = Mutex<(mood: Mood, messages: [Message])>((.takes, []))

    var messages: [Message] { state.withLock { $0.messages } }

    func become(_ mood: Mood) { state.withLock { $0.mood = mood } }

    func send(_ message: Message, at moment: Timestamp) async throws(DeliveryError) {
        let mood = state.withLock { state in
            if state.mood != .refuses { state.messages.append(message) }
            return state.mood
        }
        if mood != .takes { throw .unavailable(message: "\(mood)", retryAfter: nil) }
    }
}

/// SplitMix64: a small generator with a seed.
private struct Dice: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    mutating func below(_ count: Int) -> Int { Int.random(in: 0..<count, using: &self) }
}

/// A daemon in pieces, to which things happen.
private struct Trial {
    let desk: Desk
    let channel = ForgetfulChannel()
    /// What reloads go between.
    let configurations: [EditorSettings]
    let feeds: [FeedID]
    var settings: EditorSettings
    var route: RouteSettings
    var dice: Dice
    var editor: Editor
    var service: DeliveryService
    var items = 0
    var silences: [SilenceID] = []
    /// How many faults hit something.
    var crashes = 0

    init(seed: UInt64) async throws {
        dice = Dice(state: seed)
        desk = try Desk()
        let feeds = (0..<4).map { "[feed \"f\($0)\"]\nurl = https://f\($0).example/\nlang = en\n" }.joined()
        _ = try desk.daemon("escalate = 2 3\nnotify = desk\n[route \"desk\"]\ntype = journal\n\(feeds)")
        let setup = try Setup(path: desk.folder + "/feeds.conf")
        let other = """
            [wirewatch]
            notify = desk
            [watch "kim"]
            query = kim
            severity = urgent
            escalate = 2 3 4
            [watch "fish"]
            query = cannery OR salmon
            [route "desk"]
            type = journal

            """
        try AppendingFile.append(Array((other + feeds).utf8), to: desk.folder + "/other.conf")
        configurations = [
            setup.editorSettings, try Setup(path: desk.folder + "/other.conf").editorSettings,
        ]
        settings = configurations[0]
        try await desk.store.synchronise(feeds: setup.configuration.feeds, at: desk.clock.now)
        self.feeds = try await desk.store.feeds().map(\.id)
        var route = RouteSettings(name: "desk", type: seed % 2 == 0 ? .email : .ntfy)
        route.giveUpAfter = .days(60)
        route.timing.groupWait = .minutes(Int64(dice.below(3)) * 5)
        route.timing.groupInterval = .minutes(Int64(dice.below(3)) * 15)
        route.timing.flood = dice.below(2) == 0 ? 3 : nil
        if dice.below(3) == 0 { route.timing.active = [try ActiveHours("12:00..14:00")] }
        self.route = route
        editor = Editor(settings: settings)
        service = Self.service(route, channel, desk)
    }

    private static func service(
        _ route: RouteSettings, _ channel: ForgetfulChannel, _ desk: Desk
    ) -> DeliveryService {
        var rules = DeliveryRules()
        rules.hours = OpenHours(route.timing.active.map { ($0, .utc) })
        return DeliveryService(
            route: route, rules: rules, channel: channel, store: desk.store, events: { _ in },
            now: { desk.clock.now })
    }

    /// Other watches, other reasons for updates, other limits of the route; what is on its way stays.
    mutating func reload() {
        settings = configurations[dice.below(2)]
        route.timing.flood = dice.below(2) == 0 ? 3 : nil
        route.timing.groupInterval = .minutes(Int64(dice.below(3)) * 15)
        restart()
    }

    mutating func restart() {
        editor = Editor(settings: settings)
        service = Self.service(route, channel, desk)
    }

    /// Runs `body`, during which the store may fail; what is in memory is lost then.
    mutating func mayCrash(_ body: (inout Trial) async throws -> Void) async throws {
        if dice.below(3) == 0 { await desk.store.failCall(after: dice.below(40), code: 13) }
        do {
            try await body(&self)
        } catch is StoreError {
            crashes += 1
            restart()
        }
        await desk.store.clearFault()
    }

    mutating func step() async throws {
        switch dice.below(13) {
        case 0...3: try await ingest()
        case 4, 5:
            try await mayCrash { _ = try await $0.editor.editNext(of: $0.desk.store, now: $0.desk.clock.now) }
        case 6: try await mayCrash { try await $0.rule() }
        case 7: try await silence()
        case 8: restart()
        case 9: reload()
        case 10: channel.become(ForgetfulChannel.Mood.allCases[dice.below(3)])
        default: try await mayCrash { _ = try await $0.service.drain() }
        }
        desk.pass(by: .minutes(Int64(dice.below(15))))
    }

    private static let topics = [
        "Kim arrives in Vladivostok for the summit", "Kim inspects a fish cannery in Wonsan",
        "Kim replaces the head of the railway bureau", "Kim sends birthday wishes to Havana",
        "Salmon season opens off Sakhalin early", "Kim Philby papers found in a Beirut attic",
    ]

    private mutating func ingest() async throws {
        let changes = (0...dice.below(3)).map { _ -> ItemChange in
            items += 1
            let topic = Self.topics[dice.below(Self.topics.count)]
            var content = ItemContent(title: "\(topic) \(["today", "now", "again"][dice.below(3)])", text: "")
            content.language = "en"
            return .new(
                ItemDraft(
                    content: content, guid: "g\(items)", canonicalURL: "example/\(items)",
                    keys: ["g:g\(items)"], contentHash: UInt64(items) &* 0x9E37_79B9), isQuiet: false)
        }
        let batch = IngestBatch(
            feed: feeds[dice.below(feeds.count)], state: nil, changes: changes, at: desk.clock.now)
        _ = try await desk.store.commit(batch)
    }

    private mutating func rule() async throws {
        let stories = try await desk.store.stories(StoryFilter(), limit: 100).map(\.story)
        guard stories.count > 1 else { return }
        let one = stories[dice.below(stories.count)]
        var wish = RulingRequest.Wish.merge([one.id, stories[dice.below(stories.count)].id])
        if dice.below(2) == 0, let detail = try await desk.store.story(one.id) {
            wish = .split(one.id, [detail.reports[dice.below(detail.reports.count)].item.id])
        }
        let request = RulingRequest(wish, by: nil, note: nil)
        _ = try await editor.rule(request, in: desk.store, now: desk.clock.now)
    }

    private mutating func silence() async throws {
        if let last = silences.popLast() {
            _ = try await desk.store.expire(last, by: nil, at: desk.clock.now)
            return
        }
        let id = SilenceID(random: (0..<6).map { _ in UInt8(dice.below(256)) })
        silences.append(id)
        let matchers: [Silence.Matcher] = [
            .init(.watch, "kim"), .init(.query, "cannery"), .init(.feed, "f0"),
        ]
        try await desk.store.add(
            Silence(
                id: id, matchers: [matchers[dice.below(3)]], author: nil, comment: "c",
                start: desk.clock.now, end: desk.clock.now + .minutes(45)))
    }

    /// What the store says to a query for one number.
    private func number(_ query: String) throws -> Int {
        let connection = try Connection(
            path: desk.folder + "/wirewatch.db", mode: .reading, busyTimeout: .seconds(5))
        let statement = try connection.prepare(query)
        _ = try statement.step()
        return Int(statement.integer(0))
    }

    /// Whether one of `told` is of the watch and story of `id`, or of what the story was part of before it was split off.
    func isTold(_ id: AlertID, by told: [AlertID]) async throws -> Bool {
        guard let dossier = try await desk.store.story(id.story)?.dossier else { return told.contains(id) }
        let names = Set(dossier.aliases + [dossier.story.id])
        return told.contains { $0.watch == id.watch && names.contains($0.story) }
            || dossier.toldBefore.contains(id.watch)
    }

    /// Messages that the store holds for delivered.
    func deliveredParcels() throws -> Int {
        try number("SELECT count(DISTINCT parcel) FROM delivery WHERE state = 'delivered'")
    }

    /// Alerts of a watch that went out while a silence over that watch was in force. What lay in the same millisecond as
    /// the start of one may have been first.
    func toldInSilence() throws -> Int {
        try number(
            """
            SELECT count(*) FROM delivery d, silence s
            WHERE d.state = 'delivered' AND json_extract(s.matchers, '$[0].field') = 'watch'
                AND json_extract(s.matchers, '$[0].value') = d.watch
                AND d.claimed > s.start AND d.claimed < s.until
            """)
    }

    /// Everything goes well from now on.
    mutating func settle() async throws {
        channel.become(.takes)
        while try await editor.editNext(of: desk.store, now: desk.clock.now) != nil {}
        try await desk.settle(&service)
    }
}

/// What ever happens, each watch tells of each story once, for each revision there is a reason, and nothing that was
/// decided is missing.
@Suite struct ToldOnceTests {
    @Test(arguments: UInt64(1)...40)
    func `a story is told once, whatever happens`(seed: UInt64) async throws {
        var trial = try await Trial(seed: seed)
        for _ in 0..<60 { try await trial.step() }
        try await trial.settle()

        // What is sent again under a key says the same.
        var sent: [String: Message] = [:]
        for message in trial.channel.messages {
            let key = message.idempotencyKey
            #expect(sent[key] == nil || sent[key] == message)
            sent[key] = message
        }
        var told: [AlertID: [Int]] = [:]
        for alert in sent.values.flatMap(\.alerts) { told[alert.id, default: []].append(alert.revision) }
        let stored = try await trial.desk.store.alerts(onlyFailed: false, limit: 10_000)
        for (id, revisions) in Dictionary(grouping: stored, by: \.alert.id) {
            let ordered = revisions.sorted { $0.alert.revision < $1.alert.revision }
            #expect(ordered.map(\.alert.revision) == Array(1...ordered.count))
            #expect(ordered.map(\.alert.opens) == ordered.indices.map { $0 == 0 })
            // A count of outlets is a reason once, and true.
            let reasons = ordered.map(\.alert.reason)
            #expect(Set(reasons).count == reasons.count, "\(id) \(reasons)")
            for alert in ordered.map(\.alert) {
                if case .outlets(let count) = alert.reason { #expect(alert.content.outlets >= count) }
            }
            for revision in ordered {
                let delivery = try #require(revision.deliveries.first)
                #expect(revision.deliveries.count == 1)
                let count = told[id, default: []].count { $0 == revision.alert.revision }
                switch delivery.state {
                case .delivered:
                    // Some revision of it, or of what became one with it, was in a message.
                    let isTold = try await trial.isTold(id, by: Array(told.keys))
                    #expect(count <= 1 && isTold, "\(id) was in no message")
                case .silenced, .dropped: #expect(count == 0)
                case .pending, .failed: Issue.record("\(id) is \(delivery.state)")
                }
            }
        }
        #expect(try trial.toldInSilence() == 0)
        // Every message that went is one parcel of what counts as delivered, and the other way round.
        #expect(try trial.deliveredParcels() == sent.count)
        #expect(Set(told.keys).isSubset(of: stored.map(\.alert.id)))
        for story in try await trial.desk.store.stories(StoryFilter(), limit: 1000)
        where story.watches.contains("kim") {
            let isTold = story.told.contains { $0.id.watch == "kim" } || story.toldBefore.contains("kim")
            #expect(isTold, "story \(story.story.id) was told to nobody")
        }
    }
}
