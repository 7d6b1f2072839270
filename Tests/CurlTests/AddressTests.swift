import Curl
import Testing

@Suite struct AddressTests {
    /// The sixteen bytes of an IPv4 address, mapped.
    private static func mapped(_ bytes: [UInt8]) -> [UInt8] {
        [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF] + bytes
    }

    @Test(
        arguments: [
            [127, 0, 0, 1], [10, 1, 2, 3], [172, 16, 0, 1], [172, 31, 255, 255], [192, 168, 1, 1],
            [169, 254, 169, 254], [0, 0, 0, 0], [100, 64, 0, 1], [198, 18, 0, 1], [224, 0, 0, 1],
            [255, 255, 255, 255],
        ] as [[UInt8]])
    func `addresses outside the public network are refused`(address: [UInt8]) {
        #expect(!ConnectPolicy().permits(Self.mapped(address)))
        #expect(ConnectPolicy(allowsAll: true).permits(Self.mapped(address)))
    }

    @Test(
        arguments: [
            [8, 8, 8, 8], [172, 32, 0, 1], [100, 128, 0, 1], [192, 167, 1, 1], [1, 1, 1, 1],
        ] as [[UInt8]])
    func `public addresses are permitted`(address: [UInt8]) {
        #expect(ConnectPolicy().permits(Self.mapped(address)))
    }

    @Test func `an IPv4 address inside an IPv6 one is judged by itself`() {
        let nat64: [UInt8] = [0, 0x64, 0xFF, 0x9B, 0, 0, 0, 0, 0, 0, 0, 0]
        #expect(!ConnectPolicy().permits(nat64 + [127, 0, 0, 1]))
        #expect(ConnectPolicy().permits(nat64 + [8, 8, 8, 8]))
        let sixToFour: [UInt8] = [0x20, 0x02, 10, 0, 0, 1] + [UInt8](repeating: 0, count: 10)
        #expect(!ConnectPolicy().permits(sixToFour))
        #expect(!ConnectPolicy().permits([UInt8](repeating: 0, count: 15) + [1]))
    }

    @Test func `blocks are allowed by name`() throws {
        let block = try #require(AddressBlock("10.1.0.0/16"))
        let policy = ConnectPolicy(allowed: [block])
        #expect(policy.permits(Self.mapped([10, 1, 200, 3])))
        #expect(!policy.permits(Self.mapped([10, 2, 0, 1])))
    }

    @Test(arguments: ["10.1.0.0/33", "10.1.0/16", "fe80::/129", "example.org", "10.0.0.0/8/8", ""])
    func `what is no block is none`(text: String) {
        #expect(AddressBlock(text) == nil)
    }
}

@Suite struct URLPartsTests {
    @Test(arguments: [
        ("../b?x=1", "https://example.org/b?x=1"), ("//cdn.example.org/x", "https://cdn.example.org/x"),
        ("#top", "https://example.org/a/page.html#top"), ("?q=2", "https://example.org/a/page.html?q=2"),
        ("/новости", "https://example.org/%d0%bd%d0%be%d0%b2%d0%be%d1%81%d1%82%d0%b8"),
    ])
    func `references are resolved`(reference: String, url: String) {
        let resolved = URLParts("https://example.org/a/page.html")?.resolved(reference)
        #expect(resolved?.lowercased() == url)
    }

    @Test func `an origin has its port`() {
        #expect(URLParts("HTTPS://User@Example.ORG/x")?.origin == "https://example.org:443")
        #expect(URLParts("http://Example.ORG:8080/x")?.hostAndPort == "example.org:8080")
    }
}
