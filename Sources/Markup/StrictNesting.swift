/// The name in a tag.
struct TagName {
    /// ``MarkupName/none`` for a name that is longer than any allowed one.
    let name: MarkupName
    /// Where it stands in the source.
    let place: Range<Int>
}

/// An element that ``StrictMarkup`` saw the start of.
struct OpenElement {
    /// What is allowed of it; `nil` for an element of which only the content comes out.
    let rule: SanitizerRules.Rule?
    let name: TagName
}

/// Which elements stand in each other so that every reader leaves them there.
enum StrictNesting {
    /// Whether every reader closes the innermost element where another starts.
    static func isEnded(_ inner: SanitizerRules.Rule, by next: SanitizerRules.Rule) -> Bool {
        if inner.name == paragraph { return enders.contains(next.name) }
        if inner.name == listItem { return next.name == listItem }
        // Between two of one kind, libxml2 leaves the first open, and counts it when it looks how deep things are.
        return entries.contains(inner.name) && entries.contains(next.name) && inner.name != next.name
    }

    /// Whether readers close an element when the one around it is closed.
    static func endsWithOuter(_ element: OpenElement) -> Bool {
        let name = element.name.name
        return name == paragraph || name == listItem || leaves.contains(name) || entries.contains(name)
    }

    /// Whether an element may follow inside `open` without closing anything in any reader.
    static func fits(_ rule: SanitizerRules.Rule, in open: [OpenElement]) -> Bool {
        // One link in another is two in a row for some.
        if rule.name == SanitizerRules.anchor, open.contains(where: { $0.rule?.name == rule.name }) {
            return false
        }
        guard let outer = innermost(open) else {
            return items[rule.name] == nil && (rule.kind != .frame || frames.contains(rule.name))
        }
        switch outer.kind {
        case .inline:
            if rule.kind == .inline || media.contains(rule.name) { return true }
            // A block closes a paragraph, however deep that stands, in browsers only.
            return items[rule.name] == nil && (rule.kind != .frame || frames.contains(rule.name))
                && !outer.endedBy.contains(rule.name) && !open.contains { $0.rule?.name == paragraph }
        case .textBlock: return rule.kind == .inline || media.contains(rule.name)
        case .container:
            // A part of a list needs the list right around it.
            if let parents = items[rule.name] {
                return parents.contains(outer.name) && open.last?.rule != nil
            }
            return rule.kind != .frame || frames.contains(rule.name)
        case .frame:
            if media.contains(outer.name) { return rule.kind == .inline || rule.name == source }
            guard open.last?.rule != nil else { return false }
            if rule.name == outer.name { return nested.contains(rule.name) }
            return items[rule.name]?.contains(outer.name) ?? false
        }
    }

    /// Whether an element of which only the content comes out may follow inside `open`.
    static func fitsUnwritten(in open: [OpenElement]) -> Bool {
        guard let outer = innermost(open) else { return true }
        return outer.kind != .frame || media.contains(outer.name)
    }

    /// Whether what plays sound or pictures is the innermost element that is written.
    static func isInMedia(_ open: [OpenElement]) -> Bool {
        innermost(open).map { media.contains($0.name) } ?? false
    }

    private static func innermost(_ open: [OpenElement]) -> SanitizerRules.Rule? {
        var index = open.count
        while index > 0 {
            index -= 1
            if let rule = open[index].rule { return rule }
        }
        return nil
    }

    private static func names(_ text: String) -> MarkupNameSet {
        MarkupNameSet(text.split(separator: " ").compactMap { MarkupName(String($0)) })
    }

    static let source = MarkupName("source") ?? .none
    /// Elements without content, though not every reader knows that.
    private static let leaves = names("source embed")
    static let wordBreak = MarkupName("wbr") ?? .none
    static let frame = MarkupName("iframe") ?? .none
    /// Elements without content of which nothing comes out.
    static let empty = names("param input")
    /// Elements of which nothing comes out, not even the content.
    static let unread = names("script style iframe")
    /// Elements that are not written and mean more than their content to some reader.
    static let refused = names(
        """
        applet area base basefont bgsound body dialog fieldset form fragment frame frameset head html image \
        isindex keygen legend link listing map meta multicol nextid nobr noembed noframes noscript optgroup \
        option plaintext rb rtc search select strike template textarea title xmp
        """)
    /// What stands around every piece of HTML, and the end of which is more than a slip.
    static let surroundings = names("html head body fragment")

    private static let paragraph = MarkupName("p") ?? .none
    private static let listItem = MarkupName("li") ?? .none
    private static let entries = names("dt dd")
    /// What ends a paragraph.
    private static let enders = names("p div ul ol dl table blockquote h1 h2 h3 h4 h5 h6 pre hr")
    private static let media = names("audio video")
    /// Frames that may stand wherever a block may.
    private static let frames = names("ul ol dl table audio video")
    /// Frames that may stand in their like.
    private static let nested = names("ul ol")
    /// Elements that stand in certain others only.
    private static let items: MarkupNameTable<MarkupNameSet> = {
        var items: [(MarkupName, MarkupNameSet)] = []
        for (item, parents) in [
            ("li", "ul ol"), ("tr", "table tbody thead tfoot"), ("td", "tr"), ("th", "tr"),
            ("tbody", "table"), ("thead", "table"), ("tfoot", "table"), ("caption", "table"),
            ("colgroup", "table"), ("col", "colgroup"), ("dt", "dl"), ("dd", "dl"), ("rt", ""), ("rp", ""),
            ("summary", "details"),
        ] {
            if let name = MarkupName(item) { items.append((name, names(parents))) }
        }
        return MarkupNameTable(items)
    }()
}
