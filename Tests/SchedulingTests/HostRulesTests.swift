import Model
import Scheduling
import Testing

@Suite struct HostRulesTests {
    @Test(arguments: [
        ("example.org:443", "example.org:443"), ("desk.tumblr.com:443", "tumblr.com"),
        ("www.reddit.com:443", "reddit.com"), ("reddit.com:80", "reddit.com"),
        ("notreddit.com:443", "notreddit.com:443"), ("127.0.0.1:8080", "127.0.0.1:8080"),
    ])
    func `a platform is one host, whatever the subdomain`(host: String, group: String) {
        #expect(HostRules.group(of: host) == group)
    }

    struct Host: Sendable, CustomTestStringConvertible {
        var name: String
        var pause: Duration
        var scope: HoldScope
        var testDescription: String { name }
    }

    @Test(arguments: [
        Host(name: "example.org:443", pause: .seconds(1), scope: .host),
        Host(name: "172.15.0.1:80", pause: .seconds(1), scope: .host),
        Host(name: "127.0.0.9:8480", pause: .zero, scope: .host),
        Host(name: "localhost:80", pause: .zero, scope: .host),
        Host(name: "[::1]:80", pause: .zero, scope: .host),
        Host(name: "10.1.2.3:1200", pause: .zero, scope: .feed),
        Host(name: "192.168.0.7:1200", pause: .zero, scope: .feed),
        Host(name: "172.31.0.1:80", pause: .zero, scope: .feed),
        Host(name: "[fd00::1]:80", pause: .zero, scope: .feed),
        Host(name: "rsshub:1200", pause: .zero, scope: .feed),
        Host(name: "nas.local:80", pause: .zero, scope: .feed),
        Host(name: "1.2.3.4.example.org:80", pause: .seconds(1), scope: .host),
    ])
    func `pauses and holds fit the host where nobody says otherwise`(host: Host) {
        #expect(HostRules.pause(of: host.name, set: nil) == host.pause)
        #expect(HostRules.scope(of: host.name, set: nil) == host.scope)
        #expect(HostRules.pause(of: host.name, set: .seconds(7)) == .seconds(7))
        #expect(HostRules.scope(of: host.name, set: .feed) == .feed)
        #expect(HostRules.scope(of: host.name, set: .host) == .host)
    }
}
