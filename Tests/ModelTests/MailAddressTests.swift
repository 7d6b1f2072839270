import Model
import Testing

@Suite struct `mail addresses and rates` {
    @Test(
        arguments: [
            ("desk@example.org", nil, "desk@example.org"),
            ("<desk@example.org>", nil, "desk@example.org"),
            ("  Korea desk  <korea-desk@example.org> ", "Korea desk", "korea-desk@example.org"),
            ("\"Desk 1\" <a.b+c@mail.example.org>", "Desk 1", "a.b+c@mail.example.org"),
            ("한반도 데스크 <desk@example.org>", "한반도 데스크", "desk@example.org"),
            ("root@localhost", nil, "root@localhost"),
            ("a@xn--bcher-kva.example", nil, "a@xn--bcher-kva.example"),
        ] as [(String, String?, String)])
    func `an address is read with its name`(text: String, name: String?, mailbox: String) throws {
        let address = try #require(MailAddress(text))
        #expect(address.name == name)
        #expect(address.mailbox == mailbox)
        #expect(MailAddress(address.description) == address)
    }

    @Test(arguments: [
        "", "desk", "desk@", "@example.org", "a b@example.org", "a@b@example.org", "a@example..org",
        "a@-x.example", "a.@example.org", "a@exämple.org", "ä@example.org", "a@example.org>",
        "x <a@example.org> <b@example.org>", "a@example.org\r\nBcc: b@example.org",
        "x\r\nBcc: b@example.org <a@example.org>", "x\u{202E}y <a@example.org>", "x\u{7} <a@example.org>",
        "a, b <a@example.org>", "a@example.org,b@example.org", "<a@example.org> DATA",
        "\"a\\\"b\" <a@example.org>",
        "a@[127.0.0.1]", "a\u{0}@example.org",
    ])
    func `an address is none where it could be more than one line or one mailbox`(text: String) {
        #expect(MailAddress(text) == nil)
    }

    @Test func `an address has a length`() {
        #expect(MailAddress(String(repeating: "a", count: 64) + "@example.org") != nil)
        #expect(MailAddress(String(repeating: "a", count: 65) + "@example.org") == nil)
        #expect(MailAddress("a@" + String(repeating: "b", count: 64) + ".org") == nil)
        #expect(MailAddress(String(repeating: "x", count: 129) + " <a@example.org>") == nil)
    }

    @Test(arguments: [
        ("1/s", RateLimit(count: 1, span: .seconds(1))), ("20/min", RateLimit(count: 20, span: .minutes(1))),
        ("100/h", RateLimit(count: 100, span: .hours(1))), ("5/d", RateLimit(count: 5, span: .days(1))),
    ])
    func `a rate is a count in a span`(text: String, rate: RateLimit) {
        #expect(RateLimit(text) == rate)
        #expect(rate.description == text)
    }

    @Test(arguments: ["", "5", "/s", "0/s", "-1/s", "1/", "1/m", "1/s/s", "1.5/s", "100001/d", "1 /s"])
    func `anything else is no rate`(text: String) {
        #expect(RateLimit(text) == nil)
    }
}
