import Model
import Testing

@testable import Watches

struct WatchCaseTests {
    @Test(arguments: Library.cases.read)
    func `a headline is found or missed as the language says`(_ test: WatchCase) throws {
        let watch = try test.watch { $0 }
        let said = "\(test.query) on \(test.title) | \(test.text)"
        #expect((watch.match(test.item { $0 }, now: Desk.now) != nil) == test.isMatch, "\(said)")
        let decomposed = test.item(Desk.decomposed)
        #expect((watch.match(decomposed, now: Desk.now) != nil) == test.isMatch, "\(said), item decomposed")
        let other = try test.watch(Desk.decomposed)
        #expect(
            (other.match(test.item { $0 }, now: Desk.now) != nil) == test.isMatch, "\(said), query decomposed"
        )
    }

    @Test func `the table is whole: sixty cases a language, finds and misses in balance`() {
        let cases = Library.cases.read
        #expect(Library.cases.broken == [])
        #expect(Set(cases.map(\.id)).count == cases.count)
        for language in ["en", "ko", "ru", "zh", "ja"] {
            let own = cases.filter { $0.language == language }
            #expect(own.count >= 60, "\(language)")
            let found = own.count(where: \.isMatch)
            #expect((own.count / 3...own.count * 2 / 3).contains(found), "\(language): \(found)")
        }
    }
}
