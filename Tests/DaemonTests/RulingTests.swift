import Daemon
import Model
import Pipeline
import Platform
import Storage
import TestSupport
import Testing

@Suite struct RulingTests {
    /// Two events, told by one outlet each; the watch of the desk meets both.
    private static let (kim, salmon) = (
        "Kim arrives in Vladivostok for the summit", "Salmon season opens off Sakhalin, says Mr Kim"
    )

    private static func desk() async throws -> Desk {
        let desk = try Desk()
        desk.origin.serve("https://a.example/", desk.feed(kim))
        desk.origin.serve("https://b.example/", desk.feed(salmon))
        _ = try await desk.pass()
        return desk
    }

    private static func decide(_ desk: Desk, _ wish: RulingRequest.Wish) async throws {
        try desk.rulings.leave(RulingRequest(wish, by: "anna", note: "n"), at: desk.clock.now)
        desk.pass(by: .minutes(1))
        _ = try await desk.pass()
        #expect(desk.rulings.entries.isEmpty)
    }

    private static func stories(_ desk: Desk) async throws -> [Int64: [Int64]] {
        let stories = try await desk.store.stories(StoryFilter(), limit: 100)
        var found: [Int64: [Int64]] = [:]
        for story in stories {
            let detail = try await desk.store.story(story.story.id)
            found[story.story.id.rawValue] = detail?.reports.map(\.item.id.rawValue)
        }
        return found
    }

    @Test func `two stories that a person makes one stay it, and nobody is told again`() async throws {
        let desk = try await Self.desk()
        #expect(try await Self.stories(desk) == [1: [1], 2: [2]])
        let told = desk.channel.taken.count
        #expect(told == 2)
        try await Self.decide(desk, .merge([StoryID(2), StoryID(1)]))
        #expect(try await Self.stories(desk) == [1: [1, 2]])
        let detail = try #require(try await desk.store.story(StoryID(2)))
        #expect(detail.dossier.aliases == [StoryID(2)])
        #expect(detail.rulings.map(\.words) == ["story \(StoryID(2)) became part of \(StoryID(1))"])
        #expect(detail.rulings.map(\.by) == ["anna"])
        #expect(detail.dossier.story.items == 2)
        // Each pass begins with what is stored: what comes later belongs to it as well.
        desk.origin.serve(
            "https://b.example/", desk.feed(Self.salmon, "Salmon season opens off Sakhalin: Kim is first"))
        desk.pass(by: .minutes(5))
        _ = try await desk.pass()
        #expect(try await Self.stories(desk) == [1: [1, 2, 3]])
        #expect(desk.channel.taken.count == told)
    }

    @Test func `where one of the two was told the other is not told again`() async throws {
        let desk = try Desk()
        desk.origin.serve("https://a.example/", desk.feed("Football tonight", Self.kim))
        _ = try await desk.pass()
        #expect(desk.channel.taken.count == 1)
        try await Self.decide(desk, .merge([StoryID(1), StoryID(2)]))
        #expect(try await Self.stories(desk) == [1: [1, 2]])
        #expect(desk.channel.taken.count == 1)
    }

    @Test func `what is split off is told to nobody, stays apart and can be brought back`() async throws {
        let desk = try Desk()
        let same = "Kim arrives in Vladivostok for the summit"
        desk.origin.serve("https://a.example/", desk.feed(same, same + " today"))
        desk.origin.serve("https://b.example/", desk.feed(same + " with Putin"))
        _ = try await desk.pass()
        #expect(try await Self.stories(desk) == [1: [1, 2, 3]])
        #expect(desk.channel.taken.count == 1)
        try await Self.decide(desk, .split(StoryID(1), [ItemID(3)]))
        #expect(try await Self.stories(desk) == [1: [1, 2], 3: [3]])
        #expect(desk.channel.taken.count == 1)
        // A report that fits both joins one and never makes them one.
        desk.origin.serve("https://b.example/", desk.feed(same + " with Putin", same + " of Putin and Kim"))
        desk.pass(by: .minutes(5))
        _ = try await desk.pass()
        #expect(try await Self.stories(desk).keys.sorted() == [1, 3])
        #expect(desk.channel.taken.count == 1)
        try await Self.decide(desk, .undoSplit(StoryID(3)))
        #expect(try await Self.stories(desk) == [1: [1, 2, 3, 4]])
        #expect(desk.channel.taken.count == 1)
        let rulings = try #require(try await desk.store.story(StoryID(1))).rulings
        #expect(rulings.map { $0.undone == nil } == [false])
        #expect(rulings.map(\.undoneBy) == ["anna"])
        #expect(try await desk.store.story(StoryID(3))?.dossier.story.id == StoryID(1))
        // Its number is an alias by now: who is split off again gets another.
        try await Self.decide(desk, .split(StoryID(1), [ItemID(3)]))
        let names = try await Self.stories(desk).keys.sorted()
        #expect(names.first == 1)
        #expect(names.last != 3)
        #expect(try await desk.store.story(StoryID(names[1]))?.reports.map(\.item).count == 1)
        #expect(desk.channel.taken.count == 1)
    }

