import MicroHTTP
import Platform
import TestSupport
import Testing

@Suite struct AliasTests {
    @Test func `lists are shown with their scripts, place and watches`() async throws {
        let program = try Program()
        try program.write(
            "feeds.conf",
            """
            [wirewatch]
            include = names.conf
            [feed "x"]
            url = http://127.0.0.1:1/
            [watch "w"]
            query = @all

            """)
        try program.write(
            "names.conf",
            "[alias \"kim\"]\nnames = Kim, =Ким*, 김정은*, 金正恩, キム\n[alias \"all\"]\nnames = @kim, Lee\n")
        let listed = try await program.run("alias", "list", "--jsonl")
        let place = "\"file\":\"\(program.folder)/names.conf\",\"line\""
        let scripts = "\"scripts\":[\"Latin\",\"Cyrillic\",\"Hangul\",\"Han\",\"kana\"]"
        #expect(
            listed.output.split(separator: "\n") == [
                "{\"alias\":\"all\",\"names\":6,\"entries\":[\"@kim\",\"Lee\"],\(scripts),\(place):3,\"watches\":[\"w\"]}",
                "{\"alias\":\"kim\",\"names\":5,\"entries\":[\"Kim\",\"=Ким*\",\"김정은*\",\"金正恩\",\"キム\"],\(scripts),\(place):1,\"watches\":[]}",
            ])
        #expect(try await program.run("alias", "list").output.hasPrefix("@all "))
    }

    @Test func `names are counted in what is stored, and those that never occur are told`() async throws {
        let program = try Program.onNewsroom()
        _ = try await program.run("run", "--once")
        let tested = try await program.run("alias", "test", "kim", "--json")
        #expect(tested.status == .exited(0))
        #expect(
            tested.output.contains(
                "{\"alias\":\"kim\",\"entry\":\"Kim Chong Un\",\"items\":0,\"newest\":null}"))
        #expect(tested.output.contains("\"entry\":\"김정은*\",\"items\":"))
        #expect(!tested.output.contains("\"entry\":\"김정은*\",\"items\":0"))
        #expect(tested.errors.contains("@kim: warning: "))
        let later = try await program.run("alias", "test", "@kim", "--since", "2100-01-01")
        #expect(later.status == .exited(1))
        #expect(later.errors == "@kim: warning: none of its names occurs in what is stored\n")
        let wrong = try await program.run("alias", "test", "kimm")
        #expect(wrong.status == .exited(2))
        #expect(wrong.errors.contains("did you mean `kim`?"))
    }

    @Test func `the library that ships is no list of warnings`() async throws {
        let outcome = try await Program().run("check", "\(Program.root)/feeds.conf")
        #expect(outcome.status == .exited(0), "\(outcome.output)\(outcome.errors)")
        #expect(!outcome.errors.contains("warning"), "\(outcome.errors)")
    }

    @Test func `the newsroom with the lists that ship in place of its own gives its one alert`() async throws
    {
        let program = try Program.onNewsroom { own in
            let parts = own.split(separator: "# ---- ").filter { !$0.hasPrefix("names") }
            return parts.joined(separator: "# ---- ").replacing(
                "[wirewatch]", with: "[wirewatch]\ninclude = \(Program.root)/watches/korea-diplomacy.conf")
        }
        #expect(try !program.read("feeds.conf").contains("[alias"))
        _ = try await program.run("run", "--once")
        #expect(program.delivered().count == 1)
        try program.publish(day: "day2")
        try await program.untilDue()
        _ = try await program.run("run", "--once")
        #expect(program.delivered().count == 1)
        #expect(try await program.run("alerts", "--jsonl").output.contains("\"watch\":\"putin-kim\""))
    }
}
