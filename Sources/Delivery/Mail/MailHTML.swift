import Digests
import Text

/// HTML for mail: the pieces of our pages, each with its looks.
enum MailHTML {
    static let page = PageHTML(.inline)

    /// Columns of a headline; no outlet has longer ones.
    static let titleColumns = 300

    /// A headline in its language, linked where its address is one of the web.
    static func headline(_ title: String, language: String?, url: String?) -> String {
        page.headline(
            FittedText.line(title, columns: titleColumns), url: WebLink.safe(url), language: language)
    }

    /// Beside a headline: who has it.
    static func source(_ plain: String) -> String {
        "<span\(page.looks(.source))>\(page.text(plain))</span>"
    }
}
