import Model
import Testing

@testable import Delivery

/// Messages of many stories as services get them: alerts that go together, floods, digests.
@Suite struct `many stories in one message` {
    private static func bundle(
        _ kind: AlertBundle.Kind, titles: [String], unlisted: Int = 0
    ) -> Message {
        .bundle(alerts(kind, titles: titles, unlisted: unlisted))
    }

    private static func alerts(
        _ kind: AlertBundle.Kind, titles: [String], unlisted: Int = 0
    ) -> AlertBundle {
        let alerts = titles.enumerated().map { index, title in
            Alert.summit { alert in
                alert.id = AlertID(watch: index % 2 == 0 ? "putin-kim" : "dprk", story: StoryID(Int64(index)))
                alert.content.watch = alert.id.watch
                alert.content.severity = index % 2 == 0 ? .urgent : .normal
                alert.content.headline = title
                alert.content.url = index % 3 == 0 ? nil : "https://a.example/(\(index))?a=1&b=\"2"
            }
        }
        return AlertBundle(
            kind: kind, carrier: DeliveryID(7), composed: alerts[0].decided, alerts: alerts,
            unlisted: unlisted)
    }

    private static func digest(titles: [String]) -> Message {
        let stories = titles.enumerated().map { index, title in
            ShortLine("\(index + 1). \(title) · 3 outlets", url: "https://a.example/\(index)", count: 1)
        }
        return .digest(
            DigestIssue(
                id: DigestIssueID(digest: "morning", slot: "2019-04-25-0630"), reader: "anna",
                decided: Timestamp(seconds: 1), since: Timestamp(seconds: 0), until: Timestamp(seconds: 1),
                newStories: titles.count, movedStories: 0, endedStories: 0, subject: titles[0],
                text: "text\n", markdown: "", content: "", json: "{}",
                brief: [ShortLine("9 feeds, 9 healthy."), ShortLine("kim", isHeading: true)] + stories,
                page: "https://wire.example.org/"))
    }

    private static func plain(_ count: Int) -> [String] { (1...count).map { "Story number \($0) of today" } }

    private static let messages: [Message] = {
        let hostile = HostileText.titles(60, seed: 41).filter { !$0.allSatisfy { $0.isWhitespace } }
            .map { "a " + $0 }
        return [
            bundle(.group, titles: plain(2)), bundle(.flood, titles: plain(1000), unlisted: 200),
            bundle(.flood, titles: hostile), bundle(.group, titles: Array(hostile.prefix(9))),
            digest(titles: plain(1)), digest(titles: plain(400)), digest(titles: hostile),
        ]
    }()

