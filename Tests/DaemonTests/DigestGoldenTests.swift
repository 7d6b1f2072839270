import Configuration
import Daemon
import Digests
import FeedParsing
import Model
import Pipeline
import Platform
import TestSupport
import Testing
import Text
import XML

/// The bundled newsroom, polled on two evenings of April 2019, in all formats.
///
/// `WIREWATCH_GOLDEN=FOLDER` writes what is made today into an empty folder, to be compared with the files.
@Suite struct DigestGoldenTests {
    private static let root = "/" + #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
    private static let folder = root + "/Tests/Fixtures/digests/"

    /// What a reader of the second evening gets who read on the first.
    private static func digest() async throws -> (digest: Digest, clock: DigestClock, desk: Desk) {
        let desk = try Desk()
        let given = String(
            decoding: try BoundedFile.read(path: root + "/examples/newsroom/feeds.conf", limit: 1 << 20),
            as: UTF8.self)
        let path = desk.folder + "/newsroom.conf"
        try AppendingFile.append(Array(given.utf8), to: path)
        let setup = try Setup(path: path)
        for (day, wait) in [("day1", Duration.zero), ("day2", .hours(24))] {
            desk.pass(by: wait)
            var surroundings = desk.surroundings
            surroundings.fetcher = Shelf(folder: "\(root)/examples/newsroom/\(day)")
            _ = try await Daemon(setup: setup, surroundings: surroundings).pass(
                sends: false, progress: { _ in })
        }
        let settings = try #require(setup.configuration.digests.first)
        let builder = DigestBuilder(
            store: desk.store, watches: setup.configuration.watches,
            language: setup.configuration.daemon.language)
        let end = desk.clock.now + .milliseconds(1)
        let input = try await builder.input(
            window: (Desk.start + .milliseconds(1))..<end, only: settings.watches, top: settings.top,
            frame: DigestFrame(
                name: settings.name, reader: "anna", isSinceLast: true, next: end + .hours(12),
                base: "https://wire.example.org"))
        return (Digest(input), DigestClock(setup.zone), desk)
    }

    /// Serves the files of a folder, in whatever character set they are.
    private struct Shelf: Fetcher {
        var folder: String

        func fetch(_ request: FetchRequest) async throws(FetchError) -> FetchResult {
            let path = folder + "/" + (request.url.split(separator: "/").last ?? "")
            do throws(SystemError) {
                return .document(
                    body: try BoundedFile.read(path: path, limit: 1 << 20),
                    FetchMetadata(status: 200, url: request.url))
            } catch {
                throw FetchError(cause: .notFound, message: error.description)
            }
        }
    }

    private static let names: [DigestFormat: String] = [
        .text: "newsroom.txt", .markdown: "newsroom.md", .html: "newsroom.html", .json: "newsroom.json",
        .atom: "newsroom.atom", .jsonfeed: "newsroom.feed.json",
    ]

    @Test func `is the same in all formats as the files say`() async throws {
        let (digest, clock, desk) = try await Self.digest()
        defer { withExtendedLifetime(desk) {} }
        for format in DigestFormat.allCases {
            let path = Self.folder + (try #require(Self.names[format]))
            let text = digest.text(in: format, clock: clock)
            if let folder = Environment.value("WIREWATCH_GOLDEN") {
                let name = try #require(Self.names[format])
                try AppendingFile.append(Array(text.utf8.dropLast()), to: "\(folder)/\(name)")
            }
            let expected = String(decoding: try BoundedFile.read(path: path, limit: 1 << 20), as: UTF8.self)
            #expect(text == expected, "\(path) differs from what is made today")
        }
    }

    private static func file(_ format: DigestFormat) throws -> String {
        let path = folder + (try #require(names[format]))
        return String(decoding: try BoundedFile.read(path: path, limit: 1 << 20), as: UTF8.self)
    }

    @Test func `the text stands in 72 columns, Hangul and Han aligned`() throws {
        let lines = try Self.file(.text).split(separator: "\n", omittingEmptySubsequences: false).map(
            String.init)
        for line in lines where !line.contains("://") {
            #expect(TerminalText.columns(of: line) <= 72, "\(line)")
        }
        // Headlines of one story begin in one column, whatever the width of the outlets' names.
        let also = lines.filter { $0.contains("    also   ") }
        #expect(!also.isEmpty)
        #expect(
            lines.contains { line in line.unicodeScalars.contains { (0xAC00...0xD7A3).contains($0.value) } })
    }

    @Test func `the page is sound by the parser of XML, small, and names nothing to be fetched`() throws {
        let page = try Self.file(.html)
        #expect(page.utf8.count < 100_000)
        let reader = Reader()
        let outcome = XMLPushParser.parse(Array(page.utf8), into: reader, stopsAtProblem: true)
        #expect(outcome.isWellFormed, "\(String(describing: outcome.firstError))")
        let names = Set(reader.elements.map(\.name))
        #expect(
            names.isDisjoint(with: ["img", "script", "link", "iframe", "style", "object", "video", "form"]))
        #expect(reader.elements.allSatisfy { $0.attributes["src"] == nil && $0.attributes["srcset"] == nil })
        let headings = reader.elements.map(\.name).filter { $0.hasPrefix("h") && $0.utf8.count == 2 }
        #expect(headings.first == "h1")
        #expect(reader.elements.contains { $0.attributes["lang"] == "ko" && $0.attributes["dir"] == "ltr" })
    }

