import Model
import Text

/// HTML for mail: no image, nothing remote, no style sheet, nothing that came from outside but as text.
///
/// One column; the reader's own colours, so that a dark client shows it dark; `lang` and `dir` on every headline.
enum MailHTML {
    /// A whole document around `content`, which is HTML of ours.
    static func document(title: String, content: [String]) -> String {
        let head =
            "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
            + "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
            + "<meta name=\"color-scheme\" content=\"light dark\">\n"
            + "<meta name=\"supported-color-schemes\" content=\"light dark\">\n"
            + "<title>\(escaped(title))</title>\n</head>\n"
        let body = "<body style=\"margin:0;padding:16px\">\n<div style=\"\(column)\">\n"
        return head + body + content.joined(separator: "\n") + "\n</div>\n</body>\n</html>\n"
    }

    /// Families that have the scripts of headlines; the client's own for everything else.
    private static let serif = "Georgia,'Noto Serif','Noto Serif CJK KR',serif"
    private static let sans = "system-ui,'Segoe UI',Roboto,'Noto Sans','Noto Sans CJK KR',sans-serif"
    private static let column =
        "max-width:600px;margin:0 auto;font:16px/1.5 \(serif);overflow-wrap:break-word"

    /// Style of lines that are not read first.
    static let small = "font:13px/1.5 \(sans);margin:0;opacity:.8"
    static let list = "font:15px/1.4 \(sans);padding-left:1.2em;margin:12px 0"
    static let item = "margin:0 0 8px"
    /// Beneath a headline: who has it.
    static let source = "font-size:13px;opacity:.8"
    static let heading = "font-size:20px;line-height:1.3;margin:8px 0"
    static let rule = "border:0;border-top:1px solid;opacity:.3;margin:16px 0 8px"

    /// `text` as HTML shows it, also within quotes; controls are left out.
    static func escaped(_ text: String) -> String {
        var result = String.UnicodeScalarView()
        for scalar in TerminalText.safe(text).unicodeScalars {
            switch scalar {
            case "&": result += "&amp;".unicodeScalars
            case "<": result += "&lt;".unicodeScalars
            case ">": result += "&gt;".unicodeScalars
            case "\"": result += "&quot;".unicodeScalars
            case "'": result += "&#39;".unicodeScalars
            default: result.append(scalar)
            }
        }
        return String(result)
    }

    static func paragraph(_ html: String, style: String = small) -> String {
        "<p style=\"\(style)\">\(html)</p>"
    }

    /// A headline in its language, linked where its address is one of the web.
    static func headline(_ title: String, language: String?, url: String?) -> String {
        let attributes = self.attributes(of: language)
        let text = escaped(FittedText.line(title, columns: titleColumns))
        guard let url = WebLink.safe(url) else { return "<span\(attributes)>\(text)</span>" }
        return "<a href=\"\(escaped(url))\"\(attributes) style=\"\(link)\">\(text)</a>"
    }

    /// In the client's colours; underlined, since those may be hard to tell apart.
    private static let link = "text-decoration-thickness:1px;text-underline-offset:3px"

    /// Columns of a headline; no outlet has longer ones.
    static let titleColumns = 300

    private static func attributes(of language: String?) -> String {
        guard let language, !language.isEmpty, language.utf8.count <= 35,
            language.utf8.allSatisfy({ isTagByte($0) })
        else { return " dir=\"auto\"" }
        let primary = language.split(separator: "-").first.map { $0.lowercased() } ?? ""
        return " lang=\"\(language)\" dir=\"\(rightToLeft.contains(primary) ? "rtl" : "ltr")\""
    }

    private static func isTagByte(_ byte: UInt8) -> Bool {
        (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
            || byte == 0x2D
    }

    /// Languages that are written from right to left.
    private static let rightToLeft: Set<String> = [
        "ar", "arc", "dv", "fa", "he", "ku", "ps", "sd", "ug", "ur", "yi",
    ]
}

/// Addresses of items, before they stand in anything that follows them.
enum WebLink {
    /// Bytes of an address; browsers and services take about as many.
    private static let longest = 2000

    /// `url` where it is one of http or https, with nothing in it that no address has; `nil` otherwise.
    static func safe(_ url: String?) -> String? {
        guard let url, url.utf8.count <= longest else { return nil }
        let lower = url.lowercased()
        guard lower.hasPrefix("http://") || lower.hasPrefix("https://"), TerminalText.safe(url) == url,
            !url.unicodeScalars.contains(where: {
                $0.value <= 0x20 || "<>\"`{}|\\^".unicodeScalars.contains($0)
            })
        else { return nil }
        return url
    }
}
