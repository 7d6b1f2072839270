import Testing
import Web

@Suite struct `the text format of figures` {
    @Test func `a family has its help and type once, then its samples`() {
        var text = MetricsText()
        text.family(
            "ww_polls_total", .counter, help: "Polls.",
            [.init([.init("feed", "a")], .integer(3)), .init([.init("feed", "b")], .integer(-1))])
        text.family("ww_lag_seconds", .gauge, help: "Lag.", [.init([], .thousandths(1_500))])
        text.family("ww_none_total", .counter, help: "None.", [])
        #expect(
            text.text == """
                # HELP ww_polls_total Polls.
                # TYPE ww_polls_total counter
                ww_polls_total{feed="a"} 3
                ww_polls_total{feed="b"} -1
                # HELP ww_lag_seconds Lag.
                # TYPE ww_lag_seconds gauge
                ww_lag_seconds 1.500
                # HELP ww_none_total None.
                # TYPE ww_none_total counter

                """)
    }

    @Test func `whatever a label holds stays inside of its quotes`() {
        var text = MetricsText()
        let label = MetricsText.Label("feed", "a\"} 1\n# \\ ü")
        text.family("ww", .gauge, help: "one\ntwo \\ \"", [.init([label], .integer(1))])
        #expect(
            text.text == """
                # HELP ww one\\ntwo \\\\ "
                # TYPE ww gauge
                ww{feed="a\\"} 1\\n# \\\\ ü"} 1

                """)
    }

    @Test(arguments: [(0, "0.000"), (7, "0.007"), (-1, "-0.001"), (1_556_020_800_123, "1556020800.123")])
    func `thousandths are told in seconds`(value: Int64, words: String) {
        var text = MetricsText()
        text.family("ww", .gauge, help: "w", [.init([], .thousandths(value))])
        #expect(text.text.hasSuffix("ww \(words)\n"))
    }
}
