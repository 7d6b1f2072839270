@testable import Delivery

/// What of a message is markup, by readers that know nothing of how it was written.
enum ServiceMarkup {
    /// Whether `text` has no markup but links to the web and bold text, each in one line and closed.
    static func isOurHTML(_ text: String, bold: String) -> Bool {
        text.split(separator: "\n").allSatisfy { line in
            var rest = line.replacing("<\(bold)>", with: "\u{1}").replacing("</\(bold)>", with: "\u{1}")
            rest = rest.replacing(#/<a href="https?:[^"<>]*">([^<>]*)<\/a>/#, with: { $0.1 })
            return !rest.contains { "<>".contains($0) } && rest.count { $0 == "\u{1}" } % 2 == 0
        }
    }

    /// Whether every tag is one that we write, with attributes in quotes.
    static func isOurMail(_ html: String) -> Bool {
        let name = "(!DOCTYPE|html|head|meta|title|body|p|h1|h2|h3|a|span|ul|li|b|code|small|footer)"
        guard let tag = try? Regex("</?\(name)( [a-z-]+(=\"[^\"<>]*\")?)*/?>") else { return false }
        let rest = html.replacing(tag, with: "")
        return !rest.contains("<") && !rest.contains(">")
    }

    /// Whether `line` is text without a sign of Markdown, or one bold text or link around such text.
    static func isOurMarkdown(_ line: String) -> Bool {
        if let link = line.wholeMatch(of: #/\[(.*)\]\(https?:[^()\s]*\)/#) { return isPlain(link.1) }
        if let bold = line.wholeMatch(of: #/\*\*(.*)\*\*/#) { return isPlain(bold.1) }
        return isPlain(line[...])
    }

    static func isPlain(_ text: Substring) -> Bool {
        var isEscaped = false
        for scalar in text.unicodeScalars {
            if isEscaped {
                isEscaped = false
            } else if scalar == "\\" {
                isEscaped = true
            } else if "*_~`|>#-+[]()<@:".unicodeScalars.contains(scalar) {
                return false
            }
        }
        return !isEscaped
    }
}

extension PublishedService {
    /// Whether nobody reads what it gets.
    var isProgram: Bool { if case .cloudEvents = format { true } else { false } }

    /// What a person reads of `body`, without markup.
    func lines(of body: JSONShape) -> [String] {
        let text: String?
        switch format {
        case .slack:
            let elements = body["blocks"]?[1]?["elements"]?[0]?["elements"]?.elements ?? []
            text = elements.compactMap { $0["text"]?.text }.joined()
        case .discord:
            text = body["embeds"]?[0]?["description"]?.text.map { markdown in
                markdown.split(separator: "\n").map { line in
                    line.replacing(#/^\[(.*)\]\(https?:[^()\s]*\)$/#, with: { $0.1 }).replacing(
                        "\\", with: "")
                }.joined(separator: "\n")
            }
        case .matrix: text = body["body"]?.text
        case .teams:
            let blocks = body["attachments"]?[0]?["content"]?["body"]?.elements ?? []
            text = blocks.compactMap { $0["inlines"]?[0]?["text"]?.text }.joined(separator: "\n")
        case .telegram:
            text = body["text"]?.text.map { html in
                html.replacing(#/<[^<>]*>/#, with: "").replacing("&lt;", with: "<")
                    .replacing("&gt;", with: ">").replacing("&quot;", with: "\"").replacing(
                        "&amp;", with: "&")
            }
        case .ntfy, .gotify: text = body["message"]?.text
        case .standard, .cloudEvents: text = nil
        }
        return (text ?? "").split(separator: "\n").map(String.init)
    }
}
