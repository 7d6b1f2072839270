import Digests
import Model
import Pipeline
import Systemd
import Testing

@testable import Delivery

/// What people and programs of this machine get to see of hostile titles; mail and services have suites of their own.
@Suite struct `hostile text at local exits` {
    private static let alerts = HostileText.titles(60, seed: 31).map { HostileText.alert($0) }

    @Test func `steers no terminal and turns no direction of reading`() {
        for alert in Self.alerts {
            let message = Message.alert(alert)
            let text = MessageText(message, offset: { _ in nil })
            let fields = JournalChannel.entry(for: message, offset: { _ in nil })
                .journalFields(identifier: "wirewatch")
            let variables = ExecChannel.variables(of: message, offset: { _ in nil })
            for line in text.lines + [text.line, text.headline] + fields {
                #expect(Self.isHarmless(line), "\(line.debugDescription)")
            }
            for (name, value) in variables {
                // The text has several lines.
                let lines = name == "WIREWATCH_TEXT" ? value.replacing("\n", with: "") : value
                #expect(Self.isHarmless(lines), "\(name)=\(value.debugDescription)")
            }
        }
    }

    @Test func `is one line of JSON that says what came`() throws {
        for alert in Self.alerts {
            let line = Message.alert(alert).json
            #expect(!line.contains { $0 < 0x20 })
            let headline = try JSONShape.read(line)["data"]?["story"]?["headline"]?.text
            #expect(headline == alert.content.headline)
        }
    }

    @Test func `is no address of anything but the web`() {
        for url in [
            "javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "https://a.example/ b",
            "https://a.example/\">x", "https://a.example/\u{202E}", "https://a.example/\u{200B}",
            "https:///a", "HTTPS://a.example/<b>",
            "https://a.example/\r\nx",
            "https://a.example/" + String(repeating: "a", count: WebLink.limit), "", "//a.example/",
            "tg://user?id=1",
        ] {
            #expect(WebLink.safe(url) == nil, "\(url.debugDescription)")
        }
        for url in [
            "https://a.example/한?q=1&r=(2)'", "http://[::1]:80/", "HTTPS://A.example/",
            "https://a.example/?a|b={1}",
        ] {
            #expect(WebLink.safe(url) == url)
        }
    }

    private static func isHarmless(_ text: String) -> Bool {
        !text.unicodeScalars.contains { scalar in
            switch scalar.value {
            case 0..<0x20, 0x7F...0x9F, 0x2028...0x202E, 0x2066...0x2069: true
            default: false
            }
        }
    }
}
