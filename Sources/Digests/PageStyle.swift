/// How the pieces of our pages look: written inline in a mail, which has no style sheet, and as classes where pages are
/// served.
///
/// No colour is set but a grey that is seen on light and dark alike: the reader's own colours stay.
package enum PageStyle: String, CaseIterable, Sendable {
    case page
    case small
    case title
    case section
    case badge
    case headline
    case brief
    case link
    case quotation
    case facts
    case reports
    case report
    case row
    case source
    case copies
    case change
    case foot

    /// Families that have the scripts of headlines.
    private static let serif = "Georgia,'Noto Serif','Noto Serif CJK KR',serif"
    private static let sans = "system-ui,'Segoe UI',Roboto,'Noto Sans','Noto Sans CJK KR',sans-serif"
    /// Seen on white and on black.
    private static let grey = "rgba(127,127,127,.55)"

    package var declarations: String {
        switch self {
        case .page:
            "margin:0 auto;padding:20px 16px 32px;max-width:38em;font:16px/1.5 \(Self.serif);overflow-wrap:break-word"
        case .small: "font:13px/1.5 \(Self.sans);margin:2px 0;opacity:.85"
        case .title: "font-size:25px;line-height:1.25;margin:12px 0 4px"
        case .section:
            "font:bold 15px/1.4 \(Self.sans);margin:36px 0 0;padding:0 0 5px;border-bottom:2px solid"
        case .badge:
            "font-size:12px;font-weight:normal;border:1px solid;border-radius:3px;padding:0 5px;margin-left:6px"
        case .headline: "font-size:20px;line-height:1.3;margin:22px 0 4px"
        case .brief: "font-size:17px;font-weight:normal;line-height:1.35;margin:16px 0 2px"
        case .link:
            "color:inherit;text-decoration-thickness:1px;text-decoration-color:\(Self.grey);text-underline-offset:3px"
        case .quotation: "margin:8px 0"
        case .facts: "font:13px/1.5 \(Self.sans);margin:3px 0;opacity:.85"
        case .reports:
            "list-style:none;font:15px/1.4 \(Self.sans);margin:12px 0;padding:0 0 0 14px;border-left:3px solid \(Self.grey)"
        case .report: "margin:0 0 8px"
        case .row: "margin:0 0 18px"
        case .source: "font-size:13px;opacity:.8"
        case .copies: "font:14px/1.4 \(Self.sans);margin:6px 0 6px 14px"
        case .change: "font:13px/1.5 \(Self.sans);margin:4px 0 4px 14px"
        case .foot: "margin-top:40px;padding-top:8px;border-top:1px solid \(Self.grey)"
        }
    }

    /// The sheet of served pages.
    package static let sheet =
        ":root{color-scheme:light dark}\n"
        + allCases.map { ".\($0.rawValue){\($0.declarations)}\n" }.joined()
            + """
            a:focus-visible,summary:focus-visible{outline:3px solid;outline-offset:2px}
            summary{cursor:pointer}
            svg{display:block;width:100%;height:40px;margin:8px 0;color:inherit}
            del{opacity:.75}

            """
}
