import Testing

@testable import Daemon

@Suite struct MailboxTests {
    @Test func `what has come is taken at once, in order, and once`() async {
        let mailbox = Mailbox<Int>()
        for letter in 1...3 { mailbox.post(letter) }
        #expect(await mailbox.take() == [1, 2, 3])
        mailbox.post(4)
        #expect(await mailbox.take() == [4])
    }

    @Test func `an empty box waits for the first letter`() async {
        let mailbox = Mailbox<Int>()
        async let letters = mailbox.take()
        await Task.yield()
        mailbox.post(1)
        #expect(await letters == [1])
    }
}
