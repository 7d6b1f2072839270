import Model
import Testing
import Text

@testable import Watches

struct OutlineTests {
    private static func watch(
        _ query: String?, _ change: (inout WatchSettings) -> Void = { _ in }
    ) throws(QueryErrors) -> CompiledWatch {
        var settings = WatchSettings(name: "w", query: query)
        change(&settings)
        return try CompiledWatch(settings: settings, aliases: Desk.aliases)
    }

    @Test func `the outline shows what is part of what`() throws {
        let watch = try Self.watch("title:(kim OR =WHO) (@putin NEAR/5 talks BEFORE/2 ended) -tag:sport")
        #expect(
            watch.outline == [
                "all of", "  any of", "    title:kim", "    title:=WHO", "  in one field", "    @putin",
                "    near, at most 5 words between", "      talks", "    before, at most 2 words between",
                "      ended", "  not", "    tag:sport",
            ])
    }

    @Test func `the outline of a score line has the weights`() throws {
        let watch = try Self.watch("kim") {
            $0.score = "@kim^4 (football OR 축구*)^-10"
            $0.threshold = 3
        }
        #expect(
            watch.outline == [
                "kim", "at least 3 from", "  @kim, weight 4", "  (football OR 축구*), weight -10",
            ])
    }

    @Test(arguments: [
        // The rarest part, not the first: names before words that all news has.
        ("president ushakov", ["ushakov"]), ("(government OR ushakov) Vladivostok", ["vladivostok"]),
        ("ushakov OR \"Северн* Коре*\"", ["\"северн* коре*\"", "ushakov"]), ("title:=WHO", ["title:=WHO"]),
        ("president -ushakov", ["president"]), ("@putin NEAR/5 denuclearisation", ["denuclearisation"]),
        ("source:tass president", ["source:tass"]), ("*정상회담* 한국", ["*정상회담*"]), ("北京 金正恩", ["金正恩"]),
    ])
    func `the rarest part of a query is looked for`(_ query: String, _ required: [String]) throws {
        #expect(try Self.watch(query).required == required)
    }

    @Test func `of a score line only what can reach the threshold is looked for`() throws {
        func required(_ threshold: Int) throws -> [String]? {
            try Self.watch(nil) {
                $0.score = "ushakov^5 president^1 lavrov^3 football^-10"
                $0.threshold = threshold
            }.required
        }
        // In titles weights count double: the president gives two there, and one does not do.
        #expect(try required(2) == ["lavrov", "title:president", "ushakov"])
        #expect(try required(3) == ["lavrov", "ushakov"])
        #expect(try required(9) == ["ushakov"])
        #expect(try required(0) == nil)
    }

    @Test func `filters are looked for where the words say less`() throws {
        #expect(try Self.watch("president", { $0.sources = ["tass", "kcna*"] }).required?.count == 2)
        #expect(try Self.watch("ushakov", { $0.languages = ["ru"] }).required == ["ushakov"])
    }
}
