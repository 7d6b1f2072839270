import Delivery
import Testing

@Suite struct `a webhook's signature` {
    /// The example of the Standard Webhooks libraries.
    @Test func `is the published one`() throws {
        let key = try #require(WebhookSignature.key(of: "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"))
        let value = try WebhookSignature.value(
            id: "msg_p5jXN8AQM9LWM0D4loKWxJek", timestamp: 1_614_265_330,
            body: Array(#"{"test": 2432232314}"#.utf8), key: key)
        #expect(value == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=")
    }

    @Test(arguments: [
        ("whsec_Zm9v", "foo"), ("whsec_Zm9v\n", "foo"), ("Zm9v", "Zm9v"),
        (" plain secret \r\n", "plain secret"),
        ("whsec", "whsec"),
    ])
    func `takes its key from base64 or as it is`(secret: String, key: String) {
        #expect(WebhookSignature.key(of: secret) == Array(key.utf8))
    }

    @Test(arguments: ["", " \n", "whsec_", "whsec_!", "whsec_Zm9v Zm9v"])
    func `has no key in nothing or nonsense`(secret: String) {
        #expect(WebhookSignature.key(of: secret) == nil)
    }
}
