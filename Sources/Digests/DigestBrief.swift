import Model
import Text

/// A digest for a small screen: a line for each story under the name of its watch, each with its address.
enum DigestBrief {
    /// Without the subject, which a message has as its title.
    static func lines(of digest: Digest, clock: DigestClock) -> [ShortLine] {
        let words = DigestWords(digest, clock: clock)
        var lines = [words.coverage, "\(words.counts) \(words.silenced)"].map { ShortLine($0) }
        for section in digest.sections {
            lines.append(heading(section.watch.map { words.name($0.name) } ?? "other news", section))
            lines += section.entries.map { story($0, note: figures($0, words), words) }
        }
        if digest.leftOut > 0, let more = words.leftOut {
            lines.append(ShortLine(more, count: digest.leftOut))
        }
        if !digest.moved.isEmpty { lines.append(ShortLine("moved", isHeading: true)) }
        lines += digest.moved.map { story($0, note: words.outletGrowth($0), words) }
        if !digest.ended.isEmpty { lines.append(ShortLine("ended", isHeading: true)) }
        lines += digest.ended.map { story($0, note: words.figures($0)[1], words) }
        return lines + [words.next].compactMap(\.self).map { ShortLine($0) }
    }

    private static func heading(_ name: String, _ section: Digest.Section) -> ShortLine {
        let isLoud = section.watch?.severity == .urgent
        return ShortLine(isLoud ? "\(name), urgent" : name, isHeading: true)
    }

    /// `16 outlets, +14`: how wide it is, and how much of that is new to the reader.
    private static func figures(_ entry: Digest.Entry, _ words: DigestWords) -> String {
        let outlets = words.figures(entry)[1]
        let more = entry.outlets - entry.earlierOutlets
        return entry.isOld && more > 0 ? "\(outlets), +\(more)" : outlets
    }

    private static func story(_ entry: Digest.Entry, note: String, _ words: DigestWords) -> ShortLine {
        ShortLine(
            "\(entry.number). \(words.headline(entry.lead)) · \(note)",
            url: WebLink.safe(entry.lead.url), count: 1)
    }
}
