import Markup
package import Model
import Text

/// Pieces of pages: everything from outside goes in as text, and out as nothing else.
///
/// Written so that a reader of XML takes it as well.
package struct PageHTML: Sendable {
    /// Where the looks are.
    package enum Styling: Sendable {
        /// With each element, for a mail.
        case inline
        /// In the sheet at this address, for a page that is served.
        case sheet(String)
    }

    private let styling: Styling

    package init(_ styling: Styling) { self.styling = styling }

    /// The document that has `content` as its body.
    ///
    /// - Parameters:
    ///   - title: plain text.
    ///   - content: HTML of ours.
    package func document(title: String, content: String) -> String {
        var sheet = ""
        if case .sheet(let address) = styling {
            sheet = "<link rel=\"stylesheet\" href=\"\(MarkupText.escaped(address))\"/>\n"
        }
        return """
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8"/>
            <meta name="viewport" content="width=device-width, initial-scale=1"/>
            <meta name="color-scheme" content="light dark"/>
            <title>\(text(title))</title>
            \(sheet)</head>
            <body\(looks(.page))>
            \(content)</body>
            </html>

            """
    }

    /// The attribute that makes an element look like `style`.
    package func looks(_ style: PageStyle) -> String {
        switch styling {
        case .inline: " style=\"\(style.declarations)\""
        case .sheet: " class=\"\(style.rawValue)\""
        }
    }

    package func text(_ plain: String) -> String { MarkupText.escaped(TerminalText.safe(plain)) }

    /// `content`, which is HTML of ours, in an element.
    package func element(
        _ name: String, _ style: PageStyle, _ content: String, attributes: String = ""
    ) -> String {
        "<\(name)\(looks(style))\(attributes)>\(content)</\(name)>\n"
    }

    /// A paragraph of plain text.
    package func paragraph(_ plain: String, _ style: PageStyle = .small) -> String {
        element("p", style, text(plain))
    }

    /// `<b>First</b> Yonhap …`: plain text behind a name.
    package func fact(_ name: String, _ plain: String) -> String {
        element("p", .facts, "<b>\(text(name))</b> \(text(plain))")
    }

    /// The heading of a part, with a word beside it.
    package func section(_ name: String, badge: String? = nil) -> String {
        let badge = badge.map { " <small\(looks(.badge))>\(text($0))</small>" } ?? ""
        return element("h2", .section, text(name) + badge)
    }

    /// A headline in its language, linked where its address can be followed.
    package func headline(_ title: String, url: String?, language: String?) -> String {
        guard let url = WebLink.safe(url) else {
            return "<span\(self.language(language))>\(text(title))</span>"
        }
        return link(text(title), to: url, attributes: self.language(language))
    }

    /// - Parameters:
    ///   - content: HTML of ours.
    ///   - address: of the web, or below our pages.
    package func link(_ content: String, to address: String, attributes: String = "") -> String {
        "<a href=\"\(text(address))\"\(looks(.link))\(attributes)>\(content)</a>"
    }

    /// ` lang="ko" dir="ltr"` for what is not in the page's language.
    package func language(_ tag: String?) -> String {
        guard let tag else { return " dir=\"auto\"" }
        if tag == "en" { return "" }
        guard LanguageName.isTag(tag) else { return " dir=\"auto\"" }
        return " lang=\"\(tag)\" dir=\"\(LanguageName.isRightToLeft(tag) ? "rtl" : "ltr")\""
    }

    /// - Parameter words: plain text, the moment as the reader's clock shows it.
    package func time(_ moment: Timestamp, _ words: String) -> String {
        "<time datetime=\"\(moment)\">\(text(words))</time>"
    }
}
