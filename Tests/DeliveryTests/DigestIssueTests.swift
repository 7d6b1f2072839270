@testable import Delivery
import Digests
import Model
import Systemd
import Testing

@Suite struct DigestIssueTests {
    private static func issue(text: String = "WIREWATCH  Tue\n1 new story\n") -> Message {
        .digest(
            DigestIssue(
                id: DigestIssueID(digest: "morning", slot: "2019-04-23-0630"), reader: "anna",
                decided: Timestamp(seconds: 1_556_020_800), since: Timestamp(seconds: 1_555_934_400),
                until: Timestamp(seconds: 1_556_020_800), newStories: 1, movedStories: 2, endedStories: 0,
                subject: "1 new, 2 moved: Kim \"meets\" Putin", text: text, markdown: "# W\n",
                content: "<p>&lt;b&gt;</p>\n", json: "{\"schema\":1,\"stories\":[]}"))
    }

    @Test func `a program gets the digest as it was decided, in the envelope of all messages`() {
        #expect(
            String(decoding: Self.issue().json, as: UTF8.self)
                == #"{"type":"digest.made","timestamp":"2019-04-23T12:00:00Z","data":{"schema":1,"#
                + #""id":"morning/2019-04-23-0630","key":"digest_morning_2019-04-23-0630","digest":"morning","#
                + #""reader":"anna","subject":"1 new, 2 moved: Kim \"meets\" Putin","since":"2019-04-22T12:00:00Z","#
                + #""until":"2019-04-23T12:00:00Z","counts":{"new":1,"moved":2,"ended":0},"#
                + #""text":"WIREWATCH  Tue\n1 new story\n","content":{"schema":1,"stories":[]}}}"#)
    }

    @Test func `a person gets the subject and the text, a log one line`() {
        let text = MessageText(Self.issue(), offset: { _ in nil })
        #expect(text.lines == ["1 new, 2 moved: Kim \"meets\" Putin", "WIREWATCH  Tue", "1 new story"])
        #expect(text.line == "digest: 1 new, 2 moved: Kim \"meets\" Putin")
        let entry = JournalChannel.entry(for: Self.issue(), offset: { _ in nil })
        #expect(entry.message == text.line)
    }

    @Test func `a text that no variable can hold is cut at a line`() {
        let long = String(repeating: String(repeating: "x", count: 70) + "\n", count: 3000)
        let variables = ExecChannel.variables(of: Self.issue(text: long), offset: { _ in nil })
        let text = variables["WIREWATCH_TEXT"] ?? ""
        #expect(text.utf8.count <= DigestIssueText.byteLimit + 100)
        #expect(text.hasSuffix("x\n… the rest is in `wirewatch digest`"))
    }

    @Test func `a mail gets a page of its own`() {
        guard case .digest(let issue) = Self.issue() else { return }
        #expect(
            issue.html().contains("<title>Wirewatch: 1 new, 2 moved: Kim &quot;meets&quot; Putin</title>"))
        #expect(issue.html().contains("\n<p>&lt;b&gt;</p>\n</body>"))
    }

    @Test
    func
        `a mail has the digest as text and page, the name of the digest as its list, and the footer in both`()
    {
        let mail = MailContent(Self.issue(), offset: nil, footer: "Route desk <you>.")
        #expect(mail.subject == "[wirewatch] 1 new, 2 moved: Kim \"meets\" Putin")
        #expect(mail.text == "WIREWATCH  Tue\n1 new story\n\n-- \nRoute desk <you>.\n")
        #expect(mail.html.contains("Route desk &lt;you&gt;.</p>\n</body>"))
        #expect(mail.id == "digest_morning_2019-04-23-0630")
        #expect(mail.list == "morning")
        #expect(mail.fields.contains(MailMessage.Field("X-Wirewatch-Event", "digest.made")))
    }

    @Test func `an event that is too long for its bus has the beginning of the text`() {
        let long = String(repeating: "김정은 Putin\n", count: 20_000)
        let body = CloudEvent.body(of: Self.issue(text: long), source: "urn:desk")
        #expect(body.count <= CloudEvent.eventLimit)
        let text = String(decoding: body, as: UTF8.self)
        #expect(text.contains("\"type\":\"wirewatch.digest.made\""))
        #expect(text.contains("\"content\":null"))
    }
}
