import Model
import Testing

@Suite struct IdentifierTests {
    @Test(arguments: [0, 1, 2, 41, 1 << 20, 1 << 30 - 1, 1 << 30, 1 << 45, 1 << 60 - 1] as [Int64])
    func `a story id survives being written and read`(number: Int64) throws {
        let id = StoryID(number)
        #expect(StoryID(id.description) == id)
        #expect(StoryID(id.description.lowercased()) == id)
    }

    @Test func `neighbouring stories have ids that look nothing alike`() {
        let ids = (1...1000).map { StoryID($0).description }
        #expect(Set(ids).count == 1000)
        let alike = zip(ids, ids.dropFirst()).filter { left, right in
            zip(left, right).filter { $0 != $1 }.count < 2
        }
        #expect(alike.isEmpty)
    }

    @Test(arguments: ["", "7F3K2", "7F3K2QX", "7F3K2!", "UUUUUU", "путина"])
    func `what is no story id is refused`(text: String) {
        #expect(StoryID(text) == nil)
    }

    @Test func `an alert is named after its watch and story`() throws {
        let id = AlertID(watch: "putin-kim", story: StoryID(7))
        #expect(AlertID(id.description) == id)
        #expect(AlertID("putin-kim") == nil)
        #expect(AlertID("/\(StoryID(7))") == nil)
    }
}
