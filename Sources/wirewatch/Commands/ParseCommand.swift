import Daemon
import FeedParsing
import Model
import Platform
import Text

/// `parse`: what the daemon would read from documents.
enum ParseCommand {
    static let spec = CommandSpec(
        "parse", operands: "FILE...", count: 1...1_000_000,
        summary: "prints what the daemon would read from feed documents, one JSON object a line",
        options: [
            OptionSpec(
                "content-type", value: "TYPE", "the Content-Type that came with them; FILE.ct overrules it"),
            OptionSpec("url", value: "URL", "where they came from, for relative links"),
            OptionSpec(
                "timezone", value: "ZONE", "of dates that name none, such as Asia/Seoul (default: UTC)"),
        ],
        examples: [
            "parse news.xml",
            "parse --content-type 'text/xml; charset=euc-kr' news.xml",
            "parse --url https://example.org/rss news.xml",
        ]
    ) { invocation throws(CommandFailure) in
        var code = ExitCode.done
        let limits = ParseLimits()
        let zone = try zone(invocation)
        for file in invocation.operands {
            let bytes: [UInt8]
            do throws(SystemError) {
                bytes = try BoundedFile.read(path: file, limit: limits.bytes)
            } catch {
                Output.error("wirewatch: \(TerminalText.safe(error.description))\n")
                code = .usage
                continue
            }
            let type = sidecar(file) ?? invocation.value("content-type")
            let document = Document(bytes: bytes, contentType: type, url: invocation.value("url"), zone: zone)
            var output = line(file, document, limits)
            output.append(0x0A)
            Output.print(output)
        }
        return code
    }

    private static func zone(_ invocation: Invocation) throws(CommandFailure) -> TimeZoneRules? {
        guard let name = invocation.value("timezone") else { return nil }
        if let zone = TimeZones.rules(named: name) { return zone }
        throw .usage("--timezone takes a time zone such as Asia/Seoul, not `\(TerminalText.safe(name))`")
    }

    private static func line(_ file: String, _ document: Document, _ limits: ParseLimits) -> [UInt8] {
        do throws(FeedError) {
            return ParseLine.text(file: file, feed: try FeedParser.parse(document, limits: limits, now: nil))
        } catch {
            return ParseLine.text(file: file, error: error)
        }
    }

    /// The content type that a file beside the document gives.
    private static func sidecar(_ file: String) -> String? {
        guard FileMode.permissions(of: file + ".ct") != nil,
            let bytes = try? BoundedFile.read(path: file + ".ct", limit: 4096)
        else { return nil }
        let line = bytes.prefix { $0 != 0x0A && $0 != 0x0D }
        return String(decoding: line, as: UTF8.self)
    }
}
