import MicroHTTP
import Model
import Platform
import TestSupport
import Testing

/// Whether `route test` reaches who it is meant for, by the program as it ships.
@Suite struct RouteCommandTests {
    private static let feed =
        "[feed \"x\"]\nurl = http://127.0.0.1:1/\n[watch \"w\"]\nquery = summit\nseverity = urgent\n"

    private func program(_ text: String) throws -> Program {
        let program = try Program()
        try program.write("feeds.conf", Self.feed + text)
        return program
    }

    private func mailConfiguration(_ server: TestMailServer, more: String = "") -> String {
        "[mail]\nsmtp = \(server.url)\nplain-smtp = yes\nfrom = ww@news.example\n\(more)"
            + "[route \"desk\"]\ntype = email\nto = 한반도 <desk@example.org>, anna@example.org\n"
            + "[wirewatch]\nnotify = desk\n"
    }

    @Test func `a sample reaches people by mail, marked as one`() async throws {
        let server = try TestMailServer()
        let program = try program(mailConfiguration(server))
        let outcome = try await program.run("route", "test", "desk", "--watch", "w")
        #expect(outcome.status == .exited(0), "\(outcome.errors)")
        #expect(
            outcome.output.hasPrefix(
                "route desk: taken by desk@example.org, anna@example.org by \(server.url)"))
        let message = try #require(server.messages.first)
        #expect(message.contains("Subject: [wirewatch] Test of route desk: this is no news (3 outlets)\r\n"))
        #expect(message.contains("List-Id: <w.wirewatch.news.example>\r\n"))
        #expect(message.contains("X-Wirewatch-Severity: urgent\r\n"))
    }

    @Test func `a refusal is told, with status 1`() async throws {
        let server = try TestMailServer { $0.hasPrefix("RCPT") ? "550 5.1.1 no such user here" : nil }
        let outcome = try await program(mailConfiguration(server)).run("route", "test", "desk", "--json")
        #expect(outcome.status == .exited(1))
        #expect(outcome.output.contains("\"result\":\"refused\""))
        #expect(outcome.output.contains("550 5.1.1 no such user here"))
        #expect(server.messages.isEmpty)
    }

    @Test func `a dry run shows the whole message and connects to nobody`() async throws {
        let server = try TestMailServer()
        let outcome = try await program(mailConfiguration(server)).run("route", "test", "desk", "--dry-run")
        #expect(outcome.status == .exited(0), "\(outcome.errors)")
        #expect(outcome.output.contains("\nContent-Type: multipart/alternative;\n"))
        #expect(outcome.output.contains("\nTo: =?UTF-8?B?"))
        #expect(server.sessions.isEmpty)
    }

    @Test func `a message with a name of its own is put into the room of Matrix, once per sample`()
        async throws
    {
        let program = try Program()
        // The name of the message is not known before: any path is found, and answered with 404.
        try program.write("token", "syt_secret_token\n")
        try program.write(
            "feeds.conf",
            Self.feed + "[route \"room\"]\ntype = webhook\nformat = matrix\nurl = \(program.server.url)\n"
                + "room = !a:m.example\ntoken-file = \(program.folder)/token\n"
                + "allow-private-addresses = 127.0.0.0/8\n[wirewatch]\nnotify = room\n")
        let outcome = try await program.run("route", "test", "room")
        #expect(outcome.status == .exited(1))
        #expect(outcome.errors.contains("route room: refused: status 404"))
        #expect(!outcome.errors.contains("syt_secret"))
        let request = try #require(program.server.requests.first)
        #expect(request.method == "PUT")
        #expect(
            request.path.hasPrefix("/_matrix/client/v3/rooms/!a:m.example/send/m.room.message/alert_test_"))
        #expect(request.headers["authorization"] == "Bearer syt_secret_token")
    }

    @Test func `ntfy gets the sample, with priority and address`() async throws {
        let program = try Program()
        program.server.serve("/", ServerAnswer(status: 200))
        try program.write(
            "feeds.conf",
            Self.feed + "[route \"phone\"]\ntype = ntfy\nurl = \(program.server.url)/korea\n"
                + "allow-private-addresses = 127.0.0.0/8\n[wirewatch]\nnotify = phone\n")
        let outcome = try await program.run("route", "test", "phone", "--watch", "w")
        #expect(outcome.status == .exited(0), "\(outcome.errors)")
        let body = try #require(
            program.server.requests.first.map { String(decoding: $0.body, as: UTF8.self) })
        #expect(body.contains("\"topic\":\"korea\""))
        #expect(body.contains("\"priority\":5"))
        #expect(body.contains("Test of route phone: this is no news"))
    }

    @Test func `routes are listed with who uses them and without secrets`() async throws {
        let program = try program(
            """
            [route "chat"]
            type     = webhook
            format   = slack
            url      = https://hooks.example/T0/B0/verysecret
            rate     = 1/s
            [wirewatch]
            notify = chat
            """)
        let list = try await program.run("route", "list")
        #expect(list.status == .exited(0))
        #expect(list.output.contains("chat             slack        normal  hooks.example  for [wirewatch]"))
        #expect(list.output.contains("(used nowhere)"))
        let json = try await program.run("route", "list", "--json")
        #expect(json.output.contains(#""name":"chat","type":"webhook","format":"slack""#))
        #expect(json.output.contains(#""rate":"1/s""#))
        let shown = try await program.run("config", "show")
        for text in [list.output, json.output, shown.output] { #expect(!text.contains("verysecret")) }
        let wrong = try await program.run("route", "test", "chatt")
        #expect(wrong.status == .exited(2))
        #expect(wrong.errors.contains("did you mean `chat`?"))
    }
}
