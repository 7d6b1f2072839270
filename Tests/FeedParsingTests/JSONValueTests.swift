import Testing

@testable import FeedParsing

@Suite struct JSONValueTests {
    struct Reading: Sendable, CustomTestStringConvertible {
        var json: String
        var text: String?
        var testDescription: String { json }
    }

    @Test(arguments: [
        Reading(json: #"{"a":"b"}"#, text: "b"),
        Reading(json: " \r\n\t{ \"a\" : \"b\" } \n", text: "b"),
        Reading(json: #"{"x":[1,{"a":2}],"a":"b","a":"c"}"#, text: "b"),
        Reading(json: #"{"a":"q\"\\\/\b\f\n\r\tz"}"#, text: "q\"\\/\u{8}\u{c}\n\r\tz"),
        Reading(json: #"{"a":"\uAC00\ud83d\uDE00."}"#, text: "가😀."),
        Reading(json: #"{"a":"\ud83d-\ud83d\u0041\udc00"}"#, text: "\u{FFFD}-\u{FFFD}A\u{FFFD}"),
        Reading(json: #"{"a":-12.5e1}"#, text: "-125"),
        Reading(json: #"{"a":0.5}"#, text: "0.5"),
        Reading(json: #"{"a":12345678901234}"#, text: "12345678901234"),
        Reading(json: #"{"a":null}"#, text: nil),
        Reading(json: #"{"a":true}"#, text: nil),
        Reading(json: #"{"a":"  "}"#, text: nil),
        Reading(json: #"{}"#, text: nil),
    ])
    func `a member is read as text`(reading: Reading) throws {
        let value = try #require(JSONValue(Array(reading.json.utf8)))
        #expect(value["a"].text == reading.text)
    }

    @Test(arguments: [
        "", "abc", "{", "[", #"{"a"}"#, #"{"a":}"#, #"{"a":1,}"#, "[1,]", "[1 2]", #"{"a":"b"#,
        #"{"a":"\x"}"#,
        #"{"a":"\u12"}"#, #"{"a":"\ud83d\u12"}"#, "{\"a\":\"\n\"}", "[01]", "[1.]", "[-]", "[1e]", "[tru]",
        "[nul", "{} x", #"{a:1}"#, "[1e999]",
    ])
    func `what is no JSON is none`(text: String) {
        #expect(JSONValue(Array(text.utf8)) == nil)
    }

    @Test func `arrays keep their order and single values count as one`() throws {
        let value = try #require(JSONValue(Array(#"{"a":["x","y"],"b":"z"}"#.utf8)))
        #expect(value["a"].elements.map(\.text) == ["x", "y"])
        #expect(value["b"].elements.map(\.text) == ["z"])
        #expect(value["c"].elements.isEmpty)
    }

    @Test func `nesting deeper than the bound is refused`() {
        func nested(_ depth: Int) -> [UInt8] {
            Array((String(repeating: "[", count: depth) + String(repeating: "]", count: depth)).utf8)
        }
        #expect(JSONValue(nested(512)) != nil)
        #expect(JSONValue(nested(513)) == nil)
        #expect(JSONValue([UInt8](repeating: 0x5B, count: 1_000_000)) == nil)
    }
}
