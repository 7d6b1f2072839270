import Configuration
import Model
import Testing

@Suite struct RouteTests {
    private static let notify = "[wirewatch]\nnotify = r\n"
    private static let mail = "[mail]\nsmtp = smtps://mail.example.org\nfrom = ww@example.org\n"

    private func route(_ text: String) throws -> RouteSettings {
        let configuration = try Sample.load(Sample.feed + Self.notify + Self.mail + "[route \"r\"]\n" + text)
        return try #require(configuration.routes.first { $0.name == "r" })
    }

    @Test func `mail goes to people`() throws {
        let route = try route(
            "type = email\nto = Desk <desk@example.org>, b@example.org\nto = c@example.org\n")
        #expect(route.recipients.map(\.mailbox) == ["desk@example.org", "b@example.org", "c@example.org"])
        #expect(route.recipients.first?.name == "Desk")
    }

    @Test func `[mail] has defaults`() throws {
        let text = Sample.feed + Self.notify + Self.mail + "[route \"r\"]\ntype = email\nto = b@example.org\n"
        let mail = try #require(try Sample.load(text).mail)
        let from = try #require(MailAddress("ww@example.org"))
        #expect(
            mail
                == MailSettings(
                    server: MailServer(isSecure: true, host: "mail.example.org", port: 465), from: from))
        #expect(mail.messageBytes == 1 << 20 && mail.connectTimeout == .seconds(10) && !mail.allowsPlain)
    }

    @Test(arguments: [
        ("smtps://mail.example.org", "smtps://mail.example.org:465"),
        ("smtp://mail.example.org", "smtp://mail.example.org:587"),
        ("SMTP://Mail.Example.org:25/", "smtp://mail.example.org:25"),
        ("smtp://127.0.0.1:2525", "smtp://127.0.0.1:2525"), ("smtps://[::1]:465", "smtps://[::1]:465"),
    ])
    func `a server is read with its port`(text: String, expected: String) throws {
        let configuration = try Sample.load(
            Sample.feed + Self.notify + "[mail]\nsmtp = \(text)\nfrom = ww@example.org\n"
                + "[route \"r\"]\ntype = email\nto = b@example.org\n")
        #expect(configuration.mail?.server.description == expected)
    }

    @Test(arguments: [
        ("type = ntfy\nurl = https://ntfy.example/korea\ntoken-file = ntfy\nrate = 20/min", RouteType.ntfy),
        ("type = gotify\nurl = https://gotify.example\ntoken-file = gotify", .gotify),
        ("type = telegram\nchat = -100123\ntoken-file = bot\nrate = 1/s", .telegram),
        ("type = telegram\nchat = @korea_desk\ntoken-file = bot\nurl = https://bots.example", .telegram),
        ("type = webhook\nformat = slack\nurl-file = slack", .webhook),
        (
            "type = webhook\nformat = matrix\nurl = https://m.example\nroom = !a:m.example\ntoken-file = m",
            .webhook
        ),
        ("type = webhook\nformat = cloudevents\nurl = https://e.example\nsource = urn:desk", .webhook),
    ])
    func `services are read without a word of complaint`(text: String, type: RouteType) throws {
        let configuration = try Sample.load(Sample.feed + Self.notify + "[route \"r\"]\n\(text)\n")
        #expect(configuration.routes.first { $0.name == "r" }?.type == type)
        #expect(configuration.warnings == [])
    }

    struct Mistake: Sendable, CustomTestStringConvertible {
        var text: String
        var problem: String
        var testDescription: String { problem }

        init(_ text: String, _ problem: String) {
            self.text = text
            self.problem = problem
        }
    }

    @Test(arguments: [
        Mistake("type = mail", "2:8: `mail` is no type of route: write `type = email`"),
        Mistake(
            "type = slack\nurl = https://a.example",
            "2:8: `slack` is no type of route: write `type = webhook` and `format = slack`"),
        Mistake(
            "type = signal",
            "2:8: `signal` is no type of route: `type = exec` runs a program that sends it, such as apprise"),
        Mistake("type = telegramm", "did you mean `telegram`?"),
        Mistake("type = email", "1:1: route `r` of type email has no to"),
        Mistake(
            "type = email\nto = b@example.org",
            "1:1: route `r` sends mail and there is no [mail]: name the server there, `smtp` and `from`"),
        Mistake(
            "type = email\nto = b@example.org, nobody",
            "3:21: `to` takes a mail address such as `desk@example.org` or `Desk <desk@example.org>`, not `nobody`"
        ),
        Mistake(
            "type = email\nto = b@example.org, b@example.org",
            "3:21: warning: `b@example.org` stands here already"),
        Mistake("type = ntfy", "1:1: route `r` of type ntfy has no url"),
        Mistake(
            "type = ntfy\nurl = https://ntfy.sh/",
            "3:7: the address of ntfy ends with a topic: `https://ntfy.example.org/topic`"),
        Mistake(
            "type = ntfy\nurl = https://ntfy.sh/a\ntoken = tk_a",
            "4:1: `token` is no key of [route]: others may read this file: put the token into a file of its own"
        ),
        Mistake(
            "type = ntfy\nurl = https://ntfy.sh\ntopic = a",
            "4:1: `topic` is no key of [route]: the topic is the last part of `url`"),
        Mistake(
            "type = gotify\nurl = http://gotify.example\ntoken-file = t",
            "3:7: warning: the token goes over the network unencrypted: use https"),
        Mistake(
            "type = gotify\nurl = https://gotify.example", "1:1: route `r` of type gotify has no token-file"),
        Mistake("type = telegram\ntoken-file = t", "1:1: route `r` of type telegram has no chat"),
        Mistake(
            "type = telegram\ntoken-file = t\nchat = Korea desk",
            "4:8: `chat` takes the number of a chat, or `@` and the name of a channel, not `Korea desk`"),
        Mistake(
            "type = webhook\nformat = matrix\nurl = https://m.example",
            "1:1: route `r` of format matrix has no room"),
        Mistake(
            "type = webhook\nformat = matrix\nurl = https://m.example\nroom = #desk:m.example",
            "5:8: `room` takes the id of a room such as `!abc:example.org`, not `#desk:m.example`"),
        Mistake("type = webhook\nformat = slak\nurl = https://a.example", "did you mean `slack`?"),
        Mistake(
            "type = webhook\nformat = slack\nurl = https://a.example\nsecret-file = s",
            "5:1: warning: `secret-file` has no effect on a route of format slack"),
        Mistake(
            "type = journal\nformat = slack",
            "3:1: warning: `format` has no effect on a route of type journal"),
        Mistake(
            "type = exec\ncommand = /a\nto = b@example.org",
            "4:1: warning: `to` has no effect on a route of type exec"),
        Mistake(
            "type = exec\ncommand = /a\nrate = 20",
            "4:8: `rate` takes a rate such as `1/s`, `20/min`, `100/h` or `500/d`, not `20`"),
        Mistake("type = exec\ncommand = /a\nrate = 5/m", "4:8: `rate` takes a rate"),
    ])
    func `mistakes in a route are told with their place`(_ mistake: Mistake) {
        let problems = Sample.problems("[route \"r\"]\n\(mistake.text)\n" + Sample.feed + Self.notify)
        #expect(problems.contains { $0.contains(mistake.problem) }, "\(problems)")
    }

    @Test(arguments: [
        Mistake("from = ww@example.org", "1:1: [mail] has no smtp"),
        Mistake("smtp = smtps://mail.example.org", "1:1: [mail] has no from"),
        Mistake("smtp = mail.example.org", "2:8: `smtp` takes a server such as"),
        Mistake("smtp = mail.example.org", "did you mean `smtps://mail.example.org`?"),
        Mistake("smtp = https://mail.example.org", "did you mean `smtps://mail.example.org`?"),
        Mistake(
            "smtp = smtps://ww:pw@mail.example.org",
            "2:8: a login does not belong into `smtp`: use user and password-file"),
        Mistake("smtp = smtps://mail.example.org/path", "2:8: `smtp` takes a server such as"),
        Mistake("smtp = smtps://mail_1.example.org", "2:8: `smtp` takes a server such as"),
        Mistake("from = ww", "2:8: `from` takes a mail address such as"),
        Mistake("user = ww", "2:8: [mail] has a user and no password-file"),
        Mistake("password-file = pw", "2:17: [mail] has a password-file and no user"),
        Mistake("password = pw", "2:1: `password` is no key of [mail]: others may read this file"),
        Mistake(
            "smtp = smtps://mail.example.org\nplain-smtp = yes",
            "3:14: warning: `plain-smtp` has no effect on a server that smtps encrypts"),
        Mistake(
            "smtp = smtp://mail.example.org\nplain-smtp = yes\nuser = ww\npassword-file = pw",
            "3:14: a password is not sent unencrypted: remove `plain-smtp`, or user"),
        Mistake("hello = my machine", "2:9: `hello` takes the name of a machine"),
        Mistake(
            "unsubscribe = http://a.example", "2:15: `unsubscribe` takes a mail address or an https address"),
        Mistake("max-message = 1K", "2:15: `max-message` takes a size from 16K to 64M, not `1K`"),
        Mistake("smtp = smtps://mail.example.org\nfrom = a@example.org", "warning: [mail] is used nowhere"),
    ])
    func `mistakes in [mail] are told with their place`(_ mistake: Mistake) {
        let problems = Sample.problems("[mail]\n\(mistake.text)\n" + Sample.feed)
        #expect(problems.contains { $0.contains(mistake.problem) }, "\(problems)")
    }
}