    @Test func `the Atom feed keeps the rules of Atom, and our parser reads it back`() throws {
        let atom = try Self.file(.atom)
        let reader = Reader()
        #expect(XMLPushParser.parse(Array(atom.utf8), into: reader, stopsAtProblem: true).isWellFormed)
        // RFC 4287: 4.1.1 and 4.1.2, exactly one of each, and 4.2.6, 4.2.7.
        func children(_ parent: String) -> [[String]] {
            reader.elements.indices.filter { reader.elements[$0].name == parent }.map { index in
                reader.elements.filter { $0.parent == index }.map(\.name)
            }
        }
        let feed = try #require(children("feed").first)
        for name in ["id", "title", "updated"] { #expect(feed.count { $0 == name } == 1) }
        #expect(feed.contains("author"))
        let entries = children("entry")
        #expect(!entries.isEmpty)
        for entry in entries {
            for name in ["id", "title", "updated", "content"] { #expect(entry.count { $0 == name } == 1) }
            #expect(entry.count { $0 == "published" } <= 1)
        }
        let links = reader.elements.filter { $0.name == "link" }
        #expect(
            links.allSatisfy { $0.attributes["href"]?.utf8.allSatisfy { (0x21...0x7E).contains($0) } == true }
        )
        for index in reader.elements.indices where reader.elements[index].name == "entry" {
            let mine = reader.elements.filter { $0.parent == index && $0.attributes["rel"] == "alternate" }
            #expect(mine.count == 1)
        }
        let parsed = try Self.parsed(atom, type: "application/atom+xml")
        #expect(parsed.entries.count == entries.count)
        #expect(Set(parsed.entries.map(\.id)).count == entries.count)
        #expect(parsed.entries.allSatisfy { $0.id?.hasPrefix("tag:wire.example.org,2026:story/") == true })
    }

    @Test func `the JSON Feed keeps its rules, and our parser reads it back`() throws {
        let json = try Self.file(.jsonfeed)
        #expect(json.hasPrefix("{\"version\":\"https://jsonfeed.org/version/1.1\",\"title\":\""))
        let parsed = try Self.parsed(json, type: "application/feed+json")
        let atom = try Self.parsed(try Self.file(.atom), type: "application/atom+xml")
        #expect(parsed.entries.map(\.id) == atom.entries.map(\.id))
        #expect(parsed.entries.map(\.title) == atom.entries.map(\.title))
        #expect(parsed.warnings.isEmpty)
    }

    private static func parsed(_ text: String, type: String) throws -> ParsedFeed {
        try FeedParser.parse(
            Document(bytes: Array(text.utf8), contentType: type, url: "https://wire.example.org/feed"),
            limits: ParseLimits(), now: nil)
    }

    /// The elements of a document, each with its parent.
    private final class Reader: XMLHandler {
        var elements: [(name: String, parent: Int?, attributes: [String: String])] = []
        private var open: [Int] = []

        func startElement(_ name: XMLName, attributes: [XMLAttribute]) {
            let given = Dictionary(
                attributes.map { ($0.name.local, $0.value) }, uniquingKeysWith: { one, _ in one })
            elements.append((name.local, open.last, given))
            open.append(elements.count - 1)
        }
        func endElement(_ name: XMLName) { open.removeLast() }
        func characters(_ bytes: [UInt8]) {}
    }
}
