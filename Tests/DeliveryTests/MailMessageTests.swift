import Model
import Testing

@testable import Delivery

@Suite struct `a mail message` {
    private static func message(_ change: (inout MailMessage) -> Void = { _ in }) throws -> MailMessage {
        let from = try #require(MailAddress("Wirewatch <ww@news.example>"))
        let to = try #require(MailAddress("Desk, <desk@example.org>".replacing(",", with: "")))
        var message = MailMessage(
            from: from, to: [to], subject: "[wirewatch] Kim and Putin meet (3 outlets)",
            date: Timestamp(seconds: 1_556_168_820), offset: .hours(9), id: "alert_putin-kim_7F3K2Q_1",
            list: "putin-kim", text: "one\n\ntwo \n", html: "<p>one</p>\n")
        change(&message)
        return message
    }

    @Test func `is this text, every byte`() throws {
        let bytes = try Self.message { message in
            message.references = ["story_7F3K2Q", "alert_putin-kim_7F3K2Q_1"]
            message.follows = "alert_putin-kim_7F3K2Q_1"
            message.id = "alert_putin-kim_7F3K2Q_2"
            message.unsubscribe = "mailto:stop@news.example"
            message.fields = [MailMessage.Field("X-Wirewatch-Watch", "putin-kim")]
        }.bytes
        let expected = """
            Date: Thu, 25 Apr 2019 14:07:00 +0900
            From: Wirewatch <ww@news.example>
            To: Desk <desk@example.org>
            Subject: [wirewatch] Kim and Putin meet (3 outlets)
            Message-ID: <alert_putin-kim_7F3K2Q_2@news.example>
            In-Reply-To: <alert_putin-kim_7F3K2Q_1@news.example>
            References: <story_7F3K2Q@news.example>
             <alert_putin-kim_7F3K2Q_1@news.example>
            List-Id: <putin-kim.wirewatch.news.example>
            List-Unsubscribe: <mailto:stop@news.example>
            Auto-Submitted: auto-generated
            X-Wirewatch-Watch: putin-kim
            MIME-Version: 1.0
            Content-Type: multipart/alternative;
             boundary="=_wirewatch_B"

            --=_wirewatch_B
            Content-Type: text/plain; charset=UTF-8
            Content-Transfer-Encoding: quoted-printable

            one

            two=20
            --=_wirewatch_B
            Content-Type: text/html; charset=UTF-8
            Content-Transfer-Encoding: quoted-printable

            <p>one</p>
            --=_wirewatch_B--

            """
        let text = String(decoding: bytes, as: UTF8.self)
        let digits = try #require(text.firstMatch(of: #/_wirewatch_([0-9]+)/#)).output.1
        #expect(text == expected.replacing("\n", with: "\r\n").replacing("_B", with: "_\(digits)"))
    }

    @Test(arguments: [
        "한반도 데스크의 긴 제목: 김정은 국무위원장과 블라디미르 푸틴 대통령이 블라디보스토크에서 첫 정상회담을 했다",
        "Путин и Ким Чен Ын провели переговоры во Владивостоке", "e\u{301} and 👩‍👩‍👧‍👦", "=?UTF-8?Q?no?=", "a",
        "plain words that are long enough to be folded at least once because they go on and on and on, don't they",
        String(repeating: "x", count: 300), "Putin \u{201C}quoted\u{201D}",
    ])
    func `brings its subject whole, in any script`(subject: String) throws {
        let reader = try MailReader(try Self.message { $0.subject = subject }.bytes)
        #expect(reader.value("subject") == subject)
    }

    @Test func `brings names in any script`() throws {
        let names = ["한반도 데스크 <a@one.example>", "Desk (Seoul) <b@two.example>", "c@three.example"]
        let addresses = try names.map { try #require(MailAddress($0)) }
        let reader = try MailReader(try Self.message { $0.to = addresses }.bytes)
        #expect(
            reader.value("to")
                == "한반도 데스크 <a@one.example>, \"Desk (Seoul)\" <b@two.example>, c@three.example")
    }

    @Test(arguments: [
        "", "one", "one\n", " indented\n\n\n", "trailing  \n", ".\n..\n", "From me\n", "=3D=\n",
        String(repeating: "long ", count: 100), String(repeating: "한", count: 500),
        "한반도 mixed with words of English, as many as it takes to be mostly of one kind\n", "a\tb\n\t\n",
    ])
    func `brings its text as it was`(text: String) throws {
        let reader = try MailReader(try Self.message { $0.text = text }.bytes)
        #expect(reader.text("text/plain") == (text.hasSuffix("\n") ? text : text + "\n"))
        #expect(reader.text("text/html") == "<p>one</p>\n")
    }

    @Test func `is the same whenever it is made`() throws {
        #expect(try Self.message().bytes == Self.message().bytes)
        #expect(try Self.message { $0.html = nil }.bytes != Self.message().bytes)
    }

    @Test func `of text alone has one part`() throws {
        let reader = try MailReader(try Self.message { $0.html = nil }.bytes)
        #expect(reader.parts.map(\.type) == ["text/plain; charset=UTF-8"])
    }

    private static let names = [
        "date", "from", "to", "subject", "message-id", "in-reply-to", "references", "list-id",
        "auto-submitted", "x-wirewatch-watch", "mime-version", "content-type",
    ]

    @Test func `has the headers that it was given and no others, whatever is in them`() throws {
        for title in HostileText.titles(60, seed: 11) {
            let bytes = try Self.message { message in
                message.subject = title
                message.id = title
                message.follows = title
                message.references = [title, title]
                message.list = title
                message.fields = [MailMessage.Field("X-Wirewatch-Watch", title)]
                message.text = title
                message.html = title
            }.bytes
            let reader = try MailReader(bytes)
            #expect(reader.headers.map(\.name) == Self.names, "\(title.debugDescription)")
            #expect(reader.parts.count == 2)
            for part in reader.parts {
                #expect(!part.text.unicodeScalars.contains { isSteering($0) })
            }
        }
    }

    private func isSteering(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x0A, 0x09: false
        case 0..<0x20, 0x7F...0x9F, 0x202A...0x202E, 0x2066...0x2069: true
        default: false
        }
    }
}