    @Test func `a story that was merged gets its items back, and its number`() async throws {
        let desk = try await Self.desk()
        try await Self.decide(desk, .merge([StoryID(1), StoryID(2)]))
        try await Self.decide(desk, .undoMerge(StoryID(2)))
        #expect(try await Self.stories(desk) == [1: [1], 2: [2]])
        #expect(desk.channel.taken.count == 2)
        let parted = try await desk.store.partedStories()
        #expect(parted.map(\.1) == [StoryID(2)])
    }

    @Test func `the article that named a story keeps the name where it is split off`() async throws {
        let desk = try Desk()
        desk.origin.serve("https://a.example/", desk.feed(Self.kim, Self.kim + " today"))
        _ = try await desk.pass()
        #expect(try await Self.stories(desk) == [1: [1, 2]])
        try await Self.decide(desk, .split(StoryID(1), [ItemID(1)]))
        #expect(try await Self.stories(desk) == [1: [1], 2: [2]])
    }

    @Test(arguments: [
        (RulingRequest.Wish.merge([StoryID(1), StoryID(77)]), "there is no story \(StoryID(77))"),
        (.merge([StoryID(1), StoryID(1)]), "\(StoryID(1)) and \(StoryID(1)) are one story already"),
        (.split(StoryID(1), [ItemID(2)]), "item 2 is not in story \(StoryID(1))"),
        (
            .split(StoryID(1), [ItemID(1)]),
            "a split leaves a part of story \(StoryID(1)) and takes another"
        ),
        (.undoMerge(StoryID(2)), "story \(StoryID(2)) was not merged by anybody, or that is undone"),
        (.undoSplit(StoryID(2)), "story \(StoryID(2)) was not split off by anybody, or that is undone"),
    ])
    func `what cannot be done is told and changes nothing`(
        wish: RulingRequest.Wish, reason: String
    ) async throws {
        let desk = try await Self.desk()
        try await Self.decide(desk, wish)
        #expect(desk.log.events.contains(.rulingRefused(reason: reason)))
        #expect(try await Self.stories(desk) == [1: [1], 2: [2]])
        #expect(try await desk.store.nextRuling() == RulingID(1))
    }

    @Test func `a request that was done before a crash is not done twice`() async throws {
        let desk = try await Self.desk()
        for _ in 0..<2 { try await Self.decide(desk, .merge([StoryID(1), StoryID(2)])) }
        #expect(try await desk.store.nextRuling() == RulingID(2))
    }

    @Test func `a new watch is put to what is stored, and nobody is told of it, then or later`() async throws
    {
        let desk = try Desk()
        desk.origin.serve("https://a.example/", desk.feed("Putin arrives in Vladivostok"))
        desk.origin.serve("https://b.example/", desk.feed("Football tonight", "Snow in the mountains"))
        _ = try await desk.pass()
        #expect(desk.channel.taken.isEmpty)
        // The watch comes with a configuration that is read later.
        let later = try Desk.Later(desk, "[watch \"putin\"]\nquery = putin")
        let wish = RulingRequest.Wish.backfill(watch: "putin", [ItemID(1), ItemID(2), ItemID(3), ItemID(99)])
        try desk.rulings.leave(RulingRequest(wish, by: "anna", note: nil), at: desk.clock.now)
        desk.pass(by: .minutes(1))
        try await later.pass()
        #expect(desk.log.events.contains(.watchBackfilled(watch: "putin", items: 1, stories: 1)))
        let stories = try await desk.store.stories(StoryFilter(watch: "putin"), limit: 10)
        #expect(stories.map(\.story.headline) == ["Putin arrives in Vladivostok"])
        desk.origin.serve(
            "https://b.example/", desk.feed("Football tonight", "Putin arrives in Vladivostok for talks"))
        desk.pass(by: .minutes(5))
        try await later.pass()
        #expect(try await desk.store.story(stories[0].story.id)?.reports.count == 2)
        #expect(desk.channel.taken.isEmpty)
        // What is new is told.
        desk.origin.serve("https://a.example/", desk.feed("Budget law on pensions is signed by Putin"))
        desk.pass(by: .minutes(5))
        try await later.pass()
        #expect(desk.channel.taken.map(\.id.watch) == ["putin"])
    }

    @Test func `a watch that the daemon does not know is not put to anything`() async throws {
        let desk = try await Self.desk()
        try await Self.decide(desk, .backfill(watch: "nobody", [ItemID(1)]))
        #expect(
            desk.log.events.contains {
                if case .rulingRefused(let reason) = $0 { reason.contains("reload") } else { false }
            })
    }
}

extension Desk {
    /// The same desk by a configuration with more in it.
    fileprivate struct Later {
        let desk: Desk
        let setup: Setup

        init(_ desk: Desk, _ more: String) throws {
            self.desk = desk
            let old = try BoundedFile.read(path: desk.folder + "/feeds.conf")
            let path = desk.folder + "/later.conf"
            _ = try AppendingFile.append(old + Array("\n\(more)\n".utf8), to: path)
            setup = try Setup(path: path)
        }

        func pass() async throws {
            _ = try await Daemon(setup: setup, surroundings: desk.surroundings)
                .pass(sends: true, progress: { _ in })
        }
    }
}
