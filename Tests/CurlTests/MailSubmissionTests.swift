import Platform
import TestSupport
import Testing

@testable import Curl

/// What libcurl makes of a mail server's words and certificates.
@Suite struct `a submission` {
    private static let message = Array("Subject: x\r\n\r\nfirst\r\n.second\r\n..third\r\n".utf8)

    private static func submission(_ server: TestMailServer, to: [String] = ["a@one.example"])
        -> MailSubmission
    {
        var submission = MailSubmission(
            server: server.url, sender: "ww@news.example", recipients: to, message: message)
        submission.hello = "news.example"
        submission.allowsPlain = true
        submission.totalTimeout = .seconds(20)
        return submission
    }

    private static func send(
        _ submission: MailSubmission, _ cancellation: MailCancellation = MailCancellation()
    ) async -> Result<MailReceipt, MailSubmissionError> {
        do {
            let executor = try QueueExecutor(name: "mail-test")
            return await executor.run {
                Result { () throws(MailSubmissionError) in try submission.perform(unless: cancellation) }
            }
        } catch {
            return .failure(MailSubmissionError(kind: .other, message: "\(error)"))
        }
    }

    @Test func `brings the message byte for byte, dots and all, to all recipients`() async throws {
        let server = try TestMailServer()
        let result = await Self.send(Self.submission(server, to: ["a@one.example", "b@two.example"]))
        #expect(result == .success(MailReceipt(accepted: ["a@one.example", "b@two.example"], refused: [:])))
        #expect(server.messages == [String(decoding: Self.message, as: UTF8.self)])
        let commands = try #require(server.sessions.first?.commands)
        #expect(
            commands.prefix(5) == [
                "EHLO news.example", "MAIL FROM:<ww@news.example> SIZE=\(Self.message.count)",
                "RCPT TO:<a@one.example>", "RCPT TO:<b@two.example>", "DATA",
            ])
    }

    @Test func `goes to those whom the server takes, and names the others`() async throws {
        let server = try TestMailServer { command in
            if command.contains("b@two") { return "550 5.1.1 no such user" }
            return command.contains("c@two") ? "451 4.7.1 come back later" : nil
        }
        let all = ["a@one.example", "b@two.example", "c@two.example"]
        let receipt = try await Self.send(Self.submission(server, to: all)).get()
        #expect(receipt.accepted == ["a@one.example"])
        #expect(
            receipt.refused == [
                "b@two.example": MailReply(code: 550, text: "5.1.1 no such user"),
                "c@two.example": MailReply(code: 451, text: "4.7.1 come back later"),
            ])
        #expect(server.messages.count == 1)
    }

    struct Refusal: Sendable, CustomTestStringConvertible {
        var command: String
        var answer: String
        var message: String
        var code: Int
        var testDescription: String { "\(command): \(answer)" }
    }

    @Test(arguments: [
        Refusal(
            command: "MAIL", answer: "452 4.3.1 no room",
            message: "the server answers to MAIL FROM:<ww@news.example>: 452 4.3.1 no room", code: 452),
        Refusal(
            command: "RCPT", answer: "550-look\r\n550 5.1.1 no such user",
            message: "the server answers to RCPT TO:<a@one.example>: 550 5.1.1 no such user", code: 550),
        Refusal(
            command: "DATA", answer: "554 5.7.1 not from you",
            message: "the server answers to DATA: 554 5.7.1 not from you", code: 554),
        Refusal(
            command: ".", answer: "552 5.3.4 too long",
            message: "the server answers to DATA: 552 5.3.4 too long", code: 552),
    ])
    func `that is refused says by which answer to what`(_ refusal: Refusal) async throws {
        let server = try TestMailServer { $0.hasPrefix(refusal.command) ? refusal.answer : nil }
        let result = await Self.send(Self.submission(server))
        guard case .failure(let error) = result else {
            Issue.record("\(result)")
            return
        }
        #expect(error.kind == .reply)
        #expect(error.message == refusal.message)
        #expect(error.reply?.code == refusal.code)
        #expect(server.messages.isEmpty)
    }

    @Test func `with a login that is not accepted says so, and never the password`() async throws {
        let server = try TestMailServer { $0.hasPrefix("AUTH") ? "535 5.7.8 wrong" : nil }
        var submission = Self.submission(server)
        submission.login = MailSubmission.Login(user: "ww", password: "hunter2hunter2")
        let result = await Self.send(submission)
        #expect(
            result
                == .failure(
                    MailSubmissionError(
                        kind: .login, message: "the server does not accept the login",
                        reply: MailReply(code: 535, text: "5.7.8 wrong"))))
    }

    private static func secured(_ server: TestMailServer, authority: String = "authority") -> MailSubmission {
        var submission = submission(server)
        submission.allowsPlain = false
        submission.authorityFile = TestTLS.path(authority)
        submission.login = MailSubmission.Login(user: "ww", password: "hunter2hunter2")
        return submission
    }

    @Test func `keeps nothing of a login, whatever it looks like`() {
        var dialogue = MailDialogue()
        for (client, server) in [
            ("EHLO x", "250 AUTH PLAIN"), ("AUTH PLAIN", "334 "), ("RCPTsecret", "334 more"),
            ("QUITsecret", "535 5.7.8 no"),
        ] {
            dialogue.command(Array("\(client)\r\n".utf8))
            dialogue.reply(Array("\(server)\r\n".utf8))
        }
        #expect(dialogue.lastCommand == "AUTH")
        #expect(dialogue.last == MailReply(code: 535, text: "5.7.8 no"))
        dialogue.command(Array("RCPT TO:<a@one.example>\r\n".utf8))
        dialogue.reply(Array("550 no\r\n".utf8))
        #expect(dialogue.refused == ["a@one.example": MailReply(code: 550, text: "no")])
    }

    @Test func `is encrypted before anything but the greeting is said`() async throws {
        let servers = [
            try TestMailServer(.startTLS(TestTLS())), try TestMailServer(.fromTheStart(TestTLS())),
        ]
        for server in servers {
            let receipt = try await Self.send(Self.secured(server)).get()
            #expect(receipt.accepted == ["a@one.example"])
            let session = try #require(server.sessions.first)
            let open = session.commands.prefix(session.commands.count - session.securedCommands.count)
            #expect(open.allSatisfy { $0.hasPrefix("EHLO") || $0 == "STARTTLS" })
            #expect(session.securedCommands.contains("AUTH PLAIN"))
            #expect(server.messages.count == 1)
        }
    }

    @Test(arguments: [("expired", "authority"), ("elsewhere", "authority"), ("server", "elsewhere")])
    func `is not made where the certificate is not to be trusted`(
        certificate: String, authority: String
    ) async throws {
        let tls = TestTLS(certificate: TestTLS.path(certificate))
        for server in [try TestMailServer(.startTLS(tls)), try TestMailServer(.fromTheStart(tls))] {
            let result = await Self.send(Self.secured(server, authority: authority))
            guard case .failure(let error) = result else {
                Issue.record("\(result)")
                return
            }
            #expect(error.kind == .tls)
            #expect(error.message.contains("certificate is not trusted"))
            #expect(!server.sessions.flatMap(\.commands).contains { $0.hasPrefix("AUTH") })
        }
    }

    @Test func `is not made unencrypted where that is not allowed`() async throws {
        let server = try TestMailServer()
        var submission = Self.submission(server)
        submission.allowsPlain = false
        submission.login = MailSubmission.Login(user: "ww", password: "hunter2hunter2")
        let result = await Self.send(submission)
        guard case .failure(let error) = result else {
            Issue.record("\(result)")
            return
        }
        #expect(error.kind == .tls)
        let commands = server.sessions.flatMap(\.commands)
        #expect(commands.allSatisfy { $0.hasPrefix("EHLO") || $0.hasPrefix("STARTTLS") || $0 == "QUIT" })
    }

    @Test(arguments: [
        ("9.9.9.9", false), ("2620:fe::fe", false), ("127.0.0.1", true), ("::1", true), ("10.1.2.3", true),
        ("192.168.1.1", true), ("fd00::1", true),
    ])
    func `without encryption goes to no address of the public network`(address: String, isAllowed: Bool)
        throws
    {
        var submission = MailSubmission(
            server: "smtp://mail.example", sender: "a@one.example", recipients: ["b@two.example"],
            message: Self.message)
        submission.allowsPlain = true
        let bytes = try #require(AddressBlock.address(address))
        let plain = RunningSubmission(submission, cancellation: MailCancellation())
        #expect(plain.mayConnect(to: bytes) == isAllowed)
        submission.allowsPlain = false
        #expect(RunningSubmission(submission, cancellation: MailCancellation()).mayConnect(to: bytes))
    }

    @Test func `ends when it is cancelled`() async throws {
        let cancellation = MailCancellation()
        let server = try TestMailServer { command in
            guard command.hasPrefix("MAIL") else { return nil }
            cancellation.cancel()
            return ""
        }
        let result = await Self.send(Self.submission(server), cancellation)
        #expect(result == .failure(MailSubmissionError(kind: .cancelled, message: "cancelled")))
    }

    @Test func `without a server is unreachable`() async throws {
        let port = try FreePort.find()
        var submission = MailSubmission(
            server: "smtp://127.0.0.1:\(port)", sender: "a@one.example", recipients: ["b@two.example"],
            message: Self.message)
        submission.allowsPlain = true
        guard case .failure(let error) = await Self.send(submission) else { return }
        #expect(error.kind == .unreachable)
    }
}