    @Test func `has the shape and the limits that the service publishes`() throws {
        for service in PublishedService.all {
            for message in Self.messages {
                let request = try service.request(message)
                #expect(request.body.count <= service.limit, "\(service.format): \(request.body.count)")
                #expect(
                    service.shape.problems(in: try JSONShape.read(request.body)) == [], "\(service.format)")
            }
        }
    }

    @Test func `lists what there is room for and counts the rest`() throws {
        for (message, all) in [
            (Self.bundle(.flood, titles: Self.plain(1000), unlisted: 200), 1200),
            (Self.digest(titles: Self.plain(400)), 400), (Self.bundle(.group, titles: Self.plain(3)), 3),
        ] {
            for service in PublishedService.all where !service.isProgram {
                let lines = service.lines(of: try service.body(message))
                let listed = lines.count { $0.contains("Story number") && $0.contains("·") }
                let rest = lines.compactMap { $0.firstMatch(of: #/^… (\d+) more: wirewatch/#)?.1 }
                #expect(listed + rest.reduce(0) { $0 + (Int($1) ?? 0) } == all, "\(service.format)")
                #expect(listed >= min(all, 20), "\(service.format)")
            }
        }
    }

    @Test func `keeps the 4096 characters of Telegram after its markup is read`() throws {
        let telegram = try #require(PublishedService.all.first { $0.format == .telegram(chat: "-100") })
        for message in Self.messages {
            let text = telegram.lines(of: try telegram.body(message)).joined(separator: "\n")
            #expect(text.utf16.count <= TelegramMessage.textLimit)
        }
    }

    @Test func `keeps the 6000 characters of all texts of an embed of Discord`() throws {
        let discord = try #require(PublishedService.all.first { $0.format == .discord })
        for message in Self.messages {
            let embed = try discord.body(message)["embeds"]?[0]
            let count = [embed?["title"]?.text, embed?["description"]?.text].compactMap(\.self)
                .reduce(0) { $0 + $1.utf16.count }
            #expect(count <= DiscordMessage.embedLimit)
        }
    }

    @Test func `has no markup but ours, and links only to the web`() throws {
        for message in Self.messages {
            for service in PublishedService.all {
                let body = try service.body(message)
                switch service.format {
                case .telegram:
                    #expect(ServiceMarkup.isOurHTML(body["text"]?.text ?? "", bold: "b"))
                case .matrix:
                    let rich = body["formatted_body"]?.text ?? ""
                    #expect(
                        ServiceMarkup.isOurHTML(rich.replacing("<br>", with: "\n"), bold: "strong"))
                case .discord:
                    let lines = body["embeds"]?[0]?["description"]?.text?.split(separator: "\n") ?? []
                    for line in lines { #expect(ServiceMarkup.isOurMarkdown(String(line)), "\(line)") }
                case .slack: #expect(body["text"]?.text?.contains(where: { "<>".contains($0) }) == false)
                case .teams:
                    // Runs of text are the only element that reads no markup.
                    let card = body["attachments"]?[0]?["content"]
                    let types = Set(card?["body"]?.elements.compactMap { $0["type"]?.text } ?? [])
                    #expect(types == ["RichTextBlock"])
                case .gotify:
                    #expect(body["extras"]?["client::display"]?["contentType"]?.text == "text/plain")
                case .ntfy: #expect(body["markdown"] == nil)
                case .standard, .cloudEvents: break
                }
            }
        }
    }

    @Test func `leads from each headline to its report`() throws {
        let message = Self.digest(titles: ["Kim meets Putin"])
        let text = Dictionary(
            uniqueKeysWithValues: try PublishedService.all.map { service in
                ("\(service.format)", String(decoding: try service.request(message).body, as: UTF8.self))
            })
        #expect(
            text["slack"]?.contains(
                #"{"type":"link","text":"1. Kim meets Putin · 3 outlets","url":"https://a.example/0"}"#)
                == true)
        #expect(text["discord"]?.contains(#"[1. Kim meets Putin · 3 outlets](https://a.example/0)"#) == true)
        #expect(text["teams"]?.contains(#""selectAction":{"type":"Action.OpenUrl","url""#) == true)
        // A tap on the notification opens the page of digests.
        #expect(text["ntfy"]?.contains(#""click":"https://wire.example.org/""#) == true)
    }

    @Test func `leads to the page of digests, however much had to be left out`() throws {
        let page = "https://wire.example.org/"
        let body = try #require(PublishedService.all.first { $0.format == .slack })
            .body(Self.digest(titles: Self.plain(400)))
        let elements = body["blocks"]?[1]?["elements"]?[0]?["elements"]?.elements ?? []
        #expect(elements.last?["url"]?.text == page)
        let size = elements.reduce(0) { $0 + ($1["text"]?.text?.utf16.count ?? 0) }
        #expect(size <= SlackMessage.textLimit)
    }

    @Test func `has no more links and bold parts than Telegram shows`() throws {
        let telegram = try #require(PublishedService.all.first { $0.format == .telegram(chat: "-100") })
        let short = (1...400).map { "S\($0)" }
        let text = try telegram.body(Self.digest(titles: short))["text"]?.text ?? ""
        let entities = text.matches(of: #/<(a|b)[ >]/#).count
        #expect(entities == TelegramMessage.entityLimit)
    }

    @Test func `is as loud as its loudest alert, with the languages of all`() throws {
        let message = Self.bundle(.group, titles: Self.plain(2))
        let ntfy = try #require(PublishedService.all.first { $0.format == .ntfy }).body(message)
        #expect(ntfy["priority"] == .number(5))
        #expect(ntfy["tags"] == .array([.string("ko"), .string("ru")]))
        #expect(ntfy["title"]?.text == "2 alerts: dprk 1, putin-kim 1")
    }

    @Test func `is counted by watch, listed or not`() {
        var bundle = Self.alerts(.flood, titles: Self.plain(7))
        bundle.list(atMost: 2)
        #expect(bundle.count == 7 && bundle.unlisted == 5)
        #expect(bundle.watches.map(\.name) == ["putin-kim", "dprk"])
        #expect(bundle.watches.map(\.count) == [4, 3])
    }
}

/// Lines cut to a limit.
@Suite struct FittedLinesTests {
    private static var fitted: FittedLines {
        FittedLines(limit: 30, source: "w") { $0.text.utf8.count + 1 }
    }

    @Test func `all that fit stay as they are`() {
        let lines = [ShortLine("one", count: 1), ShortLine("two", url: "https://a", count: 1)]
        #expect(Self.fitted(lines) == lines)
    }

    @Test func `a heading of nothing is left out with what it names`() {
        let lines = [
            ShortLine("a", isHeading: true), ShortLine("a1", count: 1), ShortLine("b", isHeading: true),
            ShortLine(String(repeating: "b", count: 30), count: 5),
        ]
        #expect(Self.fitted(lines).map(\.text) == ["a", "a1", "… 5 more: w"])
    }

    @Test func `a first line that is too long is cut and loses its link`() {
        let lines = [ShortLine(String(repeating: "x", count: 99), url: "https://a", count: 1)]
        let cut = Self.fitted(lines)
        #expect(cut.map(\.url) == [nil])
        #expect(cut[0].text.hasSuffix("x…") && cut[0].text.utf8.count < 30)
    }

    @Test func `lines that stand for nothing are not counted`() {
        let lines = [ShortLine("figures"), ShortLine(String(repeating: "y", count: 30))]
        #expect(Self.fitted(lines).map(\.text) == ["figures", "…"])
    }

    @Test(arguments: 0..<60) func `never take more than there is, and lose no count`(limit: Int) {
        let lines = (0..<20).map { ShortLine("line \($0)", isHeading: $0 % 5 == 0, count: $0) }
        let fitted = FittedLines(limit: limit, source: nil) { $0.text.utf8.count + 1 }(lines)
        let size = fitted.reduce(0) { $0 + $1.text.utf8.count + 1 }
        #expect(size <= max(limit, "… 190 more".utf8.count + 1))
        #expect(fitted.reduce(0) { $0 + $1.count } == 190)
    }
}
