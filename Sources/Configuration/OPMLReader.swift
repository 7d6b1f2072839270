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

        package init(title: String, url: String, folders: [String]) {
            self.title = title
            self.url = url
            self.folders = folders
        }
    }

    /// What a list holds: its feeds in order, and addresses that are not taken.
    package struct List: Sendable, Hashable {
        package var outlines: [Outline]
        /// Only http and https are: a list from elsewhere must not name files or programs.
        package var refused: [String]
    }

    /// Feeds of one list at most.
    package static let outlineLimit = 20_000

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
        if let url = values["xmlurl"], !url.isEmpty, list.outlines.count < OPMLReader.outlineLimit {
            if ValueReading.isWebAddress(url) {
                let folders = open.filter { !$0.isEmpty }
                list.outlines.append(OPMLReader.Outline(title: title, url: url, folders: folders))
            } else {
                list.refused.append(url)
            }
        }
        open.append(title)
    }

    func endElement(_ name: XMLName) {
        if name.local.lowercased() == "outline", !open.isEmpty { open.removeLast() }
    }

    func characters(_ bytes: [UInt8]) {}
}
