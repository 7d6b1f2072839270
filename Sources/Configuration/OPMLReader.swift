import XML

/// Lists of feeds that other programs export.
///
/// - Source: http://opml.org/spec2.opml
package enum OPMLReader {
    /// One subscribed feed of a list.
    package struct Outline: Sendable, Hashable {
        package var title: String
        package var url: String
        /// Titles of the outlines around it, outermost first.
        package var folders: [String]
        /// As the list says, where it is one.
        package var language: String?

        package init(title: String, url: String, folders: [String], language: String? = nil) {
            self.title = title
            self.url = url
            self.folders = folders
            self.language = language
        }
    }

    /// What a list holds: its feeds in order, and addresses that are not taken.
    package struct List: Sendable, Hashable {
        package var outlines: [Outline]
        /// Only http and https are: a list from elsewhere must not name files or programs.
        package var refused: [String]
        /// There were more feeds than ``outlineLimit``.
        package var isCut = false
    }

    /// Feeds of one list at most.
    package static let outlineLimit = 20_000

    /// Bytes of one list at most.
    package static let byteLimit = 16 << 20

    /// The feeds of an OPML document; `nil` where it is none.
    package static func read(_ bytes: [UInt8]) -> List? {
        LiberalXML.read(bytes, roots: ["opml"], makeHandler: { OPMLHandler() }).handler?.list
    }
}

private final class OPMLHandler: XMLHandler {
    var list = OPMLReader.List(outlines: [], refused: [])
    private var open: [String] = []

    func startElement(_ name: XMLName, attributes: [XMLAttribute]) {
        guard name.local.lowercased() == "outline" else { return }
        var values: [String: String] = [:]
        for attribute in attributes { values[attribute.name.local.lowercased()] = attribute.value }
        let title = values["title"] ?? values["text"] ?? ""
        if let url = values["xmlurl"]?.trimmed, !url.isEmpty { take(String(url), title: title, values) }
        open.append(title)
    }

    private func take(_ url: String, title: String, _ values: [String: String]) {
        guard list.outlines.count + list.refused.count < OPMLReader.outlineLimit else {
            list.isCut = true
            return
        }
        guard WebAddress.isWebAddress(url) else {
            list.refused.append(url)
            return
        }
        let language = values["language"].flatMap { ValueReading.isLanguage($0) ? $0 : nil }
        list.outlines.append(
            OPMLReader.Outline(
                title: title, url: url, folders: open.filter { !$0.isEmpty }, language: language))
    }

    func endElement(_ name: XMLName) {
        if name.local.lowercased() == "outline", !open.isEmpty { open.removeLast() }
    }

    func characters(_ bytes: [UInt8]) {}
}

extension OPMLReader {
    /// Names for feeds of a list: the same for a feed whatever stands beside it, as far as titles differ.
    package static func names(of outlines: [Outline], taken: Set<String>) -> [String] {
        FeedNames.names(of: outlines, taken: taken)
    }
}
