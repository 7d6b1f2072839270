import Curl
import Model
import Pipeline
import Synchronization
import Systemd
import Testing
import Text

@testable import Delivery

@Suite struct `an email route` {
    /// Answers in the order given, and keeps what it was given.
    final class ScriptedMail: MailTransport {
        typealias Answer = Result<MailReceipt, MailSubmissionError>

        private let state: Mutex<(answers: [Answer], submissions: [MailSubmission])>

        init(_ answers: [Answer]) { state = Mutex((answers, [])) }

        var submissions: [MailSubmission] { state.withLock { $0.submissions } }

        func submit(_ submission: MailSubmission) async throws(MailSubmissionError) -> MailReceipt {
            let answer = state.withLock { state -> Answer in
                state.submissions.append(submission)
                return state.answers.isEmpty
                    ? .success(MailReceipt(accepted: submission.recipients, refused: [:]))
                    : state.answers.removeFirst()
            }
            return try answer.get()
        }
    }

    private static func channel(
        _ transport: ScriptedMail, to: [String] = ["desk@example.org"],
        _ change: (inout MailSettings) -> Void = { _ in }
    ) throws -> any Channel {
        var route = RouteSettings(name: "desk", type: .email)
        route.recipients = try to.map { try #require(MailAddress($0)) }
        route.timeout = .seconds(20)
        var mail = MailSettings(
            server: MailServer(isSecure: true, host: "mail.example", port: 465),
            from: try #require(MailAddress("ww@news.example")))
        change(&mail)
        return try ChannelFactory(
            journal: Journal(sink: .plainLines),
            transport: ScriptedTransport([]), mail: mail, mailTransport: transport, userAgent: "w",
            environment: [:], offset: { _ in .hours(9) }
        ).channel(for: route)
    }

    private static let moment = Timestamp(seconds: 1_556_168_900)

    @Test func `sends an alert that can be read, found, filtered and threaded`() async throws {
        let transport = ScriptedMail([])
        try await Self.channel(transport).send(.summit, at: Self.moment)
        let submission = try #require(transport.submissions.first)
        #expect(submission.server == "smtps://mail.example:465")
        #expect(submission.sender == "ww@news.example")
        #expect(submission.recipients == ["desk@example.org"])
        let reader = try MailReader(submission.message)
        let story = StoryID(42).description
        #expect(
            reader.value("subject")
                == "[wirewatch] Vladimir Putin and Kim Jong-un meet in Vladivostok (3 outlets)")
        #expect(reader.value("message-id") == "<alert_putin-kim_\(story)_1@news.example>")
        #expect(reader.value("references") == "<story_\(story)@news.example>")
        #expect(reader.value("in-reply-to") == nil)
        #expect(reader.value("list-id") == "<putin-kim.wirewatch.news.example>")
        #expect(reader.value("auto-submitted") == "auto-generated")
        #expect(reader.value("date") == "Thu, 25 Apr 2019 14:07:00 +0900")
        #expect(reader.value("importance") == "high")
        #expect(
            reader.text("text/plain") == """
                putin-kim · urgent

                Vladimir Putin and Kim Jong-un meet in Vladivostok
                Yonhap [wire, ko] 14:05
                https://en.example/1

                5 items  3 outlets  2 languages  2 independent texts
                first  Yonhap 14:05

                also   TASS 14:07, copy
                         Путин и Ким "провели" переговоры

                why    watch putin-kim: @kim (title), @putin (text)
                         “and Kim Jong-un meet”
                         “김정은·푸틴”
                         “Vladimir Putin and”

                --\u{20}
                You get this because route “desk” names desk@example.org.
                wirewatch story \(story)   wirewatch why putin-kim/\(story)

                """)
    }

