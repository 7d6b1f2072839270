import Testing
import Text

@Suite struct CountedTests {
    @Test(arguments: [(0, "0 items", "0 stories"), (1, "1 item", "1 story"), (2, "2 items", "2 stories")])
    func `a number has its noun in the form that goes with it`(
        number: Int, regular: String, irregular: String
    ) {
        #expect(counted(number, "item") == regular)
        #expect(counted(number, "story", "stories") == irregular)
    }
}
