import FoundationEssentials
import Model
import Text

/// The daemon's story engine over a stream of articles: what `wirewatch cluster` does, a line in, lines out.
package struct Cluster: Sendable {
    /// Why a line could not be read.
    package struct LineError: Error, Sendable, Hashable {
        package var message: String
    }

    private var window: StoryWindow
    private var nextItem: Int64 = 1
    private let explains: Bool
    /// The ids that lines gave their articles, by item.
    private var names: [ItemID: String] = [:]
    /// Articles of a story, to print corrected lines when it turns out to be another.
    private var members: [StoryID: [ItemID]] = [:]
    /// Used as the time of lines that give none.
    private var lastTime = Timestamp(milliseconds: 0)

    /// Bytes of a line.
    package static let lineLimit = 16 << 20

    package init(settings: StorySettings, explains: Bool) {
        window = StoryWindow(settings: settings)
        self.explains = explains
    }

    private struct Line: Decodable {
        var id: String
        var published: String?
        var outlet: String?
        var language: String?
        var title: String
        var text: String?
        var url: String?
    }

    /// Places the article of one line.
    ///
    /// - Returns: its line, and a corrected one for each article of a story that turned out to be the same as its own,
    ///   or whose text turned out to be a copy.
    package mutating func place(_ line: [UInt8]) throws(LineError) -> [String] {
        guard line.count <= Self.lineLimit else {
            throw LineError(message: "line exceeds \(Self.lineLimit) bytes")
        }
        let read: Line
        do {
            read = try JSONDecoder().decode(Line.self, from: Data(line))
        } catch {
            throw LineError(message: "no JSON object with at least id and title")
        }
        let item = ItemID(nextItem)
        nextItem += 1
        names[item] = read.id
        if let time = read.published.flatMap({ try? Date($0, strategy: .iso8601) }) {
            lastTime = Timestamp(milliseconds: Int64(time.timeIntervalSince1970 * 1000))
        }
        let text = read.text ?? ""
        let folded = FoldedContent(title: read.title, text: text)
        let url = read.url.flatMap { $0.isEmpty ? nil : $0.prefix { $0 != "#" } }
        let placement = window.place(
            Article(
                item: item, outlet: read.outlet ?? "", outletKind: nil, language: read.language,
                title: read.title,
                text: text, canonicalURL: url.map { String($0) }, contentHash: folded.hash,
                published: lastTime,
                concepts: []), folded: folded)
        return lines(for: placement)
    }

    private mutating func lines(for placement: Placement) -> [String] {
        var corrected: [ItemID] = []
        if let absorbed = placement.absorbed {
            corrected = members.removeValue(forKey: absorbed) ?? []
            members[placement.story, default: []] += corrected
        }
        members[placement.story, default: []].append(placement.item)
        let own = line(placement.item, story: placement.story, placement: placement)
        guard explains, let recast = placement.recast else {
            return [own] + corrected.map { line($0, story: placement.story, placement: nil) }
        }
        let copies = recast.map { item in
            line(
                item, story: placement.story,
                placement: Placement(
                    item: item, story: placement.story, report: .copy(of: placement.item), confidence: 1,
                    because: ["the text turned out to be that of \(names[placement.item] ?? "")"]))
        }
        return [own] + corrected.map { line($0, story: placement.story, placement: nil) } + copies
    }

    private func line(_ item: ItemID, story: StoryID, placement: Placement?) -> String {
        var json = JSONWriter()
        json.object { json in
            json.field("id", names[item])
            json.field("story", names[ItemID(story.rawValue)])
            guard explains else { return }
            switch placement?.report {
            case .original: json.field("report", "original")
            case .own: json.field("report", "own")
            case .copy(let of):
                json.field("report", "copy")
                json.field("copy_of", names[of])
            case nil: json.field("report", "moved")
            }
            json.field("because", placement?.because ?? ["its story turned out to be this one"])
        }
        return json.text
    }
}
