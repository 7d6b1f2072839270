import Daemon
import Model
import Pipeline
import Platform
import Storage
import Text

/// `story merge` and `story split`: what a person decides about stories, and taking it back.
enum RulingCommand {
    private static let options = [
        OptionSpec("note", value: "TEXT", "why; `story ID` shows it"),
        OptionSpec("undo", "take it back: ID is the story that was merged away or split off"),
    ]
    /// Bytes of a note.
    private static let noteLimit = 2000

    static let merge = CommandSpec(
        "story merge", operands: "ID ID...", count: 1...100,
        summary: "makes stories one that tell the same; with --undo ID parts it from the other again",
        options: options,
        examples: ["story merge 7F3K2Q 7F3M9Q --note 'the same summit'", "story merge --undo 7F3M9Q"]
    ) { invocation throws(CommandFailure) in
        let stories = try invocation.operands.map { text throws(CommandFailure) in try story(text) }
        if invocation.has("undo") {
            guard stories.count == 1 else { throw .usage("story merge --undo takes one story") }
            return try await ask(.undoMerge(stories[0]), about: stories, invocation)
        }
        guard stories.count > 1 else { throw .usage("story merge takes two stories or more") }
        return try await ask(.merge(stories), about: stories, invocation)
    }

    static let split = CommandSpec(
        "story split", operands: "ID ITEM...", count: 1...1001,
        summary: "makes a story of its own of some items; with --undo ID brings it back",
        options: options,
        examples: [
            "story split 7F3K2Q 131 140 --note 'another earthquake'", "story split --undo 7F3M9Q",
        ]
    ) { invocation throws(CommandFailure) in
        let id = try story(invocation.operands[0])
        if invocation.has("undo") {
            guard invocation.operands.count == 1 else { throw .usage("story split --undo takes one story") }
            return try await ask(.undoSplit(id), about: [id], invocation)
        }
        guard invocation.operands.count > 1 else {
            throw .usage("story split takes a story and items of it; `wirewatch story \(id)` numbers them")
        }
        let items = try invocation.operands.dropFirst().map { text throws(CommandFailure) in
            guard let number = Int64(text.hasPrefix("#") ? text.dropFirst() : text[...]) else {
                throw .usage(
                    "`\(TerminalText.safe(text))` is no item number; `wirewatch story \(id)` has them")
            }
            return ItemID(number)
        }
        return try await ask(.split(id, items), about: [id], invocation)
    }

    private static func story(_ text: String) throws(CommandFailure) -> StoryID {
        if let id = StoryID(text) { return id }
        throw .usage("`\(TerminalText.safe(text))` is no story id; `wirewatch stories` lists them")
    }

    // MARK: Asking

    /// Leaves the request for the daemon, or does it where none runs.
    private static func ask(
        _ wish: RulingRequest.Wish, about stories: [StoryID], _ invocation: Invocation
    ) async throws(CommandFailure) -> ExitCode {
        let desk = try Desk(invocation)
        let note = invocation.value("note")
        guard note?.utf8.count ?? 0 <= noteLimit else {
            throw .usage("--note takes \(noteLimit) bytes at most")
        }
        let reader = try desk.reader()
        for id in stories {
            let found = try await asking { () throws(StoreError) in try await reader.story(id) }
            if found == nil { throw CommandFailure(code: .negative, message: "there is no story \(id)") }
        }
        let author = invocation.environment["USER"] ?? invocation.environment["LOGNAME"]
        let request = RulingRequest(wish, by: author, note: note)
        guard let outcomes = try await desk.leave([request], invocation) else { return .done }
        for case .made(let rulings) in outcomes {
            for ruling in rulings { Output.print(ruling.words + "\n") }
        }
        for case .undone(let ruling) in outcomes { Output.print("undone: \(ruling.words)\n") }
        if case .refused(let reason) = outcomes.last {
            throw CommandFailure(code: .negative, message: reason)
        }
        return .done
    }
}

extension Desk {
    /// Leaves `requests` for the daemon, or does them, and what was left before, where none runs.
    ///
    /// - Returns: what came of them; `nil` where the daemon is to do them.
    func leave(
        _ requests: [RulingRequest], _ invocation: Invocation
    ) async throws(CommandFailure) -> [RulingOutcome]? {
        do throws(SystemError) {
            // A millisecond apart, so that they are done in their order.
            for (number, request) in requests.enumerated() {
                try rulings.leave(request, at: now + .milliseconds(Int64(number)))
            }
        } catch {
            throw CommandFailure(code: .unreachable, message: error.description)
        }
        let held: FileLock?
        do throws(FileLockError) { held = try FileLock(path: lock) } catch { held = nil }
        guard let held else {
            Output.error("left for the running daemon, which does it within a minute\n")
            return nil
        }
        defer { withExtendedLifetime(held) {} }
        let log = EventLog(invocation, zone: setup.zone)
        return try await asking { () throws(StoreError) in
            let store = try SQLiteStore(path: database)
            var service = EditService(
                editor: Editor(settings: setup.editorSettings), store: store, rulings: rulings,
                events: { event in
                    // What came of the request is the result of the command.
                    if case .rulingRefused = event { return }
                    if event.priority < 5 { log.write(event) }
                },
                now: { Timestamp(milliseconds: SystemClock.now()) })
            let outcomes = try await service.obey().outcomes
            try await store.maintain()
            return outcomes
        }
    }

    /// Where the daemon finds what people decided about stories.
    var rulings: RulingDesk { RulingDesk(path: database + ".rulings") }
}