    @Test func `sends an update as an answer to the first alert, the same at every attempt`() async throws {
        let transport = ScriptedMail([
            .failure(MailSubmissionError(kind: .unreachable, message: "no answer in time"))
        ])
        let update = Alert.summit { alert in
            alert.revision = 3
            alert.reason = .outlets(15)
        }
        let channel = try Self.channel(transport)
        await #expect(throws: DeliveryError.unavailable(message: "no answer in time", retryAfter: nil)) {
            try await channel.send(update, at: Self.moment)
        }
        try await channel.send(update, at: Self.moment + .minutes(5))
        let messages = transport.submissions.map(\.message)
        #expect(messages.count == 2 && messages[0] == messages[1])
        let reader = try MailReader(messages[0])
        let story = StoryID(42).description
        let first = "<alert_putin-kim_\(story)_1@news.example>"
        #expect(reader.value("message-id") == "<alert_putin-kim_\(story)_3@news.example>")
        #expect(reader.value("in-reply-to") == first)
        #expect(reader.value("references") == "<story_\(story)@news.example> \(first)")
        #expect(reader.text("text/plain")?.hasPrefix("putin-kim · urgent · reached 15 outlets\n") == true)
    }

    @Test func `asks again only for those who have not got it`() async throws {
        let transport = ScriptedMail([
            .success(
                MailReceipt(
                    accepted: ["a@example.org"],
                    refused: [
                        "b@example.org": MailReply(code: 450, text: "4.7.1 greylisted"),
                        "c@example.org": MailReply(code: 550, text: "5.1.1 unknown"),
                    ]))
        ])
        let channel = try Self.channel(transport, to: ["a@example.org", "b@example.org", "c@example.org"])
        await #expect(
            throws: DeliveryError.unavailable(
                message: "taken for 1 of 3; b@example.org: 450 4.7.1 greylisted", retryAfter: .minutes(5))
        ) { try await channel.send(.summit, at: Self.moment) }
        await #expect(
            throws: DeliveryError.refused(message: "taken for 2 of 3; c@example.org: 550 5.1.1 unknown")
        ) { try await channel.send(.summit, at: Self.moment) }
        #expect(
            transport.submissions.map(\.recipients) == [
                ["a@example.org", "b@example.org", "c@example.org"], ["b@example.org"],
            ])
    }

    struct Case: Sendable, CustomTestStringConvertible {
        var kind = MailSubmissionError.Kind.reply
        var code = 0
        var text = ""
        var wait: Duration?
        var isFinal = false
        var testDescription: String { "\(kind) \(code) \(text)" }
    }

    @Test(arguments: [
        Case(code: 421, text: "busy", wait: .minutes(5)),
        Case(code: 450, text: "4.7.1 greylisted, come back in 300 s", wait: .minutes(5)),
        Case(code: 451, text: "4.3.0 error", wait: .minutes(5)),
        Case(code: 452, text: "4.2.2 mailbox full", wait: .minutes(5)),
        Case(code: 552, text: "5.2.2 mailbox full", wait: .minutes(5)),
        Case(code: 552, text: "5.3.4 message too big", isFinal: true),
        Case(code: 550, text: "5.1.1 unknown", isFinal: true),
        Case(code: 554, text: "5.7.1 spam", isFinal: true),
        Case(code: 530, text: "5.7.0 authentication required", wait: .minutes(15)),
        Case(kind: .login, code: 535, text: "5.7.8 wrong", wait: .minutes(15)),
        Case(kind: .tls), Case(kind: .unreachable), Case(kind: .publicAddress), Case(kind: .cancelled),
    ])
    func `is tried again or given up by the server's words`(_ given: Case) {
        let reply = given.code == 0 ? nil : MailReply(code: given.code, text: given.text)
        let error = MailVerdict.error(
            for: MailSubmissionError(kind: given.kind, message: "m \(given.text)", reply: reply))
        switch error {
        case .refused: #expect(given.isFinal)
        case .unavailable(_, let wait):
            #expect(!given.isFinal)
            #expect(wait == given.wait)
        }
    }

    @Test func `says what to do about a login`() {
        let error = MailVerdict.error(
            for: MailSubmissionError(
                kind: .login, message: "the server does not accept the login",
                reply: MailReply(code: 535, text: "5.7.8 wrong\u{1B}[31m")))
        #expect(
            error.message
                == "the server does not accept the login (535 5.7.8 wrong [31m): check user and password-file in "
                + "[mail]; many providers want a password made for programs")
    }

    @Test
    func `leaves the HTML out where the message gets too long, and is refused where that is not enough`()
        async throws
    {
        let transport = ScriptedMail([])
        try await Self.channel(transport) { $0.messageBytes = 2200 }.send(.summit, at: Self.moment)
        #expect(try MailReader(transport.submissions[0].message).parts.count == 1)
        await #expect(throws: DeliveryError.self) {
            try await Self.channel(transport) { $0.messageBytes = 500 }.send(.summit, at: Self.moment)
        }
        #expect(transport.submissions.count == 1)
    }

    /// `alert` by itself, with another of a watch of a hostile name, and in a summary.
    private static func messages(of alert: Alert) -> [Message] {
        var other = alert
        other.content.watch = alert.content.headline
        let bundles = [AlertBundle.Kind.group, .flood].map { kind in
            AlertBundle(
                kind: kind, carrier: DeliveryID(1), composed: alert.decided, alerts: [alert, other],
                unlisted: 1)
        }
        return [.alert(alert)] + bundles.map { .bundle($0) }
    }

    @Test func `writes HTML that holds nothing but text from outside and loads nothing`() async throws {
        for title in HostileText.titles(60, seed: 12) {
            for message in Self.messages(of: HostileText.alert(title)) {
                let html = MailContent(message, offset: nil, footer: "why").html
                #expect(html.utf8.count < MailMessage.htmlBytes)
                for tag in [
                    "<script", "<img", "<style", "<link", "<iframe", "<form", "<svg", "javascript:", "src=",
                ] {
                    // What is text has no bracket before it.
                    let isEscaped = !tag.hasPrefix("<") && !html.contains("href=\"\(tag)")
                    #expect(isEscaped || !html.contains(tag), "\(tag) of \(title.debugDescription)")
                }
                #expect(ServiceMarkup.isOurMail(html), "\(title.debugDescription)")
            }
        }
    }

    @Test func `writes text of at most 72 columns, addresses aside`() {
        for title in HostileText.titles(60, seed: 13) {
            for message in Self.messages(of: HostileText.alert(title)) {
                let text = MailContent(message, offset: nil, footer: "why \(title)").text
                for line in text.split(separator: "\n") where !line.contains("https://") {
                    #expect(TerminalText.columns(of: String(line)) <= 72, "\(line)")
                }
            }
        }
    }

    @Test func `leads to the page of the story where one is served`() {
        let page = "https://wire.example.org/s/\(Alert.summit.content.story)"
        for (base, isLinked) in [("https://wire.example.org", true), (nil, false)] {
            let content = MailContent(.alert(.summit), offset: nil, base: base, footer: "why")
            #expect(content.text.contains("\n\(page)\n") == isLinked)
            #expect(content.html.contains("href=\"\(page)\"") == isLinked)
        }
    }

    @Test func `brings a summary of feeds`() throws {
        let notice = FeedNotice(
            id: FeedNoticeID(watch: "health", slot: "2019-04-25-0800"), severity: .normal,
            decided: Self.moment,
            troubles: [
                FeedTrouble(
                    feed: "tass", url: "https://tass.example/rss", outlet: "TASS", event: .failing,
                    state: .failing, since: Self.moment - .hours(9), error: "status 503", status: 503,
                    lastSuccess: nil, lastNewItem: nil, nextPoll: nil, movedTo: nil, advice: "ask <them>")
            ], unlisted: 0, recovered: [], ongoing: 0, feeds: 3)
        let content = MailContent(.notice(notice), offset: .hours(9), footer: "why")
        #expect(content.subject == "[wirewatch] 1 feed cannot be read")
        #expect(content.id == "feeds_health_2019-04-25-0800")
        #expect(content.references == [] && content.follows == nil)
        #expect(content.html.contains("ask &lt;them&gt;"))
        #expect(content.text.contains("-      tass (failing): status 503; since 05:08; never read;"))
    }
}
