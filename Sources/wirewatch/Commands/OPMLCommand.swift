import Configuration
import Daemon
import Model
import Platform
import Text

/// `opml import` and `opml export`: lists of feeds from and for other readers.
enum OPMLCommand {
    static let importing = CommandSpec(
        "opml import", operands: "FILE", count: 1...1,
        summary: "prints the feeds of an OPML file as lines for feeds.conf; --write makes a file of them",
        about: [
            "Only http and https addresses are taken: a list from elsewhere must not name files or programs. Feeds "
                + "whose address is configured already are left out, folders become tags.",
            "--write makes feeds.d/NAME.conf beside the configuration, which has to include it; a file that is there "
                + "is not overwritten. To follow a list that changes, name it in an [opml] section instead.",
        ],
        options: [
            OptionSpec("write", "make feeds.d/NAME.conf instead of printing"),
            OptionSpec("name", value: "NAME", "NAME of that file (default: from the file's own name)"),
        ],
        examples: ["opml import subscriptions.opml", "opml import subscriptions.opml --write --name korea"]
    ) { invocation throws(CommandFailure) in
        let file = invocation.operands[0]
        let bytes: [UInt8]
        do throws(SystemError) {
            bytes = try BoundedFile.read(path: file, limit: OPMLReader.byteLimit)
        } catch {
            throw .usage(TerminalText.safe(error.description))
        }
        guard let list = OPMLReader.read(bytes) else {
            throw .usage("\(TerminalText.safe(file)) is no OPML document")
        }
        let configured = try Desk.setupOrDefaults(invocation).configuration.feeds
        let stanzas = FeedStanza.stanzas(of: list, besides: configured)
        tell(list, stanzas)
        guard !stanzas.isEmpty else { return .negative }
        guard invocation.has("write") else {
            Output.print(stanzas.map { harmless($0.text) }.joined(separator: "\n"))
            return .done
        }
        let name = invocation.value("name") ?? FeedStanza.fileName(for: stem(of: file))
        guard FeedStanza.isName(name) else {
            throw .usage("--name takes letters, digits, - and _, not `\(TerminalText.safe(name))`")
        }
        try AddedFile(try Desk(invocation)).write(stanzas, named: name, from: file)
        return .done
    }

    static let exporting = CommandSpec(
        "opml export", summary: "prints the configured feeds as an OPML document for other readers",
        about: ["Feeds that have no web address are left out, and passwords in addresses are not printed."],
        options: [OptionSpec("tag", value: "TAG", "only feeds with this tag")],
        examples: ["opml export > wirewatch.opml", "opml export --tag korea > korea.opml"]
    ) { invocation throws(CommandFailure) in
        let feeds = try Desk(invocation).setup.configuration.feeds
        let tag = invocation.value("tag")
        let chosen = feeds.filter { tag == nil || $0.tags.contains(tag ?? "") }
        guard !chosen.isEmpty else {
            throw CommandFailure(
                code: .negative,
                message: tag.map { "no feed has the tag `\(TerminalText.safe($0))`" } ?? "no feeds")
        }
        Output.print(OPMLWriter.text(of: chosen, title: "Wirewatch" + (tag.map { ": \($0)" } ?? "")))
        return .done
    }

    private static func tell(_ list: OPMLReader.List, _ stanzas: [FeedStanza]) {
        for address in list.refused {
            Output.error("left out, no http or https address: \(TerminalText.safe(address))\n")
        }
        let known = list.outlines.count - stanzas.count
        if known > 0 { Output.error("left out, configured already or twice in the list: \(known)\n") }
        if list.isCut {
            Output.error("the list has more than \(OPMLReader.outlineLimit) feeds: the rest is left out\n")
        }
    }

    private static func harmless(_ text: String) -> String {
        text.split(separator: "\n").map { TerminalText.safe(String($0)) + "\n" }.joined()
    }

    /// The name of `file` without folders and its last ending.
    private static func stem(of file: String) -> String {
        let name = file.split(separator: "/").last.map(String.init) ?? file
        guard let dot = name.lastIndex(of: "."), dot > name.startIndex else { return name }
        return String(name[..<dot])
    }
}
