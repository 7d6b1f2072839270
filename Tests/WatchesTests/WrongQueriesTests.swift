import Model
import Testing
import Text

@testable import Watches

/// Ten queries that people who know another system type first, and all that they are told.
struct WrongQueriesTests {
    /// The query, then the messages; each message has the query with the place below it.
    static let page = """
        kim putin OR trump
        ^~~~~~~~~~~~~~~~~~
        AND (or a space) and OR are mixed without parentheses; did you mean (kim AND putin) OR trump?

        kim or putin
            ^~
        or is an operator in capitals only; quote it to search the word; did you mean OR?

        title: "kim jong un"
        ^~~~~~
        title: needs a word or a group that touches it; did you mean title:"kim jong un"?

        Kim Jong Un, Putin, Trump
                   ^
        a comma or semicolon means nothing in a query; write OR between alternatives, a space where all are required; did you mean \
        "Kim Jong Un" OR Putin OR Trump?

        (kim OR putin) AND (summit OR talks
                           ^
        the parenthesis that opens here is not closed

        kim AND NOT
                ^~~
        NOT has nothing after it

        푸* 회담
        ^~~
        푸* is too short for a *: it takes at least 2 letters; did you mean 푸?

        @putn NEAR/5 kim
        ^~~~~
        there is no alias @putn; did you mean @putin?

        from:tass since:2d kim
        ^~~~~
        there is no field from:; did you mean source:?
        from:tass since:2d kim
                  ^~~~~~~~
        since: is for searching; a watch looks at new items only, so leave it out

        "kim jong un
        ^
        the quotation that starts here does not end; did you mean "kim jong un"?


        """

    @Test func `what is said about ten wrong queries`() throws {
        var page = ""
        for query in Self.queries {
            let errors = #expect(throws: QueryErrors.self) { try Desk.query(query) }
            for error in try #require(errors).errors {
                page += error.pointer(in: query) + "\n" + error.description + "\n"
            }
            page += "\n"
        }
        #expect(page == Self.page)
    }

    private static let queries = [
        "kim putin OR trump", "kim or putin", "title: \"kim jong un\"", "Kim Jong Un, Putin, Trump",
        "(kim OR putin) AND (summit OR talks", "kim AND NOT", "푸* 회담", "@putn NEAR/5 kim",
        "from:tass since:2d kim", "\"kim jong un",
    ]
}
